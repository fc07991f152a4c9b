import assert from 'node:assert/strict';
import fc from 'fast-check';
import Papa from 'papaparse';
import { CsvReader, type CsvFault } from '../../src/input/csvRows';

interface Read {
  readonly header: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly line: number }[];
  readonly faults: readonly CsvFault[];
  readonly reader: CsvReader;
}

function read(text: string | Buffer, chunkBytes = Number.MAX_SAFE_INTEGER): Read {
  const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text);
  let header: readonly string[] = [];
  const rows: { cells: readonly string[]; line: number }[] = [];
  const faults: CsvFault[] = [];
  const reader: CsvReader = new CsvReader({
    header: (cells) => {
      header = cells;
      return true;
    },
    row: (cells) => rows.push({ cells, line: reader.line() }),
    fault: (fault) => faults.push(fault),
  });
  for (let from = 0; from < bytes.length; from += chunkBytes) reader.push(bytes.subarray(from, from + chunkBytes));
  reader.finish();
  return { header, rows, faults, reader };
}

const cellsOf = ({ rows }: Read): readonly (readonly string[])[] => rows.map(({ cells }) => cells);

describe('CSV rows', () => {
  const forms: readonly (readonly [string, string])[] = [
    ['commas and LF', 'a,b\n1,2\n3,4\n'],
    ['semicolons and CRLF', 'a;b\r\n1;2\r\n3;4\r\n'],
    ['tabs, without a line break at the end', 'a\tb\n1\t2\n3\t4'],
    ['quotes in cells and none in the header (rockstar)', 'a,b\n"1","2"\n"3","4"\n'],
    ['quotes everywhere and CRLF (Export-Csv)', '"a","b"\r\n"1","2"\r\n"3","4"\r\n'],
    ['CR alone', 'a,b\r1,2\r3,4\r'],
    ['LF and CRLF mixed', 'a,b\r\n1,2\n3,4\r\n'],
    ['a sep= line (Excel)', 'sep=;\r\na;b\r\n1;2\r\n3;4\r\n'],
    ['a #TYPE line (Windows PowerShell)', '#TYPE System.Object\r\n"a","b"\r\n"1","2"\r\n"3","4"\r\n'],
    ['empty lines and empty rows', 'a,b\n\n1,2\n,\n\n3,4\n\n'],
    ['spaces around the header', ' a , b \n1,2\n3,4\n'],
  ];
  for (const [name, text] of forms) {
    it(`reads ${name}`, () => {
      for (const chunkBytes of [1, 3, 1000]) {
        const result = read(text, chunkBytes);
        assert.deepEqual(
          [result.header, cellsOf(result), result.faults],
          [
            ['a', 'b'],
            [
              ['1', '2'],
              ['3', '4'],
            ],
            [],
          ],
        );
      }
    });
  }

  it('reads quotes, separators and line breaks in cells, and still knows the line of each row', () => {
    const text = 'name,note\n"Smith, ""Jo""","first\nsecond"\nplain,"; tab\t"\n"ü","x"\n';
    for (const chunkBytes of [1, 5, 1000]) {
      const result = read(text, chunkBytes);
      assert.deepEqual(cellsOf(result), [
        ['Smith, "Jo"', 'first\nsecond'],
        ['plain', '; tab\t'],
        ['ü', 'x'],
      ]);
      assert.deepEqual(
        result.rows.map(({ line }) => line),
        [2, 4, 5],
      );
    }
  });

  it('knows the lines of rows without quotes as those of rows with them', () => {
    for (const end of ['', '\n', '\r\n', '\n\n'])
      for (const chunkBytes of [1, 4, 7, 1000])
        for (const quoted of ['3', '"3"']) {
          const { rows, reader } = read(`a,b\n1,2\n\n${quoted},4\r\n,\n5,6${end}`, chunkBytes);
          assert.deepEqual(
            rows.map(({ cells, line }) => [...cells, line]),
            [
              ['1', '2', 2],
              ['3', '4', 4],
              ['5', '6', 6],
            ],
          );
          assert.equal(reader.line(), end === '\n\n' ? 8 : end === '' ? 6 : 7);
        }
  });

  it('counts the lines in front of the header', () => {
    assert.deepEqual(read('#TYPE x\r\nsep=,\r\na,b\r\n1,2\r\n').rows, [{ cells: ['1', '2'], line: 4 }]);
  });

  it('says that a quoted cell does not end', () => {
    const { faults, rows } = read('a,b\n"1","2"\n"3","4\n', 4);
    assert.deepEqual(faults, [{ kind: 'truncated', line: 3, message: 'a quoted cell does not end' }]);
    assert.deepEqual(rows[0]?.cells, ['1', '2']);
  });

  it('says that a quote stands where it may not', () => {
    assert.deepEqual(read('a,b\n"1"x,"2"\n"3","4"\n').faults[0], {
      kind: 'broken',
      line: 2,
      message: 'a quote stands inside of a quoted cell',
    });
  });

  const ends: readonly (readonly [string, boolean, boolean])[] = [
    ['a,b\n1,2\n', false, false],
    ['a,b\n1,2', true, true],
    ['a,b\n"1","2"', true, false],
    ['a,b\n1,', true, true],
  ];
  for (const [text, inLine, inCell] of ends) {
    it(`tells how ${JSON.stringify(text)} ends`, () => {
      const { reader } = read(text);
      assert.deepEqual([reader.endsInLine, reader.endsInCell], [inLine, inCell]);
    });
  }

  it('says where a text is no UTF-8', () => {
    assert.equal(read(Buffer.from('a,b\n1,2\nM\xfcller,4\n', 'latin1'), 6).reader.damagedLine, 3);
    assert.equal(read('a,b\n1,2\nMüller,4\n', 6).reader.damagedLine, null);
  });

  it('stops where nobody wants the rest', () => {
    let rows = 0;
    const reader = new CsvReader({ header: () => false, row: () => (rows += 1), fault: () => (rows += 1) });
    reader.push(Buffer.from('a,b\n1,2\n'));
    reader.finish();
    assert.equal(rows, 0);
  });

  it('reads any cells as papaparse writes them', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', 'é', '営', "'") });
    const row = fc.tuple(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), cell, cell).filter(([first]) => first.trim() !== '');
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.integer({ min: 1, max: 60 }), (rows, chunkBytes) => {
        const text = Papa.unparse({ fields: ['x', 'y', 'z'], data: rows }, { newline: '\n', quotes: true });
        const result = read(text, chunkBytes);
        assert.deepEqual([cellsOf(result), result.faults], [rows, []]);
      }),
      { numRuns: 300 },
    );
  });
});

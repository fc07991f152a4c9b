import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CsvReader } from '../../../src/input/csvRows';
import { CsvCells, quotedFor, rowGoesOn, unquoted } from '../../../src/mapping/lint/csvCells';

/** Rows as the reader of exports takes them; null where it finds a cell that does not end. */
function readerRows(text: string): string[][] | null {
  const rows: string[][] = [];
  const faults: string[] = [];
  const reader = new CsvReader({
    header: () => true,
    row: (cells) => rows.push([...cells]),
    fault: ({ kind }) => faults.push(kind),
  });
  reader.push(Buffer.from(text));
  reader.finish();
  return faults.includes('truncated') ? null : rows;
}

function cellRows(text: string, separator: string): string[][] | null {
  const cells = new CsvCells(separator, 100);
  cells.load(text, true);
  const rows: string[][] = [];
  let at = cells.row(0);
  while (at < text.length && at !== rowGoesOn) {
    at = cells.row(at);
    if (at === rowGoesOn) break;
    const row = Array.from({ length: cells.count }, (_, index) => cells.value(index));
    if (row.some((value) => value !== '')) rows.push(row);
  }
  return at === rowGoesOn ? null : rows;
}

describe('CsvCells', () => {
  for (const separator of [',', ';', '\t']) {
    it(`finds the cells that the reader of exports finds, separator ${JSON.stringify(separator)} (numRuns 5,000)`, () => {
      let compared = 0;
      const piece = fc.constantFrom('a', 'bc', ' ', '"', '"', '""', separator, separator, '\n', '\r\n', '"x"', `"x${separator}y"`, '"\n"');
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
          const text = `h${separator}i${separator}j\n${pieces.join('')}`;
          const expected = readerRows(text);
          if (expected === null) return;
          compared += 1;
          assert.deepEqual(cellRows(text, separator), expected, JSON.stringify(text));
        }),
        { numRuns: 5_000 },
      );
      assert.ok(compared > 2_000, `${compared} compared`);
    });
  }

  it('writes a value so that it is read again', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '"', ';', ',', '\n', '+1')), fc.boolean(), (pieces, isQuoted) => {
        const value = pieces.join('');
        const written = quotedFor(value, ';', isQuoted);
        const text = isQuoted ? `x;"${written}";z\n` : `x;${written};z\n`;
        const cells = new CsvCells(';', 3);
        cells.load(text, true);
        assert.equal(cells.row(0), text.length);
        assert.deepEqual([cells.count, cells.value(1)], [3, value]);
      }),
      { numRuns: 1_000 },
    );
    assert.equal(unquoted('a""b'), 'a"b');
  });
});

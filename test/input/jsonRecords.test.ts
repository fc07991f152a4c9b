import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonFault } from '../../src/input/jsonFault';
import { JsonRecordReader } from '../../src/input/jsonRecords';
import type { JsonValue } from '../../src/input/problem';

interface Read {
  readonly values: JsonValue[];
  readonly offsets: number[];
  readonly faults: JsonFault[];
  readonly reader: JsonRecordReader;
}

function read(text: string | Buffer, chunkBytes = Number.MAX_SAFE_INTEGER): Read {
  const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text);
  const [values, offsets, faults]: [JsonValue[], number[], JsonFault[]] = [[], [], []];
  const reader = new JsonRecordReader({
    record: (value, offset) => {
      values.push(value);
      offsets.push(offset);
    },
    fault: (fault) => faults.push(fault),
  });
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    // Chunks are overwritten after the call, as a buffer that is used again would be.
    const chunk = Buffer.from(bytes.subarray(from, from + chunkBytes));
    reader.push(chunk);
    chunk.fill(0x5d);
  }
  reader.finish();
  return { values, offsets, faults, reader };
}

const one = { id: '1', name: 'a "quoted" } ] \\ one' };
const two = { id: '2', name: 'Zákaznická péče 営業' };
const three = { id: '3', inner: [{ id: 'x' }, { id: 'y', deep: [[{}]] }] };
const all = [one, two, three];
const texts = all.map((value) => JSON.stringify(value));

describe('JSON records', () => {
  const forms: readonly (readonly [string, string, { readonly arrays: number; readonly lastArrayRecords: number }])[] = [
    ['one array', `[${texts.join(',')}]`, { arrays: 1, lastArrayRecords: 3 }],
    ['an indented array', JSON.stringify(all, null, 2), { arrays: 1, lastArrayRecords: 3 }],
    ['NDJSON', `${texts.join('\n')}\n`, { arrays: 0, lastArrayRecords: 0 }],
    ['NDJSON with CRLF and blank lines', texts.join('\r\n\r\n'), { arrays: 0, lastArrayRecords: 0 }],
    ['objects without anything between', texts.join(''), { arrays: 0, lastArrayRecords: 0 }],
    ['pages one after the other', `[${texts[0]},${texts[1]}][${texts[2]}]`, { arrays: 2, lastArrayRecords: 1 }],
    ['pages on lines', `[${texts[0]}]\n[${texts[1]},${texts[2]}]\n`, { arrays: 2, lastArrayRecords: 2 }],
    ['pages in an array', `[[${texts[0]},${texts[1]}],[${texts[2]}]]`, { arrays: 1, lastArrayRecords: 3 }],
    ['empty pages around', `[][${texts.join(',')}][]`, { arrays: 3, lastArrayRecords: 0 }],
  ];
  for (const [name, text, { arrays, lastArrayRecords }] of forms) {
    it(`reads ${name}, however it is cut into chunks`, () => {
      for (const chunkBytes of [1, 2, 7, 64, 1 << 20]) {
        const { values, faults, reader } = read(text, chunkBytes);
        assert.deepEqual(values, all);
        assert.deepEqual(faults, []);
        assert.deepEqual([reader.records, reader.arrays, reader.lastArrayRecords], [3, arrays, lastArrayRecords]);
      }
    });
  }

  it('takes scalars as records, too', () => {
    assert.deepEqual(read('[1,"a\\"b",null,true,-2.5e3]').values, [1, 'a"b', null, true, -2500]);
    assert.deepEqual(read('null').values, [null]);
  });

  it('tells nothing of an empty text, and of an empty array that there was one', () => {
    assert.deepEqual([read('').faults, read(' \n').reader.arrays, read(' [ ] ').reader.arrays], [[], 0, 1]);
  });

  it('gives offsets in bytes', () => {
    const text = `[${texts.join(', ')}]`;
    const bytes = Buffer.from(text);
    assert.deepEqual(
      read(text, 5).offsets.map((offset, index) => bytes.toString('utf8', offset, offset + Buffer.byteLength(texts[index] ?? ''))),
      texts,
    );
  });

  it('keeps __proto__ an ordinary name', () => {
    const [value] = read('[{"id":"1","__proto__":{"polluted":true}}]').values;
    assert.deepEqual(Object.keys(value as object), ['id', '__proto__']);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  const broken: readonly (readonly [string, string, number, 'truncated' | 'broken', number])[] = [
    // name, text, records kept, kind, offset
    ['an array that is cut between records', '[{"a":1},{"a":2}', 2, 'truncated', 16],
    ['an array that is cut behind a comma', '[{"a":1},', 1, 'truncated', 9],
    ['a record that is cut', '[{"a":1},{"a":', 1, 'truncated', 14],
    ['a string that is cut', '[{"a":1},{"a":"x', 1, 'truncated', 16],
    ['a string that is cut in an escape', '{"a":"\\', 0, 'truncated', 7],
    ['a missing colon', '[{"a":1},{"b" 2},{"c":3}]', 2, 'broken', 14],
    ['a trailing comma', '[{"a":1},]', 1, 'broken', 9],
    ['a missing comma', '[{"a":1} {"a":2}]', 2, 'broken', 9],
    ['a comma too many', '[{"a":1},,{"a":2}]', 1, 'broken', 9],
    ['a bracket too many', '[{"a":1}]]', 1, 'broken', 9],
    ['a comma outside of an array', '{"a":1},{"a":2}', 1, 'broken', 7],
    ['a string that holds a line break', '[{"a":"x\ny"},{"a":2}]', 0, 'broken', 6],
    ['text behind the array', '[{"a":1}] and more', 1, 'broken', 10],
    ['crossed brackets', '[{"a":[}]},{"a":1}]', 1, 'broken', 7],
  ];
  for (const [name, text, kept, kind, offset] of broken) {
    it(`names the place of ${name}`, () => {
      for (const chunkBytes of [1, 3, 1 << 20]) {
        const { values, faults } = read(text, chunkBytes);
        assert.equal(values.length, kept);
        assert.deepEqual([faults[0]?.kind, faults[0]?.offset], [kind, offset]);
      }
    });
  }

  it('shows what a cut record would have been', () => {
    assert.deepEqual(read('{"source":{"type":"user"},"target":{"ty').faults[0]?.partial, { source: { type: 'user' }, target: {} });
  });

  it('reads records whose keys change their order', () => {
    const values = Array.from({ length: 500 }, (_, index) => (index % 3 === 0 ? { id: index, b: 'x' } : { b: '},{"id":', id: index }));
    assert.deepEqual(read(JSON.stringify(values)).values, values);
  });

  it('reads records that hold what separates records', () => {
    const values = Array.from({ length: 300 }, (_, index) => ({ id: index, emails: [{ id: 1 }, { id: 2 }], text: '},{"id":' }));
    assert.deepEqual(read(JSON.stringify(values), 1000).values, values);
  });

  it('reads a record far larger than a chunk', () => {
    const values = [{ id: 1 }, { id: 2, text: 'x'.repeat(300_000) }, { id: 3 }];
    assert.deepEqual(read(JSON.stringify(values), 4096).values, values);
  });

  it('reads records over the borders of large chunks', () => {
    const values = Array.from({ length: 3000 }, (_, index) => ({
      id: index,
      text: (index === 1500 ? 'long ' : 'ü').repeat(index === 1500 ? 30_000 : index % 50),
    }));
    const bytes = Buffer.from(JSON.stringify(values));
    for (const chunkBytes of [33_000, 50_001, 1 << 17]) {
      const { values: found, offsets, faults } = read(bytes, chunkBytes);
      assert.deepEqual([found, faults], [values, []]);
      assert.ok(offsets.every((offset) => bytes[offset] === 0x7b && bytes[offset - 1] !== 0x3a));
    }
  });

  it('reads any records in any form', () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 });
    const separators = fc.constantFrom(',', ', ', ',\n  ', '\n,');
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 12 }),
        separators,
        fc.boolean(),
        fc.integer({ min: 1, max: 200 }),
        (records, separator, lines, chunkBytes) => {
          const parts = records.map((value) => JSON.stringify(value));
          const text = lines ? parts.join('\n') : `[${parts.join(separator)}]`;
          const { values, faults } = read(text, chunkBytes);
          assert.deepEqual(
            values,
            records.map((value) => JSON.parse(JSON.stringify(value)) as JsonValue),
          );
          assert.deepEqual(faults, []);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps what was whole wherever an array is cut, and says that it was cut', () => {
    const bytes = Buffer.from(`[${texts.join(',')}]`);
    for (let length = 1; length < bytes.length; length += 1) {
      const { values, faults } = read(bytes.subarray(0, length), 10);
      assert.deepEqual(values, all.slice(0, values.length));
      assert.equal(faults[0]?.kind, 'truncated', `cut behind ${length} bytes`);
    }
  });
});

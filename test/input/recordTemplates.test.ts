import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JsonRecordReader } from '../../src/input/jsonRecords';
import type { JsonRecordSink } from '../../src/input/jsonRecordSink';
import type { JsonValue } from '../../src/input/problem';
import { RecordTemplates } from '../../src/input/recordTemplates';

interface Told {
  readonly records: (readonly [offset: number, json: string])[];
  readonly faults: string[];
  readonly counts: readonly number[];
  /** How many of the records were not parsed. */
  templated: number;
}

/** What a reader tells of a text that comes in pieces. */
function read(text: Buffer, pieceBytes: number, templates: RecordTemplates | null): Told {
  const told: Omit<Told, 'counts'> = { records: [], faults: [], templated: 0 };
  const sink: JsonRecordSink = {
    record: (value, offset) => void told.records.push([offset, JSON.stringify(value)]),
    fault: (fault) => void told.faults.push(JSON.stringify(fault)),
    damaged: (offset) => void told.faults.push(`damaged at ${offset}`),
    templated: (match, offset) => {
      told.templated += 1;
      told.records.push([offset, JSON.stringify(match.value())]);
      return true;
    },
  };
  const reader = new JsonRecordReader(sink, templates);
  for (let from = 0; from < text.length; from += pieceBytes) reader.push(Buffer.from(text.subarray(from, from + pieceBytes)));
  reader.finish();
  return { ...told, counts: [reader.records, reader.arrays, reader.lastArrayRecords] };
}

function assertSame(text: Buffer, pieceBytes: number): number {
  const expected = read(text, pieceBytes, null);
  const { templated, ...found } = read(text, pieceBytes, new RecordTemplates());
  assert.deepEqual(found, { records: expected.records, faults: expected.faults, counts: expected.counts });
  return templated;
}

const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('work', 'a"b', '\\', '\u007f', '\ufffd', 'é', ''),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(true, false, null),
);

/** Records of a few forms, as an API would write them. */
const record = fc.oneof(
  fc.record({ id: scalar, active: scalar, emails: fc.array(fc.record({ value: scalar, type: scalar }), { maxLength: 2 }) }),
  fc.record({ id: scalar, profile: fc.record({ login: scalar, title: scalar }, { requiredKeys: ['login'] }) }),
  fc.record({ id: scalar, empty: fc.constantFrom({}, []), nested: fc.array(fc.array(scalar, { maxLength: 1 }), { maxLength: 1 }) }),
) as fc.Arbitrary<JsonValue>;

const texts = fc
  .tuple(fc.array(record, { maxLength: 12 }), fc.constantFrom('array', 'lines', 'indented', 'pages'))
  .map(([records, form]) => {
    switch (form) {
      case 'array':
        return JSON.stringify(records);
      case 'lines':
        return records.map((one) => JSON.stringify(one)).join('\n');
      case 'indented':
        return JSON.stringify(records, null, 2);
      default:
        return `${JSON.stringify(records)}${JSON.stringify(records)}`;
    }
  });

describe('RecordTemplates', () => {
  it('tell the same records at the same places as parsing each of them', () => {
    let templated = 0;
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 400 }), (text, pieceBytes) => {
        templated += assertSame(Buffer.from(text), pieceBytes);
      }),
      { numRuns: 1000 },
    );
    assert.ok(templated > 1000, `only ${templated} records were told by a template`);
  });

  it('tell the same of texts that are damaged anywhere', () => {
    const damage = fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.uint8Array({ maxLength: 3 }));
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 400 }), damage, (text, pieceBytes, [at, removed, added]) => {
        const bytes = Buffer.from(text);
        const place = bytes.length === 0 ? 0 : at % bytes.length;
        assertSame(Buffer.concat([bytes.subarray(0, place), added, bytes.subarray(place + removed)]), pieceBytes);
      }),
      { numRuns: 2000 },
    );
  });

  const first = '{"id":"a","n":1,"b":true,"t":null}';
  const cases: readonly (readonly [what: string, second: string, templated: number])[] = [
    ['another text and another number', '{"id":"bcd","n":-1.5e3,"b":false,"t":"x"}', 1],
    ['an escape', String.raw`{"id":"a\u00e9\"\\","n":1,"b":true,"t":null}`, 1],
    ['letters beyond ASCII', '{"id":"é😀","n":1,"b":true,"t":null}', 1],
    ['a number that JSON does not have', '{"id":"a","n":01,"b":true,"t":null}', 0],
    ['a word that JSON does not have', '{"id":"a","n":nulll,"b":true,"t":null}', 0],
    ['an escape that JSON does not have', String.raw`{"id":"\x","n":1,"b":true,"t":null}`, 0],
    ['a line break in a text', '{"id":"a\nb","n":1,"b":true,"t":null}', 0],
    ['another name', '{"id":"a","m":1,"b":true,"t":null}', 0],
    ['a name more', '{"id":"a","n":1,"b":true,"t":null,"u":1}', 0],
    ['other white space', '{"id":"a", "n":1,"b":true,"t":null}', 0],
    ['an object in place of a scalar', '{"id":{},"n":1,"b":true,"t":null}', 0],
    ['a missing bracket', '{"id":"a","n":1,"b":true,"t":null', 0],
  ];
  for (const [what, second, templated] of cases) {
    it(`${templated === 1 ? 'take' : 'leave'} ${what}`, () => {
      assert.equal(assertSame(Buffer.from(`[${first},${second}]`), 1 << 20), templated);
    });
  }

  it('take and leave the same texts as JSON.parse, whichever byte stands wherever in them', () => {
    for (let byte = 0; byte < 256; byte += 1) {
      for (let place = 0; place < 9; place += 1) {
        const text = Buffer.from('{"id":"012345678","n":1,"b":true,"t":null}');
        text[text.indexOf('0') + place] = byte;
        assertSame(Buffer.concat([Buffer.from(`[${first},`), text, Buffer.from(']')]), 1 << 20);
      }
    }
  });

  it('compare what mostly is the same, until it mostly is not', () => {
    const records = Array.from({ length: 200 }, (_, index) => ({
      id: `u${index}`,
      type: index % 5 === 0 ? 'other' : 'work',
      note: index < 20 ? 'the same' : `another ${index}`,
      flag: index % 3 === 0 ? null : index % 3 === 1,
      n: index % 7 === 0 ? 12 : 1,
    }));
    assert.ok(assertSame(Buffer.from(JSON.stringify(records)), 1 << 20) > 190);
  });

  it('leave bytes that are no UTF-8', () => {
    const text = Buffer.from(`[${first},{"id":"?","n":1,"b":true,"t":null}]`);
    text[text.indexOf('?')] = 0xe9;
    assert.equal(assertSame(text, 1 << 20), 0);
  });

  it('are given up where no two records are alike', () => {
    const templates = new RecordTemplates();
    const text = Array.from({ length: 2000 }, (_, index) => JSON.stringify({ [`n${index}`]: index })).join('\n');
    assert.equal(read(Buffer.from(text), 1 << 20, templates).records.length, 2000);
    const again = read(Buffer.from('{"n":1}\n{"n":1}\n{"n":1}'), 1 << 20, templates);
    assert.deepEqual([again.records.length, again.templated], [3, 0]);
  });
});

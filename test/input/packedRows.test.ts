import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PackedRows } from '../../src/input/packedRows';
import { RecordForms } from '../../src/input/recordForms';
import { allLeaves } from '../../src/input/templateNode';
import { RecordTemplates } from '../../src/input/recordTemplates';
import type { JsonValue } from '../../src/input/problem';

const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('key', 'Agent', 'é', '"', ''),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const record = fc.record(
  { key: fc.constantFrom('key', 'other', 'ä'), title: scalar, list: fc.tuple(scalar, scalar) },
  { noNullPrototype: true },
);

interface Kept {
  readonly rows: PackedRows;
  readonly addresses: readonly number[];
}

/** Keeps the records in rows; the first of them makes the template. */
function packed(records: readonly JsonValue[], kept: number): Kept {
  const rows = new PackedRows();
  const templates = new RecordTemplates();
  const forms = new RecordForms((match, template) => rows.form(match, template, kept, 0));
  const addresses = records.map((value, index) => {
    const bytes = Buffer.from(JSON.stringify(value));
    if (index === 0) templates.learn(bytes, 0, bytes.length);
    const match = templates.find(bytes, 0);
    assert.ok(match);
    return rows.add(match, forms.of(match));
  });
  return { rows, addresses };
}

function readAt({ rows, addresses }: Kept, index: number, key: string): JsonValue {
  const address = addresses[index] ?? -1;
  return rows.read(address, rows.formAt(address).template.root, key);
}

describe('PackedRows', () => {
  it('give back every record, in whatever order they are asked for', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 30 }), (records) => {
        const kept = packed(records, allLeaves);
        for (const index of [...records.keys(), ...[...records.keys()].reverse()]) {
          const expected = records[index];
          assert.deepEqual(readAt(kept, index, expected?.key ?? ''), expected);
        }
      }),
    );
  });

  it('keep no other leaves than those that were asked for', () => {
    const kept = packed(
      [
        { key: 'a', title: 'Agent', list: ['x', 1] },
        { key: 'b', title: 'Boss', list: ['y', 2] },
      ],
      0b0010,
    );
    assert.deepEqual(readAt(kept, 1, 'b'), { key: null, title: 'Boss', list: [null, null] });
  });

  it('hold what is longer than a block, and many blocks', () => {
    const records = Array.from({ length: 400 }, (_, index) => ({
      key: `k${index}`,
      title: 'x'.repeat(8000) + String(index),
      list: [index, null],
    }));
    const kept = packed(records, allLeaves);
    for (const [index, expected] of records.entries()) {
      assert.deepEqual(readAt(kept, index, expected.key), expected);
    }
  });
});

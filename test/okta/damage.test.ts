import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ExportError } from '../../src/okta/exportError';
import { AppChoiceNeeded } from '../../src/okta/source';
import { DamagedExport, incompleteWithLine, inventedRemovals, problemsOf, withManifest, type Reading } from './damagedExport';
import { apiExport, openExport, realExport, realApp } from './damageSamples';
import type { Files } from './exportFolder';

/** Runs of each property; SCIM_PREFLIGHT_FUZZ_RUNS asks for more. */
const numRuns = Number(process.env.SCIM_PREFLIGHT_FUZZ_RUNS ?? 300);

/** A busy machine takes its time, and many runs take more. */
const timeoutMs = Math.max(120_000, 500 * numRuns);

/** One change of the bytes of one file. Numbers are taken modulo what there is. */
type Damage =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'delete' | 'duplicate'; readonly at: number; readonly length: number }
  | { readonly kind: 'swapLines'; readonly first: number; readonly second: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Buffer };

const place = fc.nat(8000);
const inserted = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom('"', '{', '}', '[', ']', ',', ':', '\\', '\n', '\0', '[]', '{}', 'null', '\uFEFF', '""', ';', '"id":"x",', '\ud800')
    .map((text) => Buffer.from(text)),
);
const damages: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat(7) }),
  fc.record({ kind: fc.constantFrom('delete' as const, 'duplicate' as const), at: place, length: fc.integer({ min: 1, max: 600 }) }),
  fc.record({ kind: fc.constant('swapLines' as const), first: fc.nat(9), second: fc.nat(9) }),
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({ kind: fc.constant('insert' as const), at: place, bytes: inserted }),
);

function damaged(bytes: Buffer, damage: Damage): Buffer {
  if (damage.kind === 'swapLines') return swapLines(bytes, damage.first, damage.second);
  const at = damage.at % (bytes.length + 1);
  const [before, behind] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (damage.kind) {
    case 'flip':
      return Buffer.concat([before, Buffer.from(behind.subarray(0, 1).map((byte) => byte ^ (1 << damage.bit))), behind.subarray(1)]);
    case 'delete':
      return Buffer.concat([before, behind.subarray(damage.length)]);
    case 'duplicate':
      return Buffer.concat([before, behind.subarray(0, damage.length), behind]);
    case 'cut':
      return before;
    case 'insert':
      return Buffer.concat([before, damage.bytes, behind]);
  }
}

function swapLines(bytes: Buffer, first: number, second: number): Buffer {
  const lines = bytes.toString('latin1').split('\n');
  const [a, b] = [first % lines.length, second % lines.length];
  const swapped = lines.map((line, index) => (index === a ? lines[b] : index === b ? lines[a] : line));
  return Buffer.from(swapped.join('\n'), 'latin1');
}

/** Reads the damaged export; null where a clear error says that nothing can be planned. Anything else that is thrown is a fault. */
async function read(sample: DamagedExport, path: string, bytes: Buffer): Promise<Reading | null> {
  try {
    return await sample.with(path, bytes);
  } catch (error) {
    assert.ok(error instanceof ExportError || error instanceof AppChoiceNeeded, String(error));
    return null;
  }
}

/** JSON as a reader that knows nothing of records sees it, in UTF-8 and one value; undefined where it is none. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

describe('a damaged export', () => {
  const samples: readonly { readonly name: string; readonly files: Files; readonly app: string | null }[] = [
    { name: 'API JSON', files: apiExport, app: null },
    { name: 'CSV and NDJSON', files: openExport, app: null },
    { name: 'real answers of Okta', files: realExport, app: realApp },
  ];

  async function fuzz(
    files: Files,
    app: string | null,
    check: (sample: DamagedExport, path: string, bytes: Buffer, reading: Reading) => void | Promise<void>,
  ): Promise<void> {
    const sample = await DamagedExport.of(files, app);
    try {
      const changes = fc.record({ path: fc.constantFrom(...sample.files.keys()), list: fc.array(damages, { minLength: 1, maxLength: 2 }) });
      await fc.assert(
        fc.asyncProperty(changes, async ({ path, list }) => {
          const bytes = list.reduce(damaged, sample.files.get(path) ?? Buffer.alloc(0));
          const reading = await read(sample, path, bytes);
          if (reading !== null) await check(sample, path, bytes, reading);
        }),
        { numRuns },
      );
    } finally {
      await sample.close();
    }
  }

  for (const { name, files, app } of samples) {
    it(`${name}: every file is listed, every member once, and no error but a clear one is thrown`, async () => {
      await fuzz(files, app, (sample, _path, _bytes, { source }) => {
        const listed = new Set(source.trust.inputs.map(({ path }) => path));
        assert.deepEqual(listed, new Set(sample.files.keys()));
        for (const { userIds } of source.members.values()) assert.equal(new Set(userIds).size, userIds.length);
      });
    }).timeout(timeoutMs);
  }

  /**
   * What can be claimed of any damage to one file of API JSON, and it is all that can be: what is no JSON any more is *incomplete*, with a line, and gives no
   * removal that the whole would not give; what still is JSON says something, and the plan is the one that the same value gives when it
   * is written afresh. A changed id or externalId in a well-formed file is a statement like any other: only a manifest knows better.
   */
  it('API JSON: what is no JSON is incomplete and invents no removal; what is JSON is read as JSON.parse reads it', async () => {
    let [broken, wellFormed] = [0, 0];
    await fuzz(apiExport, null, async (sample, path, bytes, reading) => {
      const value = parsed(bytes);
      // Put together, pages and lines are fine as well: they are records, which the cases of truncation cover.
      if (value === undefined) {
        const isLines = problemsOf(reading, path).every(({ level }) => level !== 'incomplete');
        if (isLines) assert.ok(isRecords(bytes), `${path}: no JSON, and nothing said`);
        else {
          broken += 1;
          assert.deepEqual(inventedRemovals(reading, sample.whole), []);
          assert.ok(incompleteWithLine(reading, path), `${path}: no line`);
        }
        return;
      }
      wellFormed += 1;
      const afresh = await read(sample, path, Buffer.from(JSON.stringify(value)));
      if (problemsOf(reading, path).some(({ level }) => level === 'incomplete')) {
        assert.deepEqual(inventedRemovals(reading, sample.whole), []);
      } else if (afresh) assert.deepEqual(inventedRemovals(reading, sample.whole), inventedRemovals(afresh, sample.whole));
    });
    assert.ok(broken > 0 && wellFormed > 0, `${broken} broken, ${wellFormed} well-formed`);
  }).timeout(timeoutMs);

  /** With a manifest any change of any byte is known: either nothing is invented, or the plan says on top which file is another. */
  it('with a manifest, no change of any file goes by unsaid', async () => {
    await fuzz(withManifest(openExport), null, (sample, path, bytes, reading) => {
      if (path === 'okta-export.json' || bytes.equals(sample.files.get(path) ?? Buffer.alloc(0))) return;
      const worse = problemsOf(reading, path).filter(({ level }) => level !== 'note');
      assert.notDeepEqual(worse, [], `${path}: changed, and nothing said`);
    });
  }).timeout(timeoutMs);
});

/** Whole values one after the other, as pages and NDJSON have them. */
function isRecords(bytes: Buffer): boolean {
  const text = bytes.toString('utf8').replaceAll('\uFEFF', '');
  for (let from = 0; from < text.length;) {
    let end = from + 1;
    while (end <= text.length && parsed(Buffer.from(text.slice(from, end))) === undefined) end += 1;
    if (end > text.length) return text.slice(from).trim() === '';
    from = end;
  }
  return true;
}

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { DamagedExport, incompleteWithLine, inventedRemovals, recordsOf, withManifest, type Reading } from './damagedExport';
import { apiExport, openExport, slimExport } from './damageSamples';
import type { Files } from './exportFolder';

/**
 * Cuts one file behind every `step`th byte and behind each of its last bytes, and reads the export each time. What it came to: nothing
 * happened, it was said with a line, or neither of them.
 */
async function cut(sample: DamagedExport, path: string, step: number, check: (reading: Reading, length: number) => void): Promise<void> {
  const bytes = sample.files.get(path) ?? Buffer.alloc(0);
  for (let length = 0; length < bytes.length; length += length < bytes.length - exactBytes ? step : 1) {
    check(await sample.with(path, bytes.subarray(0, length)), length);
  }
}

const exactBytes = 40;

async function withSample(files: Files, use: (sample: DamagedExport) => Promise<void>): Promise<void> {
  const sample = await DamagedExport.of(files);
  try {
    assert.equal(sample.whole.plan.complete, true);
    assert.notEqual(sample.whole.plan.summary.members.removals, 0, 'the whole export must give removals, else none could be invented');
    await use(sample);
  } finally {
    await sample.close();
  }
}

/** Ends between two records, where a text that may end there looks whole. */
function isAtRecordEnd(bytes: Buffer, length: number): boolean {
  return length === bytes.length - 1 || [bytes[length - 1], bytes[length], bytes[length + 1]].includes(0x0a);
}

describe('an export of which a file is cut off', () => {
  // Every byte of small records; of records as Okta sends them every 41st, the last 40 one by one.
  const samples = [
    { name: 'small records, at every byte', files: slimExport, step: 1 },
    { name: 'records as Okta sends them', files: apiExport, step: 41 },
  ];
  for (const { name, files, step } of samples) {
    for (const path of Object.keys(files)) {
      it(`API JSON, ${name}: ${path}: the same records or incomplete with a line, and no removal that the whole would not give`, async () => {
        await withSample(files, async (sample) => {
          const whole = recordsOf(sample.whole);
          await cut(sample, path, step, (reading, length) => {
            assert.deepEqual(inventedRemovals(reading, sample.whole), [], `cut behind ${length} bytes`);
            const told = incompleteWithLine(reading, path) !== null;
            assert.ok(told || isDeepStrictEqual(recordsOf(reading), whole), `cut behind ${length} bytes: other records, and nothing said`);
          });
        });
      });
    }
  }

  // CSV and NDJSON may end between any two records. Members have a count against that, everything else a manifest.
  for (const path of Object.keys(openExport)) {
    if (!/\.(?:csv|ndjson)$/.test(path) || openExport[path] === undefined) continue;
    it(`forms that may end anywhere, ${path}: the same, but between two records, where only a count or a manifest can tell`, async () => {
      await withSample(openExport, async (sample) => {
        const whole = recordsOf(sample.whole);
        const bytes = sample.files.get(path) ?? Buffer.alloc(0);
        const isList = path === 'app-users.ndjson';
        await cut(sample, path, 3, (reading, length) => {
          const between = isAtRecordEnd(bytes, length);
          if (!between || !isList) assert.deepEqual(inventedRemovals(reading, sample.whole), [], `cut behind ${length} bytes`);
          const told = incompleteWithLine(reading, path) !== null;
          assert.ok(told || between || isDeepStrictEqual(recordsOf(reading), whole), `cut behind ${length} bytes: nothing said`);
        });
      });
    });

    it(`forms that may end anywhere, with a manifest, ${path}: the same between two records, too`, async () => {
      await withSample(withManifest(openExport), async (sample) => {
        const whole = recordsOf(sample.whole);
        await cut(sample, path, 31, (reading, length) => {
          assert.deepEqual(inventedRemovals(reading, sample.whole), [], `cut behind ${length} bytes`);
          const told = incompleteWithLine(reading, path) !== null;
          assert.ok(told || isDeepStrictEqual(recordsOf(reading), whole), `cut behind ${length} bytes: nothing said`);
        });
      });
    });
  }
});

import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { folderState } from '../../../src/okta/collect/collectState';
import { readExport } from '../../../src/okta/readExport';
import { failureOf, hashesOf, manifestIn, OktaOrg } from './collecting';

describe('collectExport that is broken off', () => {
  let org: OktaOrg;
  let whole: ReadonlyMap<string, string>;
  let requests: number;

  before(async () => {
    org = await OktaOrg.start({ users: 700, groups: 8 });
    ({ requests } = await org.collect('whole'));
    whole = await hashesOf(org.folder('whole'));
  });

  beforeEach(() => {
    org.intercept = null;
    org.asked.length = 0;
  });

  after(() => org.close());

  /** Runs `act` when Okta is asked for the `count`th time. */
  function whenAsked(count: number, act: () => void): void {
    let asked = 0;
    org.intercept = (_request, usual) => {
      if (++asked === count) act();
      return usual();
    };
  }

  it('goes on where a process was killed, and ends with the same bytes', async function () {
    this.timeout(60_000);
    for (const count of [3, 9, Math.floor(requests * 0.6), requests - 1]) {
      const folder = org.folder(`killed ${count}`);
      const { oktaUrl, oktaToken } = org.sandbox;
      const child = spawn(process.execPath, ['--import', 'tsx', 'test/okta/collect/collectOnce.ts', oktaUrl, oktaToken, folder], {
        stdio: 'inherit',
      });
      whenAsked(count, () => child.kill('SIGKILL'));
      assert.deepEqual(await once(child, 'close'), [null, 'SIGKILL']);
      assert.equal((await manifestIn(folder)).complete, false);
      assert.equal((await folderState(folder)).kind, 'resumable');
      org.intercept = null;
      org.asked.length = 0;
      await org.collect(`killed ${count}`);
      assert.deepEqual(await hashesOf(folder), whole, `after ${count} requests`);
      // Four at most were under way; the app and the mappings are looked for in every run.
      assert.ok(org.asked.length <= requests - count + 10, `${org.asked.length} of ${requests} after ${count}`);
    }
  });

  it('goes on after a cancel at any moment, as often as it takes (15 runs)', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: requests }), { minLength: 1, maxLength: 3 }), async (moments) => {
        const name = `cancelled ${++run}`;
        for (const moment of moments) {
          const cancel = new AbortController();
          whenAsked(moment, () => cancel.abort(new Error('stop')));
          const [outcome] = await Promise.allSettled([org.collect(name, { signal: cancel.signal })]);
          if (outcome.status === 'fulfilled') break;
          assert.equal((outcome.reason as Error).message, 'stop');
          const state = await folderState(org.folder(name));
          assert.notEqual(state.kind, 'taken');
          if (state.kind === 'resumable') assert.equal((await manifestIn(org.folder(name))).complete, false);
        }
        org.intercept = null;
        if ((await folderState(org.folder(name))).kind !== 'taken') await org.collect(name);
        assert.deepEqual(await hashesOf(org.folder(name)), whole);
        await rm(org.folder(name), { recursive: true });
      }),
      { numRuns: 15 },
    );
  });

  it('stops at once when it is cancelled while it waits for Okta', async () => {
    const cancel = new AbortController();
    org.intercept = () => ({
      status: 429,
      headers: { 'Retry-After': '600' },
      body: { errorCode: 'E0000047', errorSummary: 'API call exceeded rate limit', errorLink: 'E0000047', errorId: 'oae', errorCauses: [] },
    });
    const collecting = org.collect('waiting', {
      signal: cancel.signal,
      onProgress: ({ waitingMs }) => {
        if (waitingMs > 0) cancel.abort(new Error('stop'));
      },
    });
    assert.equal((await failureOf(collecting)).message, 'stop');
  });

  it('goes on from a broken-off folder whose plan is partial until then', async () => {
    const name = 'partial';
    const cancel = new AbortController();
    whenAsked(requests - 2, () => cancel.abort(new Error('stop')));
    await failureOf(org.collect(name, { signal: cancel.signal }));
    const options = { oktaApp: null, confirmedMembers: {}, now: new Date().toISOString(), oldExportHours: 24 };
    assert.equal((await readExport([org.folder(name)], options)).trust.complete, false);
    org.intercept = null;
    await org.collect(name);
    assert.equal((await readExport([org.folder(name)], options)).trust.complete, true);
  });

  const damages: readonly (readonly [what: string, damage: (folder: string) => Promise<void>])[] = [
    ['a page that was changed', (folder) => appendFile(join(folder, 'users-2.json'), ' ')],
    ['a page that is gone', (folder) => rm(join(folder, 'users-1.json'))],
    ['a last line that was cut off', (folder) => appendFile(join(folder, 'okta-export.state.json'), '{"list":"users","group":null,"pa')],
    [
      'lines that are none of ours',
      (folder) =>
        appendFile(
          join(folder, 'okta-export.state.json'),
          'nonsense\n{"list":"users"}\n[]\n{"list":"__proto__","group":null,"restart":"cursor"}\n',
        ),
    ],
    ['a page that was being written', (folder) => writeFile(join(folder, 'users-9.json.part'), '[{"id":')],
    ['a manifest that is gone', (folder) => rm(join(folder, 'okta-export.json'))],
    ['a manifest that was being written', (folder) => writeFile(join(folder, 'okta-export.json.0-1-2.tmp'), '{')],
    ['a lock that a killed process left', (folder) => writeFile(join(folder, 'okta-export.lock'), '{"pid":')],
    [
      'paths that lead out of the folder',
      (folder) =>
        appendFile(
          join(folder, 'okta-export.state.json'),
          `${JSON.stringify({ list: 'appGroups', group: null, page: 1, path: '../whole/users-1.json', records: 1, deprovisioned: 0, sha256: '', next: null })}\n`,
        ),
    ],
  ];
  for (const [what, damage] of damages) {
    it(`ends with the same bytes after ${what}`, async () => {
      const cancel = new AbortController();
      whenAsked(requests - 5, () => cancel.abort(new Error('stop')));
      await failureOf(org.collect(what, { signal: cancel.signal }));
      await damage(org.folder(what));
      org.intercept = null;
      await org.collect(what);
      assert.deepEqual(await hashesOf(org.folder(what)), whole);
      assert.deepEqual(await hashesOf(org.folder('whole')), whole);
    });
  }
});

import assert from 'node:assert/strict';
import { mkdtemp, rm, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pageMemory } from '../../src/genesys/pageMemory';
import { pageSteps, plannedPages, rangesBehind } from '../../src/genesys/pagePlan';
import { readListing } from '../../src/genesys/readListing';
import { takeSnapshot } from '../../src/genesys/takeSnapshot';
import { errorBody, org, type Rig, startRig, users } from './testOrg';

describe('the page plan', () => {
  const steps: readonly [what: string, proved: number, current: number, most: number, sizes: readonly number[]][] = [
    ['upward where nothing is known', 0, 500, 500, [25, 50, 100, 200, 500]],
    ['on from what went through before', 100, 500, 500, [100, 200, 500]],
    ['not beyond what the server refused', 100, 100, 500, [100]],
    ['not beyond what is wanted', 0, 500, 60, [25, 50, 60]],
    ['below the usual page where that is wanted', 0, 500, 10, [10]],
    ['back to 25', 25, 25, 500, [25]],
  ];
  for (const [what, proved, current, most, sizes] of steps) {
    it(`goes ${what}`, () => assert.deepEqual([...pageSteps({ proved, current }, most)], sizes));
  }

  it('covers every row, each page with one row of the page before, and no more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 0, max: 20_000 }),
        (covered, size, total) => {
          let end = covered;
          for (const { from, to } of rangesBehind(covered, size, total)) {
            assert.equal(from, size >= 10 ? end : end + 1);
            assert.ok(to > end && to - from < size);
            end = to;
          }
          assert.ok(end >= total && (covered >= total || end === total));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says how many requests a listing takes', async () => {
    for (const total of [0, 1, 24, 25, 26, 74, 75, 400, 998, 1000, 7331]) {
      for (const most of [7, 25, 100, 500]) {
        const size = { proved: 0, current: 500 };
        let requests = 0;
        const rows = Array.from({ length: total }, (_, index) => ({ id: String(index) }));
        const page = (startIndex: number, count: number) => {
          requests++;
          return Promise.resolve({ totalResults: total, Resources: rows.slice(startIndex - 1, startIndex - 1 + count) });
        };
        const read = await readListing(
          { name: 'The listing', size, page },
          { pageSize: most, signal: new AbortController().signal, onRecords: () => undefined },
        );
        assert.deepEqual([read.faults, read.resources.size], [[], total]);
        assert.equal(requests, plannedPages(total, size, most), `${total} rows in pages of ${most}`);
      }
    }
  });
});

describe('page sizes of an org', () => {
  let rig: Rig;
  let home: string;
  const before = process.env.SCIM_PREFLIGHT_HOME;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'page-memory-'));
    process.env.SCIM_PREFLIGHT_HOME = home;
    rig = await startRig();
    rig.org.active = users(1000);
    rig.org.inactive = users(3, 5000, { active: false });
    rig.org.intercept = (request) => (Number(request.query.get('count')) > 100 ? errorBody(429, 'too.many', 'x') : undefined);
  });
  afterEach(async () => {
    if (before === undefined) delete process.env.SCIM_PREFLIGHT_HOME;
    else process.env.SCIM_PREFLIGHT_HOME = before;
    await rig.close();
    await rm(home, { recursive: true });
  });

  const refused = () => rig.server.received.filter((request) => Number(request.query.get('count')) > 100).length;

  it('are tried upward once, and remembered by the next client', async () => {
    const memory = pageMemory(org);
    assert.equal((await takeSnapshot(rig.client, org, { pageMemory: memory })).complete, true);
    assert.equal(refused(), 1);
    assert.deepEqual((await memory.recall(rig.clock.now()))?.users, { proved: 100, current: 100 });
    const next = await startRig();
    try {
      Object.assign(next.org, rig.org);
      const { complete, requests } = await takeSnapshot(next.client, org, { pageMemory: memory });
      const counts = next.server.received.map((request) => Number(request.query.get('count')));
      assert.deepEqual([complete, Math.max(...counts), requests?.retried], [true, 100, 0]);
      // 1,000 users, the last row of each page once more, 3 inactive ones, no groups, and three looks behind the ends.
      assert.deepEqual([requests?.sent, requests?.avoided], [11 + 1 + 1 + 3, 42 - 16]);
    } finally {
      await next.close();
    }
  });

  it('are forgotten after a week, and where the file is none', async () => {
    const memory = pageMemory(org);
    const now = Date.parse('2026-11-24T00:00:00Z');
    const sizes = { users: { proved: 50, current: 50 }, groups: { proved: 25, current: 500 } };
    await memory.remember(sizes, now);
    assert.deepEqual(await memory.recall(now + 1), sizes);
    assert.equal(await memory.recall(now + 8 * 24 * 3_600_000), null);
    assert.equal(await pageMemory({ ...org, clientId: 'other' }).recall(now), null);
    const [file = ''] = await readdir(join(home, 'pages'));
    for (const text of ['', '[]', '{"at":"2026-11-24T00:00:00Z","users":{"proved":"x"}}']) {
      await writeFile(join(home, 'pages', file), text);
      assert.equal(await memory.recall(now), null);
    }
  });
});

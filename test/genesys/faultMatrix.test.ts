import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Plan } from '../../src/plan/plan';
import { faultNames, faultRule, type FaultName } from '../../src/sandbox/faultRules';
import { type Bend, endingOf, endings, type Ending, FaultArena, removalsOf } from './faultArena';

/** A quarter of an hour and the time of its size for the snapshot, five minutes for its last request and for one of each kind behind it. */
const deadlineMs = 40 * 60_000;

const endpoints: readonly [what: string, path: string, bend: Bend][] = [
  ['the listings of users', '/users', 'none'],
  ['a user by id', '/users/', 'strangers'],
  ['the listing of groups', '/groups', 'none'],
  ['a group by id', '/groups/', 'bare'],
  ['the listing of member counts', '/api/v2/groups', 'none'],
  ['the member count of a group', '/api/v2/groups/', 'uncounted'],
  ['what a group grants', '/api/v2/authorization/subjects/', 'none'],
  ['the org', '/api/v2/organizations/me', 'none'],
  ['the login', '/oauth/token', 'none'],
];
const times: readonly number[] = [1, 3, -1];

describe('the fault matrix: a plan of a live org', () => {
  let arena: FaultArena;
  const usual = new Map<Bend, Plan>();
  const tally = new Map<Ending, number>(endings.map((ending) => [ending, 0]));
  before(async () => {
    arena = await FaultArena.start();
    for (const bend of ['none', 'strangers', 'bare', 'uncounted'] as const) {
      const { plan, error } = await arena.run([], bend);
      assert.ok(plan?.complete, error?.message);
      assert.ok(removalsOf(plan).length > 0);
      usual.set(bend, plan);
    }
  });
  after(() => arena.close());

  async function ending(fault: FaultName, path: string, count: number, bend: Bend): Promise<Ending> {
    const more = { ...(fault === 'slow' && { seconds: count === -1 ? 0.01 : 0.4 }), ...(fault === '429' && { retryAfter: 7 }) };
    const run = await arena.run(
      [faultRule({ fault, method: path === '/oauth/token' ? 'POST' : 'GET', path, times: count, ...more })],
      bend,
      300,
    );
    assert.ok(run.tookMs <= deadlineMs, `it took ${run.tookMs} ms`);
    const plan = usual.get(bend);
    assert.ok(plan);
    const found = endingOf(fault === 'otherHandEdits' ? withoutOtherHands(run, plan) : run, plan);
    tally.set(found, (tally.get(found) ?? 0) + 1);
    return found;
  }

  for (const [what, path, bend] of endpoints) {
    describe(`with faults of ${what}`, () => {
      for (const fault of faultNames) {
        it(`${fault}: once, three times and for ever`, async () => {
          const found = [];
          for (const count of times) found.push(await ending(fault, path, count, bend));
          // What passes and can be asked for again harms nothing.
          if (/^(429|50\d|reset|truncate|slow)$/.test(fault)) assert.deepEqual(found.slice(0, 2), ['exact', 'exact']);
        });
      }
    });
  }

  it('has no removal, whatever sequence of faults, that it does not have without them', async () => {
    const rule = fc.record({
      fault: fc.constantFrom(...faultNames.filter((name) => name !== 'slow')),
      path: fc.constantFrom('/', '/users', '/groups', '/groups/', '/api/v2/groups', '/api/v2/authorization', '/oauth/token'),
      after: fc.nat({ max: 8 }),
      times: fc.constantFrom(1, 2, 4, -1),
    });
    const bends = fc.constantFrom<Bend>('none', 'strangers', 'bare', 'uncounted');
    const seen = new Set<Ending>();
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { minLength: 1, maxLength: 6 }), bends, async (rules, bend) => {
        const run = await arena.run(
          rules.map((one) => faultRule(one)),
          bend,
        );
        assert.ok(run.tookMs <= deadlineMs);
        const plan = usual.get(bend);
        assert.ok(plan);
        if (rules.some((one) => one.fault === 'otherHandEdits')) withoutOtherHands(run, plan);
        else seen.add(endingOf(run, plan));
      }),
      { numRuns: 100 },
    );
    assert.ok(seen.size >= 2);
  });

  // A suite of its own, so that it comes behind those above.
  describe('in all', () => {
    it('ended in each of the ways that are allowed', () => {
      for (const [name, count] of tally) assert.ok(count > 0, `none was ${name}`);
      assert.equal(
        [...tally.values()].reduce((sum, count) => sum + count),
        endpoints.length * faultNames.length * times.length,
      );
    });
  });
});

/** Another hand took members out while the org was read: the plan is of another org, which has no removal that the first one had not. */
function withoutOtherHands<R extends { readonly plan: Plan | null; readonly error: unknown }>(run: R, usual: Plan): R {
  if (run.plan === null) return run;
  const before = new Set(removalsOf(usual));
  assert.deepEqual(
    removalsOf(run.plan).filter((one) => !before.has(one)),
    [],
  );
  return run.plan.complete ? { ...run, plan: usual } : run;
}

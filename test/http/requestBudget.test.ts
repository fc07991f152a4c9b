import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RequestBudget } from '../../src/http/requestBudget';
import { FakeClock } from './fakeClock';

const minute = 60_000;

describe('RequestBudget', () => {
  it('never sends more than the limit in any minute, however long answers take', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 60 }),
        async (limit, workers, latencies) => {
          const clock = new FakeClock();
          const budget = new RequestBudget(limit, clock);
          const arrivals: number[] = [];
          const rest = latencies.values();
          const work = async () => {
            for (const latency of rest) {
              const { answered } = await budget.take();
              // The server can see the request at any time until it answers; the latest is the hardest case for the limit.
              await clock.sleep(latency);
              arrivals.push(clock.now());
              answered(true);
            }
          };
          await Promise.all(Array.from({ length: workers }, work));
          arrivals.sort((a, b) => a - b);
          for (const [index, at] of arrivals.entries()) {
            const later = arrivals[index + limit];
            assert.ok(later === undefined || later - at >= minute, `more than ${limit} within a minute`);
          }
          assert.equal(arrivals.length, latencies.length);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('does not hold back what the limit allows', async () => {
    const clock = new FakeClock();
    const budget = new RequestBudget(300, clock);
    for (let index = 0; index < 300; index++) (await budget.take()).answered(true);
    assert.deepEqual(clock.sleeps, []);
    const { waitedMs } = await budget.take();
    assert.equal(waitedMs, minute);
  });

  it('lets nobody ask before the time that a 429 names', async () => {
    const clock = new FakeClock();
    const budget = new RequestBudget(300, clock);
    (await budget.take()).answered(false);
    budget.refused(42_000);
    assert.equal((await budget.take()).waitedMs, 42_000);
  });

  it('learns from a 429 what the server took in a minute, and tries the setting again ten minutes later', async () => {
    const clock = new FakeClock();
    const budget = new RequestBudget(300, clock);
    for (let index = 0; index < 120; index++) (await budget.take()).answered(true);
    (await budget.take()).answered(false);
    budget.refused(30_000);
    assert.equal(budget.current, 120);
    clock.pass(10 * minute);
    await budget.take();
    assert.equal(budget.current, 300);
  });

  it('is not driven down to nothing by a client that shares the limit', async () => {
    const clock = new FakeClock();
    const budget = new RequestBudget(300, clock);
    (await budget.take()).answered(false);
    budget.refused(1000);
    assert.equal(budget.current, 10);
  });

  it('waits for an answer where every token is under way', async () => {
    const budget = new RequestBudget(1, new FakeClock());
    const first = await budget.take();
    let second = false;
    const waiting = budget.take().then(() => (second = true));
    await new Promise(setImmediate);
    assert.equal(second, false);
    first.answered(true);
    await waiting;
    assert.equal(second, true);
  });

  it('can be cancelled in both kinds of wait', async () => {
    const controller = new AbortController();
    const budget = new RequestBudget(1, new FakeClock());
    const { answered } = await budget.take();
    const underWay = budget.take(controller.signal);
    queueMicrotask(() => controller.abort());
    await assert.rejects(underWay, { name: 'AbortError' });
    answered(true);
    const other = new AbortController();
    const forTime = budget.take(other.signal);
    queueMicrotask(() => other.abort());
    await assert.rejects(forTime, { name: 'AbortError' });
  });
});

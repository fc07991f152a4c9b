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

  const waits: readonly [what: string, sent: number, afterMs: number, retryAfterMs: number][] = [
    ['a long one', 0, 0, 42_000],
    ['a short one in an empty minute', 5, 0, 1_000],
    ['a short one behind many requests', 290, 2_000, 1_000],
    ['one that a full minute explains', 120, 10_000, 50_000],
    ['none at all to wait', 50, 0, 0],
  ];
  for (const [what, sent, afterMs, retryAfterMs] of waits) {
    it(`obeys Retry-After exactly: ${what}`, async () => {
      const clock = new FakeClock();
      const budget = new RequestBudget(300, clock);
      await send(budget, sent);
      clock.pass(afterMs);
      (await budget.take()).answered(false);
      budget.refused(retryAfterMs);
      assert.equal((await budget.take()).waitedMs, retryAfterMs);
    });
  }

  it('learns from a 429 that its own minute explains what the server takes in a minute, and tries the setting again ten minutes later', async () => {
    const clock = new FakeClock();
    const budget = new RequestBudget(300, clock);
    await send(budget, 118);
    // Two more are under way, and taken.
    const [one, two, refused] = [await budget.take(), await budget.take(), await budget.take()];
    clock.pass(200);
    refused.answered(false);
    budget.refused(60_000);
    one.answered(true);
    two.answered(true);
    assert.equal(budget.current, 120);
    clock.pass(10 * minute);
    (await budget.take()).answered(true);
    assert.equal(budget.current, 300);
  });

  it('spaces its requests where others use up the limit, further at each 429, but sends some in any minute', async () => {
    const clock = new FakeClock();
    const budget = new RequestBudget(300, clock);
    const learnt: number[] = [];
    for (let index = 0; index < 20; index++) {
      (await budget.take()).answered(false);
      budget.refused(1000);
      learnt.push(budget.current);
    }
    assert.deepEqual(learnt.slice(0, 4), [300, 200, 133, 88]);
    assert.equal(learnt.at(-1), 10);
    (await budget.take()).answered(true);
    assert.equal((await budget.take()).waitedMs, 6000);
  });

  it('takes the refusals of requests that were under way together for one', async () => {
    const clock = new FakeClock();
    const budget = new RequestBudget(300, clock);
    const together = [await budget.take(), await budget.take(), await budget.take()];
    for (const { answered } of together) {
      answered(false);
      budget.refused(5000);
    }
    assert.equal(budget.current, 300);
    assert.equal((await budget.take()).waitedMs, 5000);
  });

  it('does not wait beyond the time that it is given', async () => {
    const clock = new FakeClock();
    const budget = new RequestBudget(300, clock);
    (await budget.take()).answered(false);
    budget.refused(3_600_000);
    await assert.rejects(budget.take(undefined, clock.now() + 300_000), {
      name: 'RequestError',
      reason: 'rateLimited',
      message: /3,600 seconds/,
    });
    assert.deepEqual(clock.sleeps, []);
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

async function send(budget: RequestBudget, count: number): Promise<void> {
  for (let index = 0; index < count; index++) (await budget.take()).answered(true);
}

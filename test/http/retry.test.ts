import assert from 'node:assert/strict';
import { RequestError, type RequestErrorReason } from '../../src/http/requestError';
import { retryAfterMs, type RetryPolicy, withRetries } from '../../src/http/retry';
import { FakeClock } from './fakeClock';

const now = Date.parse('2026-11-23T10:00:00Z');

describe('retryAfterMs', () => {
  const table: readonly [header: string | null, milliseconds: number | null][] = [
    [null, null],
    ['42', 42_000],
    [' 0 ', 0],
    ['Mon, 23 Nov 2026 10:00:30 GMT', 30_000],
    ['Monday, 23-Nov-26 10:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 09:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['', null],
  ];
  for (const [header, milliseconds] of table) {
    it(`reads ${String(header)}`, () => assert.equal(retryAfterMs(header, now), milliseconds));
  }
});

describe('withRetries', () => {
  it('tries again what can be tried again, and gives what came at last', async () => {
    const { policy, clock } = rig();
    const attempts = failing('serverError', 3);
    assert.equal(await withRetries(attempts.run, policy), 'done');
    assert.equal(attempts.count(), 4);
    assert.equal(clock.sleeps.length, 3);
  });

  const final: readonly RequestErrorReason[] = [
    'badCredentials',
    'unauthorized',
    'forbidden',
    'notFound',
    'refused',
    'notGenesys',
    'badAnswer',
    'tls',
    'redirect',
  ];
  for (const reason of final) {
    it(`does not try ${reason} again`, async () => {
      const { policy } = rig();
      const attempts = failing(reason, 1);
      await assert.rejects(withRetries(attempts.run, policy), { name: 'RequestError', reason });
      assert.equal(attempts.count(), 1);
    });
  }

  it('passes on at once what is no RequestError', async () => {
    const { policy } = rig();
    await assert.rejects(
      withRetries(() => Promise.reject(new RangeError('ours')), policy),
      RangeError,
    );
  });

  it('waits with full jitter: anything from nothing to a bound that doubles', async () => {
    for (const [random, waits] of [
      [0, [0, 0, 0]],
      [1, [1000, 2000, 4000]],
      [0.5, [500, 1000, 2000]],
    ] as const) {
      const { policy, clock } = rig({ random: () => random });
      await withRetries(failing('connectionLost', 3).run, policy);
      assert.deepEqual(clock.sleeps, waits);
    }
  });

  it('obeys Retry-After exactly: neither earlier nor later', async () => {
    const { policy, clock } = rig({ random: () => 0.5 });
    await withRetries(failing('rateLimited', 1, 42_000).run, policy);
    assert.deepEqual(clock.sleeps, [42_000]);
  });

  it('gives up at the deadline, without waiting for it', async () => {
    const { policy, clock } = rig({ deadlineMs: 30_000 });
    await assert.rejects(withRetries(failing('rateLimited', 1, 31_000).run, policy), { reason: 'rateLimited' });
    assert.deepEqual(clock.sleeps, []);
  });

  it('gives up after so many tries', async () => {
    const { policy } = rig({ maxTries: 3 });
    const attempts = failing('timeout', 99);
    await assert.rejects(withRetries(attempts.run, policy), { reason: 'timeout' });
    assert.equal(attempts.count(), 3);
  });

  it('stops in the middle of a wait when it is cancelled', async () => {
    const controller = new AbortController();
    const { policy } = rig({ onRetry: () => queueMicrotask(() => controller.abort()) });
    await assert.rejects(withRetries(failing('rateLimited', 99, 60_000).run, policy, controller.signal), { name: 'AbortError' });
  });
});

function rig(changes: Partial<RetryPolicy> = {}): { policy: RetryPolicy; clock: FakeClock } {
  const clock = new FakeClock();
  const policy: RetryPolicy = {
    clock,
    random: () => 1,
    deadlineMs: 300_000,
    maxTries: 8,
    shouldRetry: (error) => error.retriable,
    onRetry: () => undefined,
    ...changes,
  };
  return { policy, clock };
}

function failing(
  reason: RequestErrorReason,
  times: number,
  wait: number | null = null,
): { run: () => Promise<string>; count: () => number } {
  let count = 0;
  return {
    run: () => {
      count++;
      return count <= times ? Promise.reject(new RequestError({ reason, message: reason, retryAfterMs: wait })) : Promise.resolve('done');
    },
    count: () => count,
  };
}

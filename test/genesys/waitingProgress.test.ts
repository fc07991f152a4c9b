import assert from 'node:assert/strict';
import { waitWords, WaitingProgress } from '../../src/genesys/waitingProgress';
import type { Wait, WaitListener } from '../../src/http/waits';
import { errorBody, type Rig, startRig, users } from './testOrg';

const words: readonly [Wait['reason'], untilMs: number, words: string][] = [
  ['asked', 42_000, 'Genesys asked to wait: 42 s'],
  ['asked', 41_001, 'Genesys asked to wait: 42 s'],
  ['rate', 1_100_000, 'the 300 requests a minute are used up: 1,100 s'],
  ['failed', 12_300, 'a request failed and is sent again: 13 s'],
  ['failed', -5, 'a request failed and is sent again: 1 s'],
];

describe('the countdown of a wait', () => {
  for (const [reason, until, text] of words) {
    it(text, () => assert.equal(waitWords({ reason, until: 5_000 + until }, 5_000, 300), text));
  }

  it('stands behind the counts while the client waits, each second, and goes when it goes on', () => {
    let now = 1_000_000;
    let tell: WaitListener = () => undefined;
    let tick: (() => void) | null = null;
    const shown: string[] = [];
    const client = {
      now: () => now,
      requestsPerMinute: 300,
      onWait: (listener: WaitListener) => {
        tell = listener;
        return () => (tell = () => undefined);
      },
    };
    const progress = new WaitingProgress(
      client,
      (text) => shown.push(text),
      (each) => {
        tick = each;
        return () => (tick = null);
      },
    );
    const pass = () => {
      now += 1000;
      tick?.();
    };
    progress.report('users: 25 of 60');
    tell({ reason: 'asked', until: now + 3000 });
    pass();
    tell(null);
    tell({ reason: 'failed', until: now + 400 });
    tell(null);
    assert.equal(tick, null);
    tell({ reason: 'rate', until: now + 2000 });
    progress.end();
    assert.equal(tick, null);
    pass();
    assert.deepEqual(shown, [
      'users: 25 of 60',
      'users: 25 of 60 · Genesys asked to wait: 3 s',
      'users: 25 of 60 · Genesys asked to wait: 2 s',
      'users: 25 of 60',
      'users: 25 of 60 · the 300 requests a minute are used up: 2 s',
    ]);
  });
});

describe('a client that waits', () => {
  let rig: Rig;
  let waits: (readonly [Wait['reason'], ms: number] | null)[];
  const follow = () => rig.client.onWait((wait) => waits.push(wait && [wait.reason, wait.until - rig.clock.now()]));
  beforeEach(() => (waits = []));
  afterEach(() => rig.close());

  it('says that Genesys asked for it, and when it goes on', async () => {
    rig = await startRig();
    let times = 0;
    rig.org.active = users(3);
    rig.org.intercept = (request) =>
      request.path.includes('/users') && times++ === 0 ? errorBody(429, 'too.many', 'x', { 'retry-after': '42' }) : undefined;
    follow();
    await rig.client.listUsers({ active: true, startIndex: 1, count: 25 });
    const [[reason, ms] = [null, 0], ...rest] = waits.map((wait) => wait ?? ([null, 0] as const));
    assert.equal(reason, 'asked');
    assert.ok(ms >= 42_000);
    assert.equal(rest.at(-1)?.[0], null);
  });

  it('says that the rate is used up', async () => {
    rig = await startRig({ requestsPerMinute: 5 });
    for (let index = 0; index < 5; index++) await rig.client.listUsers({ active: true, startIndex: 1, count: 0 });
    follow();
    await rig.client.listUsers({ active: true, startIndex: 1, count: 0 });
    assert.deepEqual(waits, [['rate', 60_000], null]);
  });

  it('says that a request failed, and nothing while another one is under way', async () => {
    rig = await startRig({ random: () => 1 });
    let fails = 1;
    rig.org.intercept = (request) => (request.path.includes('/users') && fails-- > 0 ? { status: 503, text: '' } : undefined);
    follow();
    await rig.client.listUsers({ active: true, startIndex: 1, count: 0 });
    assert.deepEqual(waits, [['failed', 1000], null]);
  });

  it('is cancelled at once in the middle of it', async () => {
    rig = await startRig({ requestsPerMinute: 1 });
    await rig.client.listUsers({ active: true, startIndex: 1, count: 0 });
    const controller = new AbortController();
    rig.client.onWait((wait) => {
      waits.push(wait && [wait.reason, wait.until - rig.clock.now()]);
      controller.abort();
    });
    const before = rig.clock.now();
    await assert.rejects(rig.client.listUsers({ active: true, startIndex: 1, count: 0 }, controller.signal), { name: 'AbortError' });
    assert.equal(rig.clock.now(), before);
    assert.deepEqual(waits, [['rate', 60_000], null]);
  });
});

import { strict as assert } from 'node:assert';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectionForUrl } from '../../src/genesys/regions';
import { sharedBudget } from '../../src/genesys/sharedBudget';
import { requestToken, type Token } from '../../src/genesys/token';
import { homeFolder } from '../../src/input/homeFolder';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox';
import { fastClock } from './fastClock';
import type { ReaderTask } from './sharedReader';

const limit = 60;
/** Two processes send four at a time each: see sharedReader.ts. */
const underWay = 8;

describe('the rate of an org, shared by processes that read it with one token', function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let token: Token;
  /** Of all of them, as they were told. */
  let statuses: number[];
  const epoch = Date.now();
  const clock = fastClock(epoch);
  beforeEach(async () => {
    sandbox = await startSandbox({ users: 10, groups: 1, requestsPerMinute: limit, now: () => new Date(clock.now()) });
    statuses = [];
    token = await requestToken(connectionForUrl(sandbox.baseUrl), sandbox, { clock });
  });
  afterEach(() => sandbox.close());

  function start(requests: number, requestsPerMinute: number): { readonly child: ChildProcess; readonly end: Promise<unknown[]> } {
    const child = fork(join(__dirname, 'sharedReader.ts'), { execArgv: ['--import', 'tsx'] });
    child.on('message', (status: number) => statuses.push(status));
    const { baseUrl, clientId } = sandbox;
    child.send({ baseUrl, clientId, token, requestsPerMinute, requests, epoch } satisfies ReaderTask);
    return { child, end: once(child, 'exit') };
  }

  it('is kept by three of them together, without a single 429, also when one is killed', async () => {
    const [one, two, three] = [start(60, limit), start(60, limit), start(1000, limit)];
    await seen(20);
    three.child.kill('SIGKILL');
    assert.deepEqual(await Promise.all([one.end, two.end]), [
      [0, null],
      [0, null],
    ]);
    await three.end;
    assert.ok(statuses.length >= 120);
    assert.ok(!statuses.includes(429));
  });

  it('is learnt by all of them when one hears that it is lower than they believed', async () => {
    const ends = await Promise.all([start(60, 600).end, start(60, 600).end]);
    assert.deepEqual(ends, [
      [0, null],
      [0, null],
    ]);
    const refused = statuses.flatMap((status, place) => (status === 429 ? [place] : []));
    assert.ok(refused.length > 0);
    // Those that were under way in both, among answers to the others that were; and none when it goes on.
    const [first = 0, last = 0] = [refused[0], refused.at(-1)];
    assert.ok(refused.length <= underWay && last - first < 2 * underWay, `refused at ${refused.join(', ')}`);
  });

  it('is written down in numbers, in a folder that names neither the org nor the client', async () => {
    const { host } = connectionForUrl(sandbox.baseUrl);
    const board = sharedBudget({ host }, 'client-of-nobody');
    const empty = { used: [], perMinute: 300, waitingSince: null, learnt: null, pausedUntil: 0, promised: false };
    await board.exchange({ writtenAt: 1, held: 1, heldUntil: 2, ...empty });
    const rate = join(homeFolder(), 'rate');
    const names = await readdir(rate, { recursive: true });
    const file = names.find((name) => name.endsWith(join(board.name, 'note.json'))) ?? '';
    assert.match(file, /^[0-9a-f]{64}\W[0-9a-f-]{36}\Wnote\.json$/);
    assert.doesNotMatch(await readFile(join(rate, file), 'utf8'), /"[^"]*"\s*:\s*"/);
  });

  async function seen(requests: number): Promise<void> {
    while (statuses.length < requests) await clock.sleep(100);
  }
});

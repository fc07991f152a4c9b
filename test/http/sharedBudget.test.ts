import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type BudgetBoard, type BudgetNote, folderBoard } from '../../src/http/budgetBoard';
import { OthersBudget } from '../../src/http/othersBudget';
import { RequestBudget } from '../../src/http/requestBudget';
import { FakeClock } from './fakeClock';

const minute = 60_000;
const timeoutMs = 20_000;
const failed = (why: string): never => assert.fail(why);

describe('a request budget that several processes share', () => {
  let parent: string;
  let folders = 0;
  before(async () => {
    parent = await mkdtemp(join(tmpdir(), 'shared-budget-'));
  });
  after(() => rm(parent, { recursive: true }));
  const newFolder = (): string => join(parent, String(folders++));

  const joined = (folder: string, clock: FakeClock, perMinute: number, lost: string[] = []): RequestBudget =>
    new RequestBudget(perMinute, clock, new OthersBudget(boardsIn(folder, clock)(), { timeoutMs, onLost: (why) => lost.push(why) }));

  const boards: readonly [what: string, limits: readonly number[], numRuns: number, boards: (clock: FakeClock) => () => BudgetBoard][] = [
    ['on a board in memory', [1, 2, 5, 12, 60], 100, () => boardsInMemory()],
    ['in a folder', [12, 30, 60], 20, (clock) => boardsIn(newFolder(), clock)],
  ];
  for (const [what, limits, numRuns, makeBoards] of boards) {
    it(`never sends more than the limit in any minute over all of them, whoever dies in the middle: ${what}`, async () => {
      const process = fc.record<Process>({
        startMs: fc.constantFrom(0, 0, 1_000, 45_000, 2 * minute),
        workers: fc.integer({ min: 1, max: 4 }),
        latencies: fc.array(fc.integer({ min: 0, max: timeoutMs }), { minLength: 1, maxLength: 25 }),
        diesAt: fc.option(fc.nat({ max: 12 })),
      });
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...limits), fc.array(process, { minLength: 2, maxLength: 4 }), async (limit, processes) => {
          const clock = new FakeClock();
          const arrivals: number[] = [];
          const board = makeBoards(clock);
          await Promise.all(
            processes.map(async (one) => {
              const others = new OthersBudget(board(), { timeoutMs, onLost: failed });
              await live(one, new RequestBudget(limit, clock, others), clock, arrivals);
            }),
          );
          arrivals.sort((a, b) => a - b);
          for (const [index, at] of arrivals.entries()) {
            const later = arrivals[index + limit];
            assert.ok(later === undefined || later - at >= minute, `more than ${limit} within a minute`);
          }
          if (processes.every(({ diesAt }) => diesAt === null))
            assert.equal(
              arrivals.length,
              processes.reduce((sum, { latencies }) => sum + latencies.length, 0),
            );
        }),
        { numRuns },
      );
    });
  }

  for (const [count, what] of [
    [1, 'one alone keeps'],
    [2, 'two together keep'],
    [3, 'three together keep'],
  ] as const) {
    it(`lets whoever reads for minutes have the rate: ${what} over 95 % of it`, async () => {
      const clock = new FakeClock();
      const folder = newFolder();
      const sent: number[] = [];
      const rest = Array.from({ length: 700 }).values();
      const work = async (budget: RequestBudget): Promise<void> => {
        for (let one = rest.next(); one.done !== true; one = rest.next()) {
          const { answered } = await budget.take();
          sent.push(clock.now());
          await clock.sleep(150);
          answered(true);
        }
      };
      const budgets = Array.from({ length: count }, () => joined(folder, clock, 300));
      await Promise.all(budgets.flatMap((budget) => Array.from({ length: 4 }, () => work(budget))));
      const cycles = sent.slice(300).map((at, index) => at - (sent[index] ?? 0));
      const mean = cycles.reduce((sum, one) => sum + one) / cycles.length;
      assert.ok(minute / mean > 0.95, `${minute / mean}`);
      assert.ok(minute / mean <= 1, `${minute / mean}`);
    });
  }

  it('sends an apply in one window at once while another window reads for minutes, and serves it in turns when it goes on', async () => {
    const clock = new FakeClock();
    const folder = newFolder();
    const [snapshot, apply] = [joined(folder, clock, 300), joined(folder, clock, 300)];
    const stop = new AbortController();
    const reading = Array.from({ length: 4 }, async () => {
      for (;;) {
        const { answered } = await snapshot.take(stop.signal);
        await clock.sleep(100);
        answered(true);
      }
    });
    // All that one client may take of the minute is taken.
    await clock.sleep(30_000);
    const waits: number[] = [];
    for (let index = 0; index < 100; index++) {
      const { waitedMs, answered } = await apply.take();
      waits.push(waitedMs);
      await clock.sleep(100);
      answered(true);
    }
    stop.abort();
    await Promise.allSettled(reading);
    assert.deepEqual(
      waits.slice(0, 6).map((ms) => ms < 200),
      [true, true, true, true, true, true],
    );
    // Then the minute is used up, and when its tokens come back they are shared.
    assert.ok(Math.max(...waits) <= 32_000, `waited ${Math.max(...waits)} ms`);
    assert.equal(waits.filter((ms) => ms > 5_000).length, 3);
  });

  it('tells the others what one learns from a 429: the pause, the limit, and that it sends the one that is promised', async () => {
    const clock = new FakeClock();
    const folder = newFolder();
    const [one, two] = [joined(folder, clock, 300), joined(folder, clock, 300)];
    for (let index = 0; index < 40; index++) (await one.take()).answered(true);
    await clock.sleep(18_000);
    for (let index = 0; index < 40; index++) (await two.take()).answered(true);
    await clock.sleep(1_000);
    for (let index = 0; index < 5; index++) (await two.take()).answered(true);
    (await one.take()).answered(false);
    one.refused(41_000);
    // What two has claimed holds for a quarter of a second.
    clock.pass(300);
    const before = clock.now();
    const [first, second] = await Promise.all([one.take(), two.take()]);
    assert.ok(first.waitedMs >= 40_700 && first.waitedMs < 41_000, `${first.waitedMs}`);
    assert.ok(second.waitedMs >= 40_700, `${second.waitedMs}`);
    assert.ok(clock.now() - before >= 40_700);
    assert.equal(two.current, one.current);
    assert.ok(one.current >= 80 && one.current <= 86, `${one.current}`);
  });

  it('tells a process that begins later what was learnt before', async () => {
    const clock = new FakeClock();
    const folder = newFolder();
    const one = joined(folder, clock, 300);
    for (let index = 0; index < 100; index++) (await one.take()).answered(true);
    (await one.take()).answered(false);
    one.refused(60_000);
    one.close();
    await clock.sleep(2 * minute);
    const later = joined(folder, clock, 300);
    assert.equal(later.current, 300);
    (await later.take()).answered(true);
    assert.equal(later.current, 100);
  });

  it('goes by the lowest setting of those who are at work', async () => {
    const clock = new FakeClock();
    const folder = newFolder();
    const [slow, fast] = [joined(folder, clock, 60), joined(folder, clock, 300)];
    (await slow.take()).answered(true);
    (await fast.take()).answered(true);
    assert.equal(fast.current, 60);
    await clock.sleep(3 * minute);
    assert.equal(fast.current, 300);
  });

  it('frees what a process held that died, at the latest when its requests must have been answered for a minute', async () => {
    const clock = new FakeClock();
    const folder = newFolder();
    const dead = joined(folder, clock, 5);
    for (let index = 0; index < 5; index++) await dead.take();
    const started = clock.now();
    const { waitedMs } = await joined(folder, clock, 5).take();
    assert.equal(clock.now() - started, waitedMs);
    assert.ok(waitedMs >= minute + timeoutMs && waitedMs <= minute + timeoutMs + 11_000, `${waitedMs}`);
  });

  it('goes by its own budget where the folder cannot be written, and says so once', async () => {
    const clock = new FakeClock();
    const file = newFolder();
    await writeFile(file, '');
    const lost: string[] = [];
    const budget = joined(join(file, 'rate'), clock, 20, lost);
    for (let index = 0; index < 20; index++) (await budget.take()).answered(true);
    const { waitedMs } = await budget.take();
    assert.ok(waitedMs >= minute - 1_000 && waitedMs <= minute, `${waitedMs}`);
    assert.equal(lost.length, 1);
    assert.match(lost[0] ?? '', /ENOTDIR|EEXIST/);
  });

  it('can be cancelled while it waits for others', async () => {
    const clock = new FakeClock();
    const folder = newFolder();
    await joined(folder, clock, 1).take();
    const cancel = new AbortController();
    const waiting = joined(folder, clock, 1).take(cancel.signal);
    setImmediate(() => cancel.abort());
    await assert.rejects(waiting, { name: 'AbortError' });
  });

  it('touches the folder a few times a second, not for each request', async () => {
    const clock = new FakeClock();
    let exchanges = 0;
    const board = folderBoard(newFolder());
    const counted: BudgetBoard = {
      name: board.name,
      exchange: (note) => {
        exchanges++;
        return clock.still(() => board.exchange(note));
      },
    };
    const budget = new RequestBudget(3000, clock, new OthersBudget(counted, { timeoutMs, onLost: failed }));
    const rest = Array.from({ length: 1000 }).values();
    const started = clock.now();
    const work = async (): Promise<void> => {
      for (let one = rest.next(); one.done !== true; one = rest.next()) {
        const { answered } = await budget.take();
        await clock.sleep(40);
        answered(true);
      }
    };
    await Promise.all(Array.from({ length: 4 }, work));
    const seconds = (clock.now() - started) / 1000;
    assert.ok(exchanges <= 6 * seconds, `${exchanges} times in ${seconds} s`);
  });

  describe('its folder', () => {
    const note = (writtenAt: number): BudgetNote => ({
      writtenAt,
      held: 1,
      heldUntil: writtenAt + minute,
      used: [[writtenAt + minute, 2]],
      perMinute: 300,
      waitingSince: null,
      learnt: null,
      pausedUntil: 0,
      promised: false,
    });

    it('is for the owner alone, and gives each what the others wrote last', async () => {
      const folder = newFolder();
      const [one, two] = [folderBoard(folder), folderBoard(folder)];
      assert.deepEqual(await one.exchange(note(1000)), []);
      assert.deepEqual(await two.exchange(note(2000)), [{ ...note(1000), from: one.name }]);
      assert.deepEqual(await one.exchange(note(3000)), [{ ...note(2000), from: two.name }]);
      assert.equal((await stat(folder)).mode & 0o077, 0);
      assert.equal((await stat(join(folder, one.name, 'note.json'))).mode & 0o077, 0);
      assert.deepEqual(JSON.parse(await readFile(join(folder, one.name, 'note.json'), 'utf8')), note(3000));
    });

    it('forgets who is silent for twenty minutes; whoever comes back does so under another name', async () => {
      const folder = newFolder();
      const [one, two] = [folderBoard(folder), folderBoard(folder)];
      await one.exchange(note(0));
      const before = one.name;
      assert.deepEqual(await two.exchange(note(20 * minute + 1)), []);
      assert.deepEqual(await readdir(folder), [two.name]);
      await one.exchange(note(21 * minute));
      assert.notEqual(one.name, before);
      assert.deepEqual(
        (await two.exchange(note(22 * minute))).map(({ from }) => from),
        [one.name],
      );
    });

    const foreign: readonly [what: string, text: string][] = [
      ['no JSON', '{"writtenAt":'],
      ['another thing', '[]'],
      ['a note with a text in it', JSON.stringify({ ...note(1000), held: '3' })],
      ['a note with more tokens than can be', JSON.stringify({ ...note(1000), used: [[2000, 1e12]] })],
      ['a note from before the clock was set back', JSON.stringify(note(3600_000))],
    ];
    for (const [what, text] of foreign) {
      it(`passes over ${what}`, async () => {
        const folder = newFolder();
        await mkdir(join(folder, 'other'), { recursive: true });
        await writeFile(join(folder, 'other', 'note.json'), text);
        assert.deepEqual(await folderBoard(folder).exchange(note(2000)), []);
      });
    }
  });
});

interface Process {
  readonly startMs: number;
  readonly workers: number;
  readonly latencies: readonly number[];
  /** Dies with this request under way; null: it lives on. */
  readonly diesAt: number | null;
}

/** Sends all of its requests; `arrivals` are the latest times at which the server can have seen them. */
async function live({ startMs, workers, latencies, diesAt }: Process, budget: RequestBudget, clock: FakeClock, arrivals: number[]) {
  await clock.sleep(startMs);
  const rest = latencies.entries();
  const death = new AbortController();
  const work = async (): Promise<void> => {
    for (const [index, latency] of rest) {
      const { answered } = await budget.take(death.signal);
      await clock.sleep(latency);
      arrivals.push(clock.now());
      if (index === diesAt) death.abort();
      if (death.signal.aborted) return;
      answered(true);
    }
  };
  await Promise.allSettled(Array.from({ length: workers }, work));
  budget.close();
}

/** Boards of one folder; the clock stands still while files are written and read. */
function boardsIn(folder: string, clock: FakeClock): () => BudgetBoard {
  return () => {
    const board = folderBoard(folder);
    return {
      get name() {
        return board.name;
      },
      exchange: (note) => clock.still(() => board.exchange(note)),
    };
  };
}

/** The same without files, for many runs: others come between writing and reading. */
function boardsInMemory(): () => BudgetBoard {
  const notes = new Map<string, BudgetNote>();
  let boards = 0;
  return () => {
    const name = String(boards++);
    return {
      name,
      exchange: async (note) => {
        notes.set(name, note);
        await new Promise(setImmediate);
        return [...notes].filter(([from]) => from !== name).map(([from, other]) => ({ ...other, from }));
      },
    };
  };
}

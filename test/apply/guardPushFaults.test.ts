import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardedPush } from '../../src/apply/guardPush';
import type { GuardedGroup, GuardTarget } from '../../src/apply/guardPushGroup';
import { canAddBack, compareGuarded } from '../../src/apply/guardPushOutcome';
import type { GroupNow } from '../../src/apply/groupDoor';
import { readJournal } from '../../src/apply/journalFile';
import { guardedGroups } from '../../src/apply/journalList';
import { RequestError } from '../../src/http/requestError';
import { faultRule, type FaultRule } from '../../src/sandbox/faultRules';
import { FakeClock } from '../http/fakeClock';
import { SampleOrg, tool } from './sampleOrg';

/** What a request of a list or a count comes to; `gone`: there is no such group. */
type Answer<Value> = Value | 'gone' | 'fails';

const refuse = (): Promise<never> => Promise.reject(new RequestError({ reason: 'serverError', message: 'Genesys did not answer.' }));

/** Groups that answer one thing after the other; the last answer stands. */
class ScriptedGroups {
  reads = 0;
  constructor(
    private readonly lists: Readonly<Record<string, Answer<string>[]>>,
    private readonly counts: Answer<number | null>[] = [null],
  ) {}

  readGroup(id: string): Promise<GroupNow | null> {
    this.reads += 1;
    const answer = next(this.lists[id] ?? ['gone']);
    if (answer === 'fails') return refuse();
    return Promise.resolve(answer === 'gone' ? null : { name: id, version: null, members: new Set(answer) });
  }

  memberCount(): Promise<number | null> {
    const answer = next(this.counts);
    return answer === 'fails' ? refuse() : Promise.resolve(answer === 'gone' ? null : answer);
  }
}

function next<One>(answers: One[]): One {
  const one = answers.length > 1 ? answers.shift() : answers[0];
  assert.ok(one !== undefined);
  return one;
}

const target = (groupId: string): GuardTarget => ({ groupId, name: groupId, oktaGroupId: '', prediction: null });

describe('a guard while something goes wrong', () => {
  let folder: string;
  let clock: FakeClock;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guard-'));
    clock = new FakeClock();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const org = { name: 'Contoso CX', host: 'api.mypurecloud.ie', orgId: 'org', clientId: 'client' };
  const begin = (door: ScriptedGroups, ids: readonly string[] = ['g'], signal?: AbortSignal): Promise<GuardedPush> =>
    GuardedPush.begin(ids.map(target), { door, clock, folder, org, tool, planId: '', userNames: new Map(), signal });
  const end = (guard: GuardedPush): Promise<void> => guard.follow({ everyMs: 1000, signal: AbortSignal.abort(), onLook: () => undefined });
  const first = ({ groups: [group] }: Pick<GuardedPush, 'groups'>): GuardedGroup => {
    assert.ok(group);
    return group;
  };

  /** Members are letters. Lists and counts, the first for the image; then what each look shows: members, out, back, the count that differs. */
  const middles: readonly (readonly [
    string,
    Answer<string>[],
    Answer<number | null>[],
    readonly (readonly [number | null, number, number, number | null])[],
  ])[] = [
    [
      'a list that is cut for a while',
      ['abcd', 'abcd', 'a', 'a', 'a', 'abcd'],
      [4],
      [
        [4, 0, 0, null],
        [1, 3, 0, 4],
        [4, 0, 3, null],
      ],
    ],
    ['a list that is cut at the end', ['abcd', 'ab'], [4], [[2, 2, 0, 4]]],
    [
      'somebody who left between the list and the count',
      ['abcd', 'abc', 'ab'],
      [4, 2, 2],
      [
        [2, 2, 0, null],
        [2, 2, 0, null],
      ],
    ],
    ['a count that may not be read', ['abcd', 'ab'], [null], [[2, 2, 0, null]]],
    [
      'a count that fails once',
      ['abcd', 'ab', 'ab'],
      [4, 'fails', 2],
      [
        [null, 0, 0, null],
        [2, 2, 0, null],
      ],
    ],
    [
      'a list that fails once',
      ['abcd', 'ab', 'fails', 'abcd'],
      [4, 2, 4],
      [
        [2, 2, 0, null],
        [null, 2, 0, null],
        [4, 0, 2, null],
      ],
    ],
    [
      'a group that goes',
      ['abcd', 'abc', 'gone'],
      [4, 3],
      [
        [3, 1, 0, null],
        [null, 4, 0, null],
        [null, 4, 0, null],
      ],
    ],
  ];
  for (const [title, lists, counts, looks] of middles) {
    it(`sees ${title}, and its file tells the same`, async () => {
      const guard = await begin(new ScriptedGroups({ g: [...lists] }, [...counts]));
      for (let look = 1; look < looks.length; look++) await guard.look();
      await end(guard);
      const group = first(guard);
      assert.deepEqual(
        group.looks.map(({ members, out, back, counted }) => [members, out, back, counted]),
        looks,
      );
      const read = first({ groups: guardedGroups((await readJournal(guard.path)).lines) });
      assert.deepEqual([...read.now].sort(), [...group.now].sort());
      assert.deepEqual(
        [read.counted, read.gone, read.missed, canAddBack(read)],
        [group.counted, group.gone, group.missed, canAddBack(group)],
      );
      assert.deepEqual({ ...compareGuarded(read) }, { ...compareGuarded(group) });
    });
  }

  it('tells an image that is proved from one that nobody could prove', async () => {
    const proved = async (counts: Answer<number | null>[]): Promise<boolean> => {
      const guard = await begin(new ScriptedGroups({ g: ['ab'] }, counts));
      await end(guard);
      return first(guard).proved;
    };
    assert.deepEqual([await proved([2]), await proved([null]), await proved([3, 2])], [true, false, true]);
    await assert.rejects(begin(new ScriptedGroups({ g: ['ab'] }, [3])), /lists 2 of its members and counts 3/);
  });

  it('can be cancelled while the images are read, and leaves no file', async () => {
    await assert.rejects(begin(new ScriptedGroups({ g: ['ab'] }), ['g'], AbortSignal.abort()), { name: 'AbortError' });
    const cancel = new AbortController();
    const door = new ScriptedGroups({ g: ['ab'], h: ['c'] });
    const slow = Object.assign(door, {
      memberCount: () => {
        cancel.abort();
        return Promise.resolve(2);
      },
    });
    await assert.rejects(begin(slow, ['g', 'h'], cancel.signal), { name: 'AbortError' });
    assert.equal(door.reads, 1);
  });

  it('guards several groups at once: one goes, one cannot be read at the end, one is as it was', async () => {
    const door = new ScriptedGroups({ gone: ['ab', 'gone'], mute: ['cd', 'c', 'fails'], calm: ['e'] });
    const guard = await begin(door, ['gone', 'mute', 'calm']);
    await guard.look();
    await end(guard);
    const told = (groups: readonly GuardedGroup[]): unknown =>
      groups.map((group) => [group.target.name, group.gone, group.missed, compareGuarded(group).missing, canAddBack(group)]);
    const expected = [
      ['gone', true, false, ['a', 'b'], false],
      ['mute', false, true, ['d'], true],
      ['calm', false, false, [], false],
    ];
    assert.deepEqual(told(guard.groups), expected);
    const { lines } = await readJournal(guard.path);
    assert.deepEqual(told(guardedGroups(lines)), expected);
    assert.deepEqual(lines.at(-1)?.entry, { type: 'guardEnd', looks: 2, unread: ['mute'] });
  });

  /** Follows until so many milliseconds of the clock have gone. */
  async function followFor(guard: GuardedPush, milliseconds: number): Promise<void> {
    const stop = new AbortController();
    const until = clock.now() + milliseconds;
    await guard.follow({ everyMs: 1000, signal: stop.signal, onLook: () => clock.now() >= until && stop.abort() });
  }

  it('stays open for an hour in which nobody moves, with a file that does not grow', async () => {
    const guard = await begin(new ScriptedGroups({ g: ['abc'] }, [3]));
    await followFor(guard, 3_600_000);
    assert.equal(guard.lookCount, 3602);
    const { lines } = await readJournal(guard.path);
    assert.deepEqual(
      lines.map(({ entry }) => entry.type),
      ['open', 'before', 'guardEnd'],
    );
  });

  it('asks less often while nothing can be read, and follows on at once afterwards', async () => {
    const door = new ScriptedGroups({ g: ['abc', ...Array.from({ length: 12 }, () => 'fails' as const), 'abc'] });
    const guard = await begin(door);
    await followFor(guard, 300_000);
    const pauses = clock.sleeps.slice(0, 14);
    assert.deepEqual(pauses, [2000, 4000, 8000, 16_000, ...Array.from({ length: 8 }, () => 30_000), 1000, 1000]);
  });

  describe('in the sandbox', () => {
    let sample: SampleOrg;
    afterEach(() => sample.stop());

    for (const [title, fault] of [
      ['a token that expires', { fault: 'expireToken', times: 1 }],
      ['a 503', { fault: '503', times: 1 }],
      ['a connection that breaks', { fault: 'reset', times: 1 }],
    ] as const) {
      it(`goes on over ${title}`, async () => {
        // Meant for a group that is known only once the sandbox runs.
        const rule: { -readonly [Key in keyof FaultRule]: FaultRule[Key] } = faultRule({ ...fault, method: 'GET', path: '/nowhere' });
        sample = await SampleOrg.start({ users: 60, groups: 4, faults: [rule] });
        const group = sample.plan.groups.find(({ genesysGroupId, members }) => genesysGroupId !== null && (members ?? 0) > 1);
        const id = group?.genesysGroupId ?? '';
        const { door } = sample;
        const options = { clock, folder, org: sample.org, tool, planId: '', userNames: new Map<string, string>() };
        const guard = await GuardedPush.begin([target(id)], { ...options, door });
        const [someone = ''] = first(guard).before;
        await door.patchMembers(id, { op: 'remove', ids: [someone] }, null);
        rule.path = `/groups/${id}`;
        await guard.look();
        await end(guard);
        assert.deepEqual(
          [compareGuarded(first(guard)).missing, first(guard).looks.map(({ problem }) => problem)],
          [[someone], [null, null]],
        );
      });
    }
  });
});

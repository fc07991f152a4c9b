import { strict as assert } from 'node:assert';
import type { Batch } from '../../src/apply/batches';
import type { GroupDoor, GroupNow } from '../../src/apply/groupDoor';
import { GroupWriter, type GroupResult, type GroupTask } from '../../src/apply/groupWriter';
import type { Journal, JournalEntry } from '../../src/apply/journal';
import { RequestError } from '../../src/http/requestError';

/** A group whose looks are told one by one; the last one stays. */
class ScriptedGroup implements GroupDoor {
  readonly sent: Batch[] = [];

  constructor(
    private readonly looks: readonly (readonly string[] | 'gone' | 'unreadable')[],
    private readonly count: number | null,
  ) {}

  private looked = 0;

  readGroup(): Promise<GroupNow | null> {
    const look = this.looks[Math.min(this.looked++, this.looks.length - 1)] ?? 'gone';
    if (look === 'unreadable') return Promise.reject(new RequestError({ reason: 'forbidden', message: 'Genesys Cloud says no' }));
    return Promise.resolve(look === 'gone' ? null : { name: 'Group', version: '1', members: new Set(look) });
  }

  memberCount(): Promise<number | null> {
    return Promise.resolve(this.count);
  }

  rolesGranted(): Promise<null> {
    return Promise.resolve(null);
  }

  patchMembers(_groupId: string, batch: Batch): Promise<void> {
    this.sent.push(batch);
    return Promise.resolve();
  }
}

async function write(group: ScriptedGroup, task: Partial<GroupTask>): Promise<{ result: GroupResult; entries: JournalEntry[] }> {
  const entries: JournalEntry[] = [];
  const journal: Journal = { path: 'journal', write: (entry) => Promise.resolve(void entries.push(entry)) };
  let now = 0;
  let batch = 1;
  const clock = {
    now: () => now,
    sleep: (ms: number) => Promise.resolve(void (now += ms)),
  };
  const whole: GroupTask = {
    groupId: 'g',
    name: 'Group',
    adds: [],
    removals: [],
    expected: new Set(['anna', 'ben']),
    version: '1',
    derived: new Set(),
    earlier: { adds: 0, added: 0 },
    begun: new Set(),
    notDone: new Map(),
    ...task,
  };
  const sizes = { usual: 250, firstRemovals: 25 };
  const writer = new GroupWriter(whole, { door: group, journal, clock, sizes, lagMs: 1000, nextBatch: () => batch++ });
  return { result: await writer.run(), entries };
}

describe('the writer of one group', () => {
  const members = ['anna', 'ben'];
  const beforeAnything = [
    { what: 'somebody left by another hand', looks: [['anna']], words: /^1 other member came or went meanwhile/ },
    { what: 'somebody came by another hand', looks: [['anna', 'ben', 'carl', 'dora']], words: /^2 other members came or went/ },
    { what: 'the group is gone', looks: ['gone' as const], words: /not in Genesys Cloud any more/ },
    {
      what: 'the group cannot be read',
      looks: ['unreadable' as const],
      words: /^Nothing was sent, since the group cannot be read: Genesys Cloud says no/,
    },
  ];
  for (const { what, looks, words } of beforeAnything) {
    it(`sends nothing where ${what} since the before-image`, async () => {
      const group = new ScriptedGroup(looks, null);
      const { result, entries } = await write(group, { removals: ['ben'] });
      assert.match(result.message ?? '', words);
      assert.deepEqual([group.sent, result.removed, result.left], [[], [], ['ben']]);
      assert.deepEqual(
        entries.map(({ type }) => type),
        ['groupEnd'],
      );
    });
  }

  it('believes a second look over one answer from an older copy', async () => {
    const group = new ScriptedGroup([['anna'], members, ['anna']], null);
    const { result } = await write(group, { removals: ['ben'] });
    assert.deepEqual([result.end, result.removed, group.sent.length], ['done', ['ben'], 1]);
  });

  it('does not take an earlier batch of ours that shows late for another hand', async () => {
    const group = new ScriptedGroup(
      [
        ['anna', 'ben', 'carl'],
        ['anna', 'ben', 'carl'],
      ],
      null,
    );
    const { result } = await write(group, { adds: ['carl'], begun: new Set(['carl']) });
    assert.deepEqual([result.end, result.added], ['done', ['carl']]);
  });

  const emptied = [
    { what: 'proves that everybody left where the count agrees', count: 0, end: 'done' },
    { what: 'proves that everybody left where there is no count', count: null, end: 'done' },
    { what: 'proves nothing by an empty list where somebody is counted', count: 2, end: 'failed' },
  ];
  for (const { what, count, end } of emptied) {
    it(what, async () => {
      const group = new ScriptedGroup([members, []], count);
      const { result, entries } = await write(group, { removals: members });
      assert.equal(result.end, end);
      assert.deepEqual(result.removed, end === 'done' ? members : []);
      assert.equal(
        entries.some(({ type }) => type === 'proof'),
        end === 'done',
      );
    });
  }
});

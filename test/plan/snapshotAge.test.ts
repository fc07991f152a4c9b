import { strict as assert } from 'node:assert';
import { plan, scimUser, settings, snapshot, source } from './examples';

const now = Date.parse(settings.now);
const hoursAgo = (hours: number): string => new Date(now - hours * 3_600_000).toISOString();

describe('plan: how old the snapshot is', () => {
  const ages: readonly [string, string | null, boolean, number, string | null][] = [
    ['a saved one of two days', hoursAgo(49), false, 24, '2 days'],
    ['a saved one of 25 hours', hoursAgo(25), false, 24, '25 hours'],
    ['a saved one of an hour and a half, where one hour is the limit', hoursAgo(1.5), false, 1, '1 hour'],
    ['a saved one of exactly a day', hoursAgo(24), false, 24, null],
    ['a saved one of 25 hours, where more is allowed', hoursAgo(25), false, 48, null],
    ['one that was taken after the time of the plan', hoursAgo(-30), false, 24, null],
    ['a live one, however long the reading took', hoursAgo(25), true, 24, null],
    ['one that does not tell its time', null, false, 24, null],
    ['one whose time is no time', 'on Tuesday', false, 24, null],
  ];
  for (const [name, takenAt, live, oldSnapshotHours, age] of ages) {
    it(`${name}: ${age === null ? 'nothing is said' : `a doubt, ${age}`}`, () => {
      const { problems, complete, settings: used } = plan(source({}), snapshot([], [], { takenAt, live }), { oldSnapshotHours });
      const message = age === null ? [] : [`The snapshot of Contoso CX is ${age} old: Genesys Cloud may have changed since.`];
      assert.deepEqual(
        problems.filter(({ code }) => code === 'old-snapshot').map(({ level, message: words }) => [level, words]),
        message.map((words) => ['doubt', words]),
      );
      assert.deepEqual([complete, used.oldSnapshotHours], [true, oldSnapshotHours]);
    });
  }

  it('where a saved one does not tell its time, an assumption says so; a live one is of now', () => {
    const said = (takenAt: string | null, live: boolean): number =>
      plan(source({}), snapshot([scimUser('anna')], [], { takenAt, live })).assumptions.filter((words) =>
        words.includes('do not tell when'),
      ).length;
    assert.deepEqual([said(null, false), said(hoursAgo(99), false), said(null, true)], [1, 0, 0]);
  });

  it('the same age gives the same plan, and another limit another id', () => {
    const old = snapshot([scimUser('anna')], [], { takenAt: hoursAgo(30) });
    const ids = [24, 24, 48].map((oldSnapshotHours) => plan(source({}), old, { oldSnapshotHours }).id);
    assert.equal(ids[0], ids[1]);
    assert.notEqual(ids[0], ids[2]);
  });
});

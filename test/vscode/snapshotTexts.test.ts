import assert from 'node:assert/strict';
import type { Snapshot } from '../../src/genesys/snapshot';
import { problem } from '../../src/input/problem';
import { compareSnapshots } from '../../src/plan/compareSnapshots';
import { snapshotPageInSteps } from '../../src/vscode/snapshotPage';
import { type SnapshotTexts, snapshotTextsInSteps } from '../../src/vscode/snapshotTexts';
import { scimGroup, scimUser, snapshot } from '../plan/examples';

type Users = Parameters<typeof snapshot>[0];
type Groups = Parameters<typeof snapshot>[1];

const live = { live: true, takenAt: '2026-11-17T14:02:00.000Z' };
const taken = (users: Users, groups: Groups = [], rest: Partial<Snapshot> = {}): Snapshot => snapshot(users, groups, { ...live, ...rest });

function last<Result>(steps: Iterator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function textsOf(before: Snapshot, after: Snapshot, limit?: number): SnapshotTexts {
  return last(snapshotTextsInSteps(before, after, compareSnapshots(before, after, { phoneRegion: 'US' }), limit));
}

/** Left and right of each line that differs, as far as one line of a side stands in the place of one of the other. */
function onlyOn({ before, after }: SnapshotTexts): { readonly left: readonly string[]; readonly right: readonly string[] } {
  const [left, right] = [before.split('\n'), after.split('\n')];
  return { left: left.filter((line) => !right.includes(line)), right: right.filter((line) => !left.includes(line)) };
}

const [anna, ben, cleo] = [scimUser('anna', { displayName: 'Anna Berg' }), scimUser('ben'), scimUser('cleo')];

describe('Two snapshots as the sides of a diff', () => {
  it('has one line a person, in one order on both sides, with what differs written out', () => {
    const before = taken([anna, ben, cleo, scimUser('dan', { title: 'Agent', active: false })]);
    const after = taken([
      scimUser('eve'),
      { ...anna, userName: 'anna.b@contoso.example' },
      { ...ben, active: false },
      scimUser('dan', { title: 'Lead', active: false }),
    ]);
    assert.deepEqual(textsOf(before, after), {
      before:
        '# People\nanna@contoso.example — Anna Berg\nben@contoso.example\ncleo@contoso.example\n' +
        'dan@contoso.example · inactive · title: Agent\n# Groups, and who left or came\n',
      after:
        '# People\nanna.b@contoso.example — Anna Berg\nben@contoso.example · inactive\n' +
        'dan@contoso.example · inactive · title: Lead\neve@contoso.example\n# Groups, and who left or came\n',
    });
  });

  it('puts whoever left or came behind their group, the nested group as well', () => {
    const before = taken([anna, ben, cleo], [scimGroup('g1', 'Support', ['anna', 'ben']), scimGroup('g2', 'Sales', ['cleo', 'g1'])]);
    const after = taken([anna, ben, cleo], [scimGroup('g1', 'Support Tier 1', ['anna', 'cleo']), scimGroup('g2', 'Sales', ['cleo'])]);
    const groups = ({ before: left, after: right }: SnapshotTexts): unknown => [left, right].map((text) => text.split('came\n')[1]);
    assert.deepEqual(groups(textsOf(before, after)), [
      'Sales — 2 members\n    Support — a nested group\nSupport — 2 members\n    ben@contoso.example\n',
      'Sales — 1 member\nSupport Tier 1 — 2 members\n    cleo@contoso.example\n',
    ]);
  });

  it('shows nothing for values that are only written otherwise, names among them', () => {
    const phone = (value: string): Partial<Users[number]> => ({ phoneNumbers: [{ type: 'work', value }] });
    const before = taken([scimUser('anna', { displayName: 'Anna  Berg', userName: 'Anna@contoso.example', ...phone('(317) 222-2222') })]);
    const after = taken([scimUser('anna', { displayName: 'Anna Berg', ...phone('+13172222222') })]);
    const { before: left, after: right } = textsOf(before, after);
    assert.equal(left, right);
  });

  it('shows nobody as gone, and no member as left, whom a partial snapshot does not hold', () => {
    const partial = { complete: false, problems: [problem('not-read', 'Half of it was not read.')] };
    const before = taken([anna, ben], [scimGroup('g1', 'Support', ['anna', 'ben']), scimGroup('g2', 'Sales', ['ben'])]);
    const after = taken([anna, cleo], [scimGroup('g1', 'Support', ['anna'])], partial);
    const { left, right } = onlyOn(textsOf(before, after));
    const words = 'not in this snapshot, which is not proved to hold everybody';
    assert.deepEqual(left, ['ben@contoso.example', 'Sales — 1 member', 'Support — 2 members']);
    assert.deepEqual(right, [
      `ben@contoso.example · ${words}`,
      'cleo@contoso.example',
      `Sales — 1 member · ${words}`,
      'Support — members not proved',
    ]);
    // The other way round nobody is new.
    const turned = textsOf(after, before);
    assert.ok(turned.before.includes(`ben@contoso.example · ${words}`), turned.before);
  });

  it('beyond the limit it holds only what differs, and is cut at the same place on both sides, both said', () => {
    const many = Array.from({ length: 50 }, (_, index) => scimUser(`user${String(index + 10)}`));
    const others = many.map((user, index) => (index % 5 === 0 ? { ...user, active: false } : user));
    const groups = [scimGroup('g1', 'Support', ['user10']), scimGroup('g2', 'Sales', [])];
    const some = textsOf(taken(many, groups), taken(others, groups), 30);
    const header = '# Only what differs: 40 people and 2 groups without a difference are left out, there are too many to compare.';
    assert.deepEqual([some.before.split('\n')[0], some.before.split('\n').length, some.after.match(/inactive/g)?.length], [header, 14, 10]);
    const cut = textsOf(taken(many, groups), taken(others, groups), 10);
    assert.deepEqual(cut.before.split('\n').slice(0, 4), [
      header,
      '# Cut here: the last 4 of 10 lines are not shown.',
      '# People',
      'user10@contoso.example',
    ]);
    for (const side of [cut.before, cut.after]) assert.ok(side.trimEnd().split('\n').length <= 10, side);
    assert.equal(onlyOn(cut).left.length, onlyOn(cut).right.length);
  });

  it('keeps names on one line, whatever they hold', () => {
    const hostile = taken([scimUser('x', { displayName: 'A\nB\u202eC' })], [scimGroup('g', 'G\n# People', ['x'])]);
    const { after } = textsOf(taken([]), hostile);
    assert.equal(after, '# People\nx@contoso.example — A↵B‹U+202E›C\n# Groups, and who left or came\nG↵# People — 1 member\n');
  });
});

describe('A saved snapshot as a text', () => {
  const org = { name: 'Contoso CX', host: 'api.mypurecloud.ie', orgId: null, clientId: null };

  it('says whose and of when it is, and lists people and groups with their members', () => {
    const text = last(
      snapshotPageInSteps(taken([cleo, { ...anna, active: false }], [scimGroup('g1', 'Support', ['cleo', 'anna', 'x'])], { org })),
    );
    assert.equal(
      text,
      '# Contoso CX (api.mypurecloud.ie), taken 2026-11-17 14:02 UTC\n# 2 users (1 active) and 1 group, proved complete\n\n' +
        '# People\nanna@contoso.example — Anna Berg · inactive\ncleo@contoso.example\n\n' +
        '# Groups\nSupport — 3 members\n    anna@contoso.example — Anna Berg\n    cleo@contoso.example\n    x\n',
    );
  });

  it('says why it is not proved to be all, and where it is cut', () => {
    const partial = { org, complete: false, takenAt: null, problems: [problem('not-read', 'Half of it was not read.')] };
    const users = Array.from({ length: 30 }, (_, index) => scimUser(`user${String(index)}`));
    const text = last(snapshotPageInSteps(taken(users, [], partial), 20));
    assert.match(
      text,
      /, it is not known when this was saved\n# 30 users \(30 active\) and 0 groups, not proved to be all\n# ! Half of it was not read\.\n/,
    );
    assert.match(text, /\n# Cut here: the first 16 lines are shown; the file has all of them\.\n$/);
    assert.equal(text.trimEnd().split('\n').length, 21);
  });
});

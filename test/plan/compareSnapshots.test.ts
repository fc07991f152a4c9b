import { strict as assert } from 'node:assert';
import type { ScimUser } from '../../src/genesys/scim';
import { enterpriseSchema, genesysSchema } from '../../src/genesys/scim';
import type { Snapshot } from '../../src/genesys/snapshot';
import { problem, type ProblemCode } from '../../src/input/problem';
import { compareSnapshots } from '../../src/plan/compareSnapshots';
import { snapshotOutcome, type SnapshotChanges } from '../../src/plan/snapshotChanges';
import { DifferentOrgsError } from '../../src/plan/snapshotSides';
import { scimGroup, scimUser, snapshot } from './examples';

const org = { name: 'Contoso CX', host: 'api.mypurecloud.ie', orgId: 'org-1', clientId: 'client-1' };
const [tuesday, friday] = ['2026-11-17T14:02:00.000Z', '2026-11-20T14:31:00.000Z'];

/** A snapshot of our own, as it is read from the org. */
function taken(
  at: string,
  users: readonly ScimUser[],
  groups: Parameters<typeof snapshot>[1] = [],
  rest: Partial<Snapshot> = {},
): Snapshot {
  return snapshot(users, groups, { org, takenAt: at, live: true, ...rest });
}

function changes(before: Snapshot, after: Snapshot, phoneRegion: string | null = 'US'): SnapshotChanges {
  return compareSnapshots(before, after, { phoneRegion });
}

const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);
const [anna, ben, cleo] = [scimUser('anna'), scimUser('ben'), scimUser('cleo')];

describe('plan: what changed between two snapshots', () => {
  it('tells who appeared, who has gone, who was deactivated and who was reactivated', () => {
    const before = taken(tuesday, [anna, ben, cleo, scimUser('dana', { active: false })]);
    const after = taken(friday, [anna, { ...ben, active: false }, scimUser('dana'), scimUser('eva')]);
    const { people, doubts } = changes(before, after);
    assert.deepEqual(ids(people.appeared), ['eva']);
    assert.deepEqual(ids(people.gone), ['cleo']);
    assert.deepEqual(ids(people.deactivated), ['ben']);
    assert.deepEqual(ids(people.reactivated), ['dana']);
    assert.deepEqual([people.changed, people.onlyWritten, doubts], [[], [], []]);
  });

  const attributes: readonly [string, Partial<ScimUser>, Partial<ScimUser>, readonly string[], boolean][] = [
    ['a name', { displayName: 'Anna' }, { displayName: 'Anna Berg' }, ['displayName'], false],
    ['a name with other spaces', { displayName: 'Anna  Berg' }, { displayName: 'Anna Berg' }, ['displayName'], true],
    ['a title that came', {}, { title: 'Agent' }, ['title'], false],
    ['a title that went', { title: 'Agent' }, { title: null }, ['title'], false],
    ['no title and an empty one', { title: '' }, { title: null }, [], true],
    ['the case of an address', { userName: 'Anna@contoso.example' }, { userName: 'anna@contoso.example' }, ['userName'], true],
    [
      'a phone written otherwise',
      { phoneNumbers: [{ type: 'work', value: '(317) 222-2222' }] },
      { phoneNumbers: [{ type: 'work', value: '+13172222222' }] },
      ['phoneNumbers[type eq "work"].value'],
      true,
    ],
    [
      'another phone, and the same in another order',
      { phoneNumbers: [{ type: 'work', value: '+13172222222' }, { type: 'mobile', value: '+13172222223' }] }, // prettier-ignore
      { phoneNumbers: [{ type: 'mobile', value: '+13172222223' }, { type: 'work', value: '+13172222224' }] }, // prettier-ignore
      ['phoneNumbers[type eq "work"].value'],
      false,
    ],
    [
      'which phone is the primary one',
      { phoneNumbers: [{ type: 'work', value: '+13172222222', primary: true }] },
      { phoneNumbers: [{ type: 'work', value: '+13172222222', primary: false }] },
      ['phoneNumbers[primary eq true].type'],
      false,
    ],
    ['roles in another order', { roles: [{ value: 'a' }, { value: 'b' }] }, { roles: [{ value: 'b' }, { value: 'a' }] }, [], true],
    ['a role more', { roles: [{ value: 'a' }] }, { roles: [{ value: 'a' }, { value: 'b' }] }, ['roles'], false],
    [
      'a department and a manager',
      { [enterpriseSchema]: { department: 'Support', manager: { value: '11111111-2222-4333-8444-555555555555' } } },
      { [enterpriseSchema]: { department: 'Sales', manager: null } },
      [`${enterpriseSchema}:department`, `${enterpriseSchema}:manager.value`],
      false,
    ],
    [
      'a skill',
      { [genesysSchema]: { routingSkills: [{ name: 'Billing', proficiency: 3 }] } },
      { [genesysSchema]: { routingSkills: [{ name: 'Billing', proficiency: 4 }] } },
      [`${genesysSchema}:routingSkills`],
      false,
    ],
    ['nothing but the version', { meta: { version: '1' } }, { meta: { version: '2' } }, [], true],
  ];
  for (const [what, was, is, paths, onlyWritten] of attributes) {
    it(`compares values as the planner does: ${what}`, () => {
      const { people } = changes(taken(tuesday, [{ ...anna, ...was }]), taken(friday, [{ ...anna, ...is }]));
      const [list, other] = onlyWritten ? [people.onlyWritten, people.changed] : [people.changed, people.onlyWritten];
      assert.deepEqual(
        list.map((person) => person.attributes.map(({ path }) => path)),
        paths.length === 0 ? [] : [paths],
      );
      assert.deepEqual(other, []);
    });
  }

  it('tells of groups who came and who left by name, what they are called now, and which came and went', () => {
    const before = taken(tuesday, [anna, ben, cleo], [scimGroup('g1', 'Tier 1', ['anna', 'ben']), scimGroup('g2', 'Gone', ['anna'])]);
    const after = taken(friday, [anna, ben, cleo], [scimGroup('g1', 'Tier One', ['cleo', 'anna', 'g3']), scimGroup('g3', 'New', [])]);
    const { groups } = changes(before, after);
    assert.deepEqual(groups.renamed, [{ id: 'g1', name: 'Tier One', nameBefore: 'Tier 1' }]);
    assert.deepEqual(groups.appeared, [{ id: 'g3', name: 'New', members: 0 }]);
    assert.deepEqual(groups.gone, [{ id: 'g2', name: 'Gone', members: 1 }]);
    assert.deepEqual(groups.members, [
      {
        id: 'g1',
        name: 'Tier One',
        came: [
          { id: 'g3', name: 'New', displayName: null, isGroup: true },
          { id: 'cleo', name: 'cleo@contoso.example', displayName: null, isGroup: false },
        ],
        left: [{ id: 'ben', name: 'ben@contoso.example', displayName: null, isGroup: false }],
        membersBefore: 2,
        membersAfter: 3,
      },
    ]);
    assert.deepEqual(groups.totals, { came: 2, left: 1 });
  });

  const incomplete = (code: ProblemCode): Partial<Snapshot> => ({ complete: false, problems: [problem(code, 'Something is missing.')] });
  const listFile = { live: false, inputs: [{ path: 'users.json', kind: 'scimUsers', records: 2, recognizedBy: '', sha256: null, problems: [] }] } as const; // prettier-ignore

  const partial: readonly [string, Partial<Snapshot>, Partial<Snapshot>, { gone: number; left: number | null }][] = [
    ['both whole', {}, {}, { gone: 1, left: 1 }],
    ['a listing of users that moved', {}, incomplete('listing-moved'), { gone: 0, left: 1 }],
    ['something that could not be read', {}, incomplete('not-read'), { gone: 0, left: null }],
    ['a file that was cut', {}, { ...incomplete('truncated'), live: false }, { gone: 0, left: null }],
    ['the first one partial', incomplete('not-read'), {}, { gone: 1, left: 1 }],
    ['a group whose list may be cut', {}, { unprovedGroups: new Map([['g', 'The list may be cut.']]) }, { gone: 1, left: null }],
    [
      'a member of whom it is not known who it is',
      {},
      { unprovedGroups: new Map([['g', 'Who is it?']]), problems: [problem('member-unresolved', 'Who is it?')] },
      { gone: 1, left: 1 },
    ],
    ['lists of a SCIM server without inactive users', {}, listFile, { gone: 0, left: 1 }],
  ];
  for (const [what, first, second, { gone, left }] of partial) {
    it(`calls nobody gone who may only be missing: ${what}`, () => {
      const before = taken(tuesday, [anna, ben], [scimGroup('g', 'Tier 1', ['anna', 'ben'])], first);
      const after = taken(friday, [anna], [scimGroup('g', 'Tier 1', ['anna'])], second);
      const found = changes(before, after);
      assert.equal(found.people.gone.length, gone);
      assert.equal(found.people.notKnown.gone, 1 - gone);
      assert.equal(found.groups.totals.left, left ?? 0);
      assert.deepEqual(
        found.groups.members.map((group) => group.left?.length ?? null),
        left === null ? [] : [left],
      );
      // Where the first is not proved, whoever came to the group may have been there before.
      assert.equal(found.groups.notKnown.members.length, left === null || first.complete === false ? 1 : 0);
      assert.equal(snapshotOutcome(found), gone === 1 && left === 1 && first.complete !== false ? 'changes' : 'notKnown');
    });
  }

  it('takes what a SCIM list leaves out for not known, and not for empty', () => {
    const before = taken(tuesday, [{ ...anna, title: 'Agent', displayName: 'Anna' }]);
    const after = taken(friday, [{ ...anna, displayName: 'Anna' }], [], { ...listFile, takenAt: null });
    const { people } = changes(before, after);
    assert.deepEqual(people.changed, []);
    assert.deepEqual([...people.notCompared], [['title', 1]]);
  });

  const orgs: readonly [string, Partial<typeof org>, Partial<Snapshot['org']>, 'refused' | number][] = [
    ['the same id at another host', {}, { host: '127.0.0.1:1' }, 0],
    ['another id at the same host', {}, { orgId: 'org-2' }, 'refused'],
    ['no id, another host', {}, { orgId: null, host: 'api.mypurecloud.de' }, 'refused'],
    ['no id, the same host and client', {}, { orgId: null }, 1],
    ['no id, the same host, another client', {}, { orgId: null, clientId: 'client-2' }, 1],
    ['nothing is known', {}, { orgId: null, clientId: null, host: '' }, 1],
  ];
  for (const [what, one, other, expected] of orgs) {
    it(`compares snapshots of one org only: ${what}`, () => {
      const compare = (): SnapshotChanges =>
        changes(taken(tuesday, [anna], [], { org: { ...org, ...one } }), taken(friday, [anna], [], { org: { ...org, ...other } }));
      if (expected === 'refused') assert.throws(compare, DifferentOrgsError);
      else assert.equal(compare().doubts.length, expected);
    });
  }

  it('doubts a comparison whose first snapshot is the later one', () => {
    const { doubts } = changes(taken(friday, [anna]), taken(tuesday, [anna]));
    assert.equal(doubts.length, 1);
    assert.match(doubts[0] ?? '', /later one/);
  });
});

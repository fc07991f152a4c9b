import assert from 'node:assert/strict';
import type { Source } from '../../src/okta/source';
import { codesOf, readFiles, type Files } from './exportFolder';
import { groupId, groupRecord, rockstarCsv, userId, userRecord } from './handMade';

const people = [
  userRecord(1, { profile: { login: 'anna@x.example', email: 'anna@x.example' } }),
  userRecord(2, { profile: { login: 'josé@x.example', email: 'shared@x.example' } }),
  userRecord(3, { profile: { login: 'cora@x.example', email: 'shared@x.example' } }),
];
const groups = [groupRecord(1, 'Agents'), groupRecord(2, 'Supervisors')];
const report = (...rows: readonly string[]): string => ['Group Name,Okta Username', ...rows, ''].join('\r\n');

interface Case {
  readonly name: string;
  readonly files: Files;
  /** Members of Agents and of Supervisors: numbers of users, `?` for a stand-in, `!` behind a list that is incomplete. */
  readonly agents: string;
  readonly supervisors?: string;
  readonly codes?: readonly string[];
  readonly complete?: boolean;
}

const shown = (source: Source, group: number): string => {
  const members = source.members.get(groupId(group));
  if (!members) return 'unknown';
  return members.userIds.map((id) => (id.includes(':') ? '?' : String(Number(id.slice(3))))).join() + (members.incomplete ? '!' : '');
};

describe('people who are named by login', () => {
  const base = { 'users.json': people, 'groups.json': groups };
  const cases: readonly Case[] = [
    {
      name: 'in another case and without accents',
      files: { ...base, 'm.csv': report('Agents,ANNA@x.example', 'Agents,jose@X.example') },
      agents: '1,2',
    },
    {
      name: 'whom nobody knows: listed, and only their group is incomplete',
      files: { ...base, 'm.csv': report('Agents,anna@x.example', 'Agents,eve@x.example', 'Supervisors,cora@x.example') },
      agents: '1,?!',
      supervisors: '3',
      codes: ['missing-column'],
    },
    {
      name: 'by a login that two users have',
      files: { ...base, 'twin.json': [userRecord(4, { profile: { login: 'ANNA@x.example' } })], 'm.csv': report('Agents,anna@x.example') },
      agents: '?!',
      codes: ['missing-column'],
    },
    {
      name: 'by an e-mail address that two users share',
      files: { ...base, 'm.csv': 'Group Name,Email\nAgents,shared@x.example\nAgents,anna@x.example\n' },
      agents: '?,1!',
      codes: ['missing-column'],
    },
    {
      name: 'in the members file of one group',
      files: { ...base, 'members/Agents.csv': 'login,firstName\nanna@x.example,Anna\neve@x.example,Eve\n' },
      agents: '1,?!',
    },
    {
      name: 'by group,user with logins in place of ids',
      files: { ...base, 'm.csv': 'group,user\nAgents,anna@x.example\nSupervisors,eve@x.example\n' },
      agents: '1',
      supervisors: '?!',
      codes: ['missing-column'],
    },
    {
      name: 'by a users file without ids: the plan is partial, and members are the same people',
      files: {
        'groups.json': groups,
        'm.csv': report('Agents,Anna@x.example'),
        'people.csv': rockstarCsv('Status,Username,Primary email', [['ACTIVE', 'anna@x.example', 'anna@x.example']]),
      },
      agents: '?',
      complete: false,
    },
  ];
  for (const { name, files, agents, supervisors, codes = [], complete = true } of cases) {
    it(name, async () => {
      const source = await readFiles(files);
      assert.equal(shown(source, 1), agents);
      if (supervisors !== undefined) assert.equal(shown(source, 2), supervisors);
      const told = codesOf(source, 'm.csv').filter((code) => code !== 'dangling-member');
      assert.deepEqual(told, codes);
      assert.equal(source.trust.complete, complete);
    });
  }

  it('of an import template are left out where nobody knows them', async () => {
    const template =
      'login,firstName,lastName,email,title\nANNA@x.example,Anna,Berg,anna@x.example,Lead\nnew@x.example,N,N,new@x.example,\n';
    const source = await readFiles({ ...base, 'template.csv': template });
    assert.deepEqual([source.users.size, source.trust.complete], [3, true]);
    assert.ok(codesOf(source, 'template.csv').includes('conflicting-records'));
    assert.deepEqual([source.users.get(userId(1))?.profile.title, source.users.get(userId(1))?.login], ['Lead', 'anna@x.example']);
  });

  it('of a users file without ids are missed where other users have ids', async () => {
    const source = await readFiles({
      ...base,
      'more.csv': rockstarCsv('Status,Username,Primary email', [['ACTIVE', 'eve@x.example', 'e']]),
    });
    assert.deepEqual([source.users.size, source.trust.complete], [3, false]);
    assert.ok(codesOf(source, 'more.csv').includes('missing-column'));
  });

  it('in assignments: who is not known makes the plan partial', async () => {
    const rows = (login: string): string =>
      `Login,Application instance,Application login,Assigned on\n${login},Genesys Cloud,a,2025-01-01\n`;
    const known = await readFiles({ ...base, 'a.csv': rows('Anna@x.example') }, { oktaApp: 'genesys cloud' });
    assert.deepEqual([[...(known.assignments?.byUser.keys() ?? [])], known.trust.complete], [[userId(1)], true]);
    const unknown = await readFiles({ ...base, 'a.csv': rows('eve@x.example') });
    assert.deepEqual([codesOf(unknown, 'a.csv'), unknown.trust.complete], [['missing-column'], false]);
  });

  it('in assignments of an app whose id another file tells', async () => {
    const app = { id: '0oaGenesysCloud00001', name: 'genesys', label: 'Genesys Cloud', signOnMode: 'SAML_2_0' };
    const rows =
      'Login,Application instance,Application login,Assigned on\nanna@x.example,GENESYS cloud,a,2025-01-01\ncora@x.example,Office,c,2025-01-01\n';
    const source = await readFiles({ ...base, 'app.json': app, 'a.csv': rows }, { oktaApp: app.id });
    assert.deepEqual([...(source.assignments?.byUser.keys() ?? [])], [userId(1)]);
  });
});

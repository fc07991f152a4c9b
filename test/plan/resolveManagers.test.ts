import assert from 'node:assert/strict';
import { allSteps } from '../../src/input/steps';
import { resolveManagersInSteps } from '../../src/plan/resolveManagers';
import { managerCsv } from '../../src/report/resolveManagers';
import { appUser, oktaUser, scimUser, snapshot, source } from './examples';

const resolveManagers = (...given: Parameters<typeof resolveManagersInSteps>) => allSteps(resolveManagersInSteps(...given));

const guid = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
const person = (n: number, profile: Readonly<Record<string, string>> = {}) =>
  oktaUser(`00u${n}`, {
    login: `user${n}@contoso.example`,
    email: `user${n}@contoso.example`,
    profile: { firstName: 'First', lastName: `Last${n}`, ...profile },
  });
const org = snapshot(
  [1, 2, 3].map((n) => scimUser(guid(n), { userName: `user${n}@contoso.example` })),
  [],
);

describe('Resolving managers over an export and a snapshot', () => {
  it('gives a list that Okta imports, and says who is not in it', () => {
    const users = [
      person(1),
      person(2, { managerId: 'user1@contoso.example' }),
      person(3, { managerId: guid(1) }),
      person(4, { managerId: 'nobody@contoso.example' }),
      person(5, { manager: 'Anna Berg' }),
      person(6, { manager: 'user2@contoso.example' }),
    ];
    const report = resolveManagers(source({ users }), org);
    assert.deepEqual([report.attribute, report.mapped, report.right], ['managerId', true, 1]);
    assert.deepEqual(
      report.findings.map(({ user, reference, resolution }) => [user.id, reference, resolution.kind]),
      [
        ['00u2', 'user1@contoso.example', 'resolved'],
        ['00u4', 'nobody@contoso.example', 'unresolved'],
        ['00u6', 'user2@contoso.example', 'resolved'],
      ],
    );
    assert.equal(
      managerCsv(report)?.csv,
      [
        'login,firstName,lastName,email,managerId',
        `user2@contoso.example,First,Last2,user2@contoso.example,${guid(1)}`,
        `user6@contoso.example,First,Last6,user6@contoso.example,${guid(2)}`,
        '',
      ].join('\r\n'),
    );
  });

  it('takes the attribute that the mapping copies', () => {
    const users = [person(1), person(2, { boss: 'user1@contoso.example' })];
    const mapping = { id: null, path: null, properties: { managerId: { expression: 'user.boss', pushStatus: 'PUSH' as const } } };
    const report = resolveManagers(source({ users, rest: { mapping } }), org);
    assert.deepEqual([report.attribute, report.mapped, report.findings.length], ['boss', true, 1]);
    assert.match(managerCsv(report)?.csv ?? '', /^login,firstName,lastName,email,boss\r\n/);
  });

  it('says where the mapping fills no manager', () => {
    const users = [person(1), person(2, { managerId: '00u1' })];
    const mapping = { id: null, path: null, properties: { title: { expression: 'user.title', pushStatus: 'PUSH' as const } } };
    const report = resolveManagers(source({ users, rest: { mapping } }), org);
    assert.deepEqual([report.mapped, report.findings.length], [false, 1]);
  });

  it('leaves out who left and who is not assigned', () => {
    const users = [person(1), { ...person(2, { managerId: '00u1' }), status: 'DEPROVISIONED' as const }, person(3, { managerId: '00u1' })];
    const report = resolveManagers(source({ users, assignments: [appUser('00u1', guid(1))] }), org);
    assert.equal(report.findings.length, 0);
  });

  it('writes only logins where the export does not know all names, and no cell that would be misread', () => {
    const users = [
      person(1),
      oktaUser('00u2', { login: 'user2@contoso.example', profile: { managerId: '00u1' } }),
      oktaUser('00u3', { login: '=cmd()@contoso.example', profile: { managerId: '00u1' } }),
    ];
    const list = managerCsv(resolveManagers(source({ users }), org));
    assert.deepEqual([list?.people, list?.leftOut], [1, 1]);
    assert.equal(list?.csv, `login,managerId\r\nuser2@contoso.example,${guid(1)}\r\n`);
  });
});

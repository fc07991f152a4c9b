import assert from 'node:assert/strict';
import { columnMeanings, guessColumns } from '../../src/okta/columnMeanings';
import { declaredHeader } from '../../src/okta/declaredHeader';

describe('what the columns of a CSV seem to be', () => {
  const headers: readonly (readonly [string, string | null, string])[] = [
    ['id,login,firstName,lastName,status', 'users', 'id login profile.firstName profile.lastName status'],
    ['User Id,Status,Username,Primary email,Cost Pool', 'users', 'id status login email -'],
    ['USER_ID,Okta_Username,E-Mail,Mobile-Phone', 'users', 'id login email profile.mobilePhone'],
    ['activated,id,profile.login,status', 'users', 'ignore id login status'],
    ['id,name,description,type,usersCount', 'groups', 'group groupName ignore ignore usersCount'],
    ['group,user', 'groupMembers', 'group id'],
    ['User,Okta username,Okta user status,Group name', 'groupMembers', 'ignore login status groupName'],
    ['id,login,groups', 'groupMembers', 'id login group'],
    ['app,user', 'appUsers', 'app id'],
    ['id,userName,externalId,syncState', 'appUsers', 'id userName externalId syncState'],
    ['User,Login,Application instance,Application login,Assigned on', 'appUsers', 'ignore login app userName -'],
    ['Person;Anmeldung;Gruppe', null, '-'],
    ['Person,User,Gruppe', null, '- - -'],
    ['Login,Login', null, 'login -'],
    ['fullName,assigneeOktaUsername,unassignedOn', null, 'ignore login -'],
    ['', null, '-'],
  ];
  for (const [header, kind, columns] of headers) {
    it(header || 'nothing', () => {
      const guess = guessColumns(header.split(','));
      assert.deepEqual([guess.kind, guess.columns.map((column) => column ?? '-').join(' ')], [kind, columns]);
      const known = new Set(columnMeanings.map(({ meaning }) => meaning));
      for (const column of guess.columns) assert.ok(column === null || column.startsWith('profile.') || known.has(column), String(column));
    });
  }
});

describe('what a manifest says of the columns', () => {
  const cases: readonly (readonly [string, string, Readonly<Record<string, string>>, string])[] = [
    ['nothing said', 'id,login', {}, 'id,login'],
    ['a login of its own', 'Kennung,Anmeldung', { Kennung: 'id', Anmeldung: 'login' }, 'id,profile.login'],
    ['a header in another case', 'ANMELDE NAME', { 'anmelde name': 'login' }, 'profile.login'],
    ['what is not read', 'id,Notes', { Notes: 'ignore' }, 'id,'],
    ['another column than the header tells', 'login,Kürzel', { Kürzel: 'login' }, ',profile.login'],
    ['an attribute without its dot', 'Handy', { Handy: 'mobilePhone' }, 'profile.mobilePhone'],
    ['an id that is none', 'id,Okta', { Okta: 'id' }, ',id'],
    ['prototype keys', '__proto__,id', { constructor: 'login' }, '__proto__,id'],
  ];
  for (const [name, header, columns, expected] of cases) {
    it(name, () => {
      assert.equal(declaredHeader(header.split(','), new Map(Object.entries(columns))).join(), expected);
    });
  }
});

import assert from 'node:assert/strict';
import { GroupIndex, pageNumber, placeOf, withoutPage } from '../../src/okta/filePlace';
import type { ManifestFile } from '../../src/okta/manifest';
import type { OktaGroup } from '../../src/okta/source';

function group(id: string, name: string, type: OktaGroup['type'] = 'OKTA_GROUP'): readonly [string, OktaGroup] {
  return [id, { id, name, type, sourceAppId: null, usersCount: null, lastMembershipUpdated: null }];
}

const agents = '00gAgentsAgentsAgen1';
const index = new GroupIndex(
  new Map([
    group(agents, 'Agents'),
    group('00gTier1Tier1Tier1T2', 'Support Tier 1'),
    group('00gUsersUsersUsersU3', 'users'),
    group('00gMembersMembersMe4', 'Members of Parliament'),
    group('00gImportedImported5', 'Shadow', 'APP_GROUP'),
    group('00gShadowShadowShad6', 'Shadow'),
    group('00gTwiceTwiceTwiceT7', 'Twice'),
    group('00gTwiceTwiceTwiceT8', 'Twice'),
    group('00gYearYearYearYear9', 'Team 2026'),
    group('g', 'One letter'),
    group('00gCaféCaféCaféCafé0', 'Café'),
  ]),
);

describe('users or members?', () => {
  const nobody = 'users';
  const unknown = 'members of an unknown group';
  const table: readonly (readonly [string, string])[] = [
    // a folder named members
    ['members/Agents.json', agents],
    ['Members/deep/Agents.csv', agents],
    ['members/nothing known.json', unknown],
    ['members/1.json', unknown],
    ['members/Agents/1.json', agents],
    ['mymembers/x.json', nobody],
    // a known id in the name, or in the folder's name
    [`${agents}.json`, agents],
    [`members-${agents}-2.json`, agents],
    [`groups/${agents}/users.json`, agents],
    [`group_${agents}/page (2).json`, agents],
    [`x${agents}y.json`, agents],
    ['00gUnknownUnknownUn1.json', nobody],
    ['members/00gUnknownUnknownUn1.json', unknown],
    ['g.json', 'g'],
    ['users-g.json', nobody],
    // the name of a known group
    ['Agents.json', agents],
    ['Agents members.json', agents],
    ['Agents-members-1.json', agents],
    ['Agents_users_2.csv', agents],
    ['members-Agents (3).json', agents],
    ['members of Agents.json', agents],
    ['Agents 2026-11-23 18-00-00.csv', agents],
    ['Export Group Members Agents.csv', agents],
    ['agents.json', nobody],
    ['Agents old.json', nobody],
    ['Support Tier 1.json', '00gTier1Tier1Tier1T2'],
    ['Support Tier 1-2.json', '00gTier1Tier1Tier1T2'],
    ['Members of Parliament.json', '00gMembersMembersMe4'],
    ['Team 2026.json', '00gYearYearYearYear9'],
    ['Cafe\u0301.json', '00gCaféCaféCaféCafé0'],
    // a name that is nothing but users
    ['users.json', nobody],
    ['users-1.json', nobody],
    ['Users (3).csv', nobody],
    ['Export Users 2026-11-23 18-00-00.csv', nobody],
    ['members/users.json', nobody],
    // two groups of one name: the one that was not imported from an app, else none
    ['Shadow.json', '00gShadowShadowShad6'],
    ['Twice.json', unknown],
    // nothing tells
    ['group-members-3.json', nobody],
    ['members.json', nobody],
    ['Agents/members.json', agents],
  ];
  for (const [path, expected] of table) {
    it(`${path}: ${expected}`, () => {
      const place = placeOf(path, index, null);
      assert.equal(place.members ? (place.groupId ?? unknown) : nobody, expected);
    });
  }

  const declared: ManifestFile = {
    manifest: 'okta-export.json',
    collectedAt: null,
    unfinished: false,
    kind: null,
    group: null,
    records: null,
    sha256: null,
    columns: new Map(),
    partial: false,
    complete: null,
    typedCount: null,
  };
  const declarations: readonly (readonly [string, Partial<ManifestFile>, string])[] = [
    ['x.json', { kind: 'groupMembers', group: agents }, agents],
    ['x.json', { kind: 'groupMembers', group: 'Agents' }, agents],
    ['x.json', { group: 'Agents' }, agents],
    ['members/Agents.json', { kind: 'users' }, nobody],
    ['members/Agents.json', { kind: 'groupMembers', group: 'nobody knows' }, unknown],
    ['members/Agents.json', { kind: 'groupMembers' }, agents],
    ['x.json', { kind: 'groupMembers' }, unknown],
    ['members/Agents.json', {}, agents],
  ];
  for (const [path, parts, expected] of declarations) {
    it(`${path}, declared as ${JSON.stringify(parts)}: ${expected}`, () => {
      const place = placeOf(path, index, { ...declared, ...parts });
      assert.equal(place.members ? (place.groupId ?? unknown) : nobody, expected);
    });
  }

  it('tells pages of one list by their numbers', () => {
    const paths = ['a/users-10.json', 'a/users_2.json', 'a/users (3).json', 'a/users page 4.json', 'a/users.json'];
    assert.deepEqual([...new Set(paths.map(withoutPage))], ['a/users']);
    assert.deepEqual(paths.map(pageNumber), [10, 2, 3, 4, 0]);
  });
});

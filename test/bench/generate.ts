import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { arrayLines, map, writeLines } from './lines';
import {
  appUser,
  genesysId,
  groupSize,
  memberIndex,
  oktaGroup,
  oktaGroupId,
  oktaUser,
  oktaUserId,
  pushMapping,
  scimUser,
  type Scale,
} from './records';

export interface Workload {
  /** An Okta export: pages of users and assignments in API JSON, groups, push mappings, memberships as `group,user` CSV. */
  readonly okta: string;
  /** A snapshot file of the Genesys side. */
  readonly snapshot: string;
  /** Everything with one JSON record a line, for the baseline. */
  readonly jsonFiles: readonly string[];
  readonly csvFiles: readonly string[];
}

const usersAPage = 20_000;
const takenAt = '2026-11-20T10:00:00.000Z';

/**
 * Writes both sides of an org: everybody matched by the account that Okta holds, 30 % of the work phones not in E.164 (the same number in
 * other format), 1 % with another title, 1 % of the memberships different on the two sides.
 */
export async function writeWorkload(folder: string, scale: Scale): Promise<Workload> {
  const okta = join(folder, 'okta');
  await mkdir(okta, { recursive: true });
  const jsonFiles: string[] = [];
  const writeRecords = async (name: string, records: Iterable<object>): Promise<void> => {
    const path = join(okta, name);
    await writeLines(path, arrayLines(records));
    jsonFiles.push(path);
  };
  for (let from = 0, page = 1; from < scale.users; from += usersAPage, page++) {
    const to = Math.min(scale.users, from + usersAPage);
    await writeRecords(`users-${page}.json`, map(from, to, oktaUser));
    await writeRecords(`app-users-${page}.json`, map(from, to, appUser));
  }
  await writeRecords(
    'groups.json',
    map(0, scale.groups, (index) => oktaGroup(index, scale)),
  );
  await writeRecords('push-mappings.json', map(0, scale.groups, pushMapping));
  const csv = join(okta, 'group_users.csv');
  await writeLines(csv, membershipLines(scale));
  const snapshot = join(folder, 'org.scimsnapshot.ndjson');
  await writeLines(snapshot, snapshotLines(scale));
  return { okta, snapshot, jsonFiles: [...jsonFiles, snapshot], csvFiles: [csv] };
}

export function* membershipLines(scale: Scale): Iterable<string> {
  yield 'group,user';
  for (let group = 0; group < scale.groups; group++) {
    for (let position = 0; position < groupSize(group, scale); position++) {
      yield `${oktaGroupId(group)},${oktaUserId(memberIndex(group, position, scale))}`;
    }
  }
}

function* snapshotLines(scale: Scale): Iterable<string> {
  const org = { name: 'Benchmark', host: 'api.mypurecloud.ie', orgId: genesysId('f', 1), clientId: null };
  yield JSON.stringify({
    format: 'scim-preflight/snapshot@1',
    org,
    takenAt,
    complete: true,
    problems: [],
    users: scale.users,
    groups: scale.groups,
  });
  for (let index = 0; index < scale.users; index++) yield JSON.stringify(scimUser(index));
  for (let group = 0; group < scale.groups; group++) {
    // 1 % of the members are another person than Okta has.
    const members = [
      ...map(0, groupSize(group, scale), (position) => ({
        value: genesysId('a', memberIndex(group, position % 100 === 3 ? position + groupSize(group, scale) : position, scale)),
      })),
    ];
    const distinct = [...new Map(members.map((member) => [member.value, member])).values()];
    yield JSON.stringify({ id: genesysId('b', group), displayName: `Group ${group}`, members: distinct, meta: { version: '1' } });
  }
}

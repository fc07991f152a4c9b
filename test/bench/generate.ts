import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { arrayLines, map, writeLines } from './lines';
import {
  appUser,
  genesysId,
  genesysMembers,
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
import { isCreated, unmanagedOf } from './traits';

export interface Workload {
  /** An Okta export: pages of users and assignments in API JSON, groups, push mappings, memberships as `group,user` CSV. */
  readonly okta: string;
  /** A snapshot file of the Genesys side. */
  readonly snapshot: string;
  readonly jsonFiles: readonly string[];
  /** A JSON text a line. */
  readonly ndjsonFiles: readonly string[];
  readonly csvFiles: readonly string[];
}

/** Records of a page: what Okta sends at most. */
export const pageOf = { users: 200, appUsers: 500, groups: 200, pushMappings: 1000, members: 1000 } as const;

const takenAt = '2026-11-20T10:00:00.000Z';

/**
 * Writes both sides of an org: everybody matched by the account that Okta holds, 30 % of the phones not in E.164, 1 % of the memberships
 * different on the two sides, and what `traits.ts` tells.
 */
export async function writeWorkload(folder: string, scale: Scale): Promise<Workload> {
  const okta = join(folder, 'okta');
  await mkdir(okta, { recursive: true });
  const jsonFiles: string[] = [];
  const writePages = async (name: string, count: number, size: number, record: (index: number) => object): Promise<void> => {
    for (let from = 0, page = 1; from < count; from += size, page++) {
      const path = join(okta, `${name}-${page}.json`);
      await writeLines(path, arrayLines(map(from, Math.min(count, from + size), record)));
      jsonFiles.push(path);
    }
  };
  await writePages('users', scale.users, pageOf.users, oktaUser);
  await writePages('groups', scale.groups, pageOf.groups, (index) => oktaGroup(index, scale));
  await writePages('app-users', scale.users, pageOf.appUsers, appUser);
  await writePages('push-mappings', scale.groups, pageOf.pushMappings, pushMapping);
  const csv = join(okta, 'group_users.csv');
  await writeLines(csv, membershipLines(scale));
  const snapshot = join(folder, 'org.scimsnapshot.ndjson');
  await writeLines(snapshot, snapshotLines(scale));
  return { okta, snapshot, jsonFiles, ndjsonFiles: [snapshot], csvFiles: [csv] };
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
    users: [...genesysUsers(scale)].length,
    groups: scale.groups,
  });
  for (const index of genesysUsers(scale)) yield JSON.stringify(scimUser(index));
  for (let group = 0; group < scale.groups; group++) {
    // In the order of their ids, as `writeSnapshot` writes them.
    const members = [...genesysMembers(group, scale)].sort((a, b) => a - b).map((member) => ({ value: genesysId('a', member) }));
    yield JSON.stringify({ id: genesysId('b', group), displayName: `Group ${group}`, members, meta: { version: '1' } });
  }
}

/** Everybody whom Okta need not create, and behind them those whom Okta does not know. */
function* genesysUsers({ users }: Scale): Iterable<number> {
  for (let index = 0; index < users; index++) if (!isCreated(index)) yield index;
  yield* map(users, users + unmanagedOf(users), (index) => index);
}

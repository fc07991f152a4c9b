import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { arrayLines, map, writeLines } from '../bench/lines';
import { appUser, genesysId, oktaGroupId, oktaUser, oktaUserId, pushMapping, scimUser } from '../bench/records';
import { isCreated } from '../bench/traits';

/** Files of an org that changes as a whole: what the views have to bear. */
export interface HugeOrg {
  /** The folder of the Okta export. */
  readonly exported: string;
  /** A snapshot of the Genesys side; a sandbox can serve it. */
  readonly snapshot: string;
}

export interface HugeScale {
  readonly users: number;
  readonly groups: number;
  /** Members of the first group whom a push would remove. */
  readonly removals: number;
}

export const hugeGroup = 'Everybody';
/** Of the first group, pushed and there already. */
const staying = 500;
/** Of every other group; a push removes the last 5 of them, and a quarter is over the usual limit of 20 %. */
const smallGroup = 20;
const smallStaying = 15;

/** Writes both sides: everybody's title changes, the first group loses `removals` members, and every other group is at risk, too. */
export async function writeHugeOrg(folder: string, scale: HugeScale): Promise<HugeOrg> {
  const exported = path.join(folder, 'okta-export');
  await mkdir(exported, { recursive: true });
  const { users, groups } = scale;
  await writeLines(path.join(exported, 'users.json'), arrayLines(map(0, users, promoted)));
  await writeLines(path.join(exported, 'app-users.json'), arrayLines(map(0, users, appUser)));
  await writeLines(path.join(exported, 'groups.json'), arrayLines(map(0, groups, oktaGroup)));
  await writeLines(path.join(exported, 'push-mappings.json'), arrayLines(map(0, groups, pushMapping)));
  await writeLines(path.join(exported, 'group_users.csv'), membershipLines(scale));
  const snapshot = path.join(folder, 'huge.scimsnapshot.ndjson');
  await writeLines(snapshot, snapshotLines(scale));
  return { exported, snapshot };
}

const nameOf = (group: number): string => (group === 0 ? hugeGroup : `Group ${group}`);
const sizeInOkta = (group: number): number => (group === 0 ? staying : smallStaying);
const sizeInGenesys = (group: number, { removals }: HugeScale): number => (group === 0 ? staying + removals : smallGroup);

/** Whoever is in Genesys, by their place in a group. */
function memberAt(group: number, place: number, { users }: HugeScale): number {
  const index = (group * 7919 + place) % users;
  return isCreated(index) ? (index + 1) % users : index;
}

/** Each once. */
function membersOf(group: number, size: number, scale: HugeScale): ReadonlySet<number> {
  const members = new Set<number>();
  for (let place = 0; members.size < size; place++) members.add(memberAt(group, place, scale));
  return members;
}

function promoted(index: number): object {
  const user = oktaUser(index) as { readonly profile: object };
  return { ...user, profile: { ...user.profile, title: 'Team Lead' } };
}

function oktaGroup(group: number): object {
  return {
    id: oktaGroupId(group),
    objectClass: ['okta:user_group'],
    type: 'OKTA_GROUP',
    profile: { name: nameOf(group), description: null },
    _embedded: { stats: { usersCount: sizeInOkta(group) } },
  };
}

function* membershipLines(scale: HugeScale): Iterable<string> {
  yield 'group,user';
  for (let group = 0; group < scale.groups; group++) {
    for (const member of membersOf(group, sizeInOkta(group), scale)) yield `${oktaGroupId(group)},${oktaUserId(member)}`;
  }
}

function* snapshotLines(scale: HugeScale): Iterable<string> {
  const { users, groups } = scale;
  const present = [...map(0, users, (index) => index)].filter((index) => !isCreated(index));
  yield JSON.stringify({
    format: 'scim-preflight/snapshot@1',
    org: { name: 'Huge CX', host: 'api.mypurecloud.ie', orgId: genesysId('f', 7), clientId: null },
    takenAt: '2026-11-20T10:00:00.000Z',
    complete: true,
    problems: [],
    users: present.length,
    groups,
  });
  for (const index of present) yield JSON.stringify(scimUser(index));
  for (let group = 0; group < groups; group++) {
    const members = [...membersOf(group, sizeInGenesys(group, scale), scale)].map((member) => ({ value: genesysId('a', member) }));
    yield JSON.stringify({ id: genesysId('b', group), displayName: nameOf(group), members, meta: { version: '1' } });
  }
}

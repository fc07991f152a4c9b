import { allSteps, type Steps } from '../input/steps';
import type { Source } from '../okta/source';
import { compareText } from './order';
import type { Plan } from './plan';

/** How far the member list of one Okta group can be believed (product.md, section 3, "Confirmed membership"). */
export interface GroupTrust {
  readonly oktaGroupId: string;
  readonly name: string;
  /** `unknown`: there is no members file. */
  readonly state: 'confirmed' | 'unconfirmed' | 'incomplete' | 'unknown';
  /** Members that were read; null where there is no file, or where a plan file does not tell. */
  readonly read: number | null;
  /** Of them, those that are not deactivated in Okta; null where the count needs no such explanation. */
  readonly readActive: number | null;
  /** What Okta counts (`usersCount`); null where the export does not tell. */
  readonly oktaCounts: number | null;
  /** What the admin read off Okta and typed. */
  readonly typed: number | null;
  /** A doubt concerns the list, so that no count confirms it. */
  readonly doubtful: boolean;
  /** Files that it was read from, relative to the export. */
  readonly paths: readonly string[];
}

export interface ListedGroups {
  readonly groups: readonly GroupTrust[];
  /** Further Okta groups without a members file, where nothing tells which groups are pushed. */
  readonly others: number;
}

type Read = Pick<Source, 'groups' | 'members' | 'users' | 'pushMappings'>;

/**
 * The groups of an export, the least believable first: those that are pushed, or where no push mapping tells, those with members. A group
 * that is not known by a groups file has its id for a name.
 */
export function groupTrust(source: Read, confirmedMembers: Readonly<Record<string, number>>): ListedGroups {
  return allSteps(groupTrustInSteps(source, confirmedMembers));
}

/** `groupTrust`, a group at a time: between two steps others can work, or it can be given up. */
export function* groupTrustInSteps(source: Read, confirmedMembers: Readonly<Record<string, number>>): Steps<ListedGroups> {
  const pushed = source.pushMappings?.map((mapping) => mapping.sourceGroupId);
  const ids = new Set(pushed ?? source.members.keys());
  const groups: GroupTrust[] = [];
  for (const id of ids) {
    groups.push(trustOf(id, source, confirmedMembers));
    yield undefined;
  }
  const others = pushed ? 0 : [...source.groups.values()].filter(({ id, type }) => type !== 'APP_GROUP' && !ids.has(id)).length;
  return { groups: groups.sort(byState), others };
}

/** As far as a plan file tells: no numbers, and only the groups that it previews; of one without a counterpart it tells nothing. */
export function groupTrustOfPlan(plan: Plan): ListedGroups {
  const previewed = plan.groups.filter(({ match }) => match === 'exact' || match === 'caseOnly');
  const groups = previewed.map(({ oktaGroupId, name, confirmed, guards }): GroupTrust => {
    const broken = guards.includes('incompleteSource') ? 'incomplete' : 'unconfirmed';
    const state = guards.includes('unknownMembers') ? 'unknown' : confirmed ? 'confirmed' : broken;
    return { ...nothing, oktaGroupId, name, state };
  });
  return { groups: [...new Map(groups.map((group) => [group.oktaGroupId, group])).values()].sort(byState), others: 0 };
}

const nothing = { read: null, readActive: null, oktaCounts: null, typed: null, doubtful: false, paths: [] };

function trustOf(id: string, { groups, members, users }: Read, confirmedMembers: Readonly<Record<string, number>>): GroupTrust {
  const group = groups.get(id);
  const name = group?.name ?? id;
  const oktaCounts = group?.usersCount ?? null;
  const list = members.get(id);
  if (!list) return { ...nothing, oktaGroupId: id, name, state: 'unknown', oktaCounts };
  const read = list.userIds.length;
  const typed = typedFor(id, name, confirmedMembers);
  return {
    oktaGroupId: id,
    name,
    state: list.incomplete ? 'incomplete' : list.confirmed ? 'confirmed' : 'unconfirmed',
    read,
    readActive:
      (typed ?? oktaCounts ?? read) === read ? null : list.userIds.filter((userId) => users.get(userId)?.status !== 'DEPROVISIONED').length,
    oktaCounts,
    typed,
    doubtful: list.doubtful,
    paths: list.paths,
  };
}

/** By id, else by name, as `--confirm-members` takes it. */
function typedFor(id: string, name: string, confirmedMembers: Readonly<Record<string, number>>): number | null {
  const same = (key: string): boolean => key.normalize('NFC').toLowerCase() === name.normalize('NFC').toLowerCase();
  return confirmedMembers[id] ?? Object.entries(confirmedMembers).find(([key]) => same(key))?.[1] ?? null;
}

const states: readonly GroupTrust['state'][] = ['incomplete', 'unknown', 'unconfirmed', 'confirmed'];

function byState(a: GroupTrust, b: GroupTrust): number {
  return states.indexOf(a.state) - states.indexOf(b.state) || compareText(a.name, b.name) || compareText(a.oktaGroupId, b.oktaGroupId);
}

import { allSteps, type Steps } from '../input/steps';
import type { GroupPlan, Plan } from '../plan/plan';
import { isFormula, toCsv } from './csvReport';
import type { Cure } from './words';
import { countOf, cureOfReason, displayName } from './words';

/** What the lists for Okta need of an export; `Source` fits it. */
export interface OktaDirectory {
  readonly users: ReadonlyMap<
    string,
    { readonly id: string; readonly login: string | null; readonly email: string | null; readonly status: string | null }
  >;
  readonly assignments: {
    readonly byUser: ReadonlyMap<string, { readonly externalId: string | null; readonly userName: string | null }>;
  } | null;
}

/** One list that goes into Okta, so that removals do not happen (section 5, "What to do in Okta"). */
export interface CureCsv {
  readonly cure: Cure;
  readonly oktaGroupId: string;
  readonly groupName: string;
  /** Safe on every file system, unique in its plan. */
  readonly fileName: string;
  readonly csv: string;
  readonly people: number;
  /** People of this cure whose Okta user is not known, so that they are not in the list. */
  readonly unknown: number;
  /** Where it goes in Okta, in words. */
  readonly instructions: string;
}

/**
 * The lists for Okta, one for each group and cure. Each has the one column `userIdOrLogin` of Okta's own template for *Assign people with
 * CSV import* on a group's page, which takes at most 10,000 people a file, so that a longer list is in parts. Where provisioning is on Okta
 * assigns nobody to an app from a CSV: that list goes into a group that is assigned to the app (support.okta.com, "How to Add Multiple
 * Users to a Group Using a CSV File"; help.okta.com, "Assign users to apps using a CSV file").
 */
export function cureCsvs(plan: Plan, source: OktaDirectory): readonly CureCsv[] {
  return allSteps(cureCsvsInSteps(plan, source));
}

/** `cureCsvs`, a list or some hundred users at a time: between two steps others can work. */
export function* cureCsvsInSteps(plan: Plan, source: OktaDirectory): Steps<readonly CureCsv[]> {
  const accounts = yield* accountIndex(plan, source);
  const names = new Set<string>();
  const lists: CureCsv[] = [];
  for (const group of plan.groups) {
    if (group.genesysGroupId === null) continue;
    for (const cure of cures) {
      lists.push(...(yield* groupCure(group, cure, source, accounts, names)));
      yield undefined;
    }
  }
  return lists;
}

const cures: readonly Cure[] = ['addToGroup', 'assignToApp', 'retryProvisioning'];
const peoplePerFile = 10_000;

function* groupCure(
  group: GroupPlan,
  cure: Cure,
  source: OktaDirectory,
  accounts: AccountIndex,
  names: Set<string>,
): Steps<readonly CureCsv[]> {
  const people = group.removals.filter((removal) => cureOfReason[removal.reason] === cure);
  const oktaIds: (string | null)[] = [];
  for (const removal of people) {
    oktaIds.push(accounts.find(removal.genesysUserId, removal.userName));
    if (oktaIds.length % usersAStep === 0) yield undefined;
  }
  const cells = [...new Set(oktaIds.filter((id) => id !== null))].map((id) => userIdOrLogin(id, source));
  const unknown = oktaIds.filter((id) => id === null).length;
  if (cells.length === 0) return [];
  const parts = Math.ceil(cells.length / peoplePerFile);
  return Array.from({ length: parts }, (_, part) => {
    const rows = cells.slice(part * peoplePerFile, (part + 1) * peoplePerFile);
    return {
      cure,
      oktaGroupId: group.oktaGroupId,
      groupName: group.name,
      fileName: fileName(`${fileStems[cure]}-${slug(group)}${parts === 1 ? '' : `-part-${part + 1}`}`, names),
      csv: toCsv(
        ['userIdOrLogin'],
        rows.map((cell) => [cell]),
      ),
      people: rows.length,
      unknown: part === 0 ? unknown : 0,
      instructions: instructions(cure, group, rows.length),
    };
  });
}

const fileStems: Readonly<Record<Cure, string>> = {
  addToGroup: 'add-to-group',
  assignToApp: 'assign-to-app',
  retryProvisioning: 'retry-provisioning',
};

function instructions(cure: Cure, group: GroupPlan, count: number): string {
  const people = countOf(count, 'person', 'people');
  const importing = 'Assign people, More actions, Assign people with CSV import';
  switch (cure) {
    case 'addToGroup':
      return `Adds ${people} to the Okta group “${displayName(group.name)}”: on the group’s page, ${importing}.`;
    case 'assignToApp':
      return `Assigns ${people} to the app through a group that is assigned to it (not the pushed group): on that group’s page, ${importing}.`;
    case 'retryProvisioning':
      return `${people} to retry: in Okta under Dashboard, Tasks, or by taking them out of the group that assigns the app and importing this list there (${importing}).`;
  }
}

/** The login, as it reads best; the id where a spreadsheet or Okta would misread the login. */
function userIdOrLogin(id: string, source: OktaDirectory): string {
  const login = source.users.get(id)?.login ?? '';
  return login !== '' && login.trim() === login && displayName(login) === login && !isFormula(login) ? login : id;
}

const usersAStep = 256;

interface AccountIndex {
  /** The Okta user of a Genesys user; null where none is known, or more than one could be meant. */
  find(genesysUserId: string, userName: string | null): string | null;
}

/** The order of section 4: the plan's own match, the account that Okta holds, then names (app user name, login, e-mail). */
function* accountIndex(plan: Plan, source: OktaDirectory): Steps<AccountIndex> {
  const assigned = source.assignments?.byUser ?? null;
  const byGenesysId = new Map<string, string>();
  const appUserNames = new Map<string, string[]>();
  const logins = new Map<string, string[]>();
  const emails = new Map<string, string[]>();
  let taken = 0;
  for (const [userId, account] of assigned ?? []) {
    if (++taken % usersAStep === 0) yield undefined;
    if (account.externalId !== null) byGenesysId.set(account.externalId, userId);
    addName(appUserNames, account.userName, userId);
  }
  for (const user of source.users.values()) {
    if (++taken % usersAStep === 0) yield undefined;
    addName(logins, user.login, user.id);
    addName(emails, user.email, user.id);
  }
  for (const user of plan.users) {
    if (++taken % usersAStep === 0) yield undefined;
    if (user.genesysUserId !== null && user.oktaUserId !== null) byGenesysId.set(user.genesysUserId, user.oktaUserId);
  }
  const preferences: readonly ((id: string) => boolean)[] = [
    (id) => !inactiveStatuses.includes(source.users.get(id)?.status ?? ''),
    (id) => assigned?.has(id) ?? true,
  ];
  return {
    find(genesysUserId, userName) {
      const held = byGenesysId.get(genesysUserId);
      if (held !== undefined || userName === null) return held ?? null;
      const key = userName.toLowerCase();
      const candidates = [appUserNames, logins, emails].map((names) => names.get(key)).find((ids) => ids !== undefined) ?? [];
      return theOne(candidates, preferences);
    },
  };
}

/** Nothing is pushed for them: an active namesake comes first (section 4, "Who wins"). */
const inactiveStatuses: readonly string[] = ['DEPROVISIONED', 'STAGED'];

function addName(names: Map<string, string[]>, name: string | null, id: string): void {
  if (!name) return;
  const key = name.toLowerCase();
  names.set(key, [...(names.get(key) ?? []), id]);
}

/** The only candidate, else the only one that a preference leaves; null where several remain. */
function theOne(candidates: readonly string[], preferences: readonly ((id: string) => boolean)[]): string | null {
  let left = candidates;
  for (const preferred of preferences) {
    const better = left.filter(preferred);
    if (better.length > 0) left = better;
  }
  return left.length === 1 ? (left[0] ?? null) : null;
}

function slug(group: GroupPlan): string {
  const plain = group.name.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 60)
      .replace(/^-+|-+$/g, '') || 'group'
  );
}

function fileName(stem: string, taken: Set<string>): string {
  let candidate = `${stem}.csv`;
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${stem}-${number}.csv`;
  taken.add(candidate);
  return candidate;
}

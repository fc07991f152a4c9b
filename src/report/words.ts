import type {
  AttributeKind,
  ConflictKind,
  GroupMatch,
  GroupPlan,
  Guard,
  MatchRule,
  NotPushedReason,
  PlanProblem,
  RemovalReason,
  UserAction,
  Verdict,
} from '../plan/plan';
import type { PlanSettings } from '../plan/settings';
import type { ValueKind } from '../plan/userValues';

/**
 * The words that every surface uses for the terms of a plan (views, reports, command line), as screens.md gives them: plain ones, the
 * admin's and not the API's. Numbers have thousands separators and a true minus sign.
 */

/** Made at the first number: the locale data takes longer to load than all the rest of the extension. */
let wholeNumbers: Intl.NumberFormat | undefined;

/** `1,240`; `−3` with U+2212 for a negative one. */
export function formatNumber(value: number): string {
  wholeNumbers ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
  return wholeNumbers.format(value).replace('-', '−');
}

/** Percent with one decimal: `82.0 %`. */
export function formatPercent(value: number): string {
  return `${value.toFixed(1).replace('-', '−')} %`;
}

/** A threshold as the admin typed it: `20 %`, `12.5 %`. */
export function formatLimit(percent: number): string {
  return `${percent} %`;
}

/** `1 group`, `1,246 memberships`; a plural that does not end in s is given: `countOf(2, 'person', 'people')`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** Removals first: `−1,240 +3`. */
export function formatChange(removals: number, adds: number): string {
  return `−${formatNumber(removals)} +${formatNumber(adds)}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.slice(-1).join('')}`;
}

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{115f}\u{1160}\u{3164}\u{ffa0}\u{2800}]|(?! )\p{Zs}/gu;

/**
 * An untrusted name on one line, with nothing in it that hides, breaks the line or turns the reading direction: a line feed becomes `↵`,
 * every other control or invisible character its code (`‹U+202E›`). It escapes no Markdown and no HTML: that is
 * done where those are written. Joiners between letters of scripts that need them stay.
 */
export function displayName(text: string): string {
  return text.replace(invisible, (character, offset: number) => {
    const code = character.codePointAt(0) ?? 0;
    if (code === 0x0a) return '↵';
    if (code === 0x200c || code === 0x200d) {
      const neighbours = text.slice(Math.max(0, offset - 2), offset) + text.slice(offset + 1, offset + 3);
      if (/^[^\p{ASCII}\p{Cf}\p{Cc}]{2,4}$/u.test(neighbours)) return character;
    }
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

/** What to call a person: display name and user name, whichever there is, else the id. */
export function personName(person: { readonly displayName?: string | null; readonly userName: string | null }, id: string): string {
  if (person.displayName && person.userName) return displayName(`${person.displayName} (${person.userName})`);
  return displayName(person.displayName || person.userName || id);
}

export const verdictWords: Readonly<Record<Verdict, string>> = {
  unresolved: 'Cannot be known',
  blocked: 'Genesys should block this',
  review: 'To be reviewed',
  safe: 'Safe',
  unchanged: 'Unchanged',
};

export const matchWords: Readonly<Record<GroupMatch, string>> = {
  exact: 'same name',
  caseOnly: 'name differs in case',
  ambiguous: 'more than one group of this name',
  nearMiss: 'name differs in spaces or invisible characters',
  missing: 'no such group in Genesys; SCIM cannot create it, create it by hand',
};

export const removalReasonWords: Readonly<Record<RemovalReason, string>> = {
  groupMember: 'A group nested in the Genesys group',
  conflict: 'In a conflict: it is not clear who this is in Okta',
  deletedInGenesys: 'No longer exists in Genesys',
  otherAccount: 'Okta holds another Genesys account for them',
  unknownToOkta: 'Not known to Okta',
  notInOktaGroup: 'Added by hand in Genesys, not in the Okta group',
  inactiveInOkta: 'Deactivated in Okta',
  notAssigned: 'Not assigned to the app in Okta',
  notProvisioned: 'Okta holds no account for them',
  addedByApply: 'Added by the changes that are undone',
  notInImage: 'Not a member in the saved image',
};

export const notPushedWords: Readonly<Record<NotPushedReason, string>> = {
  conflict: 'In a conflict: it is not clear who this is in Genesys',
  inactiveInOkta: 'Deactivated in Okta, or not activated yet',
  notAssigned: 'Not assigned to the app in Okta',
  notProvisioned: 'Okta holds no account for them',
  noGenesysAccount: 'Genesys has no account for them',
};

export const originWords: Readonly<Record<NonNullable<GroupPlan['removals'][number]['origin']>, string>> = {
  individual: 'added one by one',
  owner: 'owner of the group',
  rule: 'member by a rule',
};

/** What is done in Okta so that a removal does not happen; one CSV each. */
export type Cure = 'addToGroup' | 'assignToApp' | 'retryProvisioning';

/** Null: no list that goes into Okta would help; the words of `cureWords` say what does. */
export const cureOfReason: Readonly<Record<RemovalReason, Cure | null>> = {
  groupMember: null,
  conflict: null,
  deletedInGenesys: null,
  otherAccount: null,
  unknownToOkta: null,
  notInOktaGroup: 'addToGroup',
  inactiveInOkta: null,
  notAssigned: 'assignToApp',
  notProvisioned: 'retryProvisioning',
  addedByApply: null,
  notInImage: null,
};

export const cureWords: Readonly<Record<RemovalReason, string>> = {
  groupMember: 'Okta pushes people, not groups: add the people of the nested group to the Okta group.',
  conflict: 'Settle the conflict first: keep one Okta user for each Genesys user. Until then these people are left alone.',
  deletedInGenesys: 'Nothing to do: Genesys no longer has this user, nobody loses anything.',
  otherAccount:
    'Look at which Genesys account the assignment in Okta holds (its external id); unassign and assign again to link the right one.',
  unknownToOkta: 'Create or import them in Okta, assign them to the app and add them to the group; or let them go.',
  notInOktaGroup: 'Add them to the Okta group if they belong there; otherwise the removal is right.',
  inactiveInOkta: 'Activate them in Okta if they still work here; otherwise the removal is right.',
  notAssigned: 'Assign them to the app in Okta, then wait until they are provisioned.',
  notProvisioned: 'Retry provisioning in Okta (Dashboard, Tasks) or unassign and assign again, until Okta holds their Genesys account.',
  addedByApply: 'Nothing to do in Okta: this puts back what an apply changed.',
  notInImage: 'Nothing to do in Okta: this puts the group back to its saved image.',
};

const cureCounts: readonly (readonly [Cure, string])[] = [
  ['addToGroup', 'to add to the group'],
  ['assignToApp', 'to assign to the app'],
  ['retryProvisioning', 'to retry'],
];

/** `912 to add to the group, 27 to retry`; null where no list for Okta would help. */
export function cureHeadline(group: GroupPlan): string | null {
  const parts = cureCounts.flatMap(([cure, words]) => {
    const count = group.removals.filter((removal) => cureOfReason[removal.reason] === cure).length;
    return count === 0 ? [] : [`${formatNumber(count)} ${words}`];
  });
  return parts.length === 0 ? null : parts.join(', ');
}

export const userActionWords: Readonly<Record<UserAction | 'unchanged', string>> = {
  deactivate: 'Deactivated',
  conflict: 'In a conflict',
  accountMissing: 'Account that Okta holds is not in Genesys',
  create: 'Created',
  reactivate: 'Reactivated',
  update: 'Updated',
  pingPong: 'Sent again and again (same value, other format)',
  unmanaged: 'Only in Genesys',
  unchanged: 'Unchanged',
};

export const matchRuleWords: Readonly<Record<MatchRule, string>> = {
  externalId: 'the Genesys id that Okta holds',
  genesysExternalId: 'the Okta id that Genesys holds',
  appUserName: 'the user name in the Okta app',
  login: 'the Okta login',
  email: 'the e-mail in Okta',
};

export const attributeKindWords: Readonly<Record<AttributeKind, string>> = {
  equal: 'Equal',
  pingPong: 'Same value, other format',
  change: 'Changed by the next push',
  latentOverwrite: 'Changed in Genesys; a later push overwrites it',
  invalid: 'Genesys cannot take this value',
  unsupported: 'Genesys has no such attribute',
  readOnly: 'Read-only in Genesys',
};

/** What an attribute of a user comes to under a mapping. */
export const valueKindWords: Readonly<Record<ValueKind, string>> = {
  ...attributeKindWords,
  unknown: 'Not known: the export does not tell what Okta would send',
  leftAlone: 'Okta has no value, and leaves it alone',
};

export const conflictWords: Readonly<Record<ConflictKind, string>> = {
  sameGenesysUser: 'Two Okta users for one Genesys user',
  sameOktaUser: 'One Okta user for two Genesys users',
  duplicateLogin: 'One login for two Okta users',
};

/** Why a tripped guard holds the group back, with the limit it went over: `over 20 %`, `Genesys should block this`. */
export function guardWords(
  guard: Guard,
  group: GroupPlan,
  settings: Pick<PlanSettings, 'maxRemovals' | 'maxRemovalPercent' | 'maxAdds'>,
): string {
  switch (guard) {
    case 'genesysBlock':
      return 'Genesys should block this';
    case 'transientBlock':
      return `up to ${formatNumber(group.removalsAtWorst ?? 0)} out for a time while Okta pushes`;
    case 'count':
      return `over ${countOf(settings.maxRemovals, 'removal')}`;
    case 'percent':
      return `over ${formatLimit(settings.maxRemovalPercent)}`;
    case 'manyAdds':
      return group.adds.length > settings.maxAdds ? `over ${formatNumber(settings.maxAdds)} added` : 'adds to a protected group';
    case 'emptyPush':
      return 'Okta would push nobody';
    case 'protectedGroup':
      return 'protected group';
    case 'roles':
      return group.rolesGranted === null ? 'roles unknown' : 'grants roles';
    case 'rename':
      return group.match === 'caseOnly' ? 'name differs in case; Okta will try to rename it' : 'name differs; Okta will try to rename it';
    case 'conflict':
      return 'holds people in a conflict';
    case 'sharedTarget':
      return 'another push goes to the same Genesys group';
    case 'unconfirmedMembers':
      return 'member list not confirmed';
    case 'incompleteSource':
      return 'Okta export incomplete';
    case 'incompleteSnapshot':
      return 'Genesys data incomplete';
    case 'unknownMembers':
      return 'members unknown: no members file in the export';
  }
}

/**
 * A group in one line, removals first: `−1,240 +3 · 82.0 % · up to 1,259 out for a time · Genesys should block this`. Where Genesys
 * should block the push, the lesser guards are left out; a group that could not be matched says why instead of numbers.
 */
export function groupHeadline(group: GroupPlan, settings: PlanSettings): string {
  if (group.match === 'ambiguous' || group.match === 'nearMiss' || group.match === 'missing') return matchWords[group.match];
  const parts: string[] = [];
  if (group.after !== null) {
    const removals = group.removals.length;
    parts.push(formatChange(removals, group.adds.length));
    if (removals > 0 && group.removalPercent !== null) parts.push(formatPercent(group.removalPercent));
    if (group.removalsAtWorst !== null && group.removalsAtWorst > removals && !group.guards.includes('transientBlock')) {
      parts.push(`up to ${formatNumber(group.removalsAtWorst)} out for a time`);
    }
  }
  const said = group.guards.includes('genesysBlock')
    ? group.guards.filter((guard) => guard === 'genesysBlock' || group.verdict === 'unresolved')
    : group.guards;
  return [...parts, ...said.map((guard) => guardWords(guard, group, settings))].join(' · ');
}

/** `Agent, Supervisor (Home division)`, one part a division; null where the group grants nothing or it may not be read. */
export function grantedRoles(group: Pick<GroupPlan, 'rolesGranted'>): string | null {
  const byDivision = new Map<string, string[]>();
  for (const grant of group.rolesGranted ?? []) {
    byDivision.set(grant.division, [...(byDivision.get(grant.division) ?? []), displayName(grant.role)]);
  }
  const parts = [...byDivision].map(
    ([division, roles]) => roles.join(', ') + (division === '' ? '' : ` (${displayName(division)} division)`),
  );
  return parts.length === 0 ? null : parts.join('; ');
}

/** A problem in one line with its file and line, unless its message names them: `users-3.json stops in the middle (line 4,031)`. */
export function problemWords(problem: Pick<PlanProblem, 'message' | 'line'> & { readonly path?: string | null }): string {
  const path = problem.path && !problem.message.includes(problem.path) ? `${displayName(problem.path)}: ` : '';
  const line = problem.line !== null && !/\bline \d|:\d+:\d+/.test(problem.message) ? ` (line ${formatNumber(problem.line)})` : '';
  return `${path}${displayName(problem.message)}${line}`;
}

/** `2026-11-20 14:02 UTC` of an ISO time; what is no time stays as it is. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

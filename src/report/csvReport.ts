import Papa from 'papaparse';
import type { AttributePlan, GroupPlan, Plan, UserPlan } from '../plan/plan';
import { attributeKindWords, displayName, matchWords, originWords, removalReasonWords, userActionWords, verdictWords } from './words';

const columns = [
  'what',
  'change',
  'group',
  'groupVerdict',
  'userName',
  'displayName',
  'reason',
  'origin',
  'details',
  'sentByOkta',
  'oktaGroupId',
  'genesysGroupId',
  'oktaUserId',
  'genesysUserId',
] as const;
type Row = Readonly<Record<(typeof columns)[number], string>>;

/**
 * The plan as one CSV, comma-separated, CRLF: a row for each membership that a push would end or add, for each group that cannot be
 * matched, and for each user action; what a plan cannot know has no rows. See `toCsv` for cells that a spreadsheet would run.
 */
export function planToCsv(plan: Plan): string {
  const rows = [...plan.groups.flatMap(groupRows), ...plan.users.map(userRow)];
  return toCsv(
    columns,
    rows.map((row) => columns.map((column) => displayName(row[column]))),
  );
}

/**
 * Cells that a spreadsheet would take for a formula get an apostrophe in front: those that begin with `=`, `+`, `-` or `@` (also the
 * full-width forms, also behind white space), a tab or a line break. A phone number in E.164 therefore reads `'+13172222222`.
 */
export function toCsv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return csvLines([head, ...rows]);
}

/** Lines of a CSV that is written piece by piece, as `toCsv` writes them. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return Papa.unparse(
    rows.map((row) => [...row]),
    { escapeFormulae: formula, newline: '\r\n' },
  ).concat('\r\n');
}

/** A spreadsheet would take this cell for a formula. */
export function isFormula(cell: string): boolean {
  return formula.test(cell);
}

const formula = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;

const emptyRow: Row = {
  what: '',
  change: '',
  group: '',
  groupVerdict: '',
  userName: '',
  displayName: '',
  reason: '',
  origin: '',
  details: '',
  sentByOkta: '',
  oktaGroupId: '',
  genesysGroupId: '',
  oktaUserId: '',
  genesysUserId: '',
};

function groupRows(group: GroupPlan): Row[] {
  const shared: Row = {
    ...emptyRow,
    what: 'membership',
    group: group.name,
    groupVerdict: verdictWords[group.verdict],
    oktaGroupId: group.oktaGroupId,
    genesysGroupId: group.genesysGroupId ?? '',
  };
  if (group.genesysGroupId === null || group.after === null) {
    return [{ ...shared, what: 'group', change: 'unknown', reason: group.match === 'exact' ? '' : matchWords[group.match] }];
  }
  const removed = group.removals.map((removal) => ({
    ...shared,
    change: 'remove',
    userName: removal.userName ?? '',
    displayName: removal.displayName ?? '',
    reason: removalReasonWords[removal.reason],
    origin: removal.origin === null ? '' : originWords[removal.origin],
    genesysUserId: removal.genesysUserId,
  }));
  const added = group.adds.map((add) => ({
    ...shared,
    change: 'add',
    userName: add.userName ?? '',
    oktaUserId: add.oktaUserId,
    genesysUserId: add.genesysUserId,
  }));
  return [...removed, ...added];
}

function userRow(user: UserPlan): Row {
  const details = user.attributes.filter((attribute) => attribute.kind !== 'equal').map(attributeWords);
  return {
    ...emptyRow,
    what: 'user',
    change: user.action,
    userName: user.userName ?? '',
    reason: userActionWords[user.action],
    details: [...(user.note === null ? [] : [user.note]), ...details].join('; '),
    sentByOkta: user.notSent ? 'no' : '',
    oktaUserId: user.oktaUserId ?? '',
    genesysUserId: user.genesysUserId ?? '',
  };
}

function attributeWords(attribute: AttributePlan): string {
  const change = `${attribute.genesys ?? '—'} → ${attribute.normalized ?? attribute.okta ?? '—'}`;
  const message = attribute.message === null ? '' : `: ${attribute.message}`;
  return `${attribute.path}: ${change} (${attributeKindWords[attribute.kind]}${message})`;
}

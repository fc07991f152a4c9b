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
  return [...planCsv(plan)].join('');
}

/** `planToCsv`, some hundred lines at a time: between two of them others can work. */
export function* planCsv(plan: Plan): Generator<string, void, undefined> {
  yield csvLines([columns]);
  let rows: (readonly string[])[] = [];
  for (const row of planRows(plan)) {
    rows.push(columns.map((column) => displayName(row[column])));
    if (rows.length < rowsAPiece) continue;
    yield csvLines(rows);
    rows = [];
  }
  if (rows.length > 0) yield csvLines(rows);
}

const rowsAPiece = 256;

function* planRows({ groups, users }: Plan): Generator<Row, void, undefined> {
  for (const group of groups) yield* groupRows(group);
  for (const user of users) yield userRow(user);
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

function* groupRows(group: GroupPlan): Generator<Row, void, undefined> {
  const shared: Row = {
    ...emptyRow,
    what: 'membership',
    group: group.name,
    groupVerdict: verdictWords[group.verdict],
    oktaGroupId: group.oktaGroupId,
    genesysGroupId: group.genesysGroupId ?? '',
  };
  if (group.genesysGroupId === null || group.after === null) {
    yield { ...shared, what: 'group', change: 'unknown', reason: group.match === 'exact' ? '' : matchWords[group.match] };
    return;
  }
  for (const removal of group.removals) {
    yield {
      ...shared,
      change: 'remove',
      userName: removal.userName ?? '',
      displayName: removal.displayName ?? '',
      reason: removalReasonWords[removal.reason],
      origin: removal.origin === null ? '' : originWords[removal.origin],
      genesysUserId: removal.genesysUserId,
    };
  }
  for (const { userName, oktaUserId, genesysUserId } of group.adds) {
    yield { ...shared, change: 'add', userName: userName ?? '', oktaUserId, genesysUserId };
  }
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

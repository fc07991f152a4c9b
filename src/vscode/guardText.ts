import { quietMs, type GuardedGroup, type Look } from '../apply/guardPushGroup';
import { compareGuarded, type GuardComparison, type GuardOutcome, guardOutcomes } from '../apply/guardPushOutcome';
import { countOf, displayName, formatChange, formatNumber, joinWords } from '../report/words';

/** What the page of a guarded push shows. */
export interface GuardPage {
  readonly org: string;
  readonly groups: readonly GuardedGroup[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** From one look to the next, in milliseconds. */
  readonly everyMs: number;
  /** How often each group was read; null where that is not known. */
  readonly looks: number | null;
  readonly state: 'following' | 'ending' | 'ended' | 'broken';
  /** Why it broke off; null where it did not. */
  readonly problem: string | null;
  /** Where the before-images are. */
  readonly path: string;
  readonly nameOf: (genesysId: string) => string;
}

/** More people than this of one kind help nobody on a page; the file has all of them. */
const mostNamed = 5000;
/** Who came back, or went as predicted, is no news. */
const mostExpected = 25;

const outcomeWords: Readonly<Record<GuardOutcome, string>> = {
  removedUnexpectedly: 'Removed, not predicted',
  notRemoved: 'Not removed, though predicted',
  addedUnexpectedly: 'Added, not predicted',
  notAdded: 'Not added, though predicted',
  cameBack: 'Out for a time, and back',
  removedAsPredicted: 'Removed, as predicted',
  addedAsPredicted: 'Added, as predicted',
};

const signs: Readonly<Record<GuardOutcome, string>> = {
  removedUnexpectedly: '−',
  notRemoved: '=',
  addedUnexpectedly: '+',
  notAdded: '=',
  cameBack: '=',
  removedAsPredicted: '−',
  addedAsPredicted: '+',
};

const expected: ReadonlySet<GuardOutcome> = new Set<GuardOutcome>(['cameBack', 'removedAsPredicted', 'addedAsPredicted']);

/** The page of a guarded push as Markdown that reads well as it stands, too (screens.md, "Guard a Push"). */
export function guardPage(page: GuardPage): string {
  const names = joinWords(page.groups.map(({ target }) => inline(target.name)));
  const sections = page.groups.map((group) => section(page, group));
  return `# Guard a Push: ${names}\n\nOrg: ${inline(page.org)}\n\n${sections.join('\n')}\n${footer(page)}`;
}

function section(page: GuardPage, group: GuardedGroup): string {
  const over = page.state === 'ended' || page.state === 'broken';
  const unproved = group.proved ? '' : " Genesys' own count may not be read, so it is not proved that these are all.";
  const saved = `Before: ${countOf(group.before.size, 'member')}, saved ${timeOf(group.savedAt)}.${unproved}`;
  const heading = page.groups.length === 1 ? [] : [`## ${inline(group.target.name)}`];
  const first = over ? `${saved} ${lastLookWords(group)}` : `${saved} Now push the group in Okta; this page follows it.`;
  const comparison = over ? compareGuarded(group) : null;
  const body = comparison ? comparedLines(page, group, comparison) : liveLines(page, group);
  const people = comparison ? guardOutcomes.flatMap((outcome) => peopleLines(outcome, comparison.people[outcome], page.nameOf)) : [];
  const looks = group.looks.length === 0 ? [] : [looksTable(group.looks)];
  return [...heading, first, ...body, ...looks, ...people].join('\n\n') + '\n';
}

function liveLines(page: GuardPage, group: GuardedGroup): string[] {
  if (page.state === 'ending') return ['A last look is taken …'];
  const predicted = predictionWords(group);
  const problem = group.looks.at(-1)?.problem ?? null;
  const lines = [
    ...(predicted === null ? [] : [predicted]),
    ...(group.gone ? [goneWords] : problem === null ? [] : [`The last look failed and is tried again: ${inline(problem)}`]),
    ...cutWords(group),
  ];
  if (group.gone || group.missed || !group.settled(page.now)) return lines;
  const quiet = `Nothing has moved for ${quietMs / 1000} seconds. When Okta says that the push is done, press End Guarding above.`;
  return [...lines, quiet];
}

const goneWords =
  'The group is not in Genesys Cloud any more. SCIM cannot create it, so nobody can be restored into it; who its members were is kept.';

/** That the list read last may be cut; nothing where it agrees with Genesys' own count. */
function cutWords({ now, counted, gone }: GuardedGroup): string[] {
  if (counted === null || gone) return [];
  const seen = `Genesys lists ${countOf(now.size, 'member')} and counts ${formatNumber(counted)}`;
  return [`${seen}: the list may be cut, and whoever is called out here may be a member all the same.`];
}

function predictionWords({ target }: GuardedGroup): string | null {
  const { prediction } = target;
  if (prediction === null) return null;
  const change = formatChange(prediction.removals.length, prediction.adds.length);
  const atWorst = prediction.atWorst > prediction.removals.length ? `, up to ${formatNumber(prediction.atWorst)} out for a time` : '';
  return `Predicted: ${change}${atWorst}.`;
}

function lastLookWords({ looks, now, gone }: GuardedGroup): string {
  const last = looks.findLast(({ problem }) => problem === null);
  if (gone) return goneWords;
  return last === undefined ? 'It was not looked at since.' : `Last seen ${timeOf(last.at)}: ${countOf(now.size, 'member')}.`;
}

function comparedLines(page: GuardPage, group: GuardedGroup, comparison: GuardComparison): string[] {
  const { looks, gone } = group;
  const problem = gone ? null : (looks.at(-1)?.problem ?? null);
  const { alreadySo, missing } = comparison;
  return [
    ...(problem === null ? [] : [`The last look failed, so this compares with the one before it: ${inline(problem)}`]),
    ...cutWords(group),
    `**${headline(comparison)}**`,
    outForATime(page.looks, comparison),
    ...(alreadySo === 0 ? [] : [`${countOf(alreadySo, 'predicted change')} stood already when the guard began; the plan was older.`]),
    ...(missing.length === 0 || gone
      ? []
      : [
          `${countOf(missing.length, 'person', 'people')} who were members before are missing. Restore from Snapshot… above adds them back.`,
        ]),
  ];
}

/** `Predicted −1,240 +3, actual −1,240 +3: as predicted.` */
export function headline({ predicted, actual, asPredicted }: GuardComparison): string {
  const happened = formatChange(actual.removals, actual.adds);
  if (predicted === null) return `Nothing was predicted of this group. Actual ${happened}.`;
  const verdict = asPredicted === true ? 'as predicted' : 'not as predicted';
  return `Predicted ${formatChange(predicted.removals, predicted.adds)}, actual ${happened}: ${verdict}.`;
}

function outForATime(looks: number | null, { largestOut, people }: GuardComparison): string {
  const back = people.cameBack.length;
  const unseen = `What came and went between two ${looks === null ? 'looks' : `of the ${countOf(looks, 'look')}`} was not seen.`;
  if (back === 0) return unseen;
  const all = `${formatNumber(back)} were out for a time; they are back.`;
  const most = `${formatNumber(largestOut)} were out at once; ${formatNumber(back)} were out for a time and are back.`;
  return `${largestOut === back ? all : most} ${unseen}`;
}

function peopleLines(outcome: GuardOutcome, ids: readonly string[], nameOf: (id: string) => string): string[] {
  if (ids.length === 0) return [];
  const most = expected.has(outcome) ? mostExpected : mostNamed;
  const named = ids
    .map((id) => `${signs[outcome]} ${displayName(nameOf(id))}`)
    .sort()
    .slice(0, most);
  const rest = ids.length > most ? [`… and ${formatNumber(ids.length - most)} more`] : [];
  // Every line begins with a sign, so no name can end the block.
  return [`### ${outcomeWords[outcome]}: ${formatNumber(ids.length)}`, ['~~~text', ...named, ...rest, '~~~'].join('\n')];
}

function footer({ state, problem, path, everyMs }: GuardPage): string {
  const seconds = everyMs % 1000 === 0 ? String(everyMs / 1000) : (everyMs / 1000).toFixed(1);
  const rate = `A look every ${seconds === '1' ? 'second' : `${seconds} seconds`}, each group in full. What comes and goes between two looks is not seen.`;
  const broken = problem === null ? [] : [`The guard broke off: ${inline(problem)}`];
  const kept = `The members before, and what was seen, are kept in \`${displayName(path).replaceAll('`', 'ˋ')}\`.`;
  return [...broken, ...(state === 'following' ? [rate] : []), kept].join('\n\n') + '\n';
}

/** An untrusted text inside a line that reads well as it stands and makes no markup. */
export const inline = (text: string): string => displayName(text).replace(/[\\`*_[\]<>&|~]/g, '\\$&');

const columns = ['Time', 'Members', 'Out', 'Back', 'New'] as const;

/** More rows than this nobody reads; the file has all of them. */
const mostRows = 200;

/** A line a look; looks in a row that showed no movement, or failed in the same way, become one line. */
function looksTable(looks: readonly Look[]): string {
  const rows: string[][] = [];
  let quietFrom: Look | null = null;
  for (const [index, look] of looks.entries()) {
    const next = looks[index + 1];
    if (next && !look.moved && !next.moved && look.problem === next.problem) {
      quietFrom ??= look;
      continue;
    }
    rows.push(rowOf(look, quietFrom));
    quietFrom = null;
  }
  const left = rows.splice(0, Math.max(0, rows.length - mostRows)).length;
  if (left > 0) rows.unshift([`… ${formatNumber(left)} earlier`, '', '', '', '']);
  const widths = columns.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0), 3));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(columns), rule, ...rows.map(line)].join('\n');
}

function rowOf(look: Look, since: Look | null): string[] {
  const time = since === null ? timeOf(look.at) : `${timeOf(since.at)} – ${timeOf(look.at)}`;
  if (look.problem !== null) return [time, look.members === null ? '?' : formatNumber(look.members), '?', '?', '?'];
  return [time, formatNumber(look.members ?? 0), ...[look.out, look.back, look.added].map(formatNumber)];
}

/** `14:02:11`, where the person is. */
export function timeOf(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

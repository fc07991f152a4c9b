import type { GroupPlan, Plan } from '../plan/plan';
import { userActions } from '../plan/plan';
import { groupSections, notPushedByReason, removalsByReason } from './groupSections';
import { notesInShort } from './planNotes';
import { partialBanner, partialCause, planHeadline } from './planHeadline';
import type { ReportOptions } from './reportDocument';
import { requestsWords } from './requestsReport';
import { wrapText } from './terminalText';
import {
  countOf,
  cureHeadline,
  displayName,
  formatNumber,
  formatTime,
  grantedRoles,
  groupHeadline,
  guardWords,
  matchWords,
  notPushedWords,
  problemWords,
  removalReasonWords,
  userActionWords,
} from './words';

export interface TextOptions extends ReportOptions {
  /** Columns of the terminal; lines are wrapped at words, with a hanging indent. 100 where it is not known. */
  readonly width?: number;
  /** ANSI colours for headings and what is at risk; none unless asked. */
  readonly color?: boolean;
}

const listed = 50;

/** The plan as text for a terminal: what it comes to, groups at risk with their reasons, then everything else in short. */
export function planToText(plan: Plan, options: TextOptions = {}): string {
  const page = new Page(options.width ?? 100, options.color ?? false);
  const sections = groupSections(plan);
  identity(page, plan, options);
  page.gap();
  page.line(0, planHeadline(plan), plan.complete ? 'bold' : 'red');
  doubts(page, plan);
  page.heading('Groups at risk', sections.atRisk.length);
  for (const group of sections.atRisk) atRisk(page, group, plan);
  page.heading('Safe groups', sections.safe.length);
  page.items(sections.safe, (group) => `${displayName(group.name)}  ${groupHeadline(group, plan.settings)}`);
  page.heading('Cannot be matched', sections.unmatched.length);
  page.items(sections.unmatched, unmatchedLine);
  if (sections.unchanged.length > 0) {
    page.gap();
    page.line(0, `Unchanged: ${countOf(sections.unchanged.length, 'group')}`);
  }
  users(page, plan);
  page.heading('Conflicts', plan.conflicts.length);
  page.items(plan.conflicts, (conflict) => displayName(conflict.message));
  page.heading('Notes', plan.problems.filter((problem) => problem.level === 'note').length);
  page.items(notesInShort(plan), (note) => note);
  return page.text();
}

function identity(page: Page, plan: Plan, options: ReportOptions): void {
  const from = options.exportName === undefined ? '' : ` ← ${displayName(options.exportName)}`;
  const app = plan.oktaApp === null ? '' : ` · Okta app ${displayName(plan.oktaApp.label ?? plan.oktaApp.id)}`;
  page.line(0, `${displayName(plan.org.name)} (${displayName(plan.org.host)})${from}${app}`);
  page.line(0, `${formatTime(plan.createdAt)} · ${plan.tool.name} ${plan.tool.version} · plan ${plan.id.slice(0, 12)}`);
  if (plan.requests !== undefined) page.line(0, requestsWords(plan.requests));
}

/** Doubts and assumptions stand on top (section 3); the first problem of a partial plan is in the headline already. */
function doubts(page: Page, plan: Plan): void {
  const serious = plan.problems.filter((problem) => problem.level !== 'note');
  const said = partialBanner(plan) === null ? null : partialCause(plan);
  const more = serious.filter((problem) => problem !== said);
  if (more.length + plan.assumptions.length > 0) page.gap();
  page.items(more, (problem) => `! ${problemWords(problem)}`, 0);
  page.items(plan.assumptions, (assumption) => `Assumed: ${displayName(assumption)}`, 0);
}

function atRisk(page: Page, group: GroupPlan, plan: Plan): void {
  page.line(1, displayName(group.name), 'bold');
  page.line(2, groupHeadline(group, plan.settings), group.verdict === 'review' ? 'yellow' : 'red');
  for (const [reason, found] of removalsByReason(group)) page.counted(2, found.length, removalReasonWords[reason]);
  if (group.guards.length > 1)
    page.line(2, `Held back: ${group.guards.map((guard) => guardWords(guard, group, plan.settings)).join('; ')}`);
  const roles = grantedRoles(group);
  if (roles !== null) page.line(2, `The group grants: ${roles}`);
  else if (group.rolesGranted === null && group.removals.length > 0) page.line(2, 'The group grants: not known');
  if (group.notPushed.length > 0) {
    const parts = [...notPushedByReason(group)].map(([reason, found]) => `${formatNumber(found.length)} ${notPushedWords[reason]}`);
    page.line(2, `In the Okta group, not pushed: ${formatNumber(group.notPushed.length)} (${parts.join('; ')})`);
  }
  const cure = cureHeadline(group);
  if (cure !== null) page.line(2, `What to do in Okta: ${cure}`);
}

function unmatchedLine(group: GroupPlan): string {
  const other = group.genesysName === null ? '' : ` (in Genesys “${displayName(group.genesysName)}”)`;
  return `${displayName(group.name)}${other}  ${matchWords[group.match]}`;
}

function users(page: Page, plan: Plan): void {
  const present = userActions.filter((action) => plan.summary.users[action] > 0);
  page.heading('Users', present.length === 0 ? 0 : null);
  for (const action of present) {
    const notSent = plan.users.filter((user) => user.action === action && user.notSent).length;
    const words = userActionWords[action] + (notSent === 0 ? '' : ` (${formatNumber(notSent)} that Okta is set not to send)`);
    page.counted(1, plan.summary.users[action], words);
  }
}

type Style = 'plain' | 'bold' | 'red' | 'yellow';
const ansi: Readonly<Record<Exclude<Style, 'plain'>, string>> = { bold: '1', red: '31', yellow: '33' };

/** Lines on a page of a known width, two spaces to an indent. */
class Page {
  readonly #lines: string[] = [];

  constructor(
    private readonly width: number,
    private readonly color: boolean,
  ) {}

  line(indent: number, words: string, style: Style = 'plain'): void {
    for (const line of wrapText(words, this.width, ' '.repeat(indent * 2))) this.#lines.push(this.#styled(line, style));
  }

  /** `    912  Deactivated in Okta`, numbers in a column. */
  counted(indent: number, count: number, words: string): void {
    const number = formatNumber(count).padStart(7);
    for (const line of wrapText(words, this.width, ' '.repeat(indent * 2 + 9), ' '.repeat(indent * 2) + `${number}  `))
      this.#lines.push(line);
  }

  /** A heading with its number; a section with nothing in it is left out. */
  heading(words: string, count: number | null): void {
    if (count === 0) return;
    this.gap();
    this.line(0, count === null ? words : `${words} (${formatNumber(count)})`, 'bold');
  }

  items<Item>(items: readonly Item[], words: (item: Item) => string, indent = 1): void {
    for (const item of items.slice(0, listed)) this.line(indent, words(item));
    if (items.length > listed) this.line(indent, `… and ${formatNumber(items.length - listed)} more`);
  }

  gap(): void {
    this.#lines.push('');
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #styled(line: string, style: Style): string {
    return this.color && style !== 'plain' ? `\u001b[${ansi[style]}m${line}\u001b[0m` : line;
  }
}

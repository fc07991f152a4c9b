import type { Root, RootContent } from 'mdast';
import type { Plan } from '../plan/plan';
import { basisReport, doubtReport } from './basisReport';
import { groupReport } from './groupReport';
import type { Cell } from './markdownNodes';
import { code, heading, list, name, paragraph, root } from './markdownNodes';
import { planHeadline } from './planHeadline';
import { conflictReport, pingPongReport, userReport } from './userReport';
import { formatTime } from './words';

export interface ReportOptions {
  /** The export's folder name, as the admin knows it; the plan itself holds only paths inside it. */
  readonly exportName?: string;
}

/**
 * The report as document trees one after the other, which the Markdown and the HTML form write (screens.md, "Report"). Each begins with a
 * heading, so that they can be written one by one and are the text of one tree: between two of them others can work. Empty ones are steps
 * of long work.
 */
export function* reportParts(plan: Plan, options: ReportOptions = {}): Generator<Root, void, undefined> {
  for (const part of parts(plan, options)) yield root([...part]);
}

function* parts(plan: Plan, options: ReportOptions): Generator<readonly RootContent[], void, undefined> {
  yield [heading(1, 'What an Okta push would do to ', name(plan.org.name)), list(identity(plan, options)), paragraph(planHeadline(plan))];
  yield doubtReport(plan);
  yield* groupReport(plan);
  yield* userReport(plan);
  yield* pingPongReport(plan);
  yield conflictReport(plan);
  yield basisReport(plan);
}

function identity(plan: Plan, options: ReportOptions): readonly Cell[] {
  return [
    ['Org: ', name(plan.org.name), ' at ', code(plan.org.host)],
    ...(options.exportName === undefined ? [] : [['Okta export: ', code(options.exportName)]]),
    ...(plan.oktaApp === null ? [] : [['Okta app: ', name(plan.oktaApp.label ?? plan.oktaApp.id), ' ', code(plan.oktaApp.id)]]),
    `Made: ${formatTime(plan.createdAt)} by ${plan.tool.name} ${plan.tool.version}`,
    ['Plan: ', code(plan.id)],
  ];
}

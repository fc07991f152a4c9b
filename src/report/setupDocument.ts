import type { Root, RootContent } from 'mdast';
import type { PushedGroup } from '../plan/setupEvidence';
import type { Cell } from './markdownNodes';
import { capped, heading, list, name, paragraph, root, strong, table } from './markdownNodes';
import { setupParts, setupSteps, type SetupEvidence, type SetupPart, type SetupStep, type StepState } from './setupSteps';
import { countOf, formatNumber, formatTime, joinWords, matchWords } from './words';

const stepStateWords: Readonly<Record<StepState, string>> = {
  done: '✓ Done',
  notDone: '✗ Not done',
  unseen: '? Cannot be seen from here',
};

const partWords: Readonly<Record<SetupPart, string>> = {
  token: 'Genesys Cloud: OAuth client and token',
  application: 'Okta: application and sign-on',
  toApp: 'Okta: provisioning to the app',
  toOkta: 'Okta: matching',
  integration: 'Okta: integration',
  groups: 'Okta: pushed groups',
};

export interface SetupSubject {
  readonly evidence: SetupEvidence;
  /** The export's folder name; null without one. */
  readonly exportName: string | null;
  /** ISO 8601. */
  readonly checkedAt: string;
}

/** Rows of groups that are shown; more make the page slow, and the plan lists all of them. */
const groupsShown = 200;

/** *Check Setup…*: a table of all steps, then each with its evidence and what to click (product.md, section 2). */
export function setupDocument({ evidence, exportName, checkedAt }: SetupSubject): Root {
  const steps = setupSteps(evidence);
  const org: Cell = evidence.org ? ['Org: ', name(evidence.org.name)] : 'Org: none was read';
  return root([
    heading(1, evidence.org ? 'Setup of ' : 'Setup', ...(evidence.org ? [name(evidence.org.name)] : [])),
    paragraph(setupHeadline(steps)),
    list([
      org,
      exportName === null ? 'Okta export: none was chosen' : ['Okta export: ', name(exportName)],
      `Checked: ${formatTime(checkedAt)}`,
    ]),
    overview(steps),
    ...setupParts.flatMap((part) => partSection(part, steps, evidence)),
    paragraph(
      'The steps and their order are those of the article "Configure Okta for Genesys Cloud SCIM". Nothing was written in Genesys Cloud or Okta.',
    ),
  ]);
}

/** In a sentence how the setup stands. */
export function setupHeadline(steps: readonly SetupStep[]): string {
  const count = (state: StepState, optional: boolean): number =>
    steps.filter((step) => step.state === state && step.optional === optional).length;
  const done = steps.filter((step) => step.state === 'done').length;
  const parts = [
    ...(count('notDone', false) === 0 ? [] : [`${countOf(count('notDone', false), 'step is', 'steps are')} not done`]),
    ...(count('notDone', true) === 0
      ? []
      : [`${formatNumber(count('notDone', true))} optional ${count('notDone', true) === 1 ? 'one is' : 'ones are'} not done`]),
    `${formatNumber(done)} of ${formatNumber(steps.length)} are done`,
    ...(done === steps.length ? [] : unseenWords(steps)),
  ];
  return `${joinWords(parts)}.`;
}

function unseenWords(steps: readonly SetupStep[]): readonly string[] {
  const unseen = steps.filter((step) => step.state === 'unseen').length;
  return unseen === 0 ? [] : [`${formatNumber(unseen)} cannot be seen from here`];
}

function overview(steps: readonly SetupStep[]): RootContent {
  return table(
    ['right', 'left', 'left'],
    ['', 'Step', 'State'],
    steps.map((step, index) => [
      String(index + 1),
      titleOf(step),
      step.state === 'unseen' ? '? Cannot be seen' : stepStateWords[step.state],
    ]),
  );
}

function titleOf({ title, optional }: SetupStep): string {
  return optional ? `${title} (optional)` : title;
}

function partSection(part: SetupPart, steps: readonly SetupStep[], { okta }: SetupEvidence): readonly RootContent[] {
  const own = steps.map((step, index) => ({ step, number: index + 1 })).filter(({ step }) => step.part === part);
  return [
    heading(2, partWords[part]),
    ...own.flatMap(({ step, number }): readonly RootContent[] => [
      heading(3, `${number}. ${titleOf(step)}`),
      paragraph(strong(stepStateWords[step.state])),
      ...(step.evidence.length === 0 ? [] : [list(step.evidence)]),
      ...(step.toDo.length === 0 ? [] : [paragraph('What to do:'), list(step.toDo)]),
    ]),
    ...(part === 'groups' && okta?.groups ? groupTable(okta.groups, okta.hasPushMappings) : []),
  ];
}

const pushWords = { ACTIVE: 'active', INACTIVE: 'not active', ERROR: 'in error' } as const;

function groupTable(groups: readonly PushedGroup[], pushed: boolean): readonly RootContent[] {
  if (groups.length === 0) return [];
  const { shown, rest } = capped(
    [...groups].sort((a, b) => Number(isInOrder(a)) - Number(isInOrder(b))),
    groupsShown,
  );
  const rows = shown.map((group): readonly Cell[] => [
    name(group.name),
    group.genesysName === null ? '—' : name(group.genesysName),
    group.match === null ? 'not compared' : matchWords[group.match],
    ...(pushed ? [group.pushStatus === null ? 'not known' : pushWords[group.pushStatus], linkWords(group)] : []),
  ]);
  return [
    heading(3, pushed ? 'The pushed groups' : 'Okta groups with a namesake in Genesys Cloud'),
    table(
      ['left', 'left', 'left', ...(pushed ? (['left', 'left'] as const) : [])],
      ['Okta group', 'Genesys group', 'Name', ...(pushed ? ['Push', 'Linked to'] : [])],
      rows,
    ),
    ...(rest === 0 ? [] : [paragraph(`… and ${countOf(rest, 'more group')}.`)]),
  ];
}

/** What needs a look comes first. */
function isInOrder({ match, pushStatus, alsoAssigns }: PushedGroup): boolean {
  return (match === 'exact' || match === null) && (pushStatus === 'ACTIVE' || pushStatus === null) && !alsoAssigns;
}

function linkWords({ targetNamed, match }: PushedGroup): string {
  if (targetNamed) return 'the group that Okta names';
  return match === 'missing' ? 'no group that is known' : 'taken to be its namesake';
}

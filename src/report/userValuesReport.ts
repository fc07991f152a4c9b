import type { RootContent } from 'mdast';
import type { Plan } from '../plan/plan';
import type { UserValue, ValueKind } from '../plan/userValues';
import { notableKinds, type AttributeTotals, type ValueTotals } from '../plan/valueTotals';
import { code, heading, list, name, paragraph, root, table, type Cell } from './markdownNodes';
import { toMarkdownText } from './markdownReport';
import { remarks, valueCells, valueHead } from './userValuesPage';
import { updatesSaved } from './userValuesSaved';
import { valueCountWords } from './userValuesWords';
import { countOf, formatNumber, formatTime, joinWords } from './words';

export interface AllValuesSubject {
  readonly plan: Plan;
  /** The file or page of the mapping. */
  readonly mappingName: string;
  readonly totals: ValueTotals;
  /** Assigned and active users who are left out. */
  readonly leftOut: { readonly inConflict: number; readonly accountMissing: number };
  readonly notCompared: readonly string[];
  readonly assumptions: readonly string[];
  /** Okta is set not to send this: said on top; null where it is sent. */
  readonly notSent: string | null;
  /** The app's variable whose examples alone are shown; null: of all attributes. */
  readonly only: string | null;
}

/** *Preview for All Users*: what a mapping gives everybody, with examples, what is not compared, and what curing it would save. */
export function allValuesReport(subject: AllValuesSubject): string {
  const { plan, mappingName, totals, notSent, only } = subject;
  const shown = only === null ? totals.attributes : totals.attributes.filter(({ variable }) => variable === only);
  return toMarkdownText(
    root([
      heading(1, 'What the mapping gives all users'),
      list([
        ['Mapping: ', name(mappingName), ', as it stands in the editor'],
        ['Org: ', name(plan.org.name)],
        `Compared with the plan of ${formatTime(plan.createdAt)}`,
      ]),
      paragraph(summary(totals)),
      ...(notSent === null ? [] : [paragraph(notSent)]),
      ...againstPlan(plan, totals),
      heading(2, 'By attribute'),
      attributeTable(shown),
      ...shown.flatMap(attributeExamples),
      ...(only === null ? updatesSaved(plan, totals) : []),
      ...remarks('Not compared', [...subject.notCompared, ...leftOutWords(subject)]),
      ...remarks('Taken for granted', subject.assumptions),
    ]),
  );
}

/** `unsupported` and `readOnly` are said of an attribute as a whole. */
const countedKinds = [...notableKinds, 'leftAlone', 'equal'] as const satisfies readonly ValueKind[];

const columnWords: Readonly<Record<(typeof countedKinds)[number], string>> = {
  invalid: 'Invalid',
  change: 'Changed',
  latentOverwrite: 'Overwritten later',
  pingPong: 'Sent again and again',
  unknown: 'Not known',
  leftAlone: 'Left alone',
  equal: 'Equal',
};

function summary({ users, created, counts, attributes }: ValueTotals): string {
  const accounts = created === 0 ? '' : `, ${formatNumber(created)} of them without an account yet`;
  return `${countOf(users, 'user')}${accounts}, with ${countOf(attributes.length, 'attribute')} each: ${valueCountWords(counts)}.`;
}

/** The plan was made with the mapping of the export, the rest is the same: what differs comes from the edits. */
function againstPlan({ users }: Plan, { counts }: ValueTotals): readonly RootContent[] {
  const kinds = ['invalid', 'change', 'latentOverwrite', 'pingPong'] as const;
  const before = { invalid: 0, change: 0, latentOverwrite: 0, pingPong: 0 };
  // No mapping deactivates anybody.
  for (const { action, attributes } of users) {
    if (action !== 'deactivate') for (const { kind } of attributes) if (kind in before) before[kind as keyof typeof before] += 1;
  }
  if (kinds.every((kind) => before[kind] === counts[kind])) return [];
  const rows = kinds.map((kind): readonly Cell[] => [columnWords[kind], formatNumber(before[kind]), formatNumber(counts[kind])]);
  return [
    heading(2, 'What the edits do'),
    table(['left', 'right', 'right'], ['Values', 'With the mapping of the export', 'With this mapping'], rows),
  ];
}

/** Kinds that nobody's value is of have no column. */
function attributeTable(attributes: readonly AttributeTotals[]): RootContent {
  const kinds = countedKinds.filter((kind) => attributes.some(({ counts }) => counts[kind] > 0));
  return table(
    ['left', ...kinds.map(() => 'right' as const)],
    ['Attribute', ...kinds.map((kind) => columnWords[kind])],
    attributes.map(({ variable, path, counts }) => [
      code(variable ?? path),
      ...kinds.map((kind) => (counts[kind] === 0 ? '' : formatNumber(counts[kind]))),
    ]),
  );
}

/** The worst kinds first; the CSV has everybody. */
function attributeExamples(attribute: AttributeTotals): readonly RootContent[] {
  const shown = notableKinds.flatMap((kind) => attribute.examples.get(kind) ?? []);
  if (shown.length === 0) return [];
  const all = notableKinds.reduce((sum, kind) => sum + attribute.counts[kind], 0);
  const rest = all - shown.length;
  const title = attribute.variable ?? attribute.path;
  return [
    heading(3, name(title)),
    paragraph('Genesys: ', code(attribute.path), ...(attribute.expression === null ? [] : ['. Expression: ', code(attribute.expression)])),
    table(
      valueHead.map(() => 'left'),
      valueHead,
      shown.map((value: UserValue) => [code(value.user), ...valueCells(value)]),
    ),
    ...(rest === 0 ? [] : [paragraph(`… and ${formatNumber(rest)} more; the CSV has all of them.`)]),
  ];
}

function leftOutWords({ leftOut: { inConflict, accountMissing } }: AllValuesSubject): readonly string[] {
  const parts = [
    ...(inConflict === 0 ? [] : [`${countOf(inConflict, 'user')} in a conflict: it is not clear who this is in Genesys`]),
    ...(accountMissing === 0 ? [] : [`${countOf(accountMissing, 'user')} for whom Okta holds an account that Genesys does not have`]),
  ];
  return parts.length === 0 ? [] : [`Left out: ${joinWords(parts)}.`];
}

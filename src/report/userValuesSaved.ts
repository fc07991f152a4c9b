import type { RootContent } from 'mdast';
import type { Plan } from '../plan/plan';
import type { ValueTotals } from '../plan/valueTotals';
import { heading, paragraph, table, type Cell } from './markdownNodes';
import { countOf, formatNumber } from './words';

/** Schedules that the estimate is reckoned for: the admin's own is set in Okta and stands in no export. */
const schedules = [
  { words: 'every hour', aDay: 24 },
  { words: 'every 6 hours', aDay: 4 },
  { words: 'once a day', aDay: 1 },
] as const;

/**
 * Updates that curing values sent again and again saves: an estimate. Where Okta imports from Genesys, each import finds the value in
 * Genesys' form, and the push that follows writes Okta's again: one update a user and import, however many such values the user has.
 */
export function updatesSaved(plan: Plan, { repeated }: ValueTotals): readonly RootContent[] {
  const before = plan.users.filter(({ attributes }) => attributes.some(({ kind }) => kind === 'pingPong')).length;
  if (before === 0 && repeated === 0) return [];
  const saved = before - repeated;
  const counts = [before, repeated, saved];
  const rows = schedules.map(({ words, aDay }): readonly Cell[] => [
    `${countOf(aDay, 'import')} a day (${words})`,
    ...counts.map((users) => formatNumber(users * aDay)),
  ]);
  return [
    heading(2, 'Updates that would be saved: an estimate'),
    paragraph(estimateWords(before, repeated)),
    table(
      ['left', 'right', 'right', 'right'],
      ['Updates', 'With the mapping of the export', 'With this mapping', 'Saved'],
      [['Per import', ...counts.map(formatNumber)], ...rows],
    ),
    paragraph(
      'The basis: one update for each of these users at each import of users from Genesys Cloud into Okta, since the import brings Genesys’ form and the push that follows sends Okta’s again. ' +
        'How often Okta imports is set in Okta (the app’s Provisioning tab, To Okta) and stands in no export, so it is reckoned for several schedules. Without imports nothing is repeated, and nothing is saved.',
    ),
  ];
}

function estimateWords(before: number, repeated: number): string {
  const now = `${countOf(before, 'user has', 'users have')} a value that is sent again and again with the mapping of the export`;
  if (before === repeated)
    return `${now}, and with this mapping as many. Curing them all would save ${countOf(before, 'update')} an import.`;
  if (repeated === 0) return `${now}, and with this mapping none: ${countOf(before, 'update')} an import would be saved.`;
  return `${now}, and ${formatNumber(repeated)} with this mapping.`;
}

import path from 'node:path';
import * as vscode from 'vscode';
import type { PushedPerson } from '../plan/pushedPeople';
import type { UserValues } from '../plan/userValues';
import { valueCountWords } from '../report/userValuesWords';
import { countOf, displayName, formatNumber } from '../report/words';
import type { MappingPreviewParts, PreviewSubject } from './mappingPreviewFeature';
import { notSentWords, valuesOf, type PreviewPeople } from './mappingPreviewSubject';
import { confirmSavingPersonalData } from './personalData';
import { orCancelled, withCancel, withCancelWhenSlow } from './progress';
import { inTurns } from './turns';

/** Of each attribute and kind; of one that was asked for alone more. */
const examples = { all: 5, one: 100 } as const;
const saveCsv = 'Save CSV…';

type Parts = Pick<MappingPreviewParts, 'documents' | 'prompts' | 'commands'>;

/**
 * *Preview Mapping for All Users*: a page with totals and examples, and a CSV of every value for those who want it.
 *
 * @param variable an attribute of the app whose examples alone are asked for; null: all of them.
 */
export async function previewAllUsers(subject: PreviewSubject, variable: string | null, known: PreviewPeople, parts: Parts): Promise<void> {
  const { mapping, open, name } = subject;
  const [values, { people, ...leftOut }] = await Promise.all([valuesOf(mapping, open), known.of(open)]);
  const { countValuesInSteps } = await import('../plan/valueTotals');
  const kept = variable === null ? examples.all : examples.one;
  const totals = await orCancelled(
    withCancelWhenSlow(`Looking at ${countOf(people.length, 'user')}…`, (signal) =>
      inTurns(countValuesInSteps(values, people, kept), signal),
    ),
  );
  if (!totals) return;
  const { allValuesReport } = await import('../report/userValuesReport');
  const { notCompared, assumptions } = values;
  const notSent = await notSentWords(open);
  const page = allValuesReport({
    ...{ plan: open.plan, mappingName: name, totals, leftOut, notCompared, assumptions, notSent },
    only: variable,
  });
  const title = variable === null ? `Values of all users (${name})` : `Values of ${displayName(variable)} (${name})`;
  await parts.documents.showReport(title, page);
  // The command is over when the page is there; the notification may stand for long.
  offerCsv(subject, values, people, valueCountWords(totals.counts), parts).catch((error: unknown) =>
    parts.commands.showError(error, 'saving values'),
  );
}

async function offerCsv(
  { open }: PreviewSubject,
  values: UserValues,
  people: readonly PushedPerson[],
  said: string,
  { prompts }: Parts,
): Promise<void> {
  const chosen = await prompts.offer('information', `${countOf(people.length, 'user')}: ${said}.`, [saveCsv]);
  if (chosen !== saveCsv) return;
  const folder =
    vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(path.dirname(open.exportPaths[0] ?? path.resolve('values.csv')));
  const uri = await vscode.window.showSaveDialog({
    title: 'Save CSV',
    saveLabel: 'Save',
    defaultUri: vscode.Uri.joinPath(folder, 'user-values.csv'),
    filters: { CSV: ['csv'] },
  });
  if (!uri) return;
  if (uri.scheme === 'file' && !(await confirmSavingPersonalData(uri.fsPath, 'the values', prompts))) return;
  const [{ writeText }, { userValuesCsv }] = await Promise.all([import('./planFiles'), import('../report/userValuesCsv')]);
  const file = displayName(path.basename(uri.path));
  const saved = await orCancelled(
    withCancel(`Saving ${file}`, async (signal, report) => {
      const counted = onTheWay(people, (done) => report(`${formatNumber(done)} of ${countOf(people.length, 'user')}`));
      await writeText(uri, userValuesCsv(values, counted, signal));
      return true;
    }),
  );
  if (saved) void vscode.window.showInformationMessage(`Saved ${file}: ${countOf(people.length * values.attributes.length, 'row')}.`);
}

/** Says from time to time how many were taken. */
function* onTheWay<Item>(items: readonly Item[], say: (done: number) => void): Generator<Item> {
  for (const [index, item] of items.entries()) {
    if (index % 1000 === 0) say(index);
    yield item;
  }
}

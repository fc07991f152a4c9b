import type * as vscode from 'vscode';
import type { ColumnMeaning } from '../okta/columnMeanings';
import type { CsvPreview } from '../okta/csvPreview';
import type { DeclaredFile } from '../okta/manifestFile';
import { displayName } from '../report/words';
import {
  draftColumns,
  familyOf,
  filesWords,
  likelyRows,
  meaningsFor,
  missingWords,
  rowsChoices,
  sampleWords,
  withMeaning,
  type ColumnDraft,
  type ColumnsAnswer,
  type RowsChoice,
  type RowsKind,
} from './exportColumnsItems';
import { askChoice, askText, type StepAnswer } from './inputSteps';

/** A group that a file may hold the members of. */
export interface KnownGroup {
  readonly id: string;
  readonly name: string;
  /** From an app: seldom the one that people export. */
  readonly imported: boolean;
}

/** A CSV, or several with the same columns, of which it is not known what they are. */
export interface ColumnsQuestion {
  readonly fileName: string;
  /** How many more files have the same columns. */
  readonly others: number;
  readonly preview: CsvPreview;
  readonly declared: DeclaredFile | null;
  /** Of the export; empty where it was not read yet. */
  readonly groups: readonly KnownGroup[];
  /** The group that the file is named after; null where it is named after none. */
  readonly namedAfter: KnownGroup | null;
  readonly meanings: readonly ColumnMeaning[];
  /** Variable names of attributes that people have. */
  readonly attributes: readonly string[];
}

const command = 'Say What the Columns Are';

/**
 * Asks what the rows of a CSV are, for one group's members of which group, and then what its columns hold, with what their titles say chosen
 * already (product.md, section 3). Null when the person cancelled: then nothing was said.
 */
export async function askColumns(question: ColumnsQuestion): Promise<ColumnsAnswer | null> {
  const draft = new Draft(question);
  const steps = [draft.askRows, draft.askGroup, draft.askColumns];
  for (let index = 0; ;) {
    const step = steps[index];
    if (!step) return draft.answer();
    const outcome = await step();
    if (outcome === 'cancelled') return null;
    if (outcome === 'back') index = index === 2 && draft.rows !== 'oneGroup' ? 0 : index - 1;
    else index = draft.rows === 'notNeeded' ? steps.length : index === 0 && draft.rows !== 'oneGroup' ? 2 : index + 1;
  }
}

type Outcome = 'next' | 'back' | 'cancelled';
const outcomeOf = (answer: StepAnswer<unknown>): Outcome => (answer.kind === 'value' ? 'next' : answer.kind);

/** What was said so far; it survives going back. */
class Draft {
  rows: RowsKind;
  private group: string | null;
  private columns: readonly ColumnDraft[];

  constructor(private readonly question: ColumnsQuestion) {
    const { preview, declared, namedAfter } = question;
    this.rows = likelyRows(preview, declared, namedAfter !== null);
    this.group = declared?.group ?? null;
    this.columns = this.drafted();
  }

  answer(): ColumnsAnswer {
    return { rows: this.rows, group: this.group, columns: this.columns };
  }

  readonly askRows = async (): Promise<Outcome> => {
    const { fileName, others, preview } = this.question;
    const answer = await askChoice<RowsChoice & vscode.QuickPickItem>({
      ...this.frame(1),
      placeholder: `What are the rows of ${filesWords(fileName, others)}?`,
      prompt: firstRow(preview),
      items: rowsChoices,
      active: rowsChoices.find(({ rows }) => rows === this.rows),
    });
    if (answer.kind === 'value' && answer.value.rows !== this.rows) {
      this.rows = answer.value.rows;
      this.columns = this.drafted();
    }
    return outcomeOf(answer);
  };

  readonly askGroup = async (): Promise<Outcome> => {
    const { fileName, others, groups, namedAfter } = this.question;
    const answer = await askGroup({
      ...this.frame(2),
      placeholder: `Whose members are in ${filesWords(fileName, others)}?`,
      groups,
      namedAfter,
      perFile: others > 0,
      chosen: this.group,
    });
    if (answer.kind === 'value') this.group = answer.value;
    return outcomeOf(answer);
  };

  readonly askColumns = async (): Promise<Outcome> => {
    let at: string | null = null;
    for (;;) {
      const answer = await this.askColumn(at);
      if (answer.kind !== 'value') return answer.kind;
      if (answer.value.header === null) return 'next';
      at = answer.value.header;
      await this.askMeaning(at);
    }
  };

  /** The columns in a list: one to be changed, or all of them as they are (null). */
  private async askColumn(at: string | null): Promise<StepAnswer<ColumnItem>> {
    const missing = missingWords(this.columns, this.rows);
    const meanings = meaningsFor(this.rows, this.question.meanings);
    const done: ColumnItem = { header: null, label: '$(check) Remember these columns', detail: 'in okta-export.json beside the file' };
    const columns = this.columns.map((column) => columnItem(column, meanings));
    const items: (ColumnItem | vscode.QuickPickItem)[] = missing === null ? [done, ...columns] : columns;
    const answer = await askChoice<ColumnItem>({
      ...this.frame(this.rows === 'oneGroup' ? 3 : 2),
      placeholder: missing === null ? 'Choose a column to say something else' : 'Choose a column to say what it holds',
      prompt: missing ?? undefined,
      items: items as ColumnItem[],
      active: columns.find(({ header }) => header === at) ?? (missing === null ? done : undefined),
    });
    return answer;
  }

  /** What one column holds. Going back or cancelling leaves it as it was, and leads to the list. */
  private async askMeaning(header: string): Promise<void> {
    const column = this.columns.find((each) => each.header === header);
    if (!column) return;
    const items = meaningsFor(this.rows, this.question.meanings).map((meaning) => ({
      label: meaning.label,
      detail: meaning.description,
      meaning: meaning.meaning,
    }));
    const frame = { title: `${command}: ${displayName(header)}`, step: 1, totalSteps: 1, canGoBack: true };
    const answer = await askChoice({
      ...frame,
      placeholder: `What is in the column “${displayName(header)}”?`,
      prompt: sampleWords(column.samples),
      items,
      active: items.find(({ meaning }) => familyOf(meaning) === familyOf(column.meaning)),
    });
    if (answer.kind !== 'value') return;
    const meaning = answer.value.meaning.startsWith('profile.') ? await this.askAttribute(column) : answer.value.meaning;
    if (meaning !== null) this.columns = withMeaning(this.columns, header, meaning);
  }

  private async askAttribute(column: ColumnDraft): Promise<string | null> {
    const frame = { title: `${command}: ${displayName(column.header)}`, step: 1, totalSteps: 1, canGoBack: true };
    const items = [
      ...this.question.attributes.map((name) => ({ label: name, name })),
      { label: 'Another attribute…', detail: "by Okta's variable name", name: null },
    ];
    const before = column.meaning.startsWith('profile.') ? column.meaning.slice('profile.'.length) : '';
    const answer = await askChoice<vscode.QuickPickItem & { readonly name: string | null }>({
      ...frame,
      placeholder: `Which attribute is “${displayName(column.header)}”?`,
      prompt: sampleWords(column.samples),
      items,
      active: items.find(({ name }) => name === before),
    });
    if (answer.kind !== 'value') return null;
    if (answer.value.name !== null) return `profile.${answer.value.name}`;
    const typed = await askText({
      ...frame,
      prompt: 'Variable name of the attribute, as the Profile Editor in Okta shows it',
      placeholder: 'costCenter',
      value: before,
      check: (text) => (/^[A-Za-z_]\w*$/.test(text) ? undefined : 'A variable name has letters, digits and underscores only.'),
    });
    return typed.kind === 'value' ? `profile.${typed.value}` : null;
  }

  private drafted(): readonly ColumnDraft[] {
    const { preview, declared, meanings } = this.question;
    return draftColumns(preview, declared, this.rows, meanings);
  }

  private frame(step: number): { readonly title: string; readonly step: number; readonly totalSteps: number; readonly canGoBack: boolean } {
    return {
      title: `${command}: ${displayName(this.question.fileName)}`,
      step,
      totalSteps: this.rows === 'oneGroup' ? 3 : 2,
      canGoBack: step > 1,
    };
  }
}

interface ColumnItem extends vscode.QuickPickItem {
  /** Null: the columns are right as they are. */
  readonly header: string | null;
}

function columnItem({ header, samples, meaning }: ColumnDraft, meanings: readonly ColumnMeaning[]): ColumnItem {
  const label = meanings.find((each) => each.meaning === meaning)?.label;
  const attribute = meaning.startsWith('profile.') ? `attribute ${meaning.slice('profile.'.length)}` : null;
  return {
    header,
    label: `${meaning === 'ignore' ? '$(circle-slash)' : '$(symbol-field)'} ${displayName(header)}`,
    description: meaning === 'ignore' ? 'not read' : `→ ${attribute ?? label ?? meaning}`,
    detail: sampleWords(samples),
  };
}

/** Titles and first row, so that one knows which file is meant. */
function firstRow({ header, rows }: CsvPreview): string {
  const [first = []] = rows;
  const cells = header.map((title, index) => `${displayName(title)}: ${displayName(first[index] ?? '') || '–'}`);
  return `First row: ${cells.slice(0, 8).join('  ·  ')}${cells.length > 8 ? '  ·  …' : ''}`;
}

interface GroupQuestion {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
  readonly placeholder: string;
  readonly groups: readonly KnownGroup[];
  readonly namedAfter: KnownGroup | null;
  /** Several files: each tells its group by its name. */
  readonly perFile: boolean;
  readonly chosen: string | null;
}

/** Asks for a group of the export, or by name or id where it is not known; the answer null leaves it to the file's name. */
export async function askGroup(question: GroupQuestion): Promise<StepAnswer<string | null>> {
  const { groups, namedAfter, perFile, chosen, placeholder, ...frame } = question;
  const byName = { label: '$(file) As the files are named', detail: 'Each file is named after its group.', group: null };
  const asked = { label: '$(edit) Another group…', detail: 'by its name or Okta id', group: undefined };
  const items: (vscode.QuickPickItem & { readonly group: string | null | undefined })[] = [
    ...(perFile ? [byName] : []),
    ...groups.map(({ id, name, imported }) => ({
      label: displayName(name),
      description: imported ? `${id} · imported from an app` : id,
      group: id,
    })),
    asked,
  ];
  const likely = chosen ?? (perFile ? null : (namedAfter?.id ?? undefined));
  const known = groups.find(({ id, name }) => id === likely || name === likely)?.id ?? likely;
  if (perFile || groups.length > 0) {
    const answer = await askChoice({
      ...frame,
      placeholder,
      items,
      active: items.find(({ group }) => group === known && known !== undefined),
    });
    if (answer.kind !== 'value') return answer;
    if (answer.value.group !== undefined) return { kind: 'value', value: answer.value.group };
  }
  return await askText({
    ...frame,
    prompt: placeholder,
    placeholder: 'Name or Okta id of the group, as Okta has it',
    value: chosen ?? '',
    check: (text) => (text === '' ? 'Name the group.' : undefined),
  });
}

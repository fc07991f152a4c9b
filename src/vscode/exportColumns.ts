import { createHash } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import type { InputReport } from '../input/problem';
import type { CsvPreview } from '../okta/csvPreview';
import type { DeclaredFile, EntryChange } from '../okta/manifestFile';
import type { ManifestPlace } from '../okta/manifestPlace';
import type { OktaGroup, Source } from '../okta/source';
import { displayName } from '../report/words';
import { findInput } from './exportInputs';
import type { ColumnsQuestion, KnownGroup } from './exportColumnsDialogue';
import { entryOf } from './exportColumnsItems';

const askedKey = 'columnsAsked';

/** A CSV of an export that was not understood. */
interface UnknownCsv {
  /** Absolute. */
  readonly file: string;
  /** As the plan names it. */
  readonly inputPath: string;
  readonly preview: CsvPreview;
  readonly place: ManifestPlace;
}

/** `failed`: it could not be remembered, and it was said why. */
type Asked = 'remembered' | 'notNeeded' | 'failed' | 'cancelled';

/**
 * Asks what the columns of a CSV are that nobody documented, and remembers it in `okta-export.json` beside the files, where the command line
 * reads it, too (product.md, section 3). Files with the same columns are asked about once.
 */
export class ExportColumns {
  constructor(private readonly workspaceState: vscode.Memento) {}

  /**
   * Asks about the CSVs of an export that were not understood, each header once for all time: who cancels is not asked again. True where
   * something was remembered that changes how the export is read.
   */
  async askAboutUnknown(source: Source, exportPaths: readonly string[], signal: AbortSignal): Promise<boolean> {
    const unknown = await this.findUnknown(source, exportPaths, signal);
    if (unknown.length === 0) return false;
    if (!vscode.workspace.isTrusted) {
      void sayUntrusted(
        `${displayName(unknown[0]?.inputPath ?? '')} was not understood, and in a workspace that is not trusted nothing is written beside its files.`,
      );
      return false;
    }
    let changed = false;
    for (const files of byHeader(unknown)) {
      const [first] = files;
      if (!first) continue;
      const asked = await closedOnAbort(signal, async () => this.ask(files, await this.questionOf(first, files.length - 1, source)));
      await this.markAsked(first.preview);
      changed = changed || asked === 'remembered';
      if (asked === 'cancelled') break;
    }
    return changed;
  }

  /**
   * Asks about one file, known or not. True where something was remembered; null for a file that shows no columns.
   */
  async askAbout(file: string, source: Source | null, exportPaths: readonly string[]): Promise<boolean | null> {
    const { previewCsv } = await import('../okta/csvPreview');
    const { manifestPlaceOf } = await import('../okta/manifestPlace');
    const preview = await previewCsv(file);
    if (preview === null) return null;
    const place = await manifestPlaceOf(file, exportPaths);
    const csv = { file, inputPath: place.path, preview, place };
    const question = await this.questionOf(csv, 0, source);
    const asked = await this.ask([csv], question);
    return asked === 'remembered' || asked === 'notNeeded';
  }

  /** Writes what was said of a file into its manifest. False where that could not be; then it was said why. */
  async remember(changes: readonly { readonly place: ManifestPlace; readonly change: EntryChange }[]): Promise<boolean> {
    const { completeManifest } = await import('../okta/manifestFile');
    const folders = new Set(changes.map(({ place }) => place.folder));
    for (const folder of folders) {
      const files = changes.filter(({ place }) => place.folder === folder).map(({ change }) => change);
      try {
        await completeManifest(folder, { files });
      } catch (error) {
        const { keepForLater } = await import('./exportManifest');
        await keepForLater(folder, files, error);
        return false;
      }
    }
    return true;
  }

  private async ask(files: readonly UnknownCsv[], question: ColumnsQuestion | null): Promise<Asked> {
    if (!question) return 'failed';
    const { askColumns } = await import('./exportColumnsDialogue');
    const answer = await askColumns(question);
    if (!answer) return 'cancelled';
    const written = await this.remember(files.map(({ place }) => ({ place, change: entryOf(place.path, answer) })));
    return !written ? 'failed' : answer.rows === 'notNeeded' ? 'notNeeded' : 'remembered';
  }

  /** Null where its manifest cannot be completed; then it was said why. */
  private async questionOf(csv: UnknownCsv, others: number, source: Source | null): Promise<ColumnsQuestion | null> {
    const { declaredFile } = await import('../okta/manifestFile');
    const { columnMeanings } = await import('../okta/columnMeanings');
    const { baseAttributes } = await import('../okta/userColumns');
    const { hasUnsavedChanges, showManifestProblem } = await import('./exportManifest');
    if (hasUnsavedChanges(csv.place.folder)) return null;
    try {
      const declared = await declaredFile(csv.place.folder, csv.place.path);
      return {
        fileName: path.basename(csv.file),
        others,
        preview: csv.preview,
        declared,
        groups: groupsOf(source),
        namedAfter: await namedAfter(csv.inputPath, source),
        meanings: columnMeanings,
        attributes: baseAttributes.filter((name) => name !== 'login' && name !== 'email'),
      };
    } catch (error) {
      showManifestProblem(csv.place.folder, error);
      return null;
    }
  }

  /** Files of no known form that show columns, and of which nothing was said yet. */
  private async findUnknown(source: Source, exportPaths: readonly string[], signal: AbortSignal): Promise<readonly UnknownCsv[]> {
    const candidates = source.trust.inputs.filter(isNotUnderstood);
    if (candidates.length === 0) return [];
    const { previewCsv } = await import('../okta/csvPreview');
    const { manifestPlaceOf } = await import('../okta/manifestPlace');
    const { declaredFile } = await import('../okta/manifestFile');
    const { csvFormOf } = await import('../okta/csvForms');
    const { isInMembersFolder } = await import('../okta/filePlace');
    const isKnown = (header: readonly string[], inputPath: string): boolean =>
      csvFormOf(header, { inMembersFolder: isInMembersFolder(inputPath), kind: null }) !== null;
    const asked = new Set(this.workspaceState.get<readonly string[]>(askedKey, []));
    const found: UnknownCsv[] = [];
    for (const { path: inputPath } of candidates) {
      signal.throwIfAborted();
      const file = await findInput(exportPaths, inputPath);
      const preview = file === null ? null : await previewCsv(file, signal).catch(() => null);
      if (file === null || preview === null || isKnown(preview.header, inputPath) || asked.has(keyOf(preview))) continue;
      const place = await manifestPlaceOf(file, exportPaths);
      // A broken manifest is in the trust report: nothing can be added to it.
      const said = await declaredFile(place.folder, place.path).catch(() => nothingToAdd);
      if (said === null || (said.kind === null && said.columns.size === 0)) found.push({ file, inputPath, preview, place });
    }
    return found;
  }

  private async markAsked(preview: CsvPreview): Promise<void> {
    const asked = this.workspaceState.get<readonly string[]>(askedKey, []);
    await this.workspaceState.update(askedKey, [...new Set([...asked, keyOf(preview)])]);
  }
}

/** Of no known form. Where the name says that it is a group's members, it is listed as such. */
const isNotUnderstood = ({ kind, records, problems }: InputReport): boolean =>
  kind === 'unknown' || (kind === 'groupMembers' && records === 0 && problems.some(({ code }) => code === 'unreadable'));

const nothingToAdd: DeclaredFile = { kind: 'unknown', group: null, columns: new Map() };

/** A question that nobody waits for any more is taken away. */
async function closedOnAbort<Answer>(signal: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
  const close = (): void => void vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  signal.addEventListener('abort', close, { once: true });
  const answer = await ask().finally(() => signal.removeEventListener('abort', close));
  signal.throwIfAborted();
  return answer;
}

/** A header without its words: column titles can be anything. */
const keyOf = ({ header }: CsvPreview): string => createHash('sha256').update(JSON.stringify(header)).digest('hex').slice(0, 32);

function byHeader(files: readonly UnknownCsv[]): readonly (readonly UnknownCsv[])[] {
  const groups = new Map<string, UnknownCsv[]>();
  for (const file of files) {
    const same = groups.get(keyOf(file.preview));
    if (same) same.push(file);
    else groups.set(keyOf(file.preview), [file]);
  }
  return [...groups.values()];
}

/** Groups that a file may hold the members of: Okta's own by name, then those that were imported from apps. */
export function groupsOf(source: Source | null): readonly KnownGroup[] {
  const groups = [...(source?.groups.values() ?? [])].map(knownGroup);
  return groups.sort((a, b) => Number(a.imported) - Number(b.imported) || a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
}

const knownGroup = ({ id, name, type }: OktaGroup): KnownGroup => ({ id, name, imported: type === 'APP_GROUP' });

/** The group that a file's name or folder tells. */
export async function namedAfter(inputPath: string, source: Source | null): Promise<KnownGroup | null> {
  if (!source) return null;
  const { GroupIndex, placeOf } = await import('../okta/filePlace');
  const place = placeOf(inputPath, new GroupIndex(source.groups), null);
  const group = place.members && place.groupId !== null ? source.groups.get(place.groupId) : undefined;
  return group ? knownGroup(group) : null;
}

/** Why nothing can be said of files here, and the way out. */
export async function sayUntrusted(words: string): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const choice = await vscode.window.showInformationMessage(words, manage);
  if (choice) await vscode.commands.executeCommand('workbench.trust.manage');
}

import path from 'node:path';
import * as vscode from 'vscode';
import type { EntryChange } from '../okta/manifestFile';
import { displayName } from '../report/words';
import type { CommandRegistry } from './commandRegistry';
import type { ExportColumns } from './exportColumns';
import { groupsOf, namedAfter, sayUntrusted } from './exportColumns';
import { findInput } from './exportInputs';
import type { PlanNode } from './planNode';
import type { PlanSession } from './planService';

/** A file that a command was called on. */
interface Chosen {
  /** Absolute. */
  readonly file: string;
  /** As the plan names it, or else its name. */
  readonly inputPath: string;
}

/** What can be said by hand of the files of an export: their columns, their group, that they do not hold everything. */
export class ExportColumnsCommands {
  constructor(
    private readonly session: PlanSession,
    private readonly columns: ExportColumns,
  ) {}

  register(commands: CommandRegistry): void {
    commands.register('scimPreflight.export.mapColumns', (argument) => this.mapColumns(argument));
    commands.register('scimPreflight.export.sayGroup', (argument) => this.sayGroup(argument));
    commands.register('scimPreflight.export.markPartial', (argument) => this.mark(argument, true));
    commands.register('scimPreflight.export.markWhole', (argument) => this.mark(argument, false));
  }

  private async mapColumns(argument: unknown): Promise<void> {
    if (!mayWrite()) return;
    const chosen = (await this.chosen(argument)) ?? (await this.pickTable());
    if (!chosen) return;
    const { exportPaths, current } = this.session;
    const remembered = await this.columns.askAbout(chosen.file, current?.source ?? null, exportPaths);
    if (remembered === null) {
      const words = 'shows no columns: it needs a line of column titles, and rows below it.';
      void vscode.window.showInformationMessage(`${displayName(path.basename(chosen.file))} ${words}`);
    } else if (remembered) await this.goOn(chosen);
  }

  private async sayGroup(argument: unknown): Promise<void> {
    const chosen = mayWrite() ? await this.chosen(argument) : undefined;
    if (!chosen) return;
    const source = this.session.current?.source ?? null;
    const { askGroup } = await import('./exportColumnsDialogue');
    const answer = await askGroup({
      title: `Say Which Group This Is: ${displayName(chosen.inputPath)}`,
      step: 1,
      totalSteps: 1,
      canGoBack: false,
      placeholder: `Whose members are in ${displayName(path.basename(chosen.file))}?`,
      groups: groupsOf(source),
      namedAfter: await namedAfter(chosen.inputPath, source),
      perFile: false,
      chosen: null,
    });
    if (answer.kind === 'value') await this.change(chosen, { kind: 'groupMembers', group: answer.value });
  }

  /** That a file is whole takes back what was said of it, and nothing else. */
  private async mark(argument: unknown, partial: boolean): Promise<void> {
    const chosen = mayWrite() ? await this.chosen(argument) : undefined;
    if (chosen) await this.change(chosen, partial ? { partial: true } : { partial: null, complete: null });
  }

  private async change(chosen: Chosen, change: Omit<EntryChange, 'path'>): Promise<void> {
    const { manifestPlaceOf } = await import('../okta/manifestPlace');
    const { hasUnsavedChanges } = await import('./exportManifest');
    const place = await manifestPlaceOf(chosen.file, this.session.exportPaths);
    if (hasUnsavedChanges(place.folder)) return;
    if (await this.columns.remember([{ place, change: { path: place.path, ...change } }])) await this.goOn(chosen);
  }

  /** A file of the export that is shown changes the plan; for any other one the way to a plan is offered. */
  private async goOn({ file }: Chosen): Promise<void> {
    const { exportPaths, current } = this.session;
    const isOfExport = exportPaths.some((each) => file === each || file.startsWith(each + path.sep));
    if (isOfExport && current && current.source !== null) {
      await this.session.refresh();
      return;
    }
    const preview = 'Preview Push…';
    const words = `Remembered in okta-export.json beside ${displayName(path.basename(file))}.`;
    void vscode.window.showInformationMessage(words, preview).then((choice) => {
      if (choice) void vscode.commands.executeCommand('scimPreflight.plan.preview');
    });
  }

  /** The file of a node of the Plan view or of the Explorer; undefined where the command was called on none. */
  private async chosen(argument: unknown): Promise<Chosen | undefined> {
    if (argument instanceof vscode.Uri) {
      if (argument.scheme === 'file') return { file: argument.fsPath, inputPath: path.basename(argument.fsPath) };
      void vscode.window.showInformationMessage('The file must be in the file system of this machine. Copy it there first.');
      return undefined;
    }
    const target = typeof argument === 'object' && argument !== null && 'target' in argument ? (argument as PlanNode).target : null;
    if (target?.kind !== 'input') return undefined;
    const file = await findInput(this.session.current?.inputRoots ?? [], target.path);
    if (file !== null) return { file, inputPath: target.path };
    void vscode.window.showInformationMessage(`${displayName(target.path)} is not there any more.`);
    return undefined;
  }

  /** A table of the export, those first that were not understood; or any other file. */
  private async pickTable(): Promise<Chosen | undefined> {
    const open = this.session.current;
    const inputs = (open?.source?.trust.inputs ?? []).filter((input) => /\.(csv|tsv|txt)$/i.test(input.path));
    const items = [...inputs]
      .sort((a, b) => Number(b.kind === 'unknown') - Number(a.kind === 'unknown'))
      .map((input) => ({
        label: displayName(input.path),
        description: input.kind === 'unknown' ? 'not understood' : input.kind,
        inputPath: input.path,
      }));
    const other = { label: 'Another file…', description: '', inputPath: null };
    const picked =
      items.length === 0
        ? other
        : await vscode.window.showQuickPick([...items, other], {
            title: 'Say What the Columns Are',
            placeHolder: 'The file whose columns you know',
          });
    if (!picked) return undefined;
    if (picked.inputPath !== null) {
      const file = await findInput(open?.inputRoots ?? [], picked.inputPath);
      return file === null ? undefined : { file, inputPath: picked.inputPath };
    }
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: 'The file whose columns you know',
        openLabel: 'Choose',
        filters: { CSV: ['csv', 'tsv', 'txt'], 'All files': ['*'] },
      })) ?? [];
    return uri && (await this.chosen(uri));
  }
}

function mayWrite(): boolean {
  if (vscode.workspace.isTrusted) return true;
  void sayUntrusted('In a workspace that is not trusted nothing is written beside its files. Trust it to say what they hold.');
  return false;
}

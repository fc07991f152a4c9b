import path from 'node:path';
import * as vscode from 'vscode';
import type { CureCsv } from '../report/cureCsvs';
import { countOf, displayName } from '../report/words';
import { confirmSavingPersonalData } from './personalData';
import type { OpenPlan } from './planOpen';
import type { Prompts } from './prompts';
import { resultInTurns } from './turns';
import { cutText } from './uriParts';

interface Form {
  readonly label: string;
  readonly description: string;
  /** The one that a new file gets, then others that will do. */
  readonly extensions: readonly [string, ...string[]];
  readonly write: (open: OpenPlan) => Promise<Iterable<string>>;
}

const json: Form = {
  label: 'JSON',
  description: 'the plan itself: can be opened here and on the command line',
  extensions: ['scimplan.json', 'json'],
  write: async ({ plan }) => (await import('../plan/planFile')).serializePlan(plan),
};

const forms: readonly Form[] = [
  {
    label: 'Markdown',
    description: 'the report, for a change ticket',
    extensions: ['md'],
    write: async ({ plan }) => (await import('../report/markdownReport')).planMarkdown(plan),
  },
  {
    label: 'HTML',
    description: 'the report as one file, for printing',
    extensions: ['html'],
    write: async ({ plan }) => (await import('../report/htmlReport')).planHtml(plan),
  },
  {
    label: 'CSV',
    description: 'every change on a line, for a spreadsheet',
    extensions: ['csv'],
    // With the mark, Excel reads names with accents right.
    write: async ({ plan }) => withMark((await import('../report/csvReport')).planCsv(plan)),
  },
  json,
];

function* withMark(pieces: Iterable<string>): Generator<string, void, undefined> {
  yield '\ufeff';
  yield* pieces;
}

/** Saves plans, reports and the lists for Okta where the person says, with a word of warning where they could be committed to git. */
export class PlanSaving {
  constructor(
    private readonly prompts: Prompts,
    private readonly current: () => OpenPlan | undefined,
    private readonly showPage: (name: string, markdown: string) => Promise<void>,
  ) {}

  /** *Save Plan…* */
  async savePlan(): Promise<void> {
    const open = this.current();
    if (open) await this.save(open, json);
  }

  /** *Export Plan As…*: asks for the form first. */
  async exportPlan(): Promise<void> {
    const open = this.current();
    const form = open && (await vscode.window.showQuickPick(forms, { title: 'Export Plan As', placeHolder: 'Form' }));
    if (form) await this.save(open, form);
  }

  /** *Save Cure CSVs…*: lists that go into Okta, one for each group and cure, into a folder. */
  async saveCures(): Promise<void> {
    const open = this.current();
    if (!open) return;
    if (!open.source) {
      void vscode.window.showInformationMessage(
        'The lists are made from the Okta export, which a plan file does not hold. Preview the push first.',
      );
      return;
    }
    const { cureCsvsInSteps } = await import('../report/cureCsvs');
    const cures = await resultInTurns(cureCsvsInSteps(open.plan, open.source));
    if (cures.length === 0) {
      void vscode.window.showInformationMessage('There is no removal that a list for Okta would prevent.');
      return;
    }
    const folder = await chooseFolder();
    if (!folder) return;
    const uris = cures.map((cure) => vscode.Uri.joinPath(folder, cure.fileName));
    const [first] = uris;
    if (first?.scheme === 'file' && !(await confirmSavingPersonalData(first.fsPath, 'lists of people', this.prompts))) return;
    const { writeText } = await import('./planFiles');
    for (const [index, cure] of cures.entries()) {
      const uri = uris[index];
      if (uri) await writeText(uri, [cure.csv]);
    }
    const choice = await vscode.window.showInformationMessage(`Saved ${countOf(cures.length, 'list')} for Okta.`, 'What to Do With Them');
    if (choice) await this.showPage('Lists for Okta.md', await curesPage(cures));
  }

  private async save(open: OpenPlan, form: Form): Promise<void> {
    const uri = await vscode.window.showSaveDialog({
      title: `Save as ${form.label}`,
      saveLabel: 'Save',
      defaultUri: defaultUri(open, form.extensions[0]),
      filters: { [form.label]: [...form.extensions] },
    });
    if (!uri) return;
    if (uri.scheme === 'file' && !(await confirmSavingPersonalData(uri.fsPath, 'the plan', this.prompts))) return;
    const { writeText } = await import('./planFiles');
    await writeText(uri, await form.write(open));
    const choice = await vscode.window.showInformationMessage(`Saved ${displayName(path.basename(uri.path))}.`, 'Open');
    if (choice) await vscode.commands.executeCommand('vscode.open', uri);
  }
}

/** In the folder that is open, else beside the export: `Contoso CX 2026-11-23.scimplan.json`. */
function defaultUri({ plan, exportPaths }: OpenPlan, extension: string): vscode.Uri {
  const name = cutText(displayName(plan.org.name).replace(/[\\/:*?"<>|]/g, '_'), 80).trim();
  const file = `${name || 'plan'} ${plan.createdAt.slice(0, 10)}.${extension}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder) return vscode.Uri.joinPath(folder, file);
  const [exported] = exportPaths;
  return vscode.Uri.file(exported === undefined ? path.resolve(file) : path.join(path.dirname(exported), file));
}

/** Which list goes where in Okta, and who could not be put in one. */
async function curesPage(cures: readonly CureCsv[]): Promise<string> {
  const [{ toMarkdownText }, { code, heading, paragraph, root }] = await Promise.all([
    import('../report/markdownReport'),
    import('../report/markdownNodes'),
  ]);
  const blocks = cures.flatMap(({ fileName, instructions, unknown }) => [
    heading(2, code(fileName)),
    paragraph(instructions),
    ...(unknown === 0 ? [] : [paragraph(`${countOf(unknown, 'person', 'people')} of this group could not be found in the export.`)]),
  ]);
  return toMarkdownText(root([heading(1, 'Lists for Okta'), ...blocks]));
}

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: 'The folder to save the lists in',
      openLabel: 'Save Here',
      canSelectFolders: true,
      canSelectFiles: false,
    })) ?? [];
  return folder;
}

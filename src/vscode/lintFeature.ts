import path from 'node:path';
import * as vscode from 'vscode';
import { countOf, displayName } from '../report/words';
import { csvFormOf } from '../okta/csvForms';
import type { CommandRegistry } from './commandRegistry';
import { linesInTurns } from './documentText';
import type { ExtensionSettings } from './extensionSettings';
import { LintActions, workspaceEdit } from './lintActions';
import { LintDocuments } from './lintDocuments';
import { LintedCsv } from './lintedCsv';
import { LintedJson } from './lintedJson';
import type { LintedText } from './lintedText';
import { LintKnowledge } from './lintKnowledge';
import { TooLargeFiles } from './lintTooLarge';
import type { Logger } from './log';
import { MappingCompletion } from './mappingCompletion';
import { MappingHover } from './mappingHover';
import { MappingPreviewUser } from './mappingPreviewUser';
import { OrgCatalogue } from './orgCatalogue';
import type { PlanSession } from './planService';
import type { PreviewUser } from './previewUser';
import { orCancelled, withCancel } from './progress';
import type { OrgAccess } from './services';

export interface LintFeatureParts {
  readonly session: PlanSession;
  readonly previewUser: PreviewUser;
  readonly commands: CommandRegistry;
  readonly settings: () => ExtensionSettings;
  readonly log: Logger;
  readonly orgs: Pick<OrgAccess, 'connect' | 'get'>;
  /** Shows a Markdown text as a page. */
  readonly showPage: (name: string, markdown: string) => Promise<void>;
}

const selector: vscode.DocumentSelector = [
  { scheme: 'file', pattern: '**/*.{csv,tsv,json,jsonc,ndjson,jsonl}' },
  { scheme: 'untitled', language: 'json' },
  { scheme: 'untitled', language: 'csv' },
];

const jsonSelector: vscode.DocumentSelector = [
  { scheme: 'file', pattern: '**/*.{json,jsonc}' },
  { scheme: 'untitled', language: 'json' },
];

/** The mapping lab in the editor (product.md, section 10): problems of Okta files where they stand, and their corrections. */
export class LintFeature implements vscode.Disposable {
  readonly documents: LintDocuments;
  private readonly disposables: readonly { dispose(): unknown }[];
  private readonly knowledge: LintKnowledge;
  /** Files that the person asked to be checked, whatever they look like. */
  private readonly asked = new Set<string>();

  constructor(parts: LintFeatureParts) {
    const catalogues = new OrgCatalogue(parts.orgs, parts.log, parts.showPage);
    this.knowledge = new LintKnowledge(parts.session, () => parts.settings().plan.phoneRegion, catalogues);
    this.documents = new LintDocuments((document) => this.linted(document), parts.log);
    parts.commands.register('scimPreflight.lint.fixAll', (uri, column) => this.fixAll(uri, column));
    parts.commands.register('scimPreflight.lint.checkFile', (uri) => this.checkFile(uri));
    const previewUser = new MappingPreviewUser(parts.session, parts.previewUser);
    parts.commands.register('scimPreflight.lint.choosePreviewUser', () => previewUser.choose());
    const completion = new MappingCompletion((document) => this.knowledge.contextOf(fileOf(document)), previewUser);
    this.disposables = [
      this.documents,
      new TooLargeFiles(parts.session),
      vscode.languages.registerHoverProvider(selector, new MappingHover(this.documents, previewUser)),
      vscode.languages.registerCompletionItemProvider(jsonSelector, completion, ...MappingCompletion.triggers),
      vscode.languages.registerCodeActionsProvider(selector, new LintActions(this.documents), {
        providedCodeActionKinds: LintActions.kinds,
      }),
      catalogues,
      catalogues.onDidChange(() => this.anew()),
      parts.session.onDidChange(() => this.anew()),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (formatOf(document) === 'json') this.anew();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('scimPreflight.phone')) this.anew();
      }),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** What a file means can hang on the files beside it, and on the plan. */
  private anew(): void {
    this.knowledge.forget();
    this.documents.checkAll();
  }

  private async linted(document: vscode.TextDocument): Promise<LintedText | null> {
    const format = formatOf(document);
    if (format === null) return null;
    const file = fileOf(document);
    const isAsked = this.asked.has(document.uri.toString()) || (file !== null && this.knowledge.isInExport(file));
    const context = await this.knowledge.contextOf(file);
    const lines = await linesInTurns(document);
    // An edit begins another check.
    if (lines === null) return null;
    if (format === 'json') {
      const isPlanned = file !== null && !document.isDirty && this.knowledge.isPlanned(file);
      return new LintedJson(lines.join(''), context, isAsked, isPlanned);
    }
    // Other people's CSV files have columns called "Phone", too: unasked only those are checked that Okta's forms fit.
    const isWanted = (header: readonly string[]): boolean => isAsked || csvFormOf(header, { inMembersFolder: false, kind: null }) !== null;
    const { defaultRegion, phoneAttributes, usernameAttribute } = context;
    const userNames = usernameAttribute === null ? {} : { userNameAttribute: usernameAttribute };
    return new LintedCsv(lines, { defaultRegion, isWanted, phoneAttributes: [...phoneAttributes], ...userNames });
  }

  private async checkFile(argument: unknown): Promise<void> {
    const document = await this.documentOf(argument);
    if (!document) return;
    this.asked.add(document.uri.toString());
    this.documents.checkAll();
    const checked = await this.documents.of(document);
    if (!checked) {
      void vscode.window.showInformationMessage(
        `${nameOf(document)} is neither a CSV nor a JSON file of Okta’s. Mappings, app user schemas and exports can be checked.`,
      );
      return;
    }
    const { problems, rest } = checked.linted.list();
    const total = problems.length + rest;
    if (total > 0) await vscode.commands.executeCommand('workbench.actions.view.problems');
    void vscode.window.showInformationMessage(
      total === 0 ? `${nameOf(document)} has no problems.` : `${nameOf(document)} has ${countOf(total, 'problem')}.`,
    );
  }

  private async fixAll(uri: unknown, column: unknown): Promise<void> {
    const document = await this.documentOf(uri);
    const checked = document && (await this.documents.of(document));
    if (!document || !checked) return;
    const index = typeof column === 'number' ? column : null;
    const title = `Correcting ${nameOf(document)}…`;
    const edits = await orCancelled(withCancel(title, (signal) => checked.linted.fixAll(index, signal)));
    if (!edits) return;
    if (edits.length === 0) {
      void vscode.window.showInformationMessage(`Nothing in ${nameOf(document)} can be corrected for certain.`);
      return;
    }
    const applied = await vscode.workspace.applyEdit(workspaceEdit(document, edits));
    if (!applied) throw new Error(`${nameOf(document)} was edited meanwhile, so nothing was corrected. Try again.`);
    void vscode.window.showInformationMessage(`${countOf(edits.length, 'value')} corrected in ${nameOf(document)}. Save it to keep them.`);
  }

  private async documentOf(argument: unknown): Promise<vscode.TextDocument | undefined> {
    if (argument instanceof vscode.Uri) return await vscode.workspace.openTextDocument(argument);
    return vscode.window.activeTextEditor?.document;
  }
}

const fileOf = ({ uri }: vscode.TextDocument): string | null => (uri.scheme === 'file' ? uri.fsPath : null);
const nameOf = (document: vscode.TextDocument): string => displayName(path.basename(document.uri.path));

function formatOf({ languageId, uri }: vscode.TextDocument): 'csv' | 'json' | null {
  if (['csv', 'tsv', 'dynamic csv'].includes(languageId) || /\.(?:csv|tsv)$/i.test(uri.path)) return 'csv';
  return ['json', 'jsonc', 'jsonl'].includes(languageId) || /\.(?:json|ndjson|jsonl)$/i.test(uri.path) ? 'json' : null;
}

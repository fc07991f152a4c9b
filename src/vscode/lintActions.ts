import * as vscode from 'vscode';
import type { LintFix, LintProblem, TextEdit } from '../mapping/lint/problem';
import { countOf, displayName } from '../report/words';
import { lintSource, rangeOf } from './lintDiagnostics';
import type { CheckedDocument, LintDocuments } from './lintDocuments';

/** *Fix all* on save, where the person asks for it: `"editor.codeActionsOnSave": {"source.fixAll.scimPreflight": "explicit"}`. */
export const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('scimPreflight');

/** Corrections of single problems, of a column, and of everything that is certain. */
export class LintActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, fixAllKind];

  constructor(private readonly documents: LintDocuments) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const isFixAll = context.only?.contains(fixAllKind) === true;
    const isQuickFix = context.only === undefined || context.only.intersects(vscode.CodeActionKind.QuickFix);
    if (!isFixAll && !isQuickFix) return [];
    const checked = await this.documents.of(document);
    if (!checked || token.isCancellationRequested) return [];
    if (isFixAll) return await fixAllAction(checked, token);
    return quickFixes(checked, range, context.diagnostics);
  }
}

async function fixAllAction({ document, linted }: CheckedDocument, token: vscode.CancellationToken): Promise<vscode.CodeAction[]> {
  const cancelled = new AbortController();
  const listening = token.onCancellationRequested(() => cancelled.abort());
  try {
    const edits = await linted.fixAll(null, cancelled.signal);
    if (edits === null || edits.length === 0) return [];
    const action = new vscode.CodeAction('Fix everything that is certain (SCIM Preflight)', fixAllKind);
    action.edit = workspaceEdit(document, edits);
    return [action];
  } finally {
    listening.dispose();
  }
}

function quickFixes(checked: CheckedDocument, range: vscode.Range, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
  const { document, problems, linted } = checked;
  const here = problems.filter((problem) => problem.fixes.length > 0 && rangeOf(document, problem).intersection(range) !== undefined);
  const actions = here.flatMap((problem) => problem.fixes.map((fix) => fixAction(document, problem, fix, diagnostics)));
  if (here.some(({ code }) => code === 'phone-not-e164')) {
    for (const { index, title, count } of linted.fixableColumns()) {
      actions.push(
        commandAction(`Write ${countOf(count, 'number')} of the column ${displayName(title)} in E.164`, document, index, diagnostics),
      );
    }
  }
  if (actions.length > 0) actions.push(commandAction('Fix all in this file that is certain', document, null, diagnostics));
  return actions;
}

function fixAction(
  document: vscode.TextDocument,
  problem: LintProblem,
  { title, edits, certain }: LintFix,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(displayName(title), vscode.CodeActionKind.QuickFix);
  action.edit = workspaceEdit(document, edits);
  action.isPreferred = certain;
  const range = rangeOf(document, problem);
  action.diagnostics = diagnostics.filter((each) => each.source === lintSource && each.range.isEqual(range));
  return action;
}

/** The edits are made when it is chosen: there can be very many. */
function commandAction(
  title: string,
  document: vscode.TextDocument,
  column: number | null,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: 'scimPreflight.lint.fixAll', title, arguments: [document.uri, column] };
  action.diagnostics = diagnostics.filter(({ source }) => source === lintSource);
  return action;
}

/** Edits of the document's text as an edit of VS Code's. */
export function workspaceEdit(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const made = new vscode.WorkspaceEdit();
  made.set(
    document.uri,
    edits.map((edit) => vscode.TextEdit.replace(rangeOf(document, edit), edit.text)),
  );
  return made;
}

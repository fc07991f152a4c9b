import * as vscode from 'vscode';
import type { CompletionItem } from '../mapping/lint/completionItem';
import { completeJson } from '../mapping/lint/completionJson';
import { placeInSteps } from '../mapping/lint/jsonPlace';
import type { LintContext } from '../mapping/lint/lintContext';
import { baseAttributes } from '../okta/userColumns';
import { rangeOf } from './lintDiagnostics';
import { blockMarkdown } from './mappingMarkdown';
import type { MappingPreviewUser } from './mappingPreviewUser';
import { inTurns } from './turns';

/** Mappings and schemas are small; what is larger is an export of users. */
const longestCompleted = 4 << 20;

/** Completes targets, expressions and types in profile mappings, and names in app user schemas. */
export class MappingCompletion implements vscode.CompletionItemProvider {
  static readonly triggers = ['.', '"', "'", '('];

  constructor(
    private readonly contextOf: (document: vscode.TextDocument) => Promise<LintContext>,
    private readonly previewUser: MappingPreviewUser,
  ) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    const text = document.getText();
    if (text.length > longestCompleted) return [];
    const offset = document.offsetAt(position);
    const context = await this.contextOf(document);
    const place = await inTurns(placeInSteps(text, offset));
    if (!place || token.isCancellationRequested) return [];
    const profileAttributes = context.profileAttributes ?? [...baseAttributes, ...this.previewUser.attributes()];
    const found = completeJson(place, offset, { context, profileAttributes });
    if (!found) return [];
    const range = rangeOf(document, found.replace);
    // VS Code takes ranges of one line that the cursor is in.
    if (!range.isSingleLine || !range.contains(position)) return [];
    return found.items.map((item, index) => itemOf(item, range, document.getText(range), index));
  }
}

const kinds: Readonly<Record<CompletionItem['kind'], vscode.CompletionItemKind>> = {
  target: vscode.CompletionItemKind.Field,
  attribute: vscode.CompletionItemKind.Property,
  function: vscode.CompletionItemKind.Function,
  value: vscode.CompletionItemKind.EnumMember,
};

function itemOf(
  { label, kind, insert, isSnippet, detail, documentation }: CompletionItem,
  range: vscode.Range,
  written: string,
  index: number,
): vscode.CompletionItem {
  const made = new vscode.CompletionItem({ label, description: kind === 'target' ? detail : '' }, kinds[kind]);
  made.range = range;
  made.insertText = isSnippet ? new vscode.SnippetString(insert) : insert;
  // Where the quotes are part of what is replaced, they are part of what is compared with it.
  made.filterText = written.startsWith('"') ? `"${label}"` : label;
  made.sortText = String(index).padStart(5, '0');
  made.detail = detail;
  if (documentation) made.documentation = blockMarkdown(documentation);
  return made;
}

import * as vscode from 'vscode';
import { rangeOf } from './lintDiagnostics';
import type { LintDocuments } from './lintDocuments';
import { blockMarkdown } from './mappingMarkdown';
import type { MappingPreviewUser } from './mappingPreviewUser';

/** What Genesys Cloud makes of a target, what an expression yields for a user, and what a phone number is made of. */
export class MappingHover implements vscode.HoverProvider {
  constructor(
    private readonly documents: LintDocuments,
    private readonly previewUser: MappingPreviewUser,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const checked = await this.documents.of(document);
    if (!checked || token.isCancellationRequested) return undefined;
    const cancelled = new AbortController();
    const listening = token.onCancellationRequested(() => cancelled.abort());
    const { version } = document;
    try {
      const found = await checked.linted.hover(document.offsetAt(position), this.previewUser.current(), cancelled.signal);
      // What was found stands somewhere else by now.
      if (!found || document.version !== version) return undefined;
      return new vscode.Hover(found.blocks.map(blockMarkdown), rangeOf(document, found));
    } finally {
      listening.dispose();
    }
  }
}

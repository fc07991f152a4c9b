import type { Root } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { Plan } from '../plan/plan';
import type { ReportOptions } from './reportDocument';
import { reportDocument } from './reportDocument';

/** The plan as GitHub-flavoured Markdown for a change ticket; names are escaped, so that none of them is read as Markdown or HTML. */
export function planToMarkdown(plan: Plan, options: ReportOptions = {}): string {
  return toMarkdownText(reportDocument(plan, options));
}

/** A document tree as GitHub-flavoured Markdown; its texts are escaped. */
export function toMarkdownText(document: Root): string {
  return toMarkdown(document, {
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
    // `$…$` is a formula in GitHub's and VS Code's Markdown.
    unsafe: [{ character: '$', inConstruct: 'phrasing' }],
    bullet: '-',
  });
}

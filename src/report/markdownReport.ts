import type { Root } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { Plan } from '../plan/plan';
import type { ReportOptions } from './reportDocument';
import { reportParts } from './reportDocument';

/** The plan as GitHub-flavoured Markdown for a change ticket; names are escaped, so that none of them is read as Markdown or HTML. */
export function planToMarkdown(plan: Plan, options: ReportOptions = {}): string {
  return [...planMarkdown(plan, options)].join('');
}

/** `planToMarkdown`, piece by piece: between two of them others can work. */
export function* planMarkdown(plan: Plan, options: ReportOptions = {}): Generator<string, void, undefined> {
  let before = '';
  for (const part of reportParts(plan, options)) {
    yield before + toMarkdownText(part);
    before = '\n';
  }
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

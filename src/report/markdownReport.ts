import type { Root, RootContent, Table } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { Plan } from '../plan/plan';
import { root } from './markdownNodes';
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
    if (part.children.length === 0) {
      yield '';
      continue;
    }
    for (const piece of markdownPieces(part)) {
      yield before + piece;
      before = '';
    }
    before = '\n';
  }
}

/** `toMarkdownText`, a block or some rows of a table at a time: between two pieces others can work. */
export function* markdownPieces({ children }: Root): Generator<string, void, undefined> {
  let before = '';
  for (const blocks of apart(children)) {
    const [first] = blocks;
    yield before;
    before = '\n';
    if (first?.type === 'table') {
      yield* tablePieces(first);
      continue;
    }
    const text = toMarkdownText(root(blocks));
    yield text;
    // A block without a text has no line of its own, and does not end one.
    if (text === '') before = '\n\n';
  }
}

/** Blocks of which each is written alike with and without the others: of two lists side by side the second depends on the first. */
function apart(blocks: readonly RootContent[]): readonly RootContent[][] {
  const parts: RootContent[][] = [];
  for (const block of blocks) {
    const last = parts.at(-1);
    if (last && block.type === 'list' && last.at(-1)?.type === 'list') last.push(block);
    else parts.push([block]);
  }
  return parts;
}

const rowsAPiece = 64;
/** The head of a table and the line below it. */
const headLines = /^.*\n.*\n/;

function* tablePieces(table: Table): Generator<string, void, undefined> {
  const [head, ...rows] = table.children;
  yield toMarkdownText(root([{ ...table, children: table.children.slice(0, 1 + rowsAPiece) }]));
  for (let start = rowsAPiece; head && start < rows.length; start += rowsAPiece) {
    const piece = { ...table, children: [head, ...rows.slice(start, start + rowsAPiece)] };
    yield toMarkdownText(root([piece])).replace(headLines, '');
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

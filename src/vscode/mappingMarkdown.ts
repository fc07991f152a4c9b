import * as vscode from 'vscode';
import type { HoverBlock, HoverLine } from '../mapping/lint/hoverContent';
import { displayName } from '../report/words';
import { markdownText } from './markdownText';

/** Longer values are cut: a tooltip is no place to read them. */
const longestShown = 400;

/** A block as Markdown. Texts and values in it are untrusted: they become neither links, nor commands, nor HTML. */
export function blockMarkdown({ title, lines, source }: HoverBlock): vscode.MarkdownString {
  const shown = [`**${markdownText(cut(title))}**`, ...lines.map(lineMarkdown)];
  if (source) shown.push(`[${markdownText(source.title)}](${source.url})`);
  return new vscode.MarkdownString(shown.join('  \n'));
}

function lineMarkdown({ label, text, isCode }: HoverLine): string {
  const value = isCode ? markdownCode(cut(text)) : markdownText(cut(text));
  return label === null ? value : `${markdownText(label)}: ${value}`;
}

/** A code span around whatever backticks the text has (CommonMark 6.1). */
export function markdownCode(text: string): string {
  const line = displayName(text);
  const runs = (line.match(/`+/g) ?? []).map((run) => run.length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  const needsSpace = /^`|`$/.test(line) || /^ .*[^ ].* $/.test(line);
  return needsSpace ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

function cut(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

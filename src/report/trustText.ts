import { wrapText } from './terminalText';
import { isWorthCollecting, occurringCodes } from './trustCodes';
import { trustOutline } from './trustOutline';
import type { TrustEntry } from './trustOutline';
import { collectAdvice, plainAdvice } from './trustQueries';
import { levelWords, trustSummary } from './trustWords';
import type { TrustSubject } from './trustWords';
import { formatNumber } from './words';

/** Of a list in which nothing is wrong, and of one in which something is, so many are shown: `--format json` has all of them. */
const shownFine = 10;
const shownWrong = 100;
/** Notes of one code that are written out; the lines of their files name it all the same. */
const notesOfACode = 3;

/**
 * The trust report for a terminal (`inspect`): the entries of the Plan view in its words and order. Pages of one list are one line. What the
 * codes mean and how to get better data stands at the end, once a code.
 */
export function trustText(subject: TrustSubject, width: number): string {
  const lines = [...wrapText(trustSummary(subject), width, ''), ''];
  const notes = new Map<string, number>();
  for (const entry of trustOutline(subject)) lines.push(...entryLines(entry, '', width, notes));
  const codes = occurringCodes(subject);
  if (codes.length > 0) lines.push('', 'What it means, and how to get better data');
  if (isWorthCollecting(codes)) lines.push('', ...wrapText(plainAdvice(collectAdvice), width, '  '));
  for (const { code, short, means, better } of codes) {
    lines.push('', ...wrapText(`${code}: ${short}`, width, '  '));
    lines.push(...wrapText(means.map(plainAdvice).join(' '), width, '    '));
    for (const step of better) lines.push(...wrapText(plainAdvice(step), width, '      ', '    - '));
  }
  return `${lines.join('\n')}\n`;
}

function entryLines(entry: TrustEntry, indent: string, width: number, notes: Map<string, number>): readonly string[] {
  const code = entry.kind === 'problem' ? (entry.more.at(-1) ?? '') : '';
  if (entry.kind === 'problem' && entry.level === 'note') {
    const before = notes.get(code) ?? 0;
    notes.set(code, before + 1);
    if (before >= notesOfACode) return [];
  }
  const words =
    entry.kind === 'problem'
      ? `${entry.level ? levelWords[entry.level] : ''}: ${entry.label} [${code}]`
      : `${entry.label}${entry.description === '' ? '' : `  ${entry.description}`}`;
  const below = entry.kind === 'pages' ? [] : entry.children;
  const isFine = below.every(({ level, kind }) => kind !== 'problem' && (level === null || level === 'note'));
  const most = isFine ? shownFine : shownWrong;
  // One line more costs no more than saying that there is one.
  const shown = below.length > most + 1 ? below.slice(0, most) : below;
  const rest = below.length - shown.length;
  return [
    ...wrapText(words, width, `${indent}    `, indent),
    ...shown.flatMap((child) => entryLines(child, `${indent}  `, width, notes)),
    ...(rest === 0 ? [] : [`${indent}  … and ${formatNumber(rest)} more (--format json lists all of them)`]),
  ];
}

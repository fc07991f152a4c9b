import type { InputKind, ProblemLevel } from '../input/problem';
import { trustAdvice } from './trustAdvice';
import type { Advice } from './trustAdvice';
import { collectInShort, exportQueries, followPages } from './trustQueries';

/** Null for a code that this version does not know, as a plan file of a later one may have. */
export function adviceOf(code: string): Advice | null {
  return Object.hasOwn(trustAdvice, code) ? trustAdvice[code as keyof typeof trustAdvice] : null;
}

/** How to get better data than files of these kinds gave: the exact queries first, where asking again is the way. */
export function betterData(code: string, kinds: Iterable<InputKind>): readonly string[] {
  const advice = adviceOf(code);
  if (!advice) return [];
  const queries = advice.again ? [...new Set([...kinds].flatMap((kind) => exportQueries[kind]))] : [];
  const isPaged = queries.some((query) => /[?&]limit=/.test(query));
  const again =
    queries.length === 0
      ? []
      : [`Ask Okta again: ${queries.map((query) => `\`${query}\``).join(', ')}.${isPaged ? ` ${followPages}` : ''}`];
  return [...again, ...advice.better];
}

/** The same for a place that stands alone: with the command that does it. */
export function betterDataAlone(code: string, kinds: Iterable<InputKind>): readonly string[] {
  const better = betterData(code, kinds);
  return isAskedAgain(code) && better.length > 0 ? [...better, collectInShort] : better;
}

/** Whether asking Okta again is the way to better data. */
export function isAskedAgain(code: string): boolean {
  return adviceOf(code)?.again === true;
}

const decidesAll: ReadonlySet<InputKind> = new Set<InputKind>([
  'users',
  'groups',
  'appUsers',
  'pushMappings',
  'manifest',
  'unknown',
  'oktaError',
]);

/** How far a problem of a file of this kind reaches (product.md, section 3, the table of levels). Null for a note: it decides nothing. */
export function reachOf(level: ProblemLevel, kind: InputKind): string | null {
  if (level === 'note') return null;
  if (level === 'doubt') return kind === 'groupMembers' ? 'Removals from its group are unconfirmed.' : 'The plan says so on top.';
  if (kind === 'groupMembers') return 'What a push would do to its group cannot be known; the rest of the plan stands.';
  if (decidesAll.has(kind)) return 'The plan is a preview only: nothing in it can be applied.';
  if (kind === 'scimUsers' || kind === 'scimGroups' || kind === 'snapshot') return 'What rests on it cannot be applied.';
  return 'Attributes that it decides are not compared.';
}

import { readPattern, type PatternNode, type SignSet } from './patternSyntax';

/** Whether a text as a whole is of the pattern; null where the text is too long, or of several lines, to say. */
export type LinearPattern = (text: string) => boolean | null;

/** Together they bound the time of one `matches` to some milliseconds. */
const longestSubject = 2_000;
const mostStates = 1_000;
const rememberedAtMost = 5_000;

/** What `$` and `.` make of line ends in Java is more than is imitated here. */
const lineEnd = /[\n\r\u0085\u2028\u2029]/;

type State =
  | { readonly kind: 'sign'; readonly accepts: SignSet; readonly next: number }
  | { readonly kind: 'fork'; readonly next: readonly number[] }
  | { readonly kind: 'start' | 'end'; readonly next: number }
  | { readonly kind: 'done' };

/**
 * A regular expression as `matches` takes it: Java's syntax, the whole text. It runs all of its paths at once (Thompson's construction), so that
 * its time is bounded by text × pattern and nothing can make it backtrack.
 *
 * @returns null for what cannot be run so, or is not read here: look-around, back references, possessive quantifiers, other flags than `(?i)`.
 */
export function linearPattern(source: string): LinearPattern | null {
  const node = readPattern(source);
  if (node === null) return null;
  const states: State[] = [];
  const add = (state: State): number => states.push(state) - 1;
  const entry = build(node, add({ kind: 'done' }), add, () => states.length <= mostStates, states);
  if (entry === null) return null;
  // The values of one attribute repeat from user to user.
  const remembered = new Map<string, boolean>();
  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    if (text.length > longestSubject || lineEnd.test(text)) return null;
    const matches = runs(states, entry, text);
    if (remembered.size >= rememberedAtMost) remembered.clear();
    remembered.set(text, matches);
    return matches;
  };
}

/** Adds the states of `node` in front of `next`. @returns the first of them; null where there are too many. */
function build(node: PatternNode, next: number, add: (state: State) => number, fits: () => boolean, states: State[]): number | null {
  if (!fits()) return null;
  switch (node.kind) {
    case 'sign':
      return add({ kind: 'sign', accepts: node.accepts, next });
    case 'start':
    case 'end':
      return add({ kind: node.kind, next });
    case 'sequence': {
      let after: number | null = next;
      for (const part of [...node.parts].reverse()) {
        after = build(part, after, add, fits, states);
        if (after === null) return null;
      }
      return after;
    }
    case 'choice': {
      const entries: number[] = [];
      for (const option of node.options) {
        const entry = build(option, next, add, fits, states);
        if (entry === null) return null;
        entries.push(entry);
      }
      return add({ kind: 'fork', next: entries });
    }
    case 'repeat': {
      let after = next;
      if (node.most === null) {
        const fork = add({ kind: 'fork', next: [] });
        const body = build(node.body, fork, add, fits, states);
        if (body === null) return null;
        states[fork] = { kind: 'fork', next: [body, next] };
        after = fork;
      } else {
        for (let extra = node.least; extra < node.most; extra++) {
          const body = build(node.body, after, add, fits, states);
          if (body === null) return null;
          after = add({ kind: 'fork', next: [body, next] });
        }
      }
      for (let copy = 0; copy < node.least; copy++) {
        const body = build(node.body, after, add, fits, states);
        if (body === null) return null;
        after = body;
      }
      return after;
    }
  }
}

function runs(states: readonly State[], entry: number, text: string): boolean {
  let current = reached(states, [entry], 0, text.length);
  for (let at = 0; at < text.length && current.length > 0; at++) {
    const sign = text.charCodeAt(at);
    const following: number[] = [];
    for (const index of current) {
      const state = states[index];
      if (state?.kind === 'sign' && state.accepts(sign)) following.push(state.next);
    }
    current = reached(states, following, at + 1, text.length);
  }
  return current.some((index) => states[index]?.kind === 'done');
}

/** The states that are reached without reading a sign, at this place of the text. */
function reached(states: readonly State[], from: readonly number[], at: number, length: number): readonly number[] {
  const seen = new Set<number>(from);
  for (const index of seen) {
    const state = states[index];
    if (state?.kind === 'fork') for (const next of state.next) seen.add(next);
    else if ((state?.kind === 'start' && at === 0) || (state?.kind === 'end' && at === length)) seen.add(state.next);
  }
  return [...seen];
}

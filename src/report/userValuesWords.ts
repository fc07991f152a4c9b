import type { KindCounts } from '../plan/valueTotals';
import { countOf, formatNumber } from './words';

/** `812 values change · 96 invalid · 412 sent again and again`; what there is none of is left out. */
export function valueCountWords(counts: KindCounts): string {
  const parts = shortParts(counts).filter(({ count }) => count > 0);
  if (parts.length === 0) return 'no value changes';
  return parts.map(({ count, words }, index) => (index === 0 ? first(count, words) : `${formatNumber(count)} ${words}`)).join(' · ');
}

/** For one attribute: `12 change · 3 invalid`; empty where there is nothing to say. */
export function attributeCountWords(counts: KindCounts): string {
  return shortParts(counts)
    .filter(({ count }) => count > 0)
    .map(({ count, words }) => `${formatNumber(count)} ${count === 1 && words === 'change' ? 'changes' : words}`)
    .join(' · ');
}

function first(count: number, words: string): string {
  if (words === 'change') return countOf(count, 'value changes', 'values change');
  return countOf(count, `value is ${words}`, `values are ${words}`);
}

function shortParts(counts: KindCounts): readonly { readonly count: number; readonly words: string }[] {
  return [
    { count: counts.change, words: 'change' },
    { count: counts.invalid, words: 'invalid' },
    { count: counts.pingPong, words: 'sent again and again' },
    { count: counts.latentOverwrite, words: 'overwritten later' },
    { count: counts.unknown, words: 'not known' },
  ];
}

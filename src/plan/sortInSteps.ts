import type { Steps } from '../input/steps';

const runLength = 1024;

/** A sorted copy, made of runs that are merged, so that long lists hold nobody up; equal items keep their order. */
export function* sortInSteps<Item>(items: readonly Item[], compare: (a: Item, b: Item) => number): Steps<Item[]> {
  if (items.length <= runLength) return [...items].sort(compare);
  let runs: Item[][] = [];
  for (let start = 0; start < items.length; start += runLength) {
    runs.push(items.slice(start, start + runLength).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: Item[][] = [];
    for (let index = 0; index < runs.length; index += 2) {
      const [a, b] = [runs[index] ?? [], runs[index + 1]];
      merged.push(b === undefined ? a : yield* merge(a, b, compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<Item>(a: readonly Item[], b: readonly Item[], compare: (a: Item, b: Item) => number): Steps<Item[]> {
  const merged: Item[] = [];
  let [left, right] = [0, 0];
  while (left < a.length && right < b.length) {
    const [one, other] = [a[left] as Item, b[right] as Item];
    if (compare(one, other) <= 0) {
      merged.push(one);
      left++;
    } else {
      merged.push(other);
      right++;
    }
    if (merged.length % runLength === 0) yield;
  }
  // Not spread: that would put them all on the stack.
  for (; left < a.length; left++) merged.push(a[left] as Item);
  for (; right < b.length; right++) merged.push(b[right] as Item);
  return merged;
}

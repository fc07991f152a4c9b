/**
 * The one of the names that is meant by a misspelt one: fewest letters wrong, left out, too many or swapped, and no other name is as near.
 * Null where nothing is near enough: one letter of a short name, two of a longer one. Case counts as nothing.
 */
export function closestName(misspelt: string, names: Iterable<string>): string | null {
  const wanted = misspelt.toLowerCase();
  if (wanted.length > longestCompared) return null;
  let best: string | null = null;
  let least = wanted.length <= 5 ? 2 : 3;
  let alone = false;
  for (const name of new Set(names)) {
    if (Math.abs(name.length - wanted.length) > 2) continue;
    const distance = editDistance(wanted, name.toLowerCase());
    if (distance > least) continue;
    alone = distance < least;
    if (alone) best = name;
    least = distance;
  }
  return alone ? best : null;
}

const longestCompared = 100;

/** Letters that are wrong, missing or too many; two neighbours that changed places are one (Damerau's distance, restricted). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) distance = Math.min(distance, (beforeLast[j - 2] ?? 0) + 1);
      row.push(distance);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? a.length;
}

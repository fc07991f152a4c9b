import { createHash } from 'node:crypto';
import type { Plan } from './plan';

const listKeys = ['inputs', 'assumptions', 'problems', 'groups', 'users', 'conflicts'] as const satisfies readonly (keyof Plan)[];
const isListKey = (key: string): key is (typeof listKeys)[number] => (listKeys as readonly string[]).includes(key);

/** SHA-256 in hex of the compact JSON in the order of the schema, without `id` and `createdAt` (product.md, section 8). */
export function planId(plan: Plan): string {
  const hash = createHash('sha256');
  for (const chunk of chunks(plan, ['id', 'createdAt'], '', '')) hash.update(chunk);
  return hash.digest('hex');
}

/** The text of a `*.scimplan.json`, piece by piece: one array element a line, so that it diffs well and is never held whole. */
export function* serializePlan(plan: Plan): Iterable<string> {
  yield* chunks(plan, [], '\n', ' ');
  yield '\n';
}

function* chunks(plan: Plan, without: readonly string[], newline: string, space: string): Iterable<string> {
  let separator = `{${newline}`;
  for (const [key, value] of Object.entries(plan) as [keyof Plan, unknown][]) {
    if (without.includes(key)) continue;
    yield `${separator}${JSON.stringify(key)}:${space}`;
    separator = `,${newline}`;
    if (!isListKey(key)) {
      yield JSON.stringify(value);
      continue;
    }
    const list: readonly unknown[] = plan[key];
    if (list.length === 0) {
      yield '[]';
      continue;
    }
    let before = `[${newline}`;
    for (const element of list) {
      yield `${before}${JSON.stringify(element)}`;
      before = `,${newline}`;
    }
    yield `${newline}]`;
  }
  yield `${newline}}`;
}

import { createHash } from 'node:crypto';
import { allSteps, type Steps } from '../input/steps';
import type { GroupPlan, Plan } from './plan';

const listKeys = ['inputs', 'assumptions', 'problems', 'groups', 'users', 'conflicts'] as const satisfies readonly (keyof Plan)[];
const isListKey = (key: string): key is (typeof listKeys)[number] => (listKeys as readonly string[]).includes(key);

/** SHA-256 in hex of the compact JSON in the order of the schema, without `id`, `createdAt` and `requests` (product.md, section 8). */
export function planId(plan: Plan): string {
  return allSteps(planIdInSteps(plan));
}

/** `planId`, some people at a time. */
export function* planIdInSteps(plan: Plan): Steps<string> {
  const hash = createHash('sha256');
  let waiting = '';
  for (const chunk of chunks(plan, ['id', 'createdAt', 'requests'], '', '')) {
    waiting += chunk;
    if (waiting.length < hashedAtOnce) continue;
    hash.update(waiting);
    waiting = '';
    yield undefined;
  }
  return hash.update(waiting).digest('hex');
}

/** Small as they are, they are written faster together. */
const usersAtOnce = 64;

/** Of the lists of a group, which may be as long as a plan. */
const membersAtOnce = 256;

/** In characters: many small updates cost more than what they hash. */
const hashedAtOnce = 1 << 16;

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
    const atOnce = key === 'users' && newline === '' ? usersAtOnce : 1;
    for (let start = 0; start < list.length; start += atOnce) {
      const one = list[start];
      if (key === 'groups' && isLong(one as GroupPlan)) {
        yield before;
        yield* longElement(one as GroupPlan);
      } else {
        const text = atOnce === 1 ? JSON.stringify(one) : JSON.stringify(list.slice(start, start + atOnce)).slice(1, -1);
        yield `${before}${text}`;
      }
      before = `,${newline}`;
    }
    yield `${newline}]`;
  }
  yield `${newline}}`;
}

function isLong({ adds, notPushed, removals }: GroupPlan): boolean {
  return adds.length + notPushed.length + removals.length > membersAtOnce;
}

/** What `JSON.stringify` makes of a group, its people some hundred at a time. */
function* longElement(group: GroupPlan): Iterable<string> {
  let separator = '{';
  for (const [key, value] of Object.entries(group) as [string, unknown][]) {
    yield `${separator}${JSON.stringify(key)}:`;
    separator = ',';
    if (Array.isArray(value)) yield* longList(value);
    else yield JSON.stringify(value);
  }
  yield '}';
}

function* longList(items: readonly unknown[]): Iterable<string> {
  let before = '[';
  for (let start = 0; start < items.length; start += membersAtOnce) {
    yield `${before}${JSON.stringify(items.slice(start, start + membersAtOnce)).slice(1, -1)}`;
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

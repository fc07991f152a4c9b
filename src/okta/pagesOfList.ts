import { posix } from 'node:path';
import type { Section } from './exportFile';
import { pageIn } from './filePlace';
import type { OktaGroup } from './source';

/** Which list a file is a page of, as far as its name tells. */
export interface PageOfList {
  /** The same for all pages of one list. */
  readonly list: string;
  /** Null where the name has no page number. */
  readonly page: number | null;
}

/**
 * Tells pages of one list from files of another by their names: pages differ in the number at the end and in nothing else. A number that
 * belongs to the group's id or name, or to a date, is none.
 */
export function pageOfList({ file, groupIds }: Section, groups: ReadonlyMap<string, OktaGroup>): PageOfList {
  const folder = posix.dirname(file.path);
  const { ext, name } = posix.parse(file.path);
  const [groupId] = groupIds.size === 1 ? groupIds : [];
  if (groupId === undefined) {
    const { rest, page } = pageIn(name);
    return { list: JSON.stringify([folder, rest, ext.toLowerCase()]), page };
  }
  const named = [groupId, groups.get(groupId)?.name ?? ''].find((part) => part !== '' && name.includes(part)) ?? '';
  const at = name.indexOf(named);
  const { rest, page } = pageIn(name.slice(at + named.length));
  return { list: JSON.stringify([folder, groupId, name.slice(0, at), rest, ext.toLowerCase()]), page };
}

/**
 * The first page that is missing among these; null where there is none. Pages count from 0 or 1, or by records (0, 200, 400); a file without
 * a number is the first one. Numbers that are too far apart, or begin too high, are something else.
 */
export function missingPage(pages: readonly (number | null)[]): number | null {
  const numbers = new Set(pages.filter((page) => page !== null));
  if (numbers.size === 0) return null;
  const step = [...numbers].reduce(greatestDivisor, 0);
  const unit = step >= recordsStep && numbers.size > 1 ? step : 1;
  const counted = new Set([...numbers].map((number) => number / unit));
  if (pages.includes(null)) counted.add(counted.has(1) ? 0 : 1);
  const last = Math.max(...counted);
  if (Math.min(...counted) > highestFirst || last > counted.size * 4 + highestFirst) return null;
  for (let page = 1; page < last; page += 1) if (!counted.has(page)) return page * unit;
  return null;
}

const recordsStep = 10;
const highestFirst = 10;

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

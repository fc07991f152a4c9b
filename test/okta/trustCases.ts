import { createHash } from 'node:crypto';
import type { ProblemCode } from '../../src/input/problem';
import type { ReadExportOptions } from '../../src/okta/readExport';
import type { Files } from './exportFolder';
import {
  appId,
  appRecord,
  appUserRecord,
  groupId,
  groupRecord,
  pushMappingRecord,
  rockstarCsv,
  rockstarUser,
  userId,
  userRecord,
} from './handMade';

/**
 * How far a problem reaches into a plan (product.md, section 3): the plan is partial; the group of the file is unresolved; its removals
 * are unconfirmed; nothing but a word.
 */
export type Reach = 'plan' | 'group' | 'unconfirmed' | 'said';

export interface TrustCase {
  readonly name: string;
  readonly code: ProblemCode;
  readonly reach: Reach;
  /** In place of files of `whole`, and more; undefined takes one away. */
  readonly files: Files;
  /** The file that it is said of; null: the export. */
  readonly path: string | null;
  readonly options?: Partial<ReadExportOptions>;
  /** What stood in the same folder at the last import, in place of files of `whole`. */
  readonly before?: Files;
}

export const deprovisioned = userRecord(4, { status: 'DEPROVISIONED' });
export const people = [userRecord(1), userRecord(2), userRecord(3)];
export const groups = (agents: object = {}): unknown[] => [
  groupRecord(1, 'Agents', { usersCount: 2, ...agents }),
  groupRecord(2, 'Others', { usersCount: 2 }),
];
export const uncounted = [groupRecord(1, 'Agents'), groupRecord(2, 'Others', { usersCount: 2 })];
export const assigned = people.map((_, index) => appUserRecord(index + 1, `g${index + 1}`));

/** Agents and Others hold the users 1 and 2 in Okta, and counts prove it. */
export const whole: Files = {
  'users.json': [...people, deprovisioned],
  'groups.json': groups(),
  'app.json': appRecord(appId, 'Genesys Cloud'),
  'app-users.json': assigned,
  'push.json': [pushMappingRecord(1, 1, 11), pushMappingRecord(2, 2, 12)],
  'members/Agents.json': [userRecord(1), userRecord(2)],
  'members/Others.json': [userRecord(1), userRecord(2)],
};

export const agents = 'members/Agents.json';
export const cut = (value: unknown): string => JSON.stringify(value).slice(0, -20);
export const page = (from: number, count: number): unknown[] => Array.from({ length: count }, (_, index) => userRecord(from + index));
export const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
export const manifest = (files: readonly object[], more: object = {}): Files => ({
  'okta-export.json': { format: 'scim-preflight/okta-export@1', files, ...more },
});
export const pairs = (rows: readonly (readonly [number, number])[]): string =>
  ['group,user', ...rows.map(([group, user]) => `${groupId(group)},${userId(user)}`), ''].join('\n');
export const noMembers: Files = { [agents]: undefined, 'members/Others.json': undefined };
export const csvPeople = [1, 2, 3].map((number) => rockstarUser(number));
export const usersCsv = (header: string, rows: readonly (readonly string[])[]): Files => ({
  'users.json': undefined,
  'users.csv': rockstarCsv(header, rows),
});
export const otherDay = new Date('2026-11-18T12:00:00.000Z');

/** As many rows as Excel keeps of a longer table, the group Agents' first. */
export const excelRows = Array.from({ length: 65_535 }, (_, row): readonly [number, number] => [row < 2 ? 1 : 3, row + 1]);

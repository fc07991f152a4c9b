import { type JsonObject, type JsonValue, type Problem, type ProblemCode, type ProblemLevel, problemLevels } from '../input/problem';
import { isCount, isRecord } from './resourceCheck';
import type { Snapshot, SnapshotOrg } from './snapshot';

export const snapshotFormat = 'scim-preflight/snapshot@1';

/** The first line of a `*.scimsnapshot.ndjson` (product.md, section 7). */
export interface SnapshotHeader {
  readonly org: SnapshotOrg;
  readonly takenAt: string | null;
  readonly complete: boolean;
  readonly problems: readonly Problem[];
  /** Lines of users and groups that follow. */
  readonly users: number;
  readonly groups: number;
  /** Groups whose member lists were not proved when the snapshot was taken; absent in the file where there are none. */
  readonly unprovedGroups: ReadonlyMap<string, string>;
}

/** The header of a snapshot as it stands in the file, keys in this order. */
export function headerRecord(snapshot: Snapshot): JsonObject {
  const { name, host, orgId, clientId } = snapshot.org;
  const unproved = [...snapshot.unprovedGroups].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    format: snapshotFormat,
    org: { name, host, orgId, clientId },
    takenAt: snapshot.takenAt,
    complete: snapshot.complete,
    problems: snapshot.problems.map(({ level, code, message, path, line }) => ({ level, code, message, path, line })),
    users: snapshot.users.size,
    groups: snapshot.groups.size,
    ...(unproved.length > 0 ? { unprovedGroups: Object.fromEntries(unproved) } : {}),
  };
}

/** Whether a record is a header, of whatever version. */
export function isHeader(record: JsonObject): boolean {
  return typeof record.format === 'string' && record.format.startsWith('scim-preflight/snapshot@');
}

/** A header that can be used, or in words why not. */
export function parseHeader(record: JsonObject): SnapshotHeader | string {
  if (record.format !== snapshotFormat)
    return `is of the format ${JSON.stringify(record.format)}, which a newer version of SCIM Preflight wrote`;
  const { org, takenAt, complete, problems, users, groups, unprovedGroups } = record;
  if (!isRecord(org) || typeof org.name !== 'string' || typeof org.host !== 'string') return 'does not name its org and host';
  if (!isTextOrNull(org.orgId) || !isTextOrNull(org.clientId) || !isTextOrNull(takenAt))
    return 'has an org id, client id or time that is no text';
  if (typeof complete !== 'boolean') return 'does not say whether it is complete';
  if (!isCount(users) || !isCount(groups)) return 'does not say how many users and groups follow';
  if (!Array.isArray(problems)) return 'has no list of problems';
  return {
    org: { name: org.name, host: org.host, orgId: org.orgId ?? null, clientId: org.clientId ?? null },
    takenAt: takenAt ?? null,
    complete,
    problems: (problems as readonly JsonValue[]).map(parseProblem),
    users,
    groups,
    unprovedGroups: new Map(
      isRecord(unprovedGroups)
        ? Object.entries(unprovedGroups).map(([id, why]) => [id, typeof why === 'string' ? why : 'not proved'] as const)
        : [],
    ),
  };
}

function parseProblem(value: JsonValue): Problem {
  const { level, code, message, path, line } = isRecord(value) ? value : {};
  return {
    level: isLevel(level) ? level : 'incomplete',
    code: isCode(code) ? code : 'not-read',
    message: typeof message === 'string' ? message : 'The snapshot names a problem that this version does not understand.',
    path: typeof path === 'string' ? path : null,
    line: isCount(line) ? line : null,
  };
}

function isTextOrNull(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === 'string';
}

function isLevel(value: unknown): value is ProblemLevel {
  return value === 'note' || value === 'doubt' || value === 'incomplete';
}

function isCode(value: unknown): value is ProblemCode {
  return typeof value === 'string' && Object.hasOwn(problemLevels, value);
}

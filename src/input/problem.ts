/**
 * What can be wrong with data that somebody handed in, and how far that reaches (product.md, section 3).
 *
 * `incomplete`: nothing that rests on it may be applied. `doubt`: said on top of the plan and at the gate. `note`: listed.
 */
export type ProblemLevel = 'note' | 'doubt' | 'incomplete';

/** The level of each code, as section 3 lists them; the snapshot's own codes (section 7) follow. */
export const problemLevels = {
  truncated: 'incomplete',
  'okta-error-body': 'incomplete',
  'empty-file': 'incomplete',
  'count-below-stats': 'incomplete',
  unreadable: 'incomplete',
  'missing-column': 'incomplete',
  'partial-by-declaration': 'incomplete',
  'wrong-org': 'incomplete',
  'nothing-of-okta': 'incomplete',
  'page-size-count': 'doubt',
  'excel-damage': 'doubt',
  'duplicate-login': 'doubt',
  'short-row': 'doubt',
  'stale-members': 'doubt',
  'old-export': 'doubt',
  'dropped-column': 'doubt',
  'fewer-than-last-time': 'doubt',
  'dangling-member': 'note',
  'no-deprovisioned-users': 'note',
  'conflicting-records': 'note',
  'group-from-file-name': 'note',
  'unknown-file': 'note',
  'not-collected': 'note',
  'empty-list-of-unknown-kind': 'note',
  'members-of-unknown-group': 'incomplete',
  'missing-page': 'incomplete',
  'conflicting-lists': 'incomplete',
  'not-as-declared': 'doubt',
  'listing-moved': 'incomplete',
  'listing-short': 'incomplete',
  'duplicate-resource': 'incomplete',
  'members-cut': 'incomplete',
  'member-unresolved': 'incomplete',
  'round-member-count': 'doubt',
  'old-snapshot': 'doubt',
  'not-read': 'incomplete',
} as const satisfies Record<string, ProblemLevel>;

export type ProblemCode = keyof typeof problemLevels;

/** One problem. `path` is relative to the export, `line` counts from 1; null where there is none. */
export interface Problem {
  readonly level: ProblemLevel;
  readonly code: ProblemCode;
  readonly message: string;
  readonly path: string | null;
  readonly line: number | null;
}

/** A problem with the level that its code has. */
export function problem(code: ProblemCode, message: string, path: string | null = null, line: number | null = null): Problem {
  return { level: problemLevels[code], code, message, path, line };
}

/** What a file was taken for (product.md, section 3). */
export type InputKind =
  | 'users'
  | 'groups'
  | 'groupMembers'
  | 'appUsers'
  | 'appGroups'
  | 'pushMappings'
  | 'profileMapping'
  | 'profileMappingList'
  | 'apps'
  | 'appUserSchema'
  | 'userSchema'
  | 'scimUsers'
  | 'scimGroups'
  | 'snapshot'
  | 'terraform'
  | 'oktaError'
  | 'manifest'
  | 'unknown';

/** A line of the trust report: one file, once per kind that it holds. */
export interface InputReport {
  /** Relative to the export (or to the snapshot's folder), with forward slashes. */
  readonly path: string;
  readonly kind: InputKind;
  readonly records: number;
  /** In words: what in the content told the kind. */
  readonly recognizedBy: string;
  /** Hex, of the file's bytes; null where the file could not be read. */
  readonly sha256: string | null;
  readonly problems: readonly Problem[];
}

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = Readonly<Record<string, JsonValue>>;

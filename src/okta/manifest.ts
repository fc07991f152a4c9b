import { posix } from 'node:path';
import type { InputKind, JsonObject } from '../input/problem';
import { isList, isObject, objectAt } from './recordKinds';
import { recordId, textAt } from './oktaRecords';

/** `okta-export.json`, as far as it is used (product.md, section 3, "Manifest"). */
export interface Manifest {
  readonly path: string;
  /** ISO 8601; null where it tells none. */
  readonly collectedAt: string | null;
  readonly oktaApp: { readonly id: string | null; readonly label: string | null } | null;
  /** By path, relative to the export. */
  readonly files: ReadonlyMap<string, ManifestFile>;
}

export interface ManifestFile {
  readonly kind: InputKind | null;
  /** A group's id or name. */
  readonly group: string | null;
  readonly records: number | null;
  readonly sha256: string | null;
  /** Header to attribute. */
  readonly columns: ReadonlyMap<string, string>;
  readonly partial: boolean;
  /** Null where it is not said. */
  readonly complete: boolean | null;
  readonly typedCount: number | null;
}

/** Reads a manifest that was found at `path`; what is not understood in it is left out. */
export function manifestOf(record: JsonObject, path: string): Manifest {
  const folder = posix.dirname(path);
  const app = objectAt(record, 'oktaApp');
  const files = isList(record.files) ? record.files.filter(isObject) : [];
  return {
    path,
    collectedAt: timeOf(textAt(record, 'collectedAt')),
    oktaApp: app ? { id: recordId(app.id), label: textAt(app, 'label') } : null,
    files: new Map(
      files.flatMap((file): [string, ManifestFile][] => {
        const relative = textAt(file, 'path');
        return relative === null ? [] : [[posix.normalize(posix.join(folder, relative.replaceAll('\\', '/'))), manifestFileOf(file)]];
      }),
    ),
  };
}

function timeOf(text: string | null): string | null {
  const time = text === null ? NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function manifestFileOf(file: JsonObject): ManifestFile {
  const columns = Object.entries(objectAt(file, 'columns') ?? {});
  return {
    kind: kindOf(textAt(file, 'kind')),
    group: recordId(file.group),
    records: countAt(file, 'records'),
    sha256: textAt(file, 'sha256')?.toLowerCase() ?? null,
    columns: new Map(columns.flatMap(([header, attribute]) => (typeof attribute === 'string' ? [[header, attribute]] : []))),
    partial: file.partial === true,
    complete: typeof file.complete === 'boolean' ? file.complete : null,
    typedCount: countAt(file, 'typedCount'),
  };
}

function countAt(file: JsonObject, key: string): number | null {
  const value = file[key];
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}

const kinds: readonly InputKind[] = [
  'users',
  'groups',
  'groupMembers',
  'appUsers',
  'appGroups',
  'pushMappings',
  'profileMapping',
  'profileMappingList',
  'apps',
  'appUserSchema',
  'userSchema',
];

const kindOf = (text: string | null): InputKind | null => kinds.find((kind) => kind === text) ?? null;

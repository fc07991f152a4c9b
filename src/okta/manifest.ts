import { posix } from 'node:path';
import type { InputKind, JsonObject, JsonValue, ProblemCode } from '../input/problem';
import type { Section } from './exportFile';
import { isList, isObject, manifestFormat, objectAt } from './recordKinds';
import { recordId, textAt } from './oktaRecords';

/** What the manifests of an export say, as far as it is used (product.md, section 3, "Manifest"). */
export interface Manifest {
  /** The app that the files are of; null also where several manifests name several. */
  readonly oktaApp: { readonly id: string | null; readonly label: string | null } | null;
  /** By path, relative to the export. */
  readonly files: ReadonlyMap<string, ManifestFile>;
}

export interface ManifestFile {
  /** The manifest that says it, relative to the export. */
  readonly manifest: string;
  readonly kind: InputKind | null;
  /** A group's id or name. */
  readonly group: string | null;
  readonly records: number | null;
  readonly sha256: string | null;
  /** Header to meaning. */
  readonly columns: ReadonlyMap<string, string>;
  readonly partial: boolean;
  /** Null where it is not said. */
  readonly complete: boolean | null;
  readonly typedCount: number | null;
  /** ISO 8601: when the collection began; null where the manifest tells none. */
  readonly collectedAt: string | null;
  /** The collection is under way or was broken off: nothing that it says proves anything. */
  readonly unfinished: boolean;
}

/** Something in a manifest that cannot be taken as it stands, or that it lacks. */
interface ManifestFault {
  readonly code: ProblemCode;
  readonly message: string;
}

/** One `okta-export.json`. */
interface OneManifest extends Manifest {
  /** False while a collection is under way or was broken off; null where it is not said. */
  readonly complete: boolean | null;
  /** Lower case, without `-admin`; null where it tells none. */
  readonly oktaDomain: string | null;
  readonly faults: readonly ManifestFault[];
}

interface FoundManifest extends OneManifest {
  readonly section: Section;
}

/** The manifests of an export: mostly one, more where several collected folders are read together. */
export class Manifests {
  private readonly found: FoundManifest[] = [];
  private believed: readonly FoundManifest[] = [];
  private together: Manifest | null = null;

  /** Takes a record of kind `manifest`; what is wrong with it becomes problems of its section. `offset` is where it begins. */
  add(record: JsonObject, section: Section, offset: number): void {
    const manifest = manifestOf(record, section.file.path);
    this.found.push({ ...manifest, section });
    for (const { code, message } of manifest.faults) section.add(code, message, { offset });
  }

  /** What those say that were read whole; null without any. A manifest that is broken is believed nothing. */
  get all(): Manifest | null {
    const believed = this.found.filter(({ section }) => !section.has('truncated') && !section.has('unreadable'));
    if (believed.length !== this.believed.length) {
      this.believed = believed;
      this.together = believed.length === 0 ? null : joined(believed);
    }
    return this.together;
  }

  /** Adds what the manifests say of the whole export: that it is not whole, or that there are two of them. */
  addProblems(): void {
    const [first] = this.found.filter(({ oktaDomain }) => oktaDomain !== null);
    for (const { section, complete, oktaDomain } of this.found) {
      if (oktaDomain !== null) section.alsoBy.push(`of ${oktaDomain}`);
      if (complete === false) {
        section.add(
          'partial-by-declaration',
          'The collection that wrote this export is under way or was broken off: it is not whole. Resume it, or collect again.',
        );
      }
      if (first && oktaDomain !== null && oktaDomain !== first.oktaDomain) {
        section.add('wrong-org', `This is of ${oktaDomain}, and ${first.section.file.path} of ${first.oktaDomain ?? ''}: two Okta orgs.`);
      }
    }
  }
}

function joined(manifests: readonly Manifest[]): Manifest {
  const apps = manifests.map(({ oktaApp }) => oktaApp).filter((app) => app !== null);
  const isOne = new Set(apps.map(({ id, label }) => id ?? label)).size === 1;
  return { oktaApp: isOne ? (apps[0] ?? null) : null, files: new Map(manifests.flatMap(({ files }) => [...files])) };
}

/** Reads the manifest that was found at `path`, relative to the export; what is not understood in it is told in `faults`. */
export function manifestOf(record: JsonObject, path: string): OneManifest {
  const read = new Reader();
  if (record.format !== manifestFormat) {
    read.refuse(`Its format is ${JSON.stringify(record.format)}; this version reads ${manifestFormat}.`);
  }
  const complete = read.flag(record, 'complete', '');
  const app = objectAt(record, 'oktaApp');
  const common = { manifest: path, collectedAt: read.time(record, 'collectedAt'), unfinished: complete === false };
  const folder = posix.dirname(path);
  const files = new Map<string, ManifestFile>();
  for (const [index, file] of read.list(record, 'files').entries()) {
    const where = `files[${index}]`;
    const relative = isObject(file) ? textAt(file, 'path') : null;
    if (!isObject(file) || relative === null) {
      read.refuse(`${where} has no path.`);
      continue;
    }
    const target = posix.normalize(posix.join(folder, relative.replaceAll('\\', '/')));
    if (files.has(target)) read.refuse(`${where}: there are two entries for ${relative}.`);
    files.set(target, { ...read.file(file, where), ...common });
  }
  for (const entry of read.list(record, 'missing')) read.missing(entry);
  return {
    complete,
    oktaDomain: hostOf(textAt(record, 'oktaDomain')),
    oktaApp: app ? { id: recordId(app.id), label: textAt(app, 'label') } : null,
    files,
    faults: read.faults,
  };
}

/** `https://Acme-admin.okta.com/` and `acme.okta.com` are one org. */
function hostOf(domain: string | null): string | null {
  const [host] = (domain ?? '')
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .split('/');
  return host ? host.replace(/^([^.]+)-admin\./, '$1.') : null;
}

/** Takes values of their type; what is of another is said. */
class Reader {
  readonly faults: ManifestFault[] = [];

  /** Nothing of the manifest is believed then. */
  refuse(message: string): void {
    this.faults.push({ code: 'unreadable', message: `The manifest is not understood: ${message}` });
  }

  file(file: JsonObject, where: string): Omit<ManifestFile, 'manifest' | 'collectedAt' | 'unfinished'> {
    const columns = Object.entries(objectAt(file, 'columns') ?? {});
    return {
      kind: this.kind(file, where),
      group: recordId(file.group),
      records: this.count(file, 'records', where),
      sha256: textAt(file, 'sha256')?.toLowerCase() ?? null,
      columns: new Map(columns.flatMap(([header, meaning]) => (typeof meaning === 'string' ? [[header, meaning]] : []))),
      partial: this.flag(file, 'partial', where) ?? false,
      complete: this.flag(file, 'complete', where),
      typedCount: this.count(file, 'typedCount', where),
    };
  }

  list(record: JsonObject, key: string): readonly JsonValue[] {
    const value = record[key] ?? [];
    if (isList(value)) return value;
    this.refuse(`${key} is no list.`);
    return [];
  }

  /** What somebody declared must not be lost by a typing mistake. */
  flag(record: JsonObject, key: string, where: string): boolean | null {
    const value = record[key] ?? null;
    if (value === null || typeof value === 'boolean') return value;
    this.refuse(`${where === '' ? '' : `${where}.`}${key} is neither true nor false.`);
    return null;
  }

  /** What Okta did not give to the collector. */
  missing(entry: JsonValue): void {
    const message = isObject(entry) ? textAt(entry, 'message') : null;
    if (message !== null) this.faults.push({ code: 'not-collected', message });
  }

  time(record: JsonObject, key: string): string | null {
    const value = record[key] ?? null;
    const time = typeof value === 'string' ? Date.parse(value) : NaN;
    if (!Number.isNaN(time)) return new Date(time).toISOString();
    if (value !== null) this.ignore(`${key} is no time such as 2026-11-20T12:00:00Z`);
    return null;
  }

  private count(record: JsonObject, key: string, where: string): number | null {
    const value = record[key] ?? null;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    if (value !== null) this.ignore(`${where}.${key} is no whole number`);
    return null;
  }

  private kind(record: JsonObject, where: string): InputKind | null {
    const value = record.kind ?? null;
    const known = kinds.find((kind) => kind === value) ?? null;
    if (value !== null && known === null) this.ignore(`${where}.kind is none of ${kinds.join(', ')}`);
    return known;
  }

  private ignore(what: string): void {
    this.faults.push({ code: 'not-as-declared', message: `${what}: it is left out of account.` });
  }
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
  // Somebody said that the file is not needed.
  'unknown',
];

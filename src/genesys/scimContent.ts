import type { JsonFault } from '../input/jsonFault';
import type { JsonRecordSink } from '../input/jsonRecordSink';
import type { JsonObject, JsonValue, ProblemCode } from '../input/problem';
import type { RecordMatch } from '../input/recordMatch';
import { RecordTemplates } from '../input/recordTemplates';
import { TextMap } from '../input/textMap';
import { parseErrorBody } from './answerError';
import { PackedUsers } from './packedUsers';
import { groupFault, isCount, isRecord, userFault } from './resourceCheck';
import type { ScimGroup, ScimUser } from './scim';
import { SharedMembers } from './sharedMembers';
import { isHeader, parseHeader, type SnapshotHeader } from './snapshotHeader';

export type ScimKind = 'scimUsers' | 'scimGroups';

/** One page of a listing, as far as its counts go. */
export interface ListPage {
  readonly kind: ScimKind;
  readonly total: number;
  readonly ids: readonly string[];
  /** The page holds nobody but inactive users: it belongs to their listing. */
  readonly inactiveOnly: boolean;
}

/** What is wrong at a place of a file; `offset` in bytes of UTF-8, null: the file as a whole. */
export interface Fault {
  readonly code: ProblemCode;
  readonly message: string;
  readonly offset: number | null;
}

/** What all files of a snapshot hold together. */
export interface ScimContent {
  readonly headers: { readonly path: string; readonly header: SnapshotHeader }[];
  readonly users: TextMap<ScimUser>;
  /** What stands for the users in groups. */
  readonly members: SharedMembers;
  readonly packed: PackedUsers;
  readonly templates: RecordTemplates;
  readonly groups: Map<string, ScimGroup>;
  readonly pages: ListPage[];
}

export function newScimContent(): ScimContent {
  const users = new TextMap<ScimUser>();
  return {
    headers: [],
    users,
    members: new SharedMembers(users),
    packed: new PackedUsers(),
    templates: new RecordTemplates(),
    groups: new Map(),
    pages: [],
  };
}

/** What resources are kept in, by id. */
interface Kept<Resource> {
  get(id: string): Resource | undefined;
  set(id: string, resource: Resource): unknown;
}

/** What may be said of one file before its faults fill the report. */
const faultsAtMost = 50;

/** Takes the records of one file: a snapshot's lines, SCIM list responses, single resources. */
export class ScimFileSink implements JsonRecordSink {
  readonly counts = { users: 0, groups: 0, lists: 0, loose: 0, other: 0 };
  readonly faults: Fault[] = [];
  unreportedFaults = 0;
  header: SnapshotHeader | null = null;
  /** What the file has of, if only an empty page. */
  readonly kinds = new Set<ScimKind>();

  constructor(
    private readonly path: string,
    private readonly content: ScimContent,
  ) {}

  templated(match: RecordMatch, offset: number): boolean {
    const user = this.content.packed.userOf(match);
    if (user === null) return false;
    this.kinds.add('scimUsers');
    this.keep(this.content.users, user, 'users', offset);
    if (this.header === null) this.counts.loose++;
    return true;
  }

  record(value: JsonValue, offset: number): void {
    if (!isRecord(value)) this.counts.other++;
    else if ('userName' in value) this.takeLoose('scimUsers', value, offset);
    else if ('totalResults' in value || 'Resources' in value) this.takeList(value, offset);
    else if (isHeader(value)) this.takeHeader(value, offset);
    else if (typeof value.displayName === 'string' && typeof value.id === 'string') this.takeLoose('scimGroups', value, offset);
    else if (parseErrorBody(JSON.stringify(value)) !== null)
      this.report('unreadable', `it is an error answer in place of data: ${shortText(value)}`, offset);
    else this.counts.other++;
  }

  fault(fault: JsonFault): void {
    this.report(fault.kind === 'truncated' ? 'truncated' : 'unreadable', fault.message, fault.offset);
  }

  /** Notes something that makes the file incomplete. */
  report(code: ProblemCode, message: string, offset: number | null): void {
    if (this.faults.length < faultsAtMost) this.faults.push({ code, message, offset });
    else this.unreportedFaults++;
  }

  private takeHeader(record: JsonObject, offset: number): void {
    const header = parseHeader(record);
    if (typeof header === 'string') {
      this.report('unreadable', `the header ${header}`, offset);
      return;
    }
    if (this.header !== null) {
      this.report('unreadable', 'a second header stands in one snapshot', offset);
      return;
    }
    this.header = header;
    this.content.headers.push({ path: this.path, header });
  }

  private takeLoose(kind: ScimKind, value: unknown, offset: number): void {
    if (this.take(kind, value, offset, 'the record') !== null && this.header === null) this.counts.loose++;
  }

  private takeList(list: JsonObject, offset: number): void {
    this.counts.lists++;
    const resources: readonly JsonValue[] = Array.isArray(list.Resources) ? list.Resources : [];
    const [first] = resources;
    const kind = first === undefined ? kindByName(this.path) : isRecord(first) && 'userName' in first ? 'scimUsers' : 'scimGroups';
    if (kind === null) {
      this.report('empty-list-of-unknown-kind', 'an empty page; neither it nor the name of its file says of what', offset);
      return;
    }
    this.kinds.add(kind);
    const ids: string[] = [];
    for (const [index, resource] of resources.entries()) {
      const id = this.take(kind, resource, offset, `resource ${index + 1} of the page`);
      if (id !== null) ids.push(id);
    }
    if (!isCount(list.totalResults)) {
      this.report('truncated', 'the page has no totalResults, so nothing says how many records there are', offset);
      return;
    }
    const inactiveOnly = kind === 'scimUsers' && ids.length > 0 && ids.every((id) => this.content.users.get(id)?.active === false);
    this.content.pages.push({ kind, total: list.totalResults, ids, inactiveOnly });
  }

  /** The id of a resource that is whole; what is wrong with another is noted. */
  private take(kind: ScimKind, value: unknown, offset: number, what: string): string | null {
    // What is shared need not be checked any more.
    if (kind === 'scimGroups' && isRecord(value) && Array.isArray(value.members)) this.content.members.share(value.members);
    const fault = kind === 'scimUsers' ? userFault(value) : groupFault(value);
    if (fault !== null) {
      this.report('unreadable', `${what} ${fault}`, offset);
      return null;
    }
    this.kinds.add(kind);
    if (kind === 'scimUsers') return this.keep(this.content.users, value as ScimUser, 'users', offset);
    return this.keep(this.content.groups, value as ScimGroup, 'groups', offset);
  }

  private keep<Resource extends ScimUser | ScimGroup>(
    known: Kept<Resource>,
    resource: Resource,
    count: 'users' | 'groups',
    offset: number,
  ): string {
    this.counts[count]++;
    const before = known.get(resource.id);
    if (before === undefined) known.set(resource.id, resource);
    else if (this.header !== null) this.report('duplicate-resource', `the id ${resource.id} comes twice`, offset);
    else if (JSON.stringify(before) !== JSON.stringify(resource)) {
      this.report('conflicting-records', `the id ${resource.id} came before with other values; the one that changed last counts`, offset);
      if ((resource.meta?.lastModified ?? '') >= (before.meta?.lastModified ?? '')) known.set(resource.id, resource);
    }
    return resource.id;
  }
}

/** For an empty list, which itself says nothing. */
function kindByName(path: string): ScimKind | null {
  const name = path.toLowerCase();
  if (name.includes('group')) return 'scimGroups';
  return name.includes('user') ? 'scimUsers' : null;
}

function shortText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

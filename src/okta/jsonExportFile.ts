import type { JsonFault } from '../input/jsonFault';
import type { JsonRecordSink, RawRecord } from '../input/jsonRecordSink';
import type { InputKind, JsonObject, JsonValue } from '../input/problem';
import type { RecordMatch } from '../input/recordMatch';
import type { TextPosition } from '../input/textPosition';
import type { ExportData, MembershipTable, UserList } from './exportData';
import type { ExportFile, Section } from './exportFile';
import { isInMembersFolder } from './filePlace';
import { innerRecords, internalPushMappings, membersIn, type InnerRecords } from './jsonInner';
import { AppRecords, idOf } from './jsonAppRecords';
import { takeSetting } from './jsonSettings';
import { groupNameOf, groupOf, recordId, userOf } from './oktaRecords';
import { oktaStatus } from './oktaStatus';
import { unfolded } from './powerShellText';
import { isObject, recordKind, recordWords } from './recordKinds';
import type { UserReading } from './rowRecords';

/** Takes the records of one JSON file into `ExportData`, each as what it is by its own content. */
export class JsonExportFile implements JsonRecordSink {
  private current: Section | null = null;
  private readonly inMembersFolder: boolean;
  private readonly ofApps: AppRecords;
  private userList: UserList | null = null;
  /** The bytes of the record at hand; null inside of an envelope. */
  private raw: RawRecord | null = null;
  /** Memberships that the file tells by what they stand in. */
  private table: MembershipTable | null = null;
  private depth = 0;
  /** Bytes that were no UTF-8, until it is known what they belong to. */
  private damagedAt: number | null = null;
  private damageSaid = false;

  constructor(
    private readonly file: ExportFile,
    private readonly data: ExportData,
  ) {
    this.inMembersFolder = isInMembersFolder(file.path);
    this.ofApps = new AppRecords(data);
  }

  record(value: JsonValue, offset: number, raw: RawRecord | null = null): void {
    this.raw = raw;
    const repeated = raw === null ? null : this.data.repeatedKeys.find(raw, value);
    if (isObject(value)) this.take(value, offset, false);
    else if (!this.takeBareId(value)) this.takeUnknown('a JSON value that is no object', offset, false);
    this.reportDamage();
    if (repeated === null) return;
    const words = `One object names "${repeated}" twice: two records have run into each other, or the file was edited.`;
    this.current?.add('unreadable', words, { offset });
  }

  /** A user or an app user, mostly: there is nothing to say about it, and nothing in it that would have to be parsed. */
  templated(match: RecordMatch): boolean {
    if (this.isKnown(match)) return true;
    const reading = this.data.rows.reading(match);
    if (reading === null) return false;
    if (reading.kind === 'users') return this.takeTemplatedUser(match, reading);
    return this.ofApps.takeTemplated(match, reading, () => this.section('appUsers'));
  }

  private takeTemplatedUser(match: RecordMatch, reading: UserReading): boolean {
    const { data } = this;
    const id = data.rows.idOf(match, reading);
    // What was told before is compared with all that there is.
    const user = id === null || data.users.has(id) ? null : data.rows.userOf(match, reading, id, data.appUserOf(id));
    if (user === null) return false;
    const section = this.section('users');
    section.records += 1;
    const list = (this.userList ??= this.newUserList(section));
    list.userIds.push(data.addUser(user, reading.status >= 0, false, section));
    data.seenUsers.add(user.id, match);
    return true;
  }

  damaged(offset: number): void {
    this.damagedAt ??= offset;
  }

  /** Said once, of what the damaged record turned out to be. */
  private reportDamage(): void {
    if (this.damagedAt === null || this.damageSaid) return;
    const words = 'The file is no UTF-8: letters beyond ASCII are lost. Save it again as UTF-8.';
    this.current?.add('excel-damage', words, { offset: this.damagedAt });
    this.damageSaid = true;
  }

  isKnown(raw: RawRecord): boolean {
    const id = this.data.seenUsers.find(raw);
    if (id === null) return false;
    const section = this.section('users');
    section.records += 1;
    (this.userList ??= this.newUserList(section)).userIds.push(id);
    return true;
  }

  fault(fault: JsonFault): void {
    const section = this.current ?? this.sectionOfPartial(fault.partial);
    const words = (position: TextPosition | null): string => {
      const at = position ? `${this.file.path}:${position.line}:${position.column}` : this.file.path;
      return fault.kind === 'truncated'
        ? `The file is cut off at ${at}: ${fault.message}. Save it again in full.`
        : `The JSON is broken at ${at}: ${fault.message}.`;
    };
    section.add(fault.kind === 'truncated' ? 'truncated' : 'unreadable', words, { offset: fault.offset });
  }

  /** Of a file that breaks off in its first record: what it would have been. */
  private sectionOfPartial(partial: unknown): Section {
    const record = Array.isArray(partial) ? (partial as readonly unknown[]).at(0) : partial;
    const kind = isObject(record) ? recordKind(record) : 'unknown';
    const section = this.section(kind === 'oktaError' || kind === 'manifest' ? 'unknown' : kind);
    // Its place tells whether these were to be members.
    if (kind === 'users') this.userList ??= this.newUserList(section);
    return section;
  }

  private section(kind: InputKind): Section {
    if (this.current?.kind !== kind) this.current = this.file.section(kind, recordWords[kind] ?? 'nothing in it is known');
    return this.current;
  }

  private take(told: JsonObject, offset: number, enveloped: boolean): void {
    const record = typeof told.profile === 'string' ? unfolded(told) : told;
    const kind = recordKind(record);
    switch (kind) {
      case 'users':
        // A projection that names more than id and status is a row.
        if (record.profile !== undefined || !this.takeFlat(record)) this.takeUser(record, offset, record !== told);
        break;
      case 'appUsers':
        this.ofApps.takeAppUser(record, this.section(kind), offset);
        break;
      case 'groups':
        this.takeGroup(record, offset);
        break;
      case 'appGroups':
      case 'pushMappings':
        this.ofApps.take(kind, record, this.section(kind), offset);
        break;
      case 'unknown':
        if (!this.takeFlat(record) && !this.takeInner(record, offset))
          this.takeUnknown('a JSON object of no known shape', offset, enveloped);
        break;
      default:
        takeSetting(kind, record, this.section(kind), this.data, offset);
    }
  }

  private takeUser(record: JsonObject, offset: number, wasText: boolean): void {
    const section = this.section('users');
    section.records += 1;
    // Before the id: a members file of which no record can be read is a members file all the same.
    const list = (this.userList ??= this.newUserList(section));
    const id = idOf(record.id, section, offset, 'user');
    if (id === null) return;
    this.checkStatus(record, section, offset);
    const partial = wasText || !isObject(record.profile);
    if (wasText || typeof record.profile === 'string') {
      section.add('missing-column', 'The profiles were written as text, not as objects: PowerShell needs "ConvertTo-Json -Depth 10".', {
        offset,
      });
    }
    const known = this.data.users.get(id);
    if (known && this.data.isSameUser(known, record.status, record.lastUpdated)) {
      list.userIds.push(known.id);
      return;
    }
    const userId = this.data.addUser(userOf(record, id), record.status !== undefined, partial, section);
    list.userIds.push(userId);
    if (this.raw && !partial) this.data.seenUsers.add(userId, this.raw);
  }

  /** A status that Okta does not have is damage, or newer than this program: what a push does with such a user cannot be known. */
  private checkStatus({ status }: JsonObject, section: Section, offset: number): void {
    if (status === undefined || status === null || (typeof status === 'string' && oktaStatus(status) !== null)) return;
    section.add('unreadable', `The status ${JSON.stringify(status).slice(0, longestShown)} is none that Okta has.`, { offset });
  }

  private newUserList(section: Section): UserList {
    const list: UserList = { section, userIds: [], missingAttributes: [] };
    this.data.userLists.push(list);
    return list;
  }

  private takeGroup(record: JsonObject, offset: number): void {
    const section = this.section('groups');
    section.records += 1;
    const id = idOf(record.id, section, offset, 'group');
    const name = groupNameOf(record);
    if (id !== null && name !== null) this.data.addGroup(groupOf(record, id, name), section);
    else if (id !== null) section.add('unreadable', `Group ${id} has no name.`, { offset });
    const members = id === null ? null : membersIn(record);
    if (id !== null && members !== null) this.takeMembers(id, members, offset);
  }

  private takeFlat(record: JsonObject): boolean {
    const section = this.data.flatRecords.add(record, this.file);
    if (section) this.current = section;
    return section !== null;
  }

  /** Envelopes of connectors and lists in an object; false where it is none. */
  private takeInner(record: JsonObject, offset: number): boolean {
    this.raw = null;
    if (this.takeInternalPushMappings(record, offset) || this.takeBareId(record)) return true;
    const parts = this.depth < deepestEnvelope ? innerRecords(record) : null;
    if (parts === null) return false;
    this.depth += 1;
    for (const part of parts) this.takePart(part, offset);
    this.depth -= 1;
    return true;
  }

  private takePart({ records, groupId, connector, more }: InnerRecords, offset: number): void {
    if (groupId === null) {
      for (const value of records) {
        if (isObject(value)) this.take(value, offset, connector || this.depth > 1);
        else this.takeUnknown('a JSON value that is no object', offset, true);
      }
    } else this.takeMembers(groupId, records, offset);
    if (more !== null) this.current?.add('truncated', `${more}: save all of them.`, { offset, ...(groupId === null ? {} : { groupId }) });
  }

  /** Users, or their ids, that stand below their group. */
  private takeMembers(groupId: string, records: readonly JsonValue[], offset: number): void {
    const section = this.section('groupMembers');
    if (!this.table) {
      this.table = { section, byGroup: new Map() };
      this.data.membershipTables.push(this.table);
    }
    const userIds = this.table.byGroup.get(groupId) ?? [];
    this.table.byGroup.set(groupId, userIds);
    for (const value of records) {
      section.records += 1;
      const record = isObject(value) ? unfolded(value) : null;
      const id = idOf(record ? record.id : value, section, offset, 'member');
      if (id === null) continue;
      const known = record !== null && isObject(record.profile);
      userIds.push(known ? this.data.addUser(userOf(record, id), record.status !== undefined, false, section) : this.data.addUserId(id));
    }
  }

  private takeInternalPushMappings(record: JsonObject, offset: number): boolean {
    const internal = internalPushMappings(record);
    if (internal === null) return false;
    const section = this.file.section('pushMappings', "mappings with sourceUserGroupId (the console's grouppush answer)");
    this.current = section;
    this.ofApps.takeInternal(internal, record, section, offset);
    return true;
  }

  /** In a members folder an id is enough. */
  private takeBareId(value: JsonValue): boolean {
    const isId = isObject(value) ? Object.keys(value).length === 1 : typeof value === 'string' && /^00u[0-9A-Za-z]{17}$/.test(value);
    const id = this.inMembersFolder && isId ? recordId(isObject(value) ? value.id : value) : null;
    if (id === null) return false;
    const section = this.file.section('users', 'ids of Okta users');
    this.current = section;
    section.records += 1;
    const list = (this.userList ??= this.newUserList(section));
    list.userIds.push(this.data.addUserId(id));
    return true;
  }

  private takeUnknown(what: string, offset: number, enveloped: boolean): void {
    const section = this.section('unknown');
    section.records += 1;
    if (!enveloped) this.data.strangers.push({ section, what, offset });
    else if (!section.has('unknown-file')) section.add('unknown-file', 'Streams of a connector that are of no use here.', { offset });
  }
}

/** Envelopes in envelopes: nobody makes more of them. */
const deepestEnvelope = 8;
const longestShown = 60;

import type { JsonObject, JsonValue } from '../input/problem';
import { detached } from '../input/detached';
import { RecordTemplates } from '../input/recordTemplates';
import { RepeatedKeys } from '../input/repeatedKeys';
import { TextMap, TextSet } from '../input/textMap';
import type { Section } from './exportFile';
import { FlatRecords } from './flatRecords';
import { Manifests, type Manifest } from './manifest';
import type { MappingSide, TimedAppUser } from './oktaRecords';
import { PackedProfiles } from './packedProfiles';
import { hasAttribute, isPacked, isPackedAppUser, PackedAppUser, PackedUser } from './packedRecords';
import { PeopleByLogin } from './peopleByLogin';
import type { AppUserSchema, OktaApp, OktaGroup, OktaStatus, OktaUser, ProfileMapping, PushMapping } from './source';
import { RowRecords } from './rowRecords';
import { SeenUsers } from './seenUsers';
import { TerraformStates } from './terraformStates';
import { mergeUsers } from './userMerge';

/** A list of user-shaped records: users, or the members of a group. Which of the two is told by its place, when all groups are known. */
export interface UserList {
  readonly section: Section;
  /** In the order of the file, with duplicates. */
  readonly userIds: string[];
  /** Of a CSV: compared attributes without a column. */
  readonly missingAttributes: readonly string[];
}

/** Rows `group,user` of one file: memberships of many groups. */
export interface MembershipTable {
  readonly section: Section;
  readonly byGroup: Map<string, string[]>;
}

/** Records of one app in one file. `appId` is null where the records do not name their app. */
export interface AppBucket {
  readonly section: Section;
  readonly appId: string | null;
  /** One map for all buckets of an app. */
  readonly users: TextMap<TimedAppUser>;
  holdsAccounts: boolean;
  readonly pushMappings: PushMapping[];
  readonly groupIds: Set<string>;
}

export interface FoundMapping {
  readonly section: Section;
  readonly source: MappingSide;
  readonly target: MappingSide;
  readonly mapping: ProfileMapping;
  readonly lastUpdated: string | null;
}

export interface FoundSchema {
  readonly section: Section;
  readonly appId: string | null;
  readonly schema: AppUserSchema;
}

/** Sections that disagree with what another file told of a user or group. */
interface Disagreement {
  count: number;
  readonly firstIds: string[];
}

interface Unusual {
  readonly hasStatus: boolean;
  readonly partial: boolean;
}

/** What so many users take in the heap is not worth packing, and a plan reads profiles faster that are not. */
const fewUsers = 200_000;

const noProfile: JsonObject = {};

const usual: Unusual = { hasStatus: true, partial: false };
const onlyPartial: Unusual = { hasStatus: true, partial: true };
const onlyWithoutStatus: Unusual = { hasStatus: false, partial: false };
const partialWithoutStatus: Unusual = { hasStatus: false, partial: true };

/** Everything the files told, as it is read; judged when the last of them is read. */
export class ExportData {
  /** `hasMembersFiles`: whole users are likely to be repeated. `packFrom`: as many users as are kept as they come. */
  constructor(
    hasMembersFiles = false,
    private readonly packFrom = fewUsers,
  ) {
    this.seenUsers = new SeenUsers(hasMembersFiles);
  }

  readonly seenUsers: SeenUsers;
  readonly repeatedKeys = new RepeatedKeys();
  readonly templates = new RecordTemplates();
  readonly rows = new RowRecords();
  /** Users whose one record was whole and had a status: nearly all. */
  readonly users = new TextMap<OktaUser>();
  private readonly profiles = new PackedProfiles();
  private readonly appProfiles = new PackedProfiles();
  /** What is special about the others. */
  private readonly unusual = new TextMap<Unusual>();
  private readonly statusless = new TextSet();
  /** Those whom files name by login only. */
  readonly people = new PeopleByLogin(this.users);
  readonly terraform = new TerraformStates();
  readonly flatRecords = new FlatRecords();
  /** Some file gives a status that Okta does not have. */
  hasUnknownStatus = false;
  readonly groups = new Map<string, OktaGroup>();
  readonly userLists: UserList[] = [];
  readonly membershipTables: MembershipTable[] = [];
  readonly buckets: AppBucket[] = [];
  private readonly usersOfApp = new Map<string, TextMap<TimedAppUser>>();
  readonly apps = new Map<string, OktaApp>();
  readonly mappings: FoundMapping[] = [];
  readonly schemas: FoundSchema[] = [];
  /** Titles of Okta's own user attributes by variable name, where a user schema is in the export. */
  readonly userAttributeTitles = new Map<string, string>();
  /** Users that app users embed (`expand=user`). */
  readonly embeddedUserIds = new Set<string>();
  /** Records of no known shape, judged when it is known what else their file holds. */
  readonly strangers: { readonly section: Section; readonly what: string; readonly offset: number }[] = [];
  /** Files that hold an empty list, `[]`, and nothing else. */
  readonly emptyLists: Section[] = [];
  readonly manifests = new Manifests();
  readonly disagreements = new Map<Section, Disagreement>();

  /** What the manifests say; null without one that can be believed. */
  get manifest(): Manifest | null {
    return this.manifests.all;
  }

  /** Whether a record with this status and time has nothing to add to what is known: nearly every member. */
  isSameUser(known: OktaUser, status: JsonValue | undefined, lastUpdated: JsonValue | undefined): boolean {
    if (lastUpdated === undefined || known.status !== status || known.lastUpdated !== lastUpdated) return false;
    return this.unusual.size === 0 || !this.unusual.has(known.id);
  }

  /** Adds a user and returns its id as the one string that is kept of it. */
  addUser(user: OktaUser, hasStatus: boolean, partial: boolean, section: Section): string {
    const known = this.users.get(user.id);
    if (user.status === null && hasStatus) this.hasUnknownStatus = true;
    if (known === undefined) {
      const kept = this.kept(user, partial);
      this.users.set(kept.id, kept);
      if (!hasStatus || partial) this.mark(kept.id, hasStatus, partial);
      return kept.id;
    }
    const unusual = this.unusual.get(known.id) ?? usual;
    if (partial && known.lastUpdated === user.lastUpdated && known.status === user.status && addsNothing(known, user)) return known.id;
    const { told, differ } = mergeUsers({ user: known, ...unusual }, { user: { ...user, id: known.id }, hasStatus, partial });
    if (differ) this.disagree(section, known.id);
    this.users.set(known.id, this.kept(told.user, partial));
    this.mark(known.id, told.hasStatus, told.partial);
    return known.id;
  }

  private kept(user: OktaUser, isRow: boolean): OktaUser {
    if (isPacked(user) || this.users.size < this.packFrom) return user;
    return PackedUser.of(isRow ? detachedUser(user) : user, this.profiles, this.appUserOf(user.id));
  }

  /** The user in whatever app told of it first. */
  appUserOf(id: string): TimedAppUser | undefined {
    for (const users of this.usersOfApp.values()) {
      const appUser = users.get(id);
      if (appUser) return appUser;
    }
    return undefined;
  }

  /** Gives a user a status that no file told. */
  assumeStatus(user: OktaUser, status: OktaStatus): void {
    this.users.set(user.id, isPacked(user) ? user.withStatus(status) : { ...user, status });
  }

  private mark(id: string, hasStatus: boolean, partial: boolean): void {
    if (hasStatus) this.statusless.delete(id);
    else this.statusless.add(id);
    if (hasStatus && !partial) this.unusual.delete(id);
    else this.unusual.set(id, hasStatus ? onlyPartial : partial ? partialWithoutStatus : onlyWithoutStatus);
  }

  /** A user of whom a file tells the id and nothing else. */
  addUserId(id: string): string {
    const known = this.users.get(id);
    if (known) return known.id;
    const kept = detached(id);
    this.users.set(kept, { id: kept, status: null, login: null, email: null, lastUpdated: null, profile: noProfile });
    this.mark(kept, false, true);
    return kept;
  }

  /** Ids of users of whom no file told a status. */
  withoutStatus(): Pick<TextSet, 'size' | 'has'> & Iterable<string> {
    return this.statusless;
  }

  /** Attribute by title, of the org's own schema. */
  userAttributeNames(): ReadonlyMap<string, string> {
    return new Map([...this.userAttributeTitles].map(([name, title]) => [title, name]));
  }

  addApp(app: OktaApp): void {
    const known = this.apps.get(app.id);
    this.apps.set(app.id, known?.features && !app.features ? known : app);
  }

  newBucket(section: Section, appId: string | null): AppBucket {
    const users = (appId === null ? undefined : this.usersOfApp.get(appId)) ?? new TextMap<TimedAppUser>();
    const bucket: AppBucket = { section, appId, users, holdsAccounts: false, pushMappings: [], groupIds: new Set() };
    if (appId !== null) {
      section.appIds.add(appId);
      this.usersOfApp.set(appId, users);
    }
    this.buckets.push(bucket);
    return bucket;
  }

  addAppUser(bucket: AppBucket, appUser: TimedAppUser): void {
    const known = bucket.users.get(appUser.userId);
    if (known && known.externalId !== appUser.externalId) this.disagree(bucket.section, appUser.userId);
    const newer = known ? newerAppUser(known, appUser) : appUser;
    // One text for an id, however many records have it.
    const userId = known?.userId ?? this.users.get(appUser.userId)?.id ?? appUser.userId;
    const packs = bucket.users.size >= this.packFrom && !isPackedAppUser(newer);
    bucket.users.set(userId, packs ? PackedAppUser.of(newer, userId, this.appProfiles) : newer);
  }

  addGroup(group: OktaGroup, section: Section): void {
    const known = this.groups.get(group.id);
    if (known && known.name !== group.name) this.disagree(section, group.id);
    this.groups.set(group.id, known ? mergeGroups(known, group) : group);
  }

  disagree(section: Section, id: string): void {
    const known = this.disagreements.get(section) ?? { count: 0, firstIds: [] };
    known.count += 1;
    if (known.firstIds.length < 3) known.firstIds.push(id);
    this.disagreements.set(section, known);
  }
}

/** The cells of a CSV are cut out of its text. */
function detachedUser(user: OktaUser): OktaUser {
  const login = user.login === null ? null : detached(user.login);
  const email = user.email === user.login ? login : user.email === null ? null : detached(user.email);
  return { ...user, id: detached(user.id), login, email };
}

/** The newer of two; where no time tells, the one that holds an account. */
export function newerAppUser<First extends TimedAppUser, Second extends TimedAppUser>(first: First, second: Second): First | Second {
  const older = Date.parse(first.lastUpdated ?? '') - Date.parse(second.lastUpdated ?? '');
  if (older < 0) return second;
  return Number.isNaN(older) && first.externalId === null && second.externalId !== null ? second : first;
}

/** A row of a CSV that tells nothing which is not known. */
function addsNothing(known: OktaUser, row: OktaUser): boolean {
  if (known.login !== row.login || (row.email !== null && row.email !== known.email)) return false;
  for (const key in row.profile) if (!hasAttribute(known, key)) return false;
  return true;
}

/** Two files of one group: each may know what the other does not (a list with stats, a CSV with counts). */
function mergeGroups(known: OktaGroup, other: OktaGroup): OktaGroup {
  const newer = (other.lastMembershipUpdated ?? '') > (known.lastMembershipUpdated ?? '');
  const [first, second] = newer ? [other, known] : [known, other];
  return {
    id: first.id,
    name: first.name,
    type: first.type ?? second.type,
    sourceAppId: first.sourceAppId ?? second.sourceAppId,
    usersCount:
      newer || first.usersCount === null || second.usersCount === null
        ? (first.usersCount ?? second.usersCount)
        : Math.max(first.usersCount, second.usersCount),
    lastMembershipUpdated: first.lastMembershipUpdated ?? second.lastMembershipUpdated,
  };
}

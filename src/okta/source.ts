import type { InputReport, JsonObject, Problem } from '../input/problem';
import type { ImportCounts, LastImport } from './lastImports';

/**
 * The *source*: an Okta export as read (product.md, section 3). Everything here is checked data; what was wrong with the files is in
 * `trust`. Shapes follow Okta's Management API (facts/okta.md, section 1.1).
 */
export interface Source {
  /** By Okta id. Holds every Okta user that any file told of, those of members files included. */
  readonly users: ReadonlyMap<string, OktaUser>;
  /** By Okta id. */
  readonly groups: ReadonlyMap<string, OktaGroup>;
  /** By Okta group id. A group that has no entry has no members file: its members are unknown, not empty. */
  readonly members: ReadonlyMap<string, GroupMembership>;
  /** Null without an assignments file: then everybody is assumed to be assigned (section 5). */
  readonly assignments: Assignments | null;
  /** Null without a push mappings file: then groups are previewed by name (section 4). */
  readonly pushMappings: readonly PushMapping[] | null;
  /** Okta ids of the groups that are assigned to the app; null where no file tells. */
  readonly appGroups: ReadonlySet<string> | null;
  /** The app that feeds this org, as far as the export tells. */
  readonly app: OktaApp | null;
  /** The app's JSON is there, and is *incomplete*: what it tells (username template, features) is not known, rather than unset. */
  readonly appIncomplete: boolean;
  /** The mapping *Okta to app* of the app, with expressions; null where the export has none. */
  readonly mapping: ProfileMapping | null;
  readonly schema: AppUserSchema | null;
  readonly trust: TrustReport;
}

export interface TrustReport {
  readonly inputs: readonly InputReport[];
  /** Problems of the whole export (old, app mixed, ...); those of a file are in its input, too. */
  readonly problems: readonly Problem[];
  /** False where a users, groups, assignments or push mappings file is incomplete: every plan from it is partial (section 3). */
  readonly complete: boolean;
  /** What was assumed for want of data, in words that go on top of the plan. */
  readonly assumptions: readonly string[];
  /** How much there is, to compare the next import with. */
  readonly counts: ImportCounts;
  /** Hex: tells whether two imports read the same files. */
  readonly fingerprint: string;
  /** The import before, where it raised `fewer-than-last-time`: its counts, with the memberships that did. */
  readonly lastImport: LastImport | null;
}

/** User.status codes; rockstar labels are turned into them. Null: the export has no status for this user. */
export type OktaStatus =
  'STAGED' | 'PROVISIONED' | 'ACTIVE' | 'RECOVERY' | 'PASSWORD_EXPIRED' | 'LOCKED_OUT' | 'SUSPENDED' | 'DEPROVISIONED';

export interface OktaUser {
  readonly id: string;
  /**
   * Null only where no file gives a status. A user that a users file holds without a status column is ACTIVE (an assumption, said);
   * a member that only a members file without status knows is null and counts as not pushed (section 3).
   */
  readonly status: OktaStatus | null;
  readonly login: string | null;
  readonly email: string | null;
  readonly lastUpdated: string | null;
  /** As exported: attributes by Okta's variable names (`primaryPhone`, custom ones). Absent, null and "" all mean "no value". */
  readonly profile: JsonObject;
}

export interface OktaGroup {
  readonly id: string;
  readonly name: string;
  readonly type: 'OKTA_GROUP' | 'APP_GROUP' | 'BUILT_IN' | null;
  /** For an APP_GROUP: the id of the Okta app that it was imported from, where the export tells (`_links.source`, `source.id`). */
  readonly sourceAppId: string | null;
  /** `_embedded.stats.usersCount` or the `usersCount` column. */
  readonly usersCount: number | null;
  readonly lastMembershipUpdated: string | null;
}

export interface GroupMembership {
  readonly groupId: string;
  /** Okta user ids, each once, in the order of the files. */
  readonly userIds: readonly string[];
  /** The list's length is proved (section 3, "Confirmed membership"), and neither `doubtful` nor `incomplete` holds. */
  readonly confirmed: boolean;
  /** A *doubt* concerns this group's list, be it one of its file or of this group in a file of many: its removals are unconfirmed. */
  readonly doubtful: boolean;
  /** A members file of this group is *incomplete*: the group is `unresolved` (guard `incompleteSource`). */
  readonly incomplete: boolean;
  /** Files that it was read from, relative to the export. */
  readonly paths: readonly string[];
}

export interface Assignments {
  /** By Okta user id. */
  readonly byUser: ReadonlyMap<string, AppUser>;
  /** False where no record has the field `externalId`: the file says who is assigned, not which account Okta holds (section 3). */
  readonly holdsAccounts: boolean;
  /**
   * A *doubt* concerns the list (a full last page, fewer than last time, damage by Excel): who seems not to be assigned may be missing from
   * it, so that removals for that reason are unconfirmed.
   */
  readonly doubtful: boolean;
}

export interface AppUser {
  readonly userId: string;
  /** The Genesys user id that Okta holds; null where it holds none (absent, null and "" alike). */
  readonly externalId: string | null;
  readonly status: string | null;
  readonly syncState: string | null;
  /** `credentials.userName`. */
  readonly userName: string | null;
  /** The app user's stored profile, by the app's own variable names; null where the file has none (CSV). */
  readonly profile: JsonObject | null;
}

export interface PushMapping {
  readonly id: string | null;
  readonly sourceGroupId: string;
  /** Only the internal answer names it. */
  readonly sourceGroupName: string | null;
  /** Okta's id of the shadow of the app group; not a Genesys id. */
  readonly targetGroupId: string | null;
  /** Only the internal answer names it; else the name of `targetGroupId` among the groups. */
  readonly targetGroupName: string | null;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'ERROR' | null;
  readonly errorSummary: string | null;
}

export interface OktaApp {
  readonly id: string;
  readonly label: string | null;
  readonly name: string | null;
  /** Okta's provisioning features (`PUSH_NEW_USERS`, ...); null where the export does not hold the app's JSON. */
  readonly features: readonly string[] | null;
  /** `credentials.userNameTemplate.template`, for instance `${source.email}`. */
  readonly userNameTemplate: string | null;
  /** Host names in `settings.app`, where Okta keeps what the app asks for (its *SCIM Domain*, for one); absent where no JSON tells. */
  readonly hosts?: readonly string[];
}

export interface ProfileMapping {
  readonly id: string | null;
  readonly path: string | null;
  readonly properties: Readonly<Record<string, MappedProperty>>;
}

export interface MappedProperty {
  readonly expression: string;
  /** PUSH: on create and update. DONT_PUSH: on create only; Okta still sends what the stored profile holds. */
  readonly pushStatus: 'PUSH' | 'DONT_PUSH' | null;
}

export interface AppUserSchema {
  readonly path: string | null;
  /** By the app's variable name. */
  readonly properties: Readonly<Record<string, SchemaProperty>>;
}

export interface SchemaProperty {
  readonly title: string | null;
  readonly externalName: string | null;
  readonly externalNamespace: string | null;
}

/** Several Okta apps have assignments or push mappings in this export, and none was chosen (section 3, "One Okta app"). */
export class AppChoiceNeeded extends Error {
  readonly reason = 'appChoiceNeeded';
  constructor(readonly apps: readonly { readonly id: string; readonly label: string | null }[]) {
    super(
      `The export holds data of ${apps.length} Okta apps: ${apps.map((app) => (app.label ? `${app.label} (${app.id})` : app.id)).join(', ')}. ` +
        'Choose the one that feeds this Genesys org (--okta-app <id or label>).',
    );
    this.name = 'AppChoiceNeeded';
  }
}

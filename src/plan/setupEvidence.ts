import type { Snapshot } from '../genesys/snapshot';
import type { Steps } from '../input/steps';
import { attributeRules, type AttributeRule } from '../mapping/attributeRules';
import { phoneReader, type PhoneReader } from '../mapping/phone';
import type { OktaApp, PushMapping, Source } from '../okta/source';
import { matchGroupsInSteps } from './matchGroups';
import { type OktaPerson, People } from './people';
import type { GroupMatch } from './plan';

/** What *Check Setup…* can see of the Okta side (product.md, section 2): counts and names from the export, never a value of a person. */
export interface OktaEvidence {
  readonly app: OktaApp | null;
  /** Who is active in Okta and assigned; without an assignments file everybody active. */
  readonly people: number;
  /** Null without an assignments file. */
  readonly assignments: { readonly assigned: number; readonly withoutAccount: number | null; readonly syncErrors: number } | null;
  /** How the user names of assignments compare with the e-mail addresses; null where no assignment tells one. */
  readonly userNames: { readonly compared: number; readonly otherThanEmail: number } | null;
  /** E-mail addresses that several active Okta users share, and how many people that concerns. */
  readonly sharedEmails: { readonly addresses: number; readonly people: number };
  readonly mapping: MappingEvidence;
  readonly phones: readonly PhoneCounts[];
  readonly groups: readonly PushedGroup[] | null;
  /** Groups are those of push mappings; otherwise all Okta groups with a namesake stand in. */
  readonly hasPushMappings: boolean;
  /** What the export lacks makes what was counted incomplete. */
  readonly complete: boolean;
}

export interface MappingEvidence {
  /** False: the export has no mapping of the app, and Okta's default stands in. */
  readonly own: boolean;
  readonly hasSchema: boolean;
  /** SCIM paths that are compared. */
  readonly paths: readonly string[];
  /** Mapped, and never taken by Genesys: in words. */
  readonly ignored: readonly string[];
  /** Mapped, and never sent by Okta, since the app schema gives no external namespace: the app's variables. */
  readonly neverSent: readonly string[];
}

/** The phone numbers that Okta would send for one SCIM attribute. */
export interface PhoneCounts {
  readonly path: string;
  readonly e164: number;
  /** Valid, but Genesys would write them otherwise: they differ for ever. */
  readonly otherFormat: number;
  /** National numbers, and no region is set. */
  readonly regionNeeded: number;
  readonly invalid: number;
}

/** An Okta group that is pushed, or that has a namesake in Genesys. */
export interface PushedGroup {
  readonly name: string;
  /** What stands in Genesys; null where no group of that name does, or the org was not read. */
  readonly genesysName: string | null;
  /** Null: the org was not read. */
  readonly match: GroupMatch | null;
  readonly pushStatus: 'ACTIVE' | 'INACTIVE' | 'ERROR' | null;
  /** Okta's word for why the push is in error. */
  readonly error: string | null;
  /** The export names the group that the mapping is linked to; otherwise the Okta group's own name is taken for it. */
  readonly targetNamed: boolean;
  /** The same group assigns the app, too, which Okta does not support. */
  readonly alsoAssigns: boolean;
}

/**
 * What an export tells of the setup. @param genesysGroups the groups of the org; null where it was not read. @param phoneRegion for numbers
 * without a country, or null. @throws RangeError for a phone region that does not exist. Between two steps others can work.
 */
export function* oktaEvidenceInSteps(
  source: Source,
  genesysGroups: Snapshot['groups'] | null,
  phoneRegion: string | null,
): Steps<OktaEvidence> {
  const all = yield* People.inSteps(source);
  const people = yield* pushedOf(all);
  const rules = attributeRules(source.mapping, source.schema, source.appIncomplete ? undefined : (source.app?.userNameTemplate ?? null));
  const assignments = yield* assignmentsOf(source, people);
  return {
    app: source.app,
    people: people.length,
    assignments,
    userNames: yield* userNamesOf(people),
    sharedEmails: yield* sharedEmailsOf(all),
    mapping: {
      own: source.mapping !== null,
      hasSchema: source.schema !== null,
      paths: rules.rules.map((rule) => rule.target.path),
      ignored: rules.ignored.map((target) => `${target.path}: ${target.why}`),
      neverSent: neverSentOf(source),
    },
    phones: yield* phonesOf(people, rules.rules, phoneReader(phoneRegion)),
    groups: yield* groupsOf(source, genesysGroups),
    hasPushMappings: source.pushMappings !== null,
    complete: source.trust.complete,
  };
}

const peopleAStep = 256;

/** Who is active and assigned. */
function* pushedOf(all: People): Steps<readonly OktaPerson[]> {
  const people: OktaPerson[] = [];
  for (const person of all) {
    if (person.place % peopleAStep === peopleAStep - 1) yield undefined;
    if (person.active && person.assigned) people.push(person);
  }
  return people;
}

function* assignmentsOf({ assignments }: Source, people: readonly OktaPerson[]): Steps<OktaEvidence['assignments']> {
  if (!assignments) return null;
  let withoutAccount = 0;
  let syncErrors = 0;
  for (const [index, { held, appUser }] of people.entries()) {
    if (index % peopleAStep === peopleAStep - 1) yield undefined;
    if ((held ?? null) === null) withoutAccount++;
    if (appUser?.syncState === 'ERROR') syncErrors++;
  }
  return { assigned: people.length, withoutAccount: assignments.holdsAccounts ? withoutAccount : null, syncErrors };
}

function* userNamesOf(people: readonly OktaPerson[]): Steps<OktaEvidence['userNames']> {
  let compared = 0;
  let otherThanEmail = 0;
  for (const [index, { user, appUser }] of people.entries()) {
    if (index % peopleAStep === peopleAStep - 1) yield undefined;
    const userName = appUser?.userName ?? null;
    if (userName === null || user.email === null) continue;
    compared++;
    if (userName.toLowerCase() !== user.email.toLowerCase()) otherThanEmail++;
  }
  return compared === 0 ? null : { compared, otherThanEmail };
}

function* sharedEmailsOf(people: People): Steps<OktaEvidence['sharedEmails']> {
  const counts = new Map<string, number>();
  for (const { place, user, active } of people) {
    if (place % peopleAStep === peopleAStep - 1) yield undefined;
    if (active && user.email) counts.set(user.email.toLowerCase(), (counts.get(user.email.toLowerCase()) ?? 0) + 1);
  }
  const shared = [...counts.values()].filter((count) => count > 1);
  return { addresses: shared.length, people: shared.reduce((sum, count) => sum + count, 0) };
}

/** An attribute without namespace is never sent where the others of its app have one (facts/okta.md, section 2.2). */
function neverSentOf({ mapping, schema }: Source): readonly string[] {
  const variables = Object.entries(schema?.properties ?? {}).filter(([, property]) => Boolean(property.externalName));
  if (!mapping || !variables.some(([, property]) => Boolean(property.externalNamespace))) return [];
  return variables
    .filter(([name, property]) => !property.externalNamespace && Object.hasOwn(mapping.properties, name))
    .map(([name]) => name);
}

function* phonesOf(people: readonly OktaPerson[], rules: readonly AttributeRule[], read: PhoneReader): Steps<readonly PhoneCounts[]> {
  const phones: PhoneCounts[] = [];
  for (const rule of rules) {
    if (rule.target.value !== 'phone') continue;
    const counts = { e164: 0, otherFormat: 0, regionNeeded: 0, invalid: 0 };
    for (const [index, { user, appUser }] of people.entries()) {
      if (index % peopleAStep === peopleAStep - 1) yield undefined;
      const value = rule.read(user, appUser);
      if (!value) continue;
      const reading = read(value);
      if (reading.kind !== 'valid') counts[reading.kind]++;
      else if (reading.e164 === value) counts.e164++;
      else counts.otherFormat++;
    }
    phones.push({ path: rule.target.path, ...counts });
  }
  return phones;
}

function* groupsOf(source: Source, genesysGroups: Snapshot['groups'] | null): Steps<readonly PushedGroup[] | null> {
  const mappings = source.pushMappings;
  const errors = new Map(mappings?.map((mapping) => [mapping.sourceGroupId, mapping.errorSummary]));
  const named = new Map(mappings?.map((mapping) => [mapping.sourceGroupId, isTargetNamed(mapping, source)]));
  const alsoAssigns = (id: string): boolean => source.appGroups?.has(id) ?? false;
  if (genesysGroups) {
    const matching = yield* matchGroupsInSteps(source, { groups: genesysGroups });
    return matching.groups.map(({ oktaGroupId, name, match, genesysGroup, shownName, pushStatus }) => ({
      name,
      genesysName: genesysGroup?.displayName ?? shownName,
      match,
      pushStatus,
      error: errors.get(oktaGroupId) ?? null,
      targetNamed: named.get(oktaGroupId) ?? false,
      alsoAssigns: mappings !== null && alsoAssigns(oktaGroupId),
    }));
  }
  return (
    mappings?.map((mapping) => ({
      name: source.groups.get(mapping.sourceGroupId)?.name ?? mapping.sourceGroupName ?? mapping.sourceGroupId,
      genesysName: mapping.targetGroupName,
      match: null,
      pushStatus: mapping.status,
      error: mapping.errorSummary,
      targetNamed: isTargetNamed(mapping, source),
      alsoAssigns: alsoAssigns(mapping.sourceGroupId),
    })) ?? null
  );
}

function isTargetNamed({ targetGroupName, targetGroupId }: PushMapping, { groups }: Source): boolean {
  return targetGroupName !== null || (targetGroupId !== null && groups.has(targetGroupId));
}

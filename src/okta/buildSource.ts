import type { Problem } from '../input/problem';
import type { AppBucket, ExportData } from './exportData';
import { newerAppUser } from './exportData';
import type { ExportFile, Section } from './exportFile';
import type { ChosenApp } from './chooseApp';
import type { JudgedExport } from './judgeExport';
import type { TimedAppUser } from './oktaRecords';
import type { Assignments, GroupMembership, OktaUser, ProfileMapping, PushMapping, Source } from './source';

/** What stands in `Source` besides the records. */
export interface Trust {
  readonly problems: readonly Problem[];
  readonly assumptions: readonly string[];
  readonly complete: boolean;
}

/** Puts together what belongs to the chosen app; nothing of another app gets in. */
export function buildSource(
  files: readonly ExportFile[],
  data: ExportData,
  judged: JudgedExport,
  members: ReadonlyMap<string, GroupMembership>,
  chosen: ChosenApp,
  trust: Trust,
): Source {
  const buckets = data.buckets.filter(({ appId, section }) => chosen.owns(appId, section.file.path));
  return {
    users: usersOf(data, judged),
    groups: data.groups,
    members,
    assignments: assignmentsOf(buckets.filter(({ section }) => section.kind === 'appUsers')),
    pushMappings: pushMappingsOf(buckets.filter(({ section }) => section.kind === 'pushMappings')),
    appGroups: appGroupsOf(buckets.filter(({ section }) => section.kind === 'appGroups')),
    app: chosen.app,
    mapping: mappingOf(data, chosen),
    schema: data.schemas.filter(({ appId, section }) => chosen.owns(appId, section.file.path)).at(-1)?.schema ?? null,
    trust: { inputs: files.flatMap((file) => file.sections).map((section: Section) => section.report()), ...trust },
  };
}

/** A user of a users file without a status is active, an assumption; a member without one counts as not pushed. */
function usersOf(data: ExportData, judged: JudgedExport): ReadonlyMap<string, OktaUser> {
  for (const id of data.withoutStatus()) {
    const user = data.users.get(id);
    if (user && judged.usersFileIds.has(id)) data.users.set(id, { ...user, status: 'ACTIVE' });
  }
  return data.users;
}

function assignmentsOf(buckets: readonly AppBucket[]): Assignments | null {
  const [first, ...others] = buckets;
  if (!first) return null;
  const byUser = first.users;
  for (const { users } of others) {
    for (const [id, appUser] of users) {
      const known: TimedAppUser | undefined = byUser.get(id);
      byUser.set(id, known ? newerAppUser(known, appUser) : appUser);
    }
  }
  return { byUser, holdsAccounts: buckets.some(({ holdsAccounts }) => holdsAccounts) };
}

function pushMappingsOf(buckets: readonly AppBucket[]): readonly PushMapping[] | null {
  if (buckets.length === 0) return null;
  const byKey = new Map<string, PushMapping>();
  for (const mapping of buckets.flatMap(({ pushMappings }) => pushMappings)) {
    const key = mapping.id ?? `${mapping.sourceGroupId} ${mapping.targetGroupId ?? mapping.targetGroupName ?? ''}`;
    const known = byKey.get(key);
    // The internal answer names the target, the API does not.
    byKey.set(key, known ? { ...mapping, targetGroupName: mapping.targetGroupName ?? known.targetGroupName } : mapping);
  }
  return [...byKey.values()];
}

function appGroupsOf(buckets: readonly AppBucket[]): ReadonlySet<string> | null {
  return buckets.length === 0 ? null : new Set(buckets.flatMap(({ groupIds }) => [...groupIds]));
}

/** The mapping *Okta to app*: the other way, and other apps', are listed and not used. */
function mappingOf(data: ExportData, chosen: ChosenApp): ProfileMapping | null {
  const fitting = data.mappings.filter(
    ({ source, target, section }) => source.type === 'user' && target.type === 'appuser' && chosen.owns(target.id, section.file.path),
  );
  // Without a chosen app only a single one can be meant.
  if (chosen.app === null && fitting.length > 1) return null;
  return fitting.at(-1)?.mapping ?? null;
}

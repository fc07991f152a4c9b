import type { Turns } from '../input/turns';
import type { AppBucket, ExportData } from './exportData';
import { newerAppUser } from './exportData';
import type { ExportFile, Section } from './exportFile';
import type { ChosenApp } from './chooseApp';
import type { ExaminedExport } from './examineExport';
import type { JudgedExport } from './judgeExport';
import type { AppUserSchema, Assignments, ProfileMapping, PushMapping, Source } from './source';

/** What files tell of the chosen app. */
export type AppData = Pick<Source, 'assignments' | 'pushMappings' | 'appGroups'>;

/** Takes together what several files tell of the chosen app; nothing of another app gets in. */
export function appDataOf(data: ExportData, chosen: ChosenApp): AppData {
  const buckets = bucketsOf(data, chosen);
  return {
    assignments: assignmentsOf(buckets.filter(({ section }) => section.kind === 'appUsers')),
    pushMappings: pushMappingsOf(buckets.filter(({ section }) => section.kind === 'pushMappings')),
    appGroups: appGroupsOf(buckets.filter(({ section }) => section.kind === 'appGroups')),
  };
}

function bucketsOf(data: ExportData, chosen: ChosenApp): readonly AppBucket[] {
  return data.buckets.filter(({ appId, section }) => chosen.owns(appId, section.file.path));
}

/** Puts together what the planner needs. `assumptions` are said before those that the reading made. */
export async function buildSource(examined: ExaminedExport, assumptions: readonly string[], turns: Turns): Promise<Source> {
  const { files, data, judged, chosen, problems, complete, counts, fingerprint, lastImport } = examined;
  const mapping = mappingOf(data, chosen);
  const schema = schemaOf(data, chosen);
  const appIncomplete = brokenSections(files, 'apps').length > 0 && !data.apps.has(chosen.app?.id ?? '');
  const made = [
    ...assumptions,
    ...(await assumeActive(data, judged, turns)),
    ...(await aboutUnknownStatus(data, judged, turns)),
    ...aboutApp(bucketsOf(data, chosen), chosen),
    ...aboutBroken(files, { profileMapping: mapping === null, appUserSchema: schema === null, apps: appIncomplete }),
  ];
  const inputs = files.flatMap((file) => file.sections).map((section) => section.report());
  return {
    users: data.users,
    groups: data.groups,
    members: examined.members,
    ...examined.appData,
    app: chosen.app,
    appIncomplete,
    mapping: mapping ?? emptyMapping(brokenSections(files, 'profileMapping')),
    schema: schema ?? emptySchema(brokenSections(files, 'appUserSchema')),
    trust: { inputs, problems, complete, assumptions: made, counts, fingerprint, lastImport },
  };
}

/** A user of a users file without a status is active, an assumption (product.md, section 3). */
async function assumeActive(data: ExportData, judged: JudgedExport, turns: Turns): Promise<readonly string[]> {
  let count = 0;
  for (const id of data.withoutStatus()) {
    const user = judged.usersFileIds.has(id) ? data.users.get(id) : undefined;
    if (turns.due()) await turns.next();
    if (!user) continue;
    data.assumeStatus(user, 'ACTIVE');
    count += 1;
  }
  return count === 0 ? [] : [`The users files give ${count} users no status: they are taken as active.`];
}

async function aboutUnknownStatus(data: ExportData, judged: JudgedExport, turns: Turns): Promise<readonly string[]> {
  let count = 0;
  if (!data.hasUnknownStatus && (await areInUsersFiles(data.withoutStatus(), judged, turns))) return [];
  for (const list of judged.members.values()) {
    for (const id of list.userIds) {
      if ((data.users.get(id)?.status ?? null) === null) count += 1;
      if (turns.due()) await turns.next();
    }
  }
  return count === 0 ? [] : [`${count} memberships are of users whose status no file gives: they count as not pushed.`];
}

async function areInUsersFiles(ids: Iterable<string>, judged: JudgedExport, turns: Turns): Promise<boolean> {
  for (const id of ids) {
    if (!judged.usersFileIds.has(id)) return false;
    if (turns.due()) await turns.next();
  }
  return true;
}

function aboutApp(buckets: readonly AppBucket[], { app }: ChosenApp): readonly string[] {
  const unnamed = new Set(buckets.filter(({ appId }) => appId === null).map(({ section }) => section.file.path));
  if (unnamed.size === 0 || app === null) return [];
  return [`${[...unnamed].join(', ')}: taken for data of ${app.label ?? app.id}, since no app is named.`];
}

const settingWords = {
  profileMapping: 'this mapping is not whole; attributes that need it are not compared.',
  appUserSchema: 'this schema is not whole; attributes that need it are not compared.',
  apps: "this app's JSON is not whole; user names are compared only where an assignment tells them.",
} as const;

type SettingKind = keyof typeof settingWords;

/** What is said of a mapping, schema or app that could not be read whole, where no other file has it whole: nothing that rests on it is compared. */
function aboutBroken(files: readonly ExportFile[], isBroken: Readonly<Record<SettingKind, boolean>>): readonly string[] {
  return (['profileMapping', 'appUserSchema', 'apps'] as const)
    .filter((kind) => isBroken[kind])
    .flatMap((kind) => brokenSections(files, kind).map(({ file }) => `${file.path}: ${settingWords[kind]}`));
}

function brokenSections(files: readonly ExportFile[], kind: SettingKind): readonly Section[] {
  return files.flatMap((file) => file.sections).filter((section) => section.kind === kind && section.hasLevel('incomplete'));
}

function assignmentsOf(buckets: readonly AppBucket[]): Assignments | null {
  const [byUser, ...others] = new Set(buckets.map(({ users }) => users));
  if (!byUser) return null;
  for (const users of others) {
    for (const [id, appUser] of users) {
      const known = byUser.get(id);
      byUser.set(id, known ? newerAppUser(known, appUser) : appUser);
    }
  }
  return { byUser, holdsAccounts: buckets.some(({ holdsAccounts }) => holdsAccounts), doubtful: false };
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

/** A mapping that is not whole maps nothing: that is another thing than no mapping, which the default stands in for. */
function emptyMapping([broken]: readonly Section[]): ProfileMapping | null {
  return broken ? { id: null, path: broken.file.path, properties: {} } : null;
}

function emptySchema([broken]: readonly Section[]): AppUserSchema | null {
  return broken ? { path: broken.file.path, properties: {} } : null;
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

function schemaOf(data: ExportData, chosen: ChosenApp): AppUserSchema | null {
  const fitting = data.schemas.filter(({ appId, section }) => chosen.owns(appId, section.file.path));
  if (chosen.app === null && fitting.length > 1) return null;
  return fitting.at(-1)?.schema ?? null;
}

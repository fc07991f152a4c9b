import type { InputKind, JsonObject } from '../input/problem';
import type { ExportData } from './exportData';
import type { ExportFile, Section } from './exportFile';
import { MemberIds } from './memberIds';
import type { MemberList } from './memberships';
import { terraformState, type TerraformMembership, type TerraformState } from './terraform';

interface Read {
  readonly file: ExportFile;
  readonly state: TerraformState;
}

/**
 * Terraform states of an export. Terraform knows only what it manages, as it was at its last refresh: what it holds counts only where no
 * other file holds that kind, and is said to be not all then (`partial-by-declaration`). A list of members it never is, but for groups of
 * which it tracks all users, and those are never confirmed (product.md, section 3).
 */
export class TerraformStates {
  private readonly read: Read[] = [];

  add(record: JsonObject, file: ExportFile, section: Section): void {
    const state = terraformState(record);
    this.read.push({ file, state });
    const what = state.resources === 0 ? 'it holds no resource of Okta' : `it holds ${state.resources} resources of Okta`;
    section.add(
      'unknown-file',
      `Terraform knows only what it manages, as it was at its last refresh: ${what}; what other files hold counts.`,
    );
  }

  /** Stands in for what no other file holds. Called when every file is read, before they are judged. */
  settle(files: readonly ExportFile[], data: ExportData): void {
    const own = new Set(this.read.map(({ file }) => file));
    const held = new Set(files.flatMap((file) => (own.has(file) ? [] : file.sections.map(({ kind }) => kind))));
    for (const { file, state } of this.read) {
      for (const app of state.apps) if (!data.apps.has(app.id)) data.addApp(app);
      const take = (kind: InputKind, records: number, into: (section: Section) => void): void => {
        if (records === 0 || held.has(kind)) return;
        const section = file.section(kind, `resources of Terraform (${kind})`);
        section.records += records;
        section.add(
          'partial-by-declaration',
          `Terraform knows only the ${words[kind] ?? kind} that it manages, and no other file holds them.`,
        );
        into(section);
      };
      take('users', state.users.length, (section) => {
        const userIds = state.users.map((user) => data.addUser(user, user.status !== null, true, section));
        data.userLists.push({ section, userIds, missingAttributes: [] });
      });
      take('groups', state.groups.length, (section) => {
        for (const group of state.groups) data.addGroup(group, section);
      });
      takeOfApps(take, state, data);
      takeMappings(file, state, data, held);
    }
  }

  /** Adds the members of groups that no other file has members of, and says what is known of the others. */
  settleMembers(members: Map<string, MemberList>, data: ExportData): void {
    for (const { file, state } of this.read) {
      const alone = state.memberships.filter(({ groupId }) => !members.has(groupId));
      if (alone.length === 0) continue;
      const section = file.section('groupMembers', 'memberships of Terraform');
      section.neverConfirmed = true;
      for (const membership of alone) settleMembership(membership, section, members, data);
    }
  }
}

function settleMembership(
  { groupId, userIds, tracksAll }: TerraformMembership,
  section: Section,
  members: Map<string, MemberList>,
  data: ExportData,
): void {
  section.records += userIds.length;
  section.groupIds.add(groupId);
  const name = data.groups.get(groupId)?.name ?? groupId;
  if (!tracksAll) {
    section.add(
      'partial-by-declaration',
      `Of ${name} Terraform knows only the members that it put there: who else is in it, it does not say.`,
      {
        groupId,
      },
    );
    return;
  }
  section.add('stale-members', `The members of ${name} are those of Terraform's last refresh (track_all_users): no count confirms them.`, {
    groupId,
  });
  members.set(groupId, { groupId, userIds: MemberIds.of(userIds.map((id) => data.addUserId(id))), sections: new Set([section]) });
}

type Take = (kind: InputKind, records: number, into: (section: Section) => void) => void;

function takeOfApps(take: Take, state: TerraformState, data: ExportData): void {
  const none = { externalId: null, status: null, syncState: null, profile: null, lastUpdated: null };
  take('appUsers', state.appUsers.length, (section) => {
    for (const { appId, userId, userName } of state.appUsers)
      data.addAppUser(data.newBucket(section, appId), { ...none, userId, userName });
  });
  take('appGroups', state.appGroups.length, (section) => {
    for (const { appId, groupId } of state.appGroups) data.newBucket(section, appId).groupIds.add(groupId);
  });
  take('pushMappings', state.pushMappings.length, (section) => {
    for (const { appId, mapping } of state.pushMappings) data.newBucket(section, appId).pushMappings.push(mapping);
  });
}

function takeMappings(file: ExportFile, state: TerraformState, data: ExportData, held: ReadonlySet<InputKind>): void {
  if (held.has('profileMapping')) return;
  for (const { id, source, target, properties, whole } of state.mappings) {
    const section = file.section('profileMapping', 'resources of Terraform (profileMapping)');
    section.records += 1;
    data.mappings.push({ section, source, target, mapping: { id, path: file.path, properties }, lastUpdated: null });
    if (!whole)
      section.add('partial-by-declaration', 'Terraform knows only the attributes that it maps itself (delete_when_absent is not set).');
  }
}

const words: Readonly<Partial<Record<InputKind, string>>> = {
  appUsers: 'assignments',
  appGroups: 'groups assigned to apps',
  pushMappings: 'group push mappings',
};

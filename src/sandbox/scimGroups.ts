import { coreGroupSchema } from '../genesys/scim';
import { readJson, type SandboxRequest } from './httpMessages';
import { patchGroup, type GroupPatch } from './memberPatch';
import type { OrgState } from './orgState';
import { listReply, readPage } from './paging';
import { gatewayError, scimError, type Reply } from './reply';
import { groupAttributes, readSelection, wholeResource, type Selection } from './scimAttributes';
import { parseGroupFilter } from './scimFilter';
import { readPatch, type PatchOperation } from './scimPatch';
import type { StoredGroup } from './storedGroup';
import type { SandboxSwitches } from './switches';
import { checkVersion, resourceReply } from './versions';

/** Genesys "blocks any single action that tries to remove more than 1000 members from a group" (the article). */
const mostRemovals = 1000;

/** The operations on `/groups` (data/scim_swagger.json): SCIM can neither create nor delete groups. */
export class ScimGroups {
  constructor(
    private readonly org: OrgState,
    private readonly switches: SandboxSwitches,
    private readonly now: () => Date,
  ) {}

  list(request: SandboxRequest, base: string): Reply {
    const filter = request.query.get('filter');
    if (filter === null && base.endsWith('/v2') && this.switches.v2Filter === 'required') {
      throw gatewayError(400, 'bad.request', 'The query parameter filter is required.');
    }
    const selection = readSelection(request.query, groupAttributes);
    return listReply(this.found(filter), readPage(request.query), (group) => this.render(group, base, selection));
  }

  get(request: SandboxRequest, base: string, id: string): Reply {
    const group = this.existing(id);
    const selection = readSelection(request.query, groupAttributes);
    return resourceReply(request, group.version, () => this.render(group, base, selection));
  }

  /** Members that the body does not name are taken out; without `members` they stay. */
  async replace(request: SandboxRequest, base: string, id: string): Promise<Reply> {
    const group = this.existing(id);
    const body = await readJson(request);
    const operations: PatchOperation[] = ['members', 'displayName', 'externalId'].flatMap((path) =>
      body[path] === undefined ? [] : [{ op: 'replace', path, value: body[path] ?? [] } as const],
    );
    return this.write(request, base, group, operations);
  }

  async patch(request: SandboxRequest, base: string, id: string): Promise<Reply> {
    const group = this.existing(id);
    return this.write(request, base, group, readPatch(await readJson(request)));
  }

  private write(request: SandboxRequest, base: string, group: StoredGroup, operations: readonly PatchOperation[]): Reply {
    checkVersion(request, group.version, this.switches);
    const before = group.memberSet();
    const keeps = (id: string): boolean => this.switches.derivedMember === 'keep' && group.isDerived(id);
    const patch = patchGroup(before, operations, keeps);
    this.checkName(group, patch);
    this.checkBlock(before, patch);
    this.checkMembers(patch);
    const members = new Set([...patch.members].filter((id) => before.has(id) || this.org.canBeMember(id)));
    if (!sameMembers(before, members)) this.org.writeMembers(group, members, this.switches.version === 'moves');
    if (patch.externalId !== undefined && patch.externalId !== group.externalId) {
      group.setExternalId(patch.externalId, this.now().toISOString());
    }
    return resourceReply(request, group.version, () => this.render(group, base, wholeResource));
  }

  private checkName(group: StoredGroup, { displayName }: GroupPatch): void {
    if (displayName === null || displayName === group.name || this.switches.rename === 'ignore') return;
    throw scimError(400, 'mutability', 'displayName is read-only.');
  }

  /** Status and body of the block are not verified; 400 with `tooMany` is our choice. */
  private checkBlock(before: ReadonlySet<string>, patch: GroupPatch): void {
    const removals = this.countedRemovals(before, patch);
    if (removals <= mostRemovals) return;
    const detail = `Unable to remove more than ${mostRemovals} members from a group in one action; this one would remove ${removals}.`;
    throw scimError(400, 'tooMany', detail);
  }

  private countedRemovals(before: ReadonlySet<string>, { removals, members }: GroupPatch): number {
    switch (this.switches.block) {
      case 'request':
        return removals.reduce((sum, count) => sum + count, 0);
      case 'operation':
        return Math.max(0, ...removals);
      case 'net':
        return [...before].filter((id) => !members.has(id)).length;
      case 'none':
        return 0;
    }
  }

  private checkMembers({ added, absent }: GroupPatch): void {
    const unknown = [...added].filter((id) => !this.org.canBeMember(id));
    if (unknown.length > 0 && this.switches.unknownMember === 'refuse') {
      throw scimError(400, 'invalidValue', `There is no user or group with the id ${unknown.slice(0, 3).join(', ')}.`);
    }
    if (absent.size > 0 && this.switches.absentMember === 'refuse') {
      throw scimError(400, 'noTarget', `Not a member of this group: ${[...absent].slice(0, 3).join(', ')}.`);
    }
  }

  private found(text: string | null): readonly StoredGroup[] {
    if (text === null || text.trim() === '') return this.org.groups;
    const filter = parseGroupFilter(text);
    if (filter.by === 'displayName') return this.org.groups.filter((group) => group.name.toLowerCase() === filter.text);
    const group = this.org.group(filter.text);
    return group ? [group] : [];
  }

  private existing(id: string): StoredGroup {
    const group = this.org.group(id);
    if (!group) throw gatewayError(404, 'general.resource.not.found', 'The requested resource was not found.');
    return group;
  }

  private render(group: StoredGroup, base: string, selection: Selection): Readonly<Record<string, unknown>> {
    return {
      schemas: [coreGroupSchema],
      id: group.id,
      ...(selection.has('displayName') ? { displayName: group.name } : {}),
      ...(selection.has('externalId') && group.externalId !== null ? { externalId: group.externalId } : {}),
      ...(selection.has('members') ? { members: this.renderMembers(group, base) } : {}),
      meta: {
        resourceType: 'Group',
        lastModified: group.changedAt,
        location: `${base}/groups/${group.id}`,
        version: String(group.version),
      },
    };
  }

  private renderMembers(group: StoredGroup, base: string): readonly unknown[] {
    const shown: unknown[] = [];
    const limit = this.switches.memberLimit ?? Infinity;
    for (const value of group.memberIds()) {
      if (shown.length >= limit) break;
      const isGroup = this.org.group(value) !== undefined;
      shown.push({ value, type: isGroup ? 'Group' : 'User', $ref: `${base}/${isGroup ? 'groups' : 'users'}/${value}` });
    }
    return shown;
  }
}

function sameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}

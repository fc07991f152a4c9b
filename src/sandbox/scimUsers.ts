import { randomUUID } from 'node:crypto';
import { coreUserSchema, enterpriseSchema, genesysSchema, type ScimUser } from '../genesys/scim';
import type { GenesysState } from './cast';
import { isRecord, readJson, type SandboxRequest } from './httpMessages';
import type { OrgState, StoredProfile } from './orgState';
import { listReply, readPage } from './paging';
import { readUser } from './profileRules';
import { gatewayError, scimError, type Refusal, type Reply } from './reply';
import { readSelection, userAttributes, wholeResource, type Selection } from './scimAttributes';
import { parseUserFilter } from './scimFilter';
import { patchPath, readPatch, type Draft, type PatchOperation } from './scimPatch';
import { parsePath } from './scimPath';
import type { SandboxSwitches } from './switches';
import { tooManyRequests } from './rateLimit';
import { checkVersion, resourceReply } from './versions';

const readOnly = new Set(['id', 'schemas', 'meta', 'groups']);
const extensions: readonly string[] = [enterpriseSchema, genesysSchema];

/** The operations on `/users` (data/scim_swagger.json). */
export class ScimUsers {
  constructor(
    private readonly org: OrgState,
    private readonly switches: SandboxSwitches,
  ) {}

  list(request: SandboxRequest, base: string): Reply {
    const page = readPage(request.query);
    const selection = readSelection(request.query, userAttributes);
    if (page.count > (this.switches.pageLimit ?? Infinity) && hasSecondaryAttributes(selection)) throw tooManyRequests(1);
    const users = this.found(request.query.get('filter'));
    return listReply(users, page, (user) => this.render(user, base, selection));
  }

  get(request: SandboxRequest, base: string, id: string): Reply {
    const user = this.existing(id);
    const selection = readSelection(request.query, userAttributes);
    return resourceReply(request, this.org.userAt(user).version, () => this.render(user, base, selection));
  }

  /** Creates a user, or brings a deleted one with that userName back, without its roles and groups. */
  async create(request: SandboxRequest, base: string): Promise<Reply> {
    const { profile, active } = readUser(await readJson(request));
    const namesakes = this.org.lookup('userName', profile.userName.toLowerCase());
    if (namesakes.some((user) => this.org.stateOf(user) !== 'deleted')) throw nameInUse();
    this.checkManager(profile);
    const state = active === false ? 'inactive' : 'active';
    const [deleted] = namesakes;
    const user = deleted ?? this.org.create(randomUUID(), profile, state);
    if (deleted !== undefined) this.org.write(deleted, { ...profile, roles: [] }, state);
    const reply = this.reply(request, base, user, 201);
    return { ...reply, headers: { ...reply.headers, Location: `${base}/users/${this.org.idOf(user)}` } };
  }

  /** Attributes that the body does not name are cleared, as RFC 7644 allows; what Genesys does is not verified. */
  async replace(request: SandboxRequest, base: string, id: string): Promise<Reply> {
    const user = this.existing(id);
    const body = await readJson(request);
    checkVersion(request, this.org.userAt(user).version, this.switches);
    return this.write(request, base, user, body);
  }

  async patch(request: SandboxRequest, base: string, id: string): Promise<Reply> {
    const user = this.existing(id);
    const operations = readPatch(await readJson(request));
    checkVersion(request, this.org.userAt(user).version, this.switches);
    const draft: Draft = { ...this.org.userAt(user).profile, active: this.org.stateOf(user) === 'active' };
    patchUser(draft, operations);
    return this.write(request, base, user, draft);
  }

  /** Soft: the user can be brought back by a POST. */
  remove(request: SandboxRequest, id: string): Reply {
    const user = this.existing(id);
    checkVersion(request, this.org.userAt(user).version, this.switches);
    this.org.write(user, this.org.userAt(user).profile, 'deleted');
    return { status: 204 };
  }

  private write(request: SandboxRequest, base: string, user: number, resource: Readonly<Record<string, unknown>>): Reply {
    const { profile, active } = readUser(resource);
    const namesakes = this.org.lookup('userName', profile.userName.toLowerCase());
    if (namesakes.some((other) => other !== user && this.org.stateOf(other) !== 'deleted')) throw nameInUse();
    this.checkManager(profile);
    this.org.write(user, profile, newState(this.org.stateOf(user), active));
    return this.reply(request, base, user, 200);
  }

  private reply(request: SandboxRequest, base: string, user: number, status: number): Reply {
    return resourceReply(request, this.org.userAt(user).version, () => this.render(user, base, wholeResource), status);
  }

  private checkManager(profile: StoredProfile): void {
    const manager = profile[enterpriseSchema]?.manager?.value ?? null;
    if (manager !== null && this.org.find(manager) === undefined) throw scimError(400, 'invalidValue', `There is no user ${manager}.`);
  }

  /** Without a filter the active users; a deleted user is never found. */
  private found(text: string | null): readonly number[] {
    if (text === null || text.trim() === '') return this.org.listed(true);
    const filter = parseUserFilter(text);
    if (filter.by === 'active') return this.org.listed(filter.active);
    if (filter.by === 'id') {
      const user = this.org.find(filter.text);
      return user === undefined || this.org.stateOf(user) === 'deleted' ? [] : [user];
    }
    return this.org.lookup(filter.by, filter.text).filter((user) => this.org.stateOf(user) !== 'deleted');
  }

  private existing(id: string): number {
    const user = this.org.find(id);
    if (user === undefined || this.org.stateOf(user) === 'deleted') throw userNotFound();
    return user;
  }

  private render(user: number, base: string, selection: Selection): Readonly<Record<string, unknown>> {
    const { profile, version, changedAt } = this.org.userAt(user);
    const id = this.org.idOf(user);
    const { schemas, ...rest } = profile;
    const resource: ScimUser = {
      schemas: schemas ?? [coreUserSchema],
      id,
      active: this.org.stateOf(user) === 'active',
      ...rest,
      ...(selection.has('groups') ? { groups: this.org.groupsOf(id).map((value) => ({ value, $ref: `${base}/groups/${value}` })) } : {}),
      meta: { resourceType: 'User', lastModified: changedAt, location: `${base}/users/${id}`, version: String(version) },
    };
    return selection === wholeResource ? { ...resource } : selected(resource, selection);
  }
}

function selected(resource: ScimUser, selection: Selection): Readonly<Record<string, unknown>> {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(resource)) {
    if (!extensions.includes(name)) {
      if (selection.has(name)) shown[name] = value;
      continue;
    }
    const parts = Object.entries(isRecord(value) ? value : {}).filter(([part]) => selection.has(`${name}:${part}`));
    if (parts.length > 0) shown[name] = Object.fromEntries(parts);
  }
  return shown;
}

/** What the documentation calls secondary lookups: above 25 a page they "may exceed internal resource limits". */
function hasSecondaryAttributes(selection: Selection): boolean {
  return ['externalId', 'roles', `${genesysSchema}:routingSkills`, `${genesysSchema}:routingLanguages`].some((name) => selection.has(name));
}

export function patchUser(draft: Draft, operations: readonly PatchOperation[]): void {
  for (const operation of operations) {
    if (operation.path !== null) {
      const path = parsePath(operation.path, coreUserSchema, extensions);
      if (path.urn === null && readOnly.has(path.attribute)) throw scimError(400, 'mutability', `${path.attribute} is read-only.`);
      patchPath(draft, path, operation);
      continue;
    }
    // Okta's form without a path: an object whose read-only parts (`id`) mean nothing.
    if (!isRecord(operation.value)) throw scimError(400, 'invalidValue', 'Without a path the value is an object.');
    for (const [name, value] of Object.entries(operation.value)) {
      if (!readOnly.has(name)) patchPath(draft, parsePath(name, coreUserSchema, extensions), { ...operation, value });
    }
  }
}

function newState(state: GenesysState, active: boolean | null): GenesysState {
  if (active === null) return state;
  return active ? 'active' : 'inactive';
}

function nameInUse(): Refusal {
  return scimError(409, 'uniqueness', 'User name already in use by non-deleted user.');
}

function userNotFound(): Refusal {
  return gatewayError(404, 'general.resource.not.found', 'The SCIM user was not found');
}

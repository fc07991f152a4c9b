import type { Cast } from './cast';
import { decodeId, type SandboxRequest } from './httpMessages';
import { oktaAppId, oktaAppLabel, oktaMappingId, oktaUserId, sidesOf } from './identities';
import { appUserSchema, oktaApp, profileMapping, reverseMapping } from './oktaApp';
import { userSchema } from './oktaUserSchema';
import { oktaPage, type PageSizes } from './oktaPaging';
import { OktaRate } from './oktaRate';
import {
  appGroups,
  appUser,
  oktaGroup,
  oktaGroupEntries,
  oktaUser,
  pushMappings,
  type OktaGroupEntry,
  type OktaRecord,
} from './oktaRecords';
import { oktaError, oktaNotFound } from './oktaReply';
import { parseOktaFilter, type OktaCondition } from './oktaFilter';
import { Refusal, type Reply } from './reply';

export interface OktaSideOptions {
  readonly cast: Cast;
  readonly token: string;
  readonly requestsPerMinute: number;
  /** Life of a cursor; null: without end. */
  readonly cursorSeconds: number | null;
  /** For tests: takes the place of an answer, or changes it. */
  readonly intercept: OktaIntercept | null;
  readonly now: () => Date;
}

/** Gives the answer to a request; `usual` makes the one that the sandbox would give. What it throws is answered as a refusal. */
export type OktaIntercept = (request: SandboxRequest, usual: () => Reply) => Reply;

type Handler = (request: SandboxRequest, id: string) => Reply;

/** The Okta side of the sandbox: reads of the Management API, as far as an export needs them (facts/okta.md, section 1.1). */
export class OktaSide {
  private readonly rate: OktaRate;
  private readonly groups: readonly OktaGroupEntry[];
  private readonly lists = new Map<string, readonly number[]>();
  private parts: ReadonlyMap<string, number> | null = null;

  constructor(private readonly options: OktaSideOptions) {
    this.rate = new OktaRate(options.requestsPerMinute, options.now);
    this.groups = oktaGroupEntries(options.cast);
  }

  /** Answers a request; only GET is served. Its time is that of the sandbox, so that `X-Rate-Limit-Reset` fits to it. */
  answer(request: SandboxRequest): Reply {
    const { intercept, now } = this.options;
    const usual = (): Reply => this.answerOrRefuse(request);
    const reply = intercept ? intercept(request, usual) : usual();
    return { ...reply, headers: { Date: now().toUTCString(), ...reply.headers } };
  }

  private answerOrRefuse(request: SandboxRequest): Reply {
    try {
      return this.serve(request);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  }

  private serve(request: SandboxRequest): Reply {
    if (request.headers.authorization !== `SSWS ${this.options.token}`) throw oktaError(401, 'E0000011', 'Invalid token provided');
    const headers = this.rate.count();
    for (const [path, handler] of this.routes) {
      const match = path.exec(request.path);
      if (!match) continue;
      if (request.method !== 'GET') throw oktaError(405, 'E0000022', 'The endpoint does not support the provided HTTP method');
      const reply = handler(request, decodeId(match[1] ?? ''));
      return { ...reply, headers: { ...reply.headers, ...headers } };
    }
    throw oktaNotFound(request.path);
  }

  private readonly routes: readonly (readonly [RegExp, Handler])[] = [
    [/^\/api\/v1\/users$/, (request) => this.users(request)],
    [/^\/api\/v1\/users\/([^/]+)$/, (request, id) => this.user(request, id)],
    [/^\/api\/v1\/groups$/, (request) => this.listGroups(request)],
    [/^\/api\/v1\/groups\/([^/]+)$/, (request, id) => ok(oktaGroup(this.group(id), request.origin, stats(request)))],
    [/^\/api\/v1\/groups\/([^/]+)\/users$/, (request, id) => this.members(request, id)],
    [/^\/api\/v1\/apps$/, (request) => this.apps(request)],
    [/^\/api\/v1\/apps\/([^/]+)$/, (request, id) => this.ofApp(id, () => ok(oktaApp(request.origin)))],
    [/^\/api\/v1\/apps\/([^/]+)\/users$/, (request, id) => this.ofApp(id, () => this.appUsers(request))],
    [/^\/api\/v1\/apps\/([^/]+)\/groups$/, (request, id) => this.ofApp(id, () => this.assignedGroups(request))],
    [/^\/api\/v1\/apps\/([^/]+)\/group-push\/mappings$/, (request, id) => this.ofApp(id, () => this.pushes(request))],
    [/^\/api\/v1\/mappings$/, (request) => listMappings(request)],
    [/^\/api\/v1\/mappings\/([^/]+)$/, (request, id) => ok(mapping(request, id))],
    [/^\/api\/v1\/meta\/schemas\/apps\/([^/]+)\/default$/, (request, id) => this.ofApp(id, () => ok(appUserSchema(request.origin)))],
    [/^\/api\/v1\/meta\/schemas\/user\/default$/, (request) => ok(userSchema(request.origin))],
  ];

  /** A page, with cursors as long-lived as the sandbox was told. */
  private page<Item>(request: SandboxRequest, items: readonly Item[], sizes: PageSizes, render: (item: Item) => unknown): Reply {
    const { cursorSeconds: seconds, now } = this.options;
    return oktaPage(request, items, sizes, render, { seconds, now });
  }

  /** Without a condition everybody but the deactivated, as Okta leaves them out. */
  private users(request: SandboxRequest): Reply {
    const text = request.query.get('filter') ?? request.query.get('search') ?? '';
    const condition = text.trim() === '' ? null : parseOktaFilter(text);
    const parts = this.list(`users ${text}`, (part) => this.isListed(part, condition));
    return this.page(request, parts, { usual: 200, most: 200 }, (part) => oktaUser(this.options.cast, part, request.origin));
  }

  private isListed(part: number, condition: OktaCondition | null): boolean {
    const { cast } = this.options;
    const status = cast.standing(part).okta;
    if (status === null) return false;
    if (condition === null) return status !== 'DEPROVISIONED';
    if (condition.by === 'status') return condition.values.includes(status);
    if (condition.by === 'id') return condition.values.includes(oktaUserId(part));
    const { login, okta } = sidesOf(cast, part);
    return condition.values.includes((condition.by === 'login' ? login : okta.email).toLowerCase());
  }

  private user(request: SandboxRequest, id: string): Reply {
    this.parts ??= new Map(
      this.list('everybody', (part) => this.options.cast.standing(part).okta !== null).map((part) => [oktaUserId(part), part]),
    );
    const part = this.parts.get(id);
    if (part === undefined) throw oktaNotFound(`${id} (User)`);
    return ok(oktaUser(this.options.cast, part, request.origin));
  }

  /** `q` finds by the beginning of the name and does not page (recorded). */
  private listGroups(request: SandboxRequest): Reply {
    const render = (entry: OktaGroupEntry): OktaRecord => oktaGroup(entry, request.origin, stats(request));
    const q = request.query.get('q')?.toLowerCase();
    if (q !== undefined) {
      const found = this.groups.filter((entry) => entry.name.toLowerCase().startsWith(q)).slice(0, 300);
      return { status: 200, body: found.map(render) };
    }
    return this.page(request, this.groups, { usual: 10_000, most: 10_000 }, render);
  }

  private members(request: SandboxRequest, id: string): Reply {
    const parts = [...this.group(id).members()];
    return this.page(request, parts, { usual: 1000, most: 1000 }, (part) => oktaUser(this.options.cast, part, request.origin));
  }

  private apps(request: SandboxRequest): Reply {
    const q = request.query.get('q')?.toLowerCase() ?? '';
    const apps = oktaAppLabel.toLowerCase().startsWith(q) ? [oktaApp(request.origin)] : [];
    return this.page(request, apps, { usual: 20, most: 200 }, (app) => app);
  }

  private appUsers(request: SandboxRequest): Reply {
    const { cast } = this.options;
    const parts = this.list('assigned', (part) => cast.standing(part).assignment !== null);
    const embed = request.query.get('expand') === 'user';
    return this.page(request, parts, { usual: 50, most: 500 }, (part) => ({
      ...appUser(cast, part, request.origin),
      ...(embed ? { _embedded: { user: oktaUser(cast, part, request.origin) } } : {}),
    }));
  }

  private assignedGroups(request: SandboxRequest): Reply {
    const groups = [...appGroups(this.options.cast, request.origin)];
    const embed = request.query.get('expand') === 'group';
    return this.page(request, groups, { usual: 20, most: 200 }, (group) => ({
      ...group,
      ...(embed ? { _embedded: { group: oktaGroup(this.group(String(group.id)), request.origin, { stats: false }) } } : {}),
    }));
  }

  private pushes(request: SandboxRequest): Reply {
    return this.page(request, [...pushMappings(this.options.cast, request.origin)], { usual: 100, most: 1000 }, (push) => push);
  }

  private ofApp(id: string, make: () => Reply): Reply {
    if (id !== oktaAppId) throw oktaNotFound(`${id} (AppInstance)`);
    return make();
  }

  private group(id: string): OktaGroupEntry {
    const entry = this.groups.find((one) => one.id === id);
    if (!entry) throw oktaNotFound(`${id} (UserGroup)`);
    return entry;
  }

  /** Parts of a list, found once: the Okta org does not change. */
  private list(name: string, belongs: (part: number) => boolean): readonly number[] {
    const known = this.lists.get(name);
    if (known) return known;
    const parts: number[] = [];
    for (let part = 0; part < this.options.cast.parts; part += 1) if (belongs(part)) parts.push(part);
    if (this.lists.size > 50) this.lists.clear();
    this.lists.set(name, parts);
    return parts;
  }
}

/** The list form has no `properties` (recorded); `sourceId` and `targetId` narrow it. */
function listMappings(request: SandboxRequest): Reply {
  const { origin, query } = request;
  const wanted = [profileMapping(origin), reverseMapping(origin)].filter(
    (one) => hasId(one.source, query.get('sourceId')) && hasId(one.target, query.get('targetId')),
  );
  return oktaPage(request, wanted, { usual: 20, most: 200 }, ({ id, source, target, _links }) => ({ id, source, target, _links }));
}

function hasId(end: unknown, id: string | null): boolean {
  return id === null || (typeof end === 'object' && end !== null && 'id' in end && end.id === id);
}

function mapping({ origin }: SandboxRequest, id: string): OktaRecord {
  const found = id === oktaMappingId ? profileMapping(origin) : reverseMapping(origin);
  if (found.id !== id) throw oktaNotFound(`${id} (ProfileMapping)`);
  return found;
}

function stats(request: SandboxRequest): { readonly stats: boolean } {
  return { stats: request.query.getAll('expand').some((text) => text.split(',').includes('stats')) };
}

function ok(body: unknown): Reply {
  return { status: 200, body };
}

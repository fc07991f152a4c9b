import type { FaultRule } from './faultRules';
import { Faults } from './faults';
import { decodeId, type SandboxRequest } from './httpMessages';
import type { OrgState } from './orgState';
import { Platform } from './platform';
import { PlatformLists } from './platformLists';
import { SlidingMinute, tooManyRequests } from './rateLimit';
import { gatewayError, methodNotAllowed, notFound, type Reply } from './reply';
import { getResourceType, getSchema, listResourceTypes, listSchemas, serviceProvider } from './scimConfiguration';
import { ScimGroups } from './scimGroups';
import { ScimUsers } from './scimUsers';
import type { SandboxSwitches } from './switches';
import type { TokenDesk } from './tokens';

/** Reads that the sandbox's OAuth client can be made to lack the permission for. */
export const deniableReads = ['groups', 'organization', 'groupDetails', 'authorization', 'routing', 'oauthClient'] as const;
export type DeniableRead = (typeof deniableReads)[number];

export interface GenesysSideOptions {
  readonly org: OrgState;
  readonly tokens: TokenDesk;
  readonly switches: SandboxSwitches;
  readonly requestsPerMinute: number;
  readonly denied: readonly DeniableRead[];
  readonly faults: readonly FaultRule[];
  readonly now: () => Date;
}

type Handler = (request: SandboxRequest, base: string, id: string) => Reply | Promise<Reply>;

interface Route {
  /** Matched against the path; its group is the id. */
  readonly path: RegExp;
  readonly needs: DeniableRead | null;
  readonly permission: string;
  readonly methods: Readonly<Partial<Record<string, Handler>>>;
}

const scimBase = /^\/api\/v2\/scim(\/v2)?(?=\/)/;

/** The Genesys side of the sandbox: token endpoint, SCIM under both bases, and a few reads besides. */
export class GenesysSide {
  private readonly faults: Faults;
  private readonly limit: SlidingMinute;
  private readonly scimRoutes: readonly Route[];
  private readonly platformRoutes: readonly Route[];

  constructor(private readonly options: GenesysSideOptions) {
    const { org, tokens, switches } = options;
    const expireToken = (request: SandboxRequest): void => tokens.revoke(tokens.check(request));
    this.faults = new Faults(options.faults, { org, movesVersion: switches.version === 'moves', expireToken });
    this.limit = new SlidingMinute(options.requestsPerMinute, options.now);
    this.scimRoutes = scimRoutes(new ScimUsers(options.org, options.switches), new ScimGroups(options.org, options.switches, options.now));
    this.platformRoutes = [
      ...platformRoutes(new Platform(options.org), options.tokens),
      ...listRoutes(new PlatformLists(options.org), options.tokens),
    ];
  }

  /** Answers a request. Order: token, rate, route, permission, operation. Fault rules stand around what comes after the rate. */
  async answer(request: SandboxRequest): Promise<Reply> {
    if (request.path === '/oauth/token') {
      if (request.method !== 'POST') throw methodNotAllowed(['POST']);
      return this.faults.around(request, request.path, (one) => this.options.tokens.issue(one));
    }
    const wait = this.limit.count(this.options.tokens.check(request));
    if (wait !== null) throw tooManyRequests(wait);
    const scim = scimBase.exec(request.path)?.[0];
    const routes = scim === undefined ? this.platformRoutes : this.scimRoutes;
    const path = request.path.slice(scim?.length ?? 0);
    return this.faults.around(request, path, (one) => {
      const { handler, id } = this.route(routes, one.method, path);
      return handler(one, `${one.origin}${scim ?? ''}`, id);
    });
  }

  private route(routes: readonly Route[], method: string, path: string): { readonly handler: Handler; readonly id: string } {
    for (const route of routes) {
      const match = route.path.exec(path);
      if (!match) continue;
      const handler = route.methods[method];
      if (!handler) throw methodNotAllowed(Object.keys(route.methods));
      if (route.needs !== null && this.options.denied.includes(route.needs)) throw missingPermission(route.permission);
      return { handler, id: decodeId(match[1] ?? '') };
    }
    throw notFound();
  }
}

/** Exactly the operations of data/scim_swagger.json. */
function scimRoutes(users: ScimUsers, groups: ScimGroups): readonly Route[] {
  const open = { needs: null, permission: '' } as const;
  const groupRights = { needs: 'groups', permission: 'directory:group:edit' } as const;
  return [
    {
      path: /^\/users$/,
      ...open,
      methods: { GET: (request, base) => users.list(request, base), POST: (request, base) => users.create(request, base) },
    },
    {
      path: /^\/users\/([^/]+)$/,
      ...open,
      methods: {
        GET: (request, base, id) => users.get(request, base, id),
        PUT: (request, base, id) => users.replace(request, base, id),
        PATCH: (request, base, id) => users.patch(request, base, id),
        DELETE: (request, _base, id) => users.remove(request, id),
      },
    },
    { path: /^\/groups$/, ...groupRights, methods: { GET: (request, base) => groups.list(request, base) } },
    {
      path: /^\/groups\/([^/]+)$/,
      ...groupRights,
      methods: {
        GET: (request, base, id) => groups.get(request, base, id),
        PUT: (request, base, id) => groups.replace(request, base, id),
        PATCH: (request, base, id) => groups.patch(request, base, id),
      },
    },
    { path: /^\/serviceproviderconfig$/, ...open, methods: { GET: serviceProvider } },
    { path: /^\/resourcetypes$/, ...open, methods: { GET: listResourceTypes } },
    { path: /^\/resourcetypes\/([^/]+)$/, ...open, methods: { GET: getResourceType } },
    { path: /^\/schemas$/, ...open, methods: { GET: listSchemas } },
    { path: /^\/schemas\/([^/]+)$/, ...open, methods: { GET: getSchema } },
  ];
}

function platformRoutes(platform: Platform, tokens: TokenDesk): readonly Route[] {
  const details = { needs: 'groupDetails', permission: 'directory:group:view' } as const;
  return [
    {
      path: /^\/api\/v2\/organizations\/me$/,
      needs: 'organization',
      permission: 'directory:organization:view',
      methods: { GET: () => platform.organization() },
    },
    { path: /^\/api\/v2\/groups$/, ...details, methods: { GET: (request) => platform.groups(request) } },
    { path: /^\/api\/v2\/groups\/([^/]+)$/, ...details, methods: { GET: (_request, _base, id) => platform.group(id) } },
    { path: /^\/api\/v2\/groups\/([^/]+)\/individuals$/, ...details, methods: { GET: (_request, _base, id) => platform.individuals(id) } },
    {
      path: /^\/api\/v2\/groups\/([^/]+)\/dynamicsettings$/,
      ...details,
      methods: { GET: (_request, _base, id) => platform.dynamicSettings(id) },
    },
    {
      path: /^\/api\/v2\/authorization\/subjects\/([^/]+)$/,
      needs: 'authorization',
      permission: 'authorization:grant:view',
      methods: { GET: (_request, _base, id) => platform.subject(id) },
    },
    {
      path: /^\/api\/v2\/tokens\/me$/,
      needs: null,
      permission: '',
      methods: {
        DELETE: (request) => {
          tokens.revoke(tokens.check(request));
          return { status: 200 };
        },
      },
    },
  ];
}

/** What names have to be exact (section 6), and the OAuth client (section 2, *Check setup*). */
function listRoutes(lists: PlatformLists, tokens: TokenDesk): readonly Route[] {
  const open = { needs: null, permission: '' } as const;
  const routing = { needs: 'routing', permission: 'routing:skill:manage' } as const;
  return [
    { path: /^\/api\/v2\/authorization\/divisions$/, ...open, methods: { GET: (request) => lists.list('divisions', request) } },
    {
      path: /^\/api\/v2\/authorization\/roles$/,
      needs: 'authorization',
      permission: 'authorization:role:view',
      methods: { GET: (request) => lists.list('roles', request) },
    },
    { path: /^\/api\/v2\/routing\/skills$/, ...routing, methods: { GET: (request) => lists.list('skills', request) } },
    { path: /^\/api\/v2\/routing\/languages$/, ...routing, methods: { GET: (request) => lists.list('languages', request) } },
    {
      path: /^\/api\/v2\/oauth\/clients\/([^/]+)$/,
      needs: 'oauthClient',
      permission: 'oauth:client:view',
      methods: { GET: (_request, _base, id) => lists.oauthClient(id, tokens.ownClient) },
    },
  ];
}

function missingPermission(permission: string): Error {
  const message = `Unable to perform the requested action. You must have at least one of the following permissions assigned: [${permission}]`;
  return gatewayError(403, 'missing.any.permissions', message);
}

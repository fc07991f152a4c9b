import { enterpriseSchema, genesysSchema } from '../genesys/scim';
import { entityPage } from './entityPage';
import type { SandboxRequest } from './httpMessages';
import type { OrgState } from './orgState';
import { guids } from './random';
import { notFound, type Reply } from './reply';

export const listKinds = ['divisions', 'roles', 'skills', 'languages'] as const;
export type ListKind = (typeof listKinds)[number];

/** The built-in role that holds what SCIM takes (facts/genesys-scim.md, section 1.1). */
const scimRole = 'SCIM Integration';
const always: Readonly<Record<ListKind, readonly string[]>> = {
  divisions: ['Home'],
  roles: [scimRole, 'employee', 'admin'],
  skills: [],
  languages: ['English', 'Deutsch', 'Español', 'Français'],
};

const paths: Readonly<Record<ListKind, string>> = {
  divisions: '/api/v2/authorization/divisions',
  roles: '/api/v2/authorization/roles',
  skills: '/api/v2/routing/skills',
  languages: '/api/v2/routing/languages',
};

/**
 * The lists of divisions, roles, skills and languages that the Platform API has besides SCIM, and the OAuth client, in the shapes of the
 * official SDK's models. An org has the names that its users and groups use, and a few that every org has.
 */
export class PlatformLists {
  private known: Readonly<Record<ListKind, readonly string[]>> | null = null;

  constructor(private readonly org: OrgState) {}

  list(kind: ListKind, request: SandboxRequest): Reply {
    this.known ??= namesOf(this.org);
    const names = this.known[kind];
    return entityPage(request, paths[kind], names, (name) => entity(kind, name));
  }

  /** Only the sandbox's own client is there. */
  oauthClient(id: string, own: { readonly id: string; readonly tokenSeconds: number }): Reply {
    if (id !== own.id) throw notFound();
    const roleId = idOf('roles', scimRole);
    return {
      status: 200,
      body: {
        id,
        name: 'SCIM Preflight (sandbox)',
        accessTokenValiditySeconds: own.tokenSeconds,
        description: '',
        registeredRedirectUri: [],
        roleIds: [roleId],
        authorizedGrantType: 'CLIENT-CREDENTIALS',
        scope: [],
        roleDivisions: [{ roleId, divisionId: idOf('divisions', 'Home') }],
        state: 'active',
        selfUri: `/api/v2/oauth/clients/${id}`,
      },
    };
  }
}

function namesOf({ source }: OrgState): Readonly<Record<ListKind, readonly string[]>> {
  const found = Object.fromEntries(listKinds.map((kind) => [kind, new Set(always[kind])])) as Record<ListKind, Set<string>>;
  const add = (kind: ListKind, name: string | null | undefined): void => {
    if (name) found[kind].add(name);
  };
  for (let user = 0; user < source.users; user += 1) {
    const { profile } = source.user(user);
    add('divisions', profile[enterpriseSchema]?.division);
    for (const { value } of profile.roles ?? []) add('roles', value);
    for (const { name } of profile[genesysSchema]?.routingSkills ?? []) add('skills', name);
    for (const { name } of profile[genesysSchema]?.routingLanguages ?? []) add('languages', name);
  }
  for (const { role, division } of source.groups.flatMap((group) => group.grants)) {
    add('roles', role);
    add('divisions', division);
  }
  return {
    divisions: [...found.divisions].sort(),
    roles: [...found.roles].sort(),
    skills: [...found.skills].sort(),
    languages: [...found.languages].sort(),
  };
}

function entity(kind: ListKind, name: string): Readonly<Record<string, unknown>> {
  const id = idOf(kind, name);
  const selfUri = `${paths[kind]}/${id}`;
  switch (kind) {
    case 'divisions':
      return { id, name, description: '', homeDivision: name === 'Home', selfUri };
    case 'roles':
      return { id, name, description: '', permissions: [], permissionPolicies: [], base: false, default: false, selfUri };
    case 'skills':
    case 'languages':
      return { id, name, dateModified: '2024-03-11T09:00:00.000Z', state: 'active', version: '1', selfUri };
  }
}

/** The ids that the grants of `Platform` give roles and divisions. */
function idOf(kind: ListKind, name: string): string {
  const stem: Readonly<Record<ListKind, string>> = { divisions: 'division', roles: 'role', skills: 'skill', languages: 'language' };
  return guids(`${stem[kind]}/${name}`)(0);
}

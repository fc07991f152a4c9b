import { entityPage } from './entityPage';
import type { SandboxRequest } from './httpMessages';
import type { OrgState } from './orgState';
import { notFound, type Reply } from './reply';
import { guids } from './random';
import type { StoredGroup } from './storedGroup';

/** The few reads besides SCIM that product.md names (sections 2, 5 and 7), in the shapes of the official SDK's models. */
export class Platform {
  constructor(private readonly org: OrgState) {}

  organization(): Reply {
    const { orgId, orgName } = this.org.source;
    return {
      status: 200,
      body: {
        id: orgId,
        name: orgName,
        defaultLanguage: 'en-US',
        defaultCountryCode: 'US',
        thirdPartyOrgName: 'contoso-cx-sandbox',
        domain: 'contoso-cx-sandbox',
        version: 7,
        state: 'active',
        voicemailEnabled: false,
        productPlatform: 'PureCloud',
        selfUri: '/api/v2/organizations/me',
      },
    };
  }

  group(id: string): Reply {
    return { status: 200, body: directoryGroup(this.existing(id)) };
  }

  /** `GET /api/v2/groups`: in pages of 25, 100 at most (`pageSize`, `pageNumber`). */
  groups(request: SandboxRequest): Reply {
    return entityPage(request, '/api/v2/groups', this.org.groups, directoryGroup);
  }

  /** Members that somebody added; not those by ownership or by a rule. */
  individuals(id: string): Reply {
    const group = this.existing(id);
    const entities = [...group.memberIds()].filter((member) => !group.isDerived(member)).map(reference);
    return { status: 200, body: { entities, total: entities.length, selfUri: `/api/v2/groups/${group.id}/individuals` } };
  }

  dynamicSettings(id: string): Reply {
    const group = this.existing(id);
    if (!group.byRule) throw notFound();
    return {
      status: 200,
      body: {
        group: { id: group.id, selfUri: `/api/v2/groups/${group.id}` },
        dateModified: group.changedAt,
        query: { skillConditions: [{ routingSkillConditions: [{ routingSkill: 'Español', comparator: 'GreaterThan', proficiency: 2 }] }] },
        selfUri: `/api/v2/groups/${group.id}/dynamicsettings`,
      },
    };
  }

  /** The grants of a user or a group, its own ones. */
  subject(id: string): Reply {
    const group = this.org.group(id);
    if (!group && this.org.find(id) === undefined) throw notFound();
    const grants = (group?.grants ?? []).map(({ role, division }) => ({
      subjectId: id,
      division: { id: guids(`division/${division}`)(0), name: division, description: '', homeDivision: division === 'Home' },
      role: { id: guids(`role/${role}`)(0), name: role, description: '', policies: [], default: false },
      grantMadeAt: '2024-03-11T09:00:00.000Z',
    }));
    return { status: 200, body: { id, name: group?.name ?? '', grants, version: 1, selfUri: `/api/v2/authorization/subjects/${id}` } };
  }

  private existing(id: string): StoredGroup {
    const group = this.org.group(id);
    if (!group) throw notFound();
    return group;
  }
}

function directoryGroup(group: StoredGroup): Readonly<Record<string, unknown>> {
  return {
    id: group.id,
    name: group.name,
    dateModified: group.changedAt,
    memberCount: group.size,
    state: 'active',
    version: group.version,
    type: 'official',
    rulesVisible: true,
    visibility: 'public',
    rolesEnabled: group.grants.length > 0,
    includeOwners: group.owners.length > 0,
    callsEnabled: false,
    owners: group.owners.map(reference),
    selfUri: `/api/v2/groups/${group.id}`,
  };
}

function reference(id: string): { readonly id: string; readonly selfUri: string } {
  return { id, selfUri: `/api/v2/users/${id}` };
}

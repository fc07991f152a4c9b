import { coreGroupSchema, type ScimGroup, type ScimUser } from '../genesys/scim';
import type { Cast, CastGroup } from './cast';
import { castOrg } from './castOrg';
import { appUser, oktaOrigin, oktaUser, type OktaRecord } from './oktaRecords';

/*
 * The records of a cast one by one, without HTTP and without files: what the exports are written from, and what a benchmark or a test of any
 * size can take. Nothing is kept, so memory does not grow with the org.
 */

/** Okta users; the deactivated come only when asked for, as in Okta. */
export function* oktaUsers(cast: Cast, deprovisioned: boolean): Generator<OktaRecord> {
  for (let part = 0; part < cast.parts; part += 1) {
    if ((cast.standing(part).okta === 'DEPROVISIONED') !== deprovisioned) continue;
    const user = oktaUser(cast, part, oktaOrigin);
    if (user) yield user;
  }
}

/** App assignments, with the accounts that Okta holds. */
export function* assignments(cast: Cast): Generator<OktaRecord> {
  for (let part = 0; part < cast.parts; part += 1) {
    const assignment = appUser(cast, part, oktaOrigin);
    if (assignment) yield assignment;
  }
}

/** A group's members in Okta as whole users, deactivated ones included, as in Okta. */
export function* memberRecords(cast: Cast, group: CastGroup): Generator<OktaRecord> {
  for (const part of group.okta?.members() ?? []) {
    const user = oktaUser(cast, part, oktaOrigin);
    if (user) yield user;
  }
}

/** Genesys users as the sandbox starts with them, active and inactive ones; the deleted are left out, as SCIM does. */
export function* scimUsers(cast: Cast): Generator<ScimUser> {
  const org = castOrg(cast);
  for (let user = 0; user < org.users; user += 1) {
    const state = org.state(user);
    if (state === 'deleted') continue;
    const { profile, version, changedAt } = org.user(user);
    const meta = { resourceType: 'User', lastModified: changedAt, version: String(version) };
    yield { ...profile, id: org.id(user), active: state === 'active', meta };
  }
}

/** Genesys groups with all their members. */
export function* scimGroups(cast: Cast): Generator<ScimGroup> {
  for (const group of castOrg(cast).groups) {
    const { id, name, externalId, version, changedAt } = group;
    yield {
      schemas: [coreGroupSchema],
      id,
      displayName: name,
      ...(externalId === null ? {} : { externalId }),
      members: group.members().map((value) => ({ value, type: 'User' })),
      meta: { resourceType: 'Group', lastModified: changedAt, version: String(version) },
    };
  }
}

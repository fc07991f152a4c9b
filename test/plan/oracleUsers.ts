import type { ScimUser } from '../../src/genesys/scim';
import type { Snapshot } from '../../src/genesys/snapshot';
import type { OktaUser, Source } from '../../src/okta/source';
import type { UserAction } from '../../src/plan/plan';
import type { PlanSettings } from '../../src/plan/settings';
import { attributesSlowly } from './oracleAttributes';
import { appUserOf, heldAccount, isActiveInOkta, isAssigned, type Hit, type Matching } from './oracleMatch';
import type { OktaSide, OracleUser } from './oracleTypes';

/** Section 6, "Each user": every entry of `users`, without `unchanged` ones. */
export function usersSlowly(source: Source, snapshot: Snapshot, settings: PlanSettings, matching: Matching): readonly OracleUser[] {
  const entries: OracleUser[] = [];
  const add = (
    action: UserAction,
    genesysUserId: string | null,
    oktaSides: readonly OktaSide[],
    attributes: OracleUser['attributes'] = {},
  ): void => {
    entries.push({
      action,
      genesysUserId,
      oktaSides,
      notSent: isNotSent(action, source, settings),
      version: genesysUserId === null ? null : (snapshot.users.get(genesysUserId)?.meta?.version ?? null),
      attributes,
    });
  };

  for (const hit of matching.remaining.filter((candidate) => isInConflict(candidate, matching))) {
    add('conflict', hit.genesys.id, [sideOf(hit)]);
  }
  for (const okta of source.users.values()) {
    const action = actionWithoutMatch(okta, source, snapshot, matching);
    if (action !== null) {
      const attributes =
        action === 'create' ? attributesSlowly(okta, appUserOf(okta.id, source), source.app, null, settings.phoneRegion) : {};
      add(action, null, [{ oktaUserId: okta.id, matchedBy: null }], attributes);
    }
  }
  for (const genesys of snapshot.users.values()) {
    const remaining = matching.remaining.filter((hit) => hit.genesys.id === genesys.id);
    const explaining = matching.explaining.filter((hit) => hit.genesys.id === genesys.id);
    const both = [...remaining, ...explaining];
    const active = remaining.find((hit) => isActiveInOkta(hit.okta));
    if (genesys.active && both.length > 0 && both.every((hit) => hit.okta.status === 'DEPROVISIONED')) {
      add('deactivate', genesys.id, both.map(sideOf), { active: { kind: 'change', okta: 'false', genesys: 'true', e164: null } });
    } else if (matching.conflicts.some((conflict) => conflict.genesysUserIds.includes(genesys.id))) {
      continue;
    } else if (remaining.length === 0) {
      add('unmanaged', genesys.id, explaining.length > 0 ? explaining.map(sideOf) : [{ oktaUserId: null, matchedBy: null }]);
    } else if (active !== undefined) {
      const attributes = attributesSlowly(active.okta, appUserOf(active.okta.id, source), source.app, genesys, settings.phoneRegion);
      const action = actionOfPair(genesys, attributes);
      if (action !== null) {
        add(action, genesys.id, [sideOf(active)], attributes);
      }
    }
  }
  return entries;
}

function sideOf(hit: Hit): OktaSide {
  return { oktaUserId: hit.okta.id, matchedBy: hit.rule };
}

function isInConflict(hit: Hit, matching: Matching): boolean {
  return matching.conflicts.some(
    (conflict) => conflict.oktaUserIds.includes(hit.okta.id) && conflict.genesysUserIds.includes(hit.genesys.id),
  );
}

/** For an assigned, active Okta user that remains on nobody. */
function actionWithoutMatch(okta: OktaUser, source: Source, snapshot: Snapshot, matching: Matching): UserAction | null {
  if (!isAssigned(okta.id, source) || !isActiveInOkta(okta)) {
    return null;
  }
  const held = heldAccount(okta.id, source);
  if (held !== null && !snapshot.users.has(held)) {
    return 'accountMissing';
  }
  return matching.remaining.some((hit) => hit.okta.id === okta.id) ? null : 'create';
}

function actionOfPair(genesys: ScimUser, attributes: OracleUser['attributes']): UserAction | null {
  if (!genesys.active) {
    return 'reactivate';
  }
  const kinds = Object.values(attributes).map((attribute) => attribute.kind);
  if (kinds.some((kind) => kind === 'change' || kind === 'latentOverwrite' || kind === 'invalid')) {
    return 'update';
  }
  return kinds.includes('pingPong') ? 'pingPong' : null;
}

/** What Okta is set to send. The setting says it before the app's JSON; unknown means all on. */
function isNotSent(action: UserAction, source: Source, settings: PlanSettings): boolean {
  const inApp = source.app?.features ?? null;
  const says = (setting: 'create' | 'update' | 'deactivate', feature: string): boolean =>
    settings.features !== null ? settings.features.includes(setting) : inApp === null || inApp.includes(feature);
  switch (action) {
    case 'create':
      return !says('create', 'PUSH_NEW_USERS');
    case 'reactivate':
      return !(says('create', 'PUSH_NEW_USERS') || (settings.features === null && inApp?.includes('REACTIVATE_USERS') === true));
    case 'update':
    case 'pingPong':
      return !says('update', 'PUSH_PROFILE_UPDATES');
    case 'deactivate':
      return !says('deactivate', 'PUSH_USER_DEACTIVATION');
    case 'conflict':
    case 'accountMissing':
    case 'unmanaged':
      return false;
  }
}

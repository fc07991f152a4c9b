import type { OktaApp } from '../okta/source';
import type { ProvisioningFeature } from './settings';

/** What Okta is set to send (product.md, section 6). */
export interface SendableActions {
  readonly create: boolean;
  readonly update: boolean;
  readonly deactivate: boolean;
  readonly reactivate: boolean;
  /** Nothing says what Okta is set to send, so everything is assumed to be on. */
  readonly assumed: boolean;
}

/** @param override the admin's own word, which goes before what the app's JSON says. */
export function sendableActions(app: OktaApp | null, override: readonly ProvisioningFeature[] | null): SendableActions {
  if (override) {
    const create = override.includes('create');
    return { create, update: override.includes('update'), deactivate: override.includes('deactivate'), reactivate: create, assumed: false };
  }
  const features = app?.features;
  if (!features) return { create: true, update: true, deactivate: true, reactivate: true, assumed: true };
  const create = features.includes('PUSH_NEW_USERS');
  return {
    create,
    update: features.includes('PUSH_PROFILE_UPDATES'),
    deactivate: features.includes('PUSH_USER_DEACTIVATION'),
    reactivate: create || features.includes('REACTIVATE_USERS'),
    assumed: false,
  };
}

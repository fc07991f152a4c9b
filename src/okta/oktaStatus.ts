import type { OktaStatus } from './source';

/** Codes, the labels of Okta's console, and what rockstar writes (facts/okta.md, section 4), without case, spaces and underscores. */
const statuses: ReadonlyMap<string, OktaStatus> = new Map<string, OktaStatus>([
  ['staged', 'STAGED'],
  // Transitional: not active yet.
  ['activating', 'STAGED'],
  ['provisioned', 'PROVISIONED'],
  ['pendinguseraction', 'PROVISIONED'],
  ['pendingactivation', 'PROVISIONED'],
  ['active', 'ACTIVE'],
  ['recovery', 'RECOVERY'],
  ['passwordreset', 'RECOVERY'],
  ['passwordrecovery', 'RECOVERY'],
  ['passwordexpired', 'PASSWORD_EXPIRED'],
  ['lockedout', 'LOCKED_OUT'],
  ['locked', 'LOCKED_OUT'],
  ['suspended', 'SUSPENDED'],
  ['deprovisioned', 'DEPROVISIONED'],
  ['deactivated', 'DEPROVISIONED'],
]);

/** The code of a status or of its label; null where it is none that Okta has. */
export function oktaStatus(text: string): OktaStatus | null {
  // The codes themselves are by far the most frequent.
  if (text === 'ACTIVE' || text === 'DEPROVISIONED') return text;
  return statuses.get(text.toLowerCase().replace(/[\s_-]+/g, '')) ?? null;
}

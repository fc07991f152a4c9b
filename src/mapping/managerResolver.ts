import type { Steps } from '../input/steps';
import { TextMap } from '../input/textMap';
import { TextMultimap } from '../input/textMultimap';
import { isGuid } from './scimNames';

/** Somebody who may be a manager: an Okta user with the Genesys account, or an account that Okta does not know. */
export interface ManagerCandidate {
  /** Null: only in Genesys. */
  readonly oktaUserId: string | null;
  /** Okta's login; of who is only in Genesys the userName. */
  readonly login: string | null;
  readonly email: string | null;
  /** In Okta; who is only in Genesys counts by Genesys' own word. */
  readonly active: boolean;
  /** Null: Genesys has no account of this person. */
  readonly genesysUserId: string | null;
  readonly activeInGenesys: boolean;
}

export const unresolvedReasons = ['noSuchUser', 'ambiguous', 'inactive', 'noAccount', 'inactiveInGenesys', 'unknownGuid'] as const;
export type UnresolvedReason = (typeof unresolvedReasons)[number];

export type ManagerResolution =
  | { readonly kind: 'guid'; readonly genesysUserId: string }
  | { readonly kind: 'resolved'; readonly genesysUserId: string; readonly by: 'oktaId' | 'login' | 'email' }
  | { readonly kind: 'unresolved'; readonly reason: UnresolvedReason };

/**
 * Resolves what stands in a manager attribute to the Genesys GUID that `manager.value` takes: e-mail addresses do not work there
 * (facts/genesys-scim.md, section 2). A reference is a Genesys GUID, an Okta id, a login or an e-mail address; the last two without regard to
 * case. Of several people with one e-mail address the only active one counts. Between two steps others can work.
 *
 * @param expected about how many candidates there are
 */
export function* managerResolverInSteps(
  candidates: Iterable<ManagerCandidate>,
  expected = 0,
): Steps<(reference: string) => ManagerResolution> {
  const accounts = new TextMap<ManagerCandidate>(expected);
  yield undefined;
  const oktaIds = new TextMultimap<ManagerCandidate>(expected);
  yield undefined;
  const logins = new TextMultimap<ManagerCandidate>(expected);
  yield undefined;
  const emails = new TextMultimap<ManagerCandidate>(expected);
  let taken = 0;
  for (const candidate of candidates) {
    if (++taken % candidatesAStep === 0) yield undefined;
    const { genesysUserId } = candidate;
    if (genesysUserId !== null) accounts.set(genesysUserId.toLowerCase(), candidate);
    add(oktaIds, candidate.oktaUserId, candidate);
    add(logins, candidate.login?.toLowerCase(), candidate);
    add(emails, candidate.email?.toLowerCase(), candidate);
  }
  return (reference) => {
    const text = reference.trim();
    const folded = text.toLowerCase();
    if (isGuid(text)) {
      const account = accounts.get(folded);
      if (!account?.genesysUserId) return unresolved('unknownGuid');
      return account.activeInGenesys ? { kind: 'guid', genesysUserId: account.genesysUserId } : unresolved('inactiveInGenesys');
    }
    const ways = [
      ['oktaId', oktaIds.get(text)],
      ['login', logins.get(folded)],
      ['email', emails.get(folded)],
    ] as const;
    const way = ways.find(([, people]) => people.length > 0);
    return way ? judged(way[1], way[0]) : unresolved('noSuchUser');
  };
}

/** Each is put into four new tables, whose pages of memory are had when they are first touched. */
const candidatesAStep = 64;

function judged(found: readonly ManagerCandidate[], by: 'oktaId' | 'login' | 'email'): ManagerResolution {
  const active = found.filter((candidate) => candidate.active);
  const [one, ...others] = active.length > 0 ? active : found;
  if (!one) return unresolved('noSuchUser');
  const accounts = new Set([one, ...others].map((candidate) => candidate.genesysUserId));
  // Two Okta users of one person have one account: either gives the same answer.
  if (accounts.size > 1) return unresolved('ambiguous');
  if (!one.active) return unresolved('inactive');
  if (one.genesysUserId === null) return unresolved('noAccount');
  return one.activeInGenesys ? { kind: 'resolved', genesysUserId: one.genesysUserId, by } : unresolved('inactiveInGenesys');
}

function unresolved(reason: UnresolvedReason): ManagerResolution {
  return { kind: 'unresolved', reason };
}

function add(map: TextMultimap<ManagerCandidate>, key: string | null | undefined, candidate: ManagerCandidate): void {
  if (key) map.add(key, candidate);
}

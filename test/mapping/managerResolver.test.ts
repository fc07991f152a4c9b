import assert from 'node:assert/strict';
import { allSteps } from '../../src/input/steps';
import {
  managerResolverInSteps,
  type ManagerCandidate,
  type ManagerResolution,
  type UnresolvedReason,
} from '../../src/mapping/managerResolver';

const managerResolver = (...given: Parameters<typeof managerResolverInSteps>) => allSteps(managerResolverInSteps(...given));

const guid = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
function candidate(n: number, given: Partial<ManagerCandidate> = {}): ManagerCandidate {
  return {
    oktaUserId: `00u${n}`,
    login: `user${n}@contoso.example`,
    email: `Mail${n}@contoso.example`,
    active: true,
    genesysUserId: guid(n),
    activeInGenesys: true,
    ...given,
  };
}
const found = (n: number, by: 'oktaId' | 'login' | 'email'): ManagerResolution => ({ kind: 'resolved', genesysUserId: guid(n), by });
const not = (reason: UnresolvedReason): ManagerResolution => ({ kind: 'unresolved', reason });

describe('A manager reference', () => {
  const one = [candidate(1)];
  const shared = { email: 'shared@contoso.example' };
  const cases: readonly (readonly [title: string, people: readonly ManagerCandidate[], reference: string, expected: ManagerResolution])[] =
    [
      ['an Okta id', one, '00u1', found(1, 'oktaId')],
      ['a login in other case, with white space', one, ' USER1@contoso.example ', found(1, 'login')],
      ['an e-mail address', one, 'mail1@contoso.example', found(1, 'email')],
      [
        'a login before the e-mail address of somebody else',
        [candidate(1), candidate(2, { email: 'user1@contoso.example' })],
        'user1@contoso.example',
        found(1, 'login'),
      ],
      ['a Genesys GUID that is there', one, guid(1).toUpperCase(), { kind: 'guid', genesysUserId: guid(1) }],
      ['a Genesys GUID that is not there', one, guid(9), not('unknownGuid')],
      ['a Genesys GUID of an inactive user', [candidate(1, { activeInGenesys: false })], guid(1), not('inactiveInGenesys')],
      ['a name', one, 'Anna Berg', not('noSuchUser')],
      ['nobody', [], 'user1@contoso.example', not('noSuchUser')],
      ['an address of two people', [candidate(1, shared), candidate(2, shared)], 'shared@contoso.example', not('ambiguous')],
      [
        'an address of two people of whom one left',
        [candidate(1, { ...shared, active: false }), candidate(2, shared)],
        'shared@contoso.example',
        found(2, 'email'),
      ],
      [
        'an address of two Okta users of one person',
        [candidate(1, shared), candidate(2, { ...shared, genesysUserId: guid(1) })],
        'shared@contoso.example',
        found(1, 'email'),
      ],
      ['somebody who left', [candidate(1, { active: false })], '00u1', not('inactive')],
      ['somebody without an account', [candidate(1, { genesysUserId: null, activeInGenesys: false })], '00u1', not('noAccount')],
      ['somebody inactive in Genesys', [candidate(1, { activeInGenesys: false })], '00u1', not('inactiveInGenesys')],
      ['somebody who is only in Genesys', [candidate(1, { oktaUserId: null, email: null })], 'user1@contoso.example', found(1, 'login')],
      ['a name of Object', one, 'constructor', not('noSuchUser')],
    ];
  for (const [title, people, reference, expected] of cases) {
    it(title, () => assert.deepEqual(managerResolver(people)(reference), expected));
  }
});

import assert from 'node:assert/strict';
import type { OktaUser } from '../../src/okta/source';
import { shownAtMost, userName, usersWith, type FoundUsers } from '../../src/vscode/userSearch';
import { oktaUser } from '../plan/examples';

function found(users: readonly OktaUser[], text: string): FoundUsers {
  const steps = usersWith(users, text);
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

const anna = oktaUser('00u1', { login: 'anna@x.io', email: 'a.berg@x.io', profile: { firstName: 'Anna', lastName: 'Berg' } });
const aarav = oktaUser('00u2', { login: 'ap@x.io', profile: { displayName: 'Aarav Petrović', firstName: 'A' } });
const nameless = oktaUser('00u3', { login: null, profile: {} });
const users = [anna, aarav, nameless];

describe('the search for a user of the export', () => {
  const cases: readonly (readonly [string, readonly OktaUser[]])[] = [
    ['', users],
    ['  ', users],
    ['anna', [anna]],
    ['BERG anna', [anna]],
    ['a.berg@', [anna]],
    ['petrovic', [aarav]],
    ['Petrović', [aarav]],
    ['ap@x', [aarav]],
    ['00u3', [nameless]],
    ['x.io', [anna, aarav]],
    ['anna petrovic', []],
  ];
  for (const [text, expected] of cases) {
    it(`“${text}”`, () => assert.deepEqual(found(users, text), { users: expected, rest: 0 }));
  }

  it('gives the first of many and counts the rest, in steps', () => {
    const many = Array.from({ length: 1000 }, (_, index) => oktaUser(`00u${index}`));
    assert.deepEqual(found(many, ''), { users: many.slice(0, shownAtMost), rest: 1000 - shownAtMost });
    assert.deepEqual(found(many, 'contoso'), { users: many.slice(0, shownAtMost), rest: 1000 - shownAtMost });
    assert.equal([...usersWith(many, 'contoso')].length, 3);
  });

  it('calls a user by the name, else by the login, else by the id', () => {
    assert.deepEqual(users.map(userName), ['Anna Berg', 'Aarav Petrović', '00u3']);
  });
});

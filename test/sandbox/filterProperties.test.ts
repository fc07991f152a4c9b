import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { compileFilter } from 'scim-query-filter-parser';
import type { StoredProfile } from '../../src/sandbox/orgState';
import { fieldsOf, parseUserFilter } from '../../src/sandbox/scimFilter';
import { matchesValue, parsePath } from '../../src/sandbox/scimPath';

const genesys = 'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** Lower case throughout: the documented filters of names ignore case, the library does not. */
const text = fc.constantFrom('anna', 'björn', 'a b', 'x"y', 'back\\slash', ' and ', 'eq', '1', ']', 'ünï çode');
const few = fc.constantFrom('anna', 'x"y', ' and ', ']');

const profile: fc.Arbitrary<StoredProfile> = fc.record(
  {
    userName: text,
    externalId: text,
    // Not empty: the library cannot walk into an empty list.
    emails: fc.array(fc.record({ value: text, type: fc.constant('work') }), { minLength: 1, maxLength: 2 }),
    [enterprise]: fc.record({ division: text, employeeNumber: text, manager: fc.record({ value: text }) }, { requiredKeys: [] }),
    [genesys]: fc.record({ externalIds: fc.array(fc.record({ authority: few, value: few }), { minLength: 1, maxLength: 3 }) }),
  },
  { requiredKeys: ['userName'] },
);

/** The resource as the library can walk it: extension attributes beside the others. */
function flat(one: StoredProfile): unknown {
  return { ...one, ...one[enterprise], ...one[genesys] };
}

function finds(filter: string, one: StoredProfile): boolean {
  const parsed = parseUserFilter(filter);
  assert.ok(parsed.by !== 'id' && parsed.by !== 'active');
  return fieldsOf(parsed.by, one).includes(parsed.text);
}

describe('filters, against scim-query-filter-parser', () => {
  const fields: readonly (readonly [ours: string, theirs: string])[] = [
    ['userName', 'userName'],
    ['externalId', 'externalId'],
    ['email', 'emails.value'],
    ['division', 'division'],
    ['employeeNumber', 'employeeNumber'],
    ['manager', 'manager.value'],
    [`${enterprise}:division`, 'division'],
  ];
  for (const [ours, theirs] of fields) {
    it(`find the same by ${ours}`, () => {
      let found = 0;
      fc.assert(
        fc.property(profile, text, (one, value) => {
          const expected = compileFilter(`${theirs} eq ${JSON.stringify(value)}`)(flat(one));
          assert.equal(finds(`${ours} eq ${JSON.stringify(value)}`, one), expected);
          if (expected) found += 1;
        }),
        { numRuns: 500, seed: 3 },
      );
      assert.ok(found > 10, `found ${found} times`);
    });
  }

  it('find the same by external ids', () => {
    let found = 0;
    fc.assert(
      fc.property(profile, few, few, fc.boolean(), (one, authority, value, swapped) => {
        const parts = [`authority eq ${JSON.stringify(authority)}`, `value eq ${JSON.stringify(value)}`];
        const condition = (swapped ? parts.reverse() : parts).join(' and ');
        const expected = compileFilter(`externalIds[${condition}]`)(flat(one));
        assert.equal(finds(`${genesys}:externalIds[${condition}]`, one), expected);
        if (expected) found += 1;
      }),
      { numRuns: 400, seed: 5 },
    );
    assert.ok(found > 10, `found ${found} times`);
  });

  const value = fc.record({ value: text, type: fc.constantFrom('work', 'home'), primary: fc.boolean() }, { requiredKeys: ['type'] });
  const comparison = fc.oneof(
    text.map((one) => `value eq ${JSON.stringify(one)}`),
    fc.constantFrom('work', 'home').map((one) => `type eq "${one}"`),
    fc.boolean().map((one) => `primary eq ${one}`),
  );
  // Two at most: the library takes "a and b and c" for false where all three hold.
  const condition = fc
    .array(fc.tuple(comparison, fc.constantFrom(' and ', ' or ', ' AND ', ' OR ')), { minLength: 1, maxLength: 2 })
    .map((parts) => parts.map(([one, joint], at) => (at === parts.length - 1 ? one : one + joint)).join(''));

  it('choose the same values of a list in a PATCH path', () => {
    let chosen = 0;
    fc.assert(
      fc.property(value, condition, (one, filter) => {
        const path = parsePath(`phoneNumbers[${filter}]`, 'urn:core', []);
        assert.ok(path.filter);
        const expected = compileFilter(filter)(one);
        assert.equal(matchesValue(path.filter, one), expected, filter);
        if (expected) chosen += 1;
      }),
      { numRuns: 2000, seed: 9 },
    );
    assert.ok(chosen > 100, `chosen ${chosen} times`);
  });

  const longer: readonly (readonly [filter: string, chosen: boolean])[] = [
    ['type eq "work" and value eq "anna" and primary eq true', true],
    ['type eq "home" or value eq "anna" and primary eq true', true],
    ['type eq "work" and value eq "x" or primary eq true', true],
    ['type eq "work" and value eq "x" or primary eq false', false],
    ['TYPE EQ "work"', true],
    ['type eq "Work"', false],
  ];
  for (const [filter, expected] of longer) {
    it(`${expected ? 'choose' : 'leave'} a primary work value "anna" by ${filter}`, () => {
      const path = parsePath(`phoneNumbers[${filter}].value`, 'urn:core', []);
      assert.deepEqual([path.attribute, path.sub], ['phoneNumbers', 'value']);
      assert.ok(path.filter);
      assert.equal(matchesValue(path.filter, { type: 'work', value: 'anna', primary: true }), expected);
    });
  }
});

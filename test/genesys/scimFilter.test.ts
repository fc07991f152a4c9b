import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileFilter } from 'scim-query-filter-parser';
import { groupSearchAttributes, inactiveFilter, scimFilter, userSearchAttributes } from '../../src/genesys/scimFilter';

describe('scimFilter', () => {
  const table: readonly [attribute: (typeof userSearchAttributes)[number] | 'displayName', value: string, filter: string][] = [
    ['userName', 'anna.berg@contoso.example', 'userName eq "anna.berg@contoso.example"'],
    ['displayName', 'Support "Tier 1"', 'displayName eq "Support \\"Tier 1\\""'],
    ['division', 'A\\B', 'division eq "A\\\\B"'],
    ['externalId', '" or active eq true or id eq "', 'externalId eq "\\" or active eq true or id eq \\""'],
    ['manager', 'line\nbreak', 'manager eq "line\\nbreak"'],
    ['email', '', 'email eq ""'],
  ];
  for (const [attribute, value, filter] of table) {
    it(`is ${filter}`, () => assert.equal(scimFilter(attribute, value), filter));
  }

  it('means the value and nothing else to an independent parser', () => {
    const attributes = fc.constantFrom(...userSearchAttributes, ...groupSearchAttributes);
    // The parser counts characters outside the basic plane wrongly; those are tried against JSON below.
    const character = fc.integer({ min: 0, max: 0xd7ff }).map((code) => String.fromCharCode(code));
    const values = fc.string({ unit: fc.oneof(character, fc.constantFrom('"', '\\', ' ', ')', ' or ', ' eq ', '\n', '[')) });
    fc.assert(
      fc.property(attributes, values, (attribute, value) => {
        const matches = compileFilter(scimFilter(attribute, value));
        assert.equal(matches({ [attribute]: value }), true);
        assert.equal(matches({ [attribute]: `${value}x` }), false);
        assert.equal(matches({ [attribute]: `x${value}` }), false);
        assert.equal(matches({}), false);
      }),
      { numRuns: 500 },
    );
  });

  it('quotes every text as JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (value) =>
        assert.equal(JSON.parse(scimFilter('id', value).slice('id eq '.length)), value),
      ),
    );
  });

  it('has the filter of inactive users in the documented form', () => {
    const matches = compileFilter(inactiveFilter);
    assert.deepEqual([matches({ active: false }), matches({ active: true })], [true, false]);
  });
});

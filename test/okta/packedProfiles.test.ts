import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '../../src/input/problem';
import { PackedProfiles } from '../../src/okta/packedProfiles';

const runs = 300;

/** A profile as JSON gives it: any names, `__proto__` and numbers among them, any values. */
const anyProfile = fc
  .dictionary(fc.oneof(fc.constantFrom('login', 'email', 'title', '__proto__', 'constructor', '1', ''), fc.string()), fc.jsonValue(), {
    noNullPrototype: true,
  })
  .map((profile) => JSON.parse(JSON.stringify(profile)) as JsonObject);

describe('packed profiles', () => {
  it('come back as they were, in any order of asking', () => {
    const added = fc.record({
      profile: anyProfile,
      spare: fc.option(fc.constantFrom('', 'a', 'someone@contoso.example')),
      label: fc.option(fc.string({ unit: 'grapheme' })),
    });
    fc.assert(
      fc.property(fc.array(added, { minLength: 1, maxLength: 20 }), (all) => {
        const profiles = new PackedProfiles();
        const addresses = all.map(({ profile, spare, label }) => profiles.add(profile, spare, label));
        for (const index of [...all.keys(), ...[...all.keys()].reverse()]) {
          const [one, address] = [all[index], addresses[index]];
          if (!one || address === undefined) throw new Error('A profile is lost.');
          const profile = profiles.get(address, one.spare);
          assert.deepEqual(profile, one.profile);
          assert.deepEqual(Object.keys(profile), Object.keys(one.profile));
          assert.equal(profiles.label(address), one.label);
          for (const name of Object.keys(one.profile)) assert.equal(profiles.has(address, name), true);
          assert.equal(profiles.has(address, 'an attribute that nobody has'), false);
        }
      }),
      { numRuns: runs },
    );
  });

  it('leave out a text that their owner holds, wherever it stands', () => {
    const profiles = new PackedProfiles();
    const profile = { email: 'a@x', title: null, login: 'a@x', secondEmail: '' };
    const address = profiles.add(profile, 'a@x', null);
    assert.deepEqual(profiles.get(address, 'a@x'), profile);
    assert.equal(profiles.has(address, 'title'), true);
  });

  it('of one user each with attributes of their own are kept, too', () => {
    const profiles = new PackedProfiles();
    const made = Array.from({ length: 5000 }, (_, index): JsonObject => ({ [`attribute${index}`]: index, login: `user${index}` }));
    const addresses = made.map((profile) => profiles.add(profile, null, null));
    for (const [index, address] of addresses.entries()) assert.deepEqual(profiles.get(address, null), made[index]);
    assert.equal(profiles.has(addresses[4999] ?? 0, 'attribute4999'), true);
  });

  it('longer than a block, or too deep to be written, are kept, too', () => {
    const profiles = new PackedProfiles();
    const long: JsonObject = { login: 'a', notes: 'ä'.repeat(2 << 20) };
    const deep = JSON.parse(`{"login":"b","more":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) as JsonObject;
    const addresses = [profiles.add(long, null, 'x'), profiles.add(deep, null, 'y'), profiles.add({ login: 'c' }, null, 'z')];
    const [first = 0, second = 0, third = 0] = addresses;
    assert.equal(profiles.get(third, null).login, 'c');
    assert.equal(profiles.get(first, null).notes, long.notes);
    assert.ok(profiles.get(second, null) === deep);
    assert.deepEqual(
      addresses.map((address) => profiles.label(address)),
      ['x', 'y', 'z'],
    );
  });
});

import { strict as assert } from 'node:assert';
import { sampleCast } from '../../src/sandbox/sampleCast';
import { assignments, memberRecords, oktaUsers, scimGroups, scimUsers } from '../../src/sandbox/sampleRecords';
import { phoneReader } from '../../src/mapping/phone';
import { withSandbox } from './client';

describe('a sample org of any size', () => {
  for (const users of [1, 2, 50, 1499, 1500, 6000]) {
    it(`has ${users} users and groups that fit`, () => {
      const cast = sampleCast({ users });
      const people = [...scimUsers(cast)];
      assert.equal(people.length, users);
      assert.equal(new Set(people.map(({ id }) => id)).size, users);
      assert.equal(new Set(people.map(({ userName }) => userName)).size, users);
      const ids = new Set(people.map(({ id }) => id));
      const groups = [...scimGroups(cast)];
      assert.ok(groups.length >= 5);
      for (const { members = [] } of groups) {
        assert.equal(new Set(members?.map(({ value }) => value)).size, members?.length);
        assert.ok(members?.every(({ value }) => ids.has(value)));
      }
      const largest = Math.max(...groups.map(({ members }) => members?.length ?? 0));
      assert.ok(largest > (users >= 1500 ? 1000 : 0));
      for (const records of [oktaUsers(cast, false), oktaUsers(cast, true), assignments(cast)]) {
        assert.equal([...records].length % 2, 1, 'an odd number is no multiple of a page size');
      }
      const known = new Set([...oktaUsers(cast, false), ...oktaUsers(cast, true)].map(({ id }) => id));
      for (const { id } of assignments(cast)) assert.ok(known.has(id));
      for (const group of cast.groups) for (const { id } of memberRecords(cast, group)) assert.ok(known.has(id));
    });
  }

  it('has as many groups as it is told to', () => {
    assert.equal(sampleCast({ users: 100, groups: 33 }).groups.length, 33);
    assert.equal(sampleCast({ groups: 2 }).groups.length, 2);
  });

  it('is in the size of the benchmark not much more than numbers', () => {
    const cast = sampleCast({ users: 1_000_000, groups: 500 });
    assert.ok(cast.parts > 1_000_000);
    const first = cast.groups[0]?.genesys?.members() ?? [];
    assert.equal(first.length, 5000);
    const [one] = oktaUsers(cast, false);
    assert.ok(one);
  });

  it('writes 30 % of its phones in another way than Genesys keeps them', () => {
    const read = phoneReader('US');
    let phones = 0;
    let others = 0;
    for (const { profile } of oktaUsers(sampleCast({ users: 4000 }), false)) {
      const { primaryPhone } = profile as { readonly primaryPhone?: string };
      if (primaryPhone === undefined) continue;
      const reading = read(primaryPhone);
      assert.equal(reading.kind, 'valid', primaryPhone);
      phones += 1;
      if (reading.e164 !== primaryPhone) others += 1;
    }
    assert.ok(others / phones > 0.27 && others / phones < 0.37, `${others} of ${phones}`);
  });

  it('refuses sizes that are none', () => {
    for (const size of [{ users: 0 }, { users: -1 }, { users: 1.5 }, { users: 10, groups: 0 }, { users: Number.NaN }]) {
      assert.throws(() => sampleCast(size), RangeError);
    }
  });

  it('has another id for every size', async () => {
    const ids = new Set<string>();
    for (const size of [{}, { users: 10 }, { users: 11 }, { users: 10, groups: 9 }]) {
      await withSandbox(size, ({ sandbox }) => Promise.resolve(void ids.add(sandbox.orgId)));
    }
    assert.equal(ids.size, 4);
  });
});

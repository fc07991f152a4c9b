import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PlaceMultimap } from '../../src/plan/placeMultimap';
import { PushedAccounts } from '../../src/plan/pushedAccounts';

const places = 6;
const place = fc.nat(places - 1);

describe('PushedAccounts', () => {
  it('tells of one group at a time what sets and maps would tell', () => {
    const group = fc.record({ people: fc.array(place), pushed: fc.array(fc.tuple(place, place)), members: fc.array(place) });
    fc.assert(
      fc.property(fc.array(group, { maxLength: 5 }), (groups) => {
        const accounts = new PushedAccounts(places, places);
        for (const { people, pushed, members } of groups) {
          accounts.begin();
          for (const person of people) accounts.addPerson(person);
          const owners = new Map<number, number>();
          for (const [account, owner] of pushed) {
            assert.equal(accounts.has(account), owners.has(account));
            if (owners.has(account)) accounts.setOwner(account, owner);
            else accounts.add(account, owner);
            owners.set(account, owner);
          }
          assert.deepEqual(
            members.map((member) => accounts.markMember(member)),
            members.map((member) => owners.has(member)),
          );
          assert.deepEqual(accounts.accounts, [...owners.keys()]);
          for (let at = 0; at < places; at += 1) {
            assert.equal(accounts.isInOktaGroup(at), people.includes(at));
            if (owners.has(at)) assert.equal(accounts.ownerOf(at), owners.get(at));
            assert.equal(accounts.isMember(at), owners.has(at) && members.includes(at));
          }
        }
      }),
    );
  });
});

describe('PlaceMultimap', () => {
  it('keeps the values of a place in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.object())), (entries) => {
        const map = new PlaceMultimap<object>(places);
        for (const [at, value] of entries) map.add(at, value);
        for (let at = 0; at < places; at += 1) {
          const expected = entries.filter(([other]) => other === at).map(([, value]) => value);
          assert.deepEqual(map.get(at), expected);
          assert.equal(map.first(at), expected[0]);
          assert.equal(map.has(at), expected.length > 0);
        }
        const several = new Set(entries.map(([at]) => at).filter((at, index, all) => all.indexOf(at) < index));
        assert.deepEqual(new Set([...map.several()].map(([at]) => at)), several);
      }),
    );
  });
});

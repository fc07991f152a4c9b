import assert from 'node:assert/strict';
import type { ScimMember } from '../../src/genesys/scim';
import { SharedMember } from '../../src/genesys/sharedMember';
import { SharedMembers } from '../../src/genesys/sharedMembers';
import { TextMap } from '../../src/input/textMap';

describe('the members of the groups of a snapshot file', () => {
  it('are one object for a user of whom nothing but the id is told, and what they are where not', () => {
    const shared = new SharedMembers(users('anna', 'ben'));
    const told = (): unknown[] => [
      { value: 'ben' },
      { value: 'stranger' },
      { value: 'anna', type: 'User' },
      { value: 7 },
      null,
      'ben',
      ['ben'],
      {},
    ];
    const [first, second] = [told(), told()];
    shared.share(first);
    shared.share(second);
    assert.ok(first[0] instanceof SharedMember);
    assert.equal(first[0], second[0]);
    assert.deepEqual(first.slice(1), told().slice(1));
    assert.equal(JSON.stringify(first), JSON.stringify(told()));
  });

  it('are shared when their user comes behind other groups', () => {
    const known = users('anna');
    const shared = new SharedMembers(known);
    const early: unknown[] = [{ value: 'ben' }];
    shared.share(early);
    known.set('ben', true);
    const late: unknown[] = [{ value: 'ben' }];
    shared.share(late);
    assert.deepEqual(early, [{ value: 'ben' }]);
    assert.ok(late[0] instanceof SharedMember);
    assert.deepEqual(places([...early, ...late], known), [1, 1]);
  });

  it('have the place that their user has now', () => {
    const known = users('anna', 'ben', 'carl');
    const members: unknown[] = [{ value: 'anna' }, { value: 'carl' }, { value: 'stranger' }];
    new SharedMembers(known).share(members);
    assert.deepEqual(places(members, known), [0, 2, -1]);
    assert.deepEqual(places(members, users('carl', 'stranger')), [-1, 0, 1]);
    known.delete('anna');
    assert.deepEqual(places(members, known), [-1, 2, -1]);
    known.set('anna', true);
    assert.deepEqual(places(members, known), [3, 2, -1]);
  });
});

function users(...ids: readonly string[]): TextMap<true> {
  return TextMap.of(ids.map((id) => [id, true]));
}

function places(members: readonly unknown[], known: TextMap<true>): number[] {
  return (members as readonly ScimMember[]).map((member) => SharedMember.placeOf(member, known));
}

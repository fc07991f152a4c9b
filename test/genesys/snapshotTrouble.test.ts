import assert from 'node:assert/strict';
import { takeSnapshot } from '../../src/genesys/takeSnapshot';
import { group, org, type Rig, startRig, users } from './testOrg';

describe('a snapshot of a server in trouble', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
    rig.org.active = users(60);
    rig.org.inactive = users(7, 1001, { active: false });
    rig.org.groups = [group(1, ['user-0001', 'user-0002', 'user-1001']), group(2, ['group-1', 'user-0003']), group(3, [])];
    rig.org.memberCounts = new Map([
      ['group-1', 3],
      ['group-2', 2],
      ['group-3', 0],
    ]);
  });
  afterEach(() => rig.close());

  const take = (pageSize?: number) => takeSnapshot(rig.client, org, { takenAt: '2026-11-23T10:00:00.000Z', pageSize });

  it('is given up a quarter of an hour behind the time that its size explains', async () => {
    rig.org.intercept = (request) => {
      if (request.path.includes('/users')) rig.clock.pass(6 * 60_000);
      return undefined;
    };
    await assert.rejects(take(25), { name: 'RequestError', reason: 'timeout', message: /15 minutes more than its size explains/ });
    assert.ok(rig.server.received.length < 8);
  });

  it('keeps what came before the server failed for good, as a partial snapshot that says so', async () => {
    rig.org.intercept = (request) =>
      Number(request.query.get('startIndex')) > 40 && request.query.get('count') !== '1' ? { status: 503, text: '' } : undefined;
    const snapshot = await take(25);
    assert.deepEqual(
      [snapshot.complete, snapshot.users.get('user-0030')?.id, snapshot.users.has('user-0055')],
      [false, 'user-0030', false],
    );
    assert.match(snapshot.problems[0]?.message ?? '', /active users could not be read to its end: 49 of 60 records came\..*503/);
  });

  it('does not ask a server that fails for every one of many members', async () => {
    rig.org.memberCounts = null;
    rig.org.groups = [
      group(
        1,
        Array.from({ length: 400 }, (_, index) => `stranger-${index}`),
      ),
    ];
    rig.org.intercept = (request) => (request.path.startsWith('/api/v2/scim/users/') ? { status: 503, text: '' } : undefined);
    const before = rig.clock.now();
    const snapshot = await take();
    assert.deepEqual([[...snapshot.unprovedGroups.keys()], snapshot.deletedMembers.size], [['group-1'], 0]);
    const asked = rig.server.received.filter((request) => request.path.startsWith('/api/v2/scim/users/')).length;
    assert.ok(asked <= 7 * 8, `${asked} requests`);
    assert.ok(rig.clock.now() - before < 10 * 60_000);
    assert.ok(snapshot.problems.some(({ message }) => message.includes('failed one after the other, so no more are sent')));
  });
});

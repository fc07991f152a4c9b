import assert from 'node:assert/strict';
import { estimateSnapshot, estimateWords } from '../../src/genesys/estimateSnapshot';
import { takeSnapshot } from '../../src/genesys/takeSnapshot';
import { errorBody, group, org, startRig, users } from './testOrg';

describe('estimateSnapshot', () => {
  const words: readonly [requests: number, seconds: number, perMinute: number, text: string][] = [
    [1040, 208, 300, '≈ 1,040 requests, about 3½ minutes at 300 a minute'],
    [12, 2, 300, '≈ 12 requests, less than a minute at 300 a minute'],
    [300, 45, 300, '≈ 300 requests, about 1 minute at 300 a minute'],
    [450, 90, 300, '≈ 450 requests, about 1½ minutes at 300 a minute'],
    [100_000, 10_000, 600, '≈ 100,000 requests, about 166½ minutes at 600 a minute'],
  ];
  for (const [requests, seconds, perMinute, text] of words) {
    it(`says "${text}"`, () => assert.equal(estimateWords(requests, seconds, perMinute), text));
  }

  const orgs: readonly [what: string, pageLimit: number, listsCounts: boolean][] = [
    ['where large pages are accepted', 1000, true],
    ['where pages are small', 25, true],
    ['where member counts are read one by one', 100, false],
  ];
  for (const [what, pageLimit, listsCounts] of orgs) {
    it(`is what the snapshot then takes ${what}`, async () => {
      const rig = await startRig();
      rig.org.active = users(1210);
      rig.org.inactive = users(130, 5000, { active: false });
      rig.org.groups = Array.from({ length: 40 }, (_, index) => group(index, ['user-0001']));
      rig.org.memberCounts = new Map(rig.org.groups.map((one) => [one.id, 1]));
      rig.org.intercept = (request) => {
        if (Number(request.query.get('count')) > pageLimit) return errorBody(429, 'too.many', 'x');
        if (!listsCounts || request.path !== '/api/v2/groups') return undefined;
        return { json: { entities: rig.org.groups.map(({ id }) => ({ id, memberCount: 1 })), pageCount: 1 } };
      };
      const estimate = await estimateSnapshot(rig.client);
      assert.deepEqual([estimate.activeUsers, estimate.inactiveUsers, estimate.groups], [1210, 130, 40]);
      const before = rig.client.statistics.requests;
      const snapshot = await takeSnapshot(rig.client, org);
      const taken = rig.client.statistics.requests - before;
      assert.equal(snapshot.complete, true);
      // Groups are tried in large pages once more, and the listing of counts is found missing once more.
      assert.ok(Math.abs(estimate.requests - taken) <= 5, `${estimate.requests} said, ${taken} taken`);
      await rig.close();
    });
  }
});

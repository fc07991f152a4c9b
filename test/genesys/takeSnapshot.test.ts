import assert from 'node:assert/strict';
import type { ProblemCode } from '../../src/input/problem';
import type { ScimGroup } from '../../src/genesys/scim';
import type { Snapshot } from '../../src/genesys/snapshot';
import { type SnapshotProgress, takeSnapshot } from '../../src/genesys/takeSnapshot';
import { errorBody, group, org, type Rig, startRig, user, users } from './testOrg';

describe('takeSnapshot', () => {
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
  const requestsTo = (path: string) => rig.server.received.filter((request) => request.path === path);

  it('reads active and inactive users, groups and their members, and proves them', async () => {
    const snapshot = await take(25);
    assert.deepEqual(codes(snapshot), []);
    assert.equal(snapshot.complete, true);
    assert.equal(snapshot.live, true);
    assert.deepEqual([...snapshot.users.keys()].sort(), [...rig.org.active, ...rig.org.inactive].map((one) => one.id).sort());
    assert.deepEqual([...snapshot.groups.values()], rig.org.groups);
    assert.deepEqual([snapshot.deletedMembers.size, snapshot.unprovedGroups.size, snapshot.inputs.length], [0, 0, 0]);
  });

  it('reads an org without anybody', async () => {
    Object.assign(rig.org, { active: [], inactive: [], groups: [] });
    const snapshot = await take();
    assert.deepEqual([snapshot.complete, snapshot.users.size, snapshot.groups.size, codes(snapshot)], [true, 0, 0, []]);
  });

  for (const largestPage of [1, 7, 25, 60]) {
    it(`goes on where a server that gives ${largestPage} at most stops`, async () => {
      rig.org.largestPage = largestPage;
      const snapshot = await take(50);
      assert.deepEqual([snapshot.complete, snapshot.users.size, snapshot.groups.size], [true, 67, 3]);
    });
  }

  it('asks for the attributes of the comparison only, and for no more pages than it takes', async () => {
    await take(25);
    const lists = requestsTo('/api/v2/scim/users');
    assert.ok(!lists.some((request) => request.query.getAll('attributes').includes('groups')));
    // 3 pages of active users, 1 of inactive ones, and their totals once more.
    assert.equal(lists.length, 6);
    assert.equal(requestsTo('/api/v2/scim/groups').length, 2);
  });

  it('reads each group by its id where the listing has no members', async () => {
    rig.org.pagesWithMembers = false;
    const snapshot = await take();
    assert.deepEqual(
      [...snapshot.groups.values()].map((one) => one.members?.length),
      [3, 2, 0],
    );
    assert.equal(snapshot.complete, true);
  });

  it('does not believe an empty list of a listing: the group itself is asked', async () => {
    rig.org.memberCounts = null;
    rig.org.intercept = (request) =>
      request.path === '/api/v2/scim/groups' && request.query.get('count') !== '0'
        ? { json: { totalResults: 3, Resources: rig.org.groups.map((one) => ({ ...one, members: [] })) } }
        : undefined;
    const snapshot = await take();
    assert.deepEqual([...snapshot.groups.values()], rig.org.groups);
  });

  it('reports what it does in counts of records', async () => {
    const progress: SnapshotProgress[] = [];
    await takeSnapshot(rig.client, org, { pageSize: 25, onProgress: (one) => progress.push(one) });
    const last = (phase: SnapshotProgress['phase']) => progress.filter((one) => one.phase === phase).at(-1);
    assert.deepEqual([last('users')?.done, last('users')?.total], [60, 60]);
    assert.deepEqual([last('inactiveUsers')?.done, last('inactiveUsers')?.total], [7, 7]);
    assert.deepEqual([last('groups')?.done, last('members')?.done], [3, 3]);
    const requests = progress.map((one) => one.requests);
    assert.deepEqual(
      requests,
      [...requests].sort((a, b) => a - b),
    );
  });

  describe('a listing that moves', () => {
    it('is read again, and then it is proved', async () => {
      let pages = 0;
      rig.org.intercept = (request) => {
        if (request.path === '/api/v2/scim/users' && request.query.get('startIndex') === '25' && pages++ === 0)
          rig.org.active.unshift(user(500));
        return undefined;
      };
      const snapshot = await take(25);
      assert.deepEqual([snapshot.complete, codes(snapshot), snapshot.users.size], [true, [], 68]);
    });

    it('is given up after three reads, and said', async () => {
      let pages = 0;
      rig.org.intercept = (request) => {
        if (request.path === '/api/v2/scim/users' && request.query.get('startIndex') === '25') rig.org.active.push(user(500 + pages++));
        return undefined;
      };
      const snapshot = await take(25);
      assert.equal(snapshot.complete, false);
      assert.ok(codes(snapshot).includes('listing-moved'));
      assert.equal(pages, 3);
      assert.match(snapshot.problems[0]?.message ?? '', /active users.*3 times/);
    });

    it('is found when somebody is reactivated between the two listings of users', async () => {
      let moved = false;
      rig.org.intercept = (request) => {
        if (!moved && request.query.get('filter') === 'active eq false') {
          moved = true;
          const back = rig.org.inactive.pop();
          if (back) rig.org.active.push({ ...back, active: true });
        }
        return undefined;
      };
      const snapshot = await take(25);
      assert.equal(snapshot.complete, true);
      assert.equal(snapshot.users.get('user-1007')?.active, true);
    });

    it('with an id twice is not whole', async () => {
      rig.org.active[40] = user(1);
      const snapshot = await take(25);
      assert.equal(snapshot.complete, false);
      assert.deepEqual(new Set(codes(snapshot)), new Set<ProblemCode>(['duplicate-resource', 'listing-short']));
    });

    const lies: readonly [what: string, totalResults: (real: number) => number][] = [
      ['more than there are', (real) => real + 1],
      ['fewer than there are', (real) => real - 20],
    ];
    for (const [what, totalResults] of lies) {
      it(`that promises ${what} is not whole`, async () => {
        rig.org.intercept = (request) => {
          if (request.path !== '/api/v2/scim/users') return undefined;
          const page = rig.org.answerPlain(request).json as { totalResults: number };
          return { json: { ...page, totalResults: Math.max(0, totalResults(page.totalResults)) } };
        };
        const snapshot = await take(25);
        assert.equal(snapshot.complete, false);
        assert.ok(codes(snapshot).includes('listing-short'));
      });
    }

    it('of a server that gives the first page for every page is not whole', async () => {
      rig.org.intercept = (request) => {
        if (request.path !== '/api/v2/scim/users' || request.query.get('filter') !== null) return undefined;
        return { json: { totalResults: 60, Resources: rig.org.active.slice(0, Number(request.query.get('count'))) } };
      };
      const snapshot = await take(20);
      assert.equal(snapshot.complete, false);
      assert.ok(codes(snapshot).includes('duplicate-resource'));
    });

    it('that stops giving records ends all the same', async () => {
      rig.org.intercept = (request) =>
        request.path === '/api/v2/scim/users' && Number(request.query.get('startIndex')) > 24
          ? { json: { totalResults: 60, Resources: [] } }
          : undefined;
      const snapshot = await take(25);
      assert.deepEqual([snapshot.complete, codes(snapshot)], [false, ['listing-short']]);
    });
  });

  describe('a server that ignores the filter', () => {
    beforeEach(() => (rig.org.ignoresFilter = true));

    it('and lists everybody twice is read completely', async () => {
      const snapshot = await take(25);
      assert.deepEqual([snapshot.complete, snapshot.users.size], [true, 67]);
    });

    it('and lists active users only may hide the inactive ones', async () => {
      rig.org.inactive = [];
      rig.org.groups = [];
      const snapshot = await take(25);
      assert.deepEqual([snapshot.complete, codes(snapshot)], [false, ['listing-short']]);
      assert.match(snapshot.problems[0]?.message ?? '', /ignores the filter/);
    });
  });

  describe('members that no listing holds', () => {
    it('are fetched by id: found, they join the snapshot; 404, their removal costs nobody', async () => {
      rig.org.groups = [group(1, ['user-0001', 'late', 'gone'])];
      rig.org.memberCounts = null;
      rig.org.intercept = (request) => (request.path === '/api/v2/scim/users/late' ? { json: user(9, { id: 'late' }) } : undefined);
      const snapshot = await take();
      assert.deepEqual(
        [snapshot.complete, codes(snapshot), [...snapshot.deletedMembers], [...snapshot.unprovedGroups]],
        [true, [], ['gone'], []],
      );
      assert.equal(snapshot.users.get('late')?.id, 'late');
    });

    it('may be groups that are nested', async () => {
      rig.org.groups = [{ ...group(1, []), members: [{ value: 'hidden-group', type: 'Group' }, { value: 'other-group' }] }];
      rig.org.memberCounts = null;
      rig.org.intercept = (request) => {
        const id = /groups\/(hidden-group|other-group)$/.exec(request.path)?.[1];
        return id === undefined || !request.path.includes('scim') ? undefined : { json: { ...group(9, []), id } };
      };
      const snapshot = await take();
      assert.deepEqual([[...snapshot.deletedMembers], [...snapshot.unprovedGroups.keys()].sort()], [[], ['hidden-group', 'other-group']]);
      assert.equal(
        requestsTo('/api/v2/scim/users/hidden-group').length,
        0,
        'a member that says it is a group is looked for among the groups',
      );
    });

    const unsure: readonly [what: string, reply: ReturnType<typeof errorBody>][] = [
      ['may not be read', errorBody(403, 'missing.permissions', 'no')],
      ['cannot be read', { status: 503, text: '' }],
      ["get a proxy's page for a 404", { status: 404, text: '<html>not found</html>' }],
      ['get a 404 that is not from Genesys', { status: 404, text: '' }],
    ];
    for (const [what, reply] of unsure) {
      it(`leave their groups unproved where they ${what}`, async () => {
        rig.org.groups = [group(1, ['stranger']), group(2, ['user-0001', 'stranger']), group(3, ['user-0001'])];
        rig.org.memberCounts = null;
        rig.org.intercept = (request) => (request.path === '/api/v2/scim/users/stranger' ? reply : undefined);
        const snapshot = await take();
        assert.deepEqual([...snapshot.unprovedGroups.keys()].sort(), ['group-1', 'group-2']);
        assert.deepEqual([snapshot.complete, codes(snapshot), snapshot.deletedMembers.size], [true, ['member-unresolved'], 0]);
      });
    }
  });

  describe('member lists that the server cuts', () => {
    const cut = (one: ScimGroup): ScimGroup => ({ ...one, members: one.members?.slice(0, 100) ?? [] });
    beforeEach(() => {
      rig.org.active = users(160);
      rig.org.groups = [
        group(
          1,
          rig.org.active.slice(0, 150).map((one) => one.id),
        ),
      ];
      rig.org.memberCounts = new Map([['group-1', 150]]);
    });

    it('in the listing only are read by id', async () => {
      rig.org.intercept = (request) =>
        request.path === '/api/v2/scim/groups' ? { json: { totalResults: 1, Resources: rig.org.groups.map(cut) } } : undefined;
      const snapshot = await take();
      assert.deepEqual([snapshot.groups.get('group-1')?.members?.length, snapshot.unprovedGroups.size, codes(snapshot)], [150, 0, []]);
    });

    it("everywhere are found by Genesys' own count", async () => {
      rig.org.groups = rig.org.groups.map(cut);
      const snapshot = await take();
      assert.deepEqual([[...snapshot.unprovedGroups.keys()], codes(snapshot), snapshot.complete], [['group-1'], ['members-cut'], true]);
      assert.match(snapshot.unprovedGroups.get('group-1') ?? '', /counts 150.*holds 100/);
    });

    it('are not confused with somebody who comes while it is read', async () => {
      let counted = false;
      rig.org.intercept = (request) => {
        if (request.path !== '/api/v2/groups/group-1') return undefined;
        const early = !counted;
        counted = true;
        return { json: { id: 'group-1', memberCount: early ? 149 : 150 } };
      };
      const snapshot = await take();
      assert.deepEqual([snapshot.unprovedGroups.size, codes(snapshot)], [0, []]);
    });

    it('are a doubt where nobody counts and the number is round', async () => {
      rig.org.memberCounts = null;
      rig.org.groups = rig.org.groups.map(cut);
      const snapshot = await take();
      assert.deepEqual([snapshot.unprovedGroups.size, codes(snapshot), snapshot.complete], [0, ['round-member-count'], true]);
    });

    it('are no doubt where Genesys counts the same round number', async () => {
      rig.org.groups = rig.org.groups.map(cut);
      rig.org.memberCounts = new Map([['group-1', 100]]);
      assert.deepEqual(codes(await take()), []);
    });
  });

  it('asks for all member counts in one request where Genesys lists them', async () => {
    rig.org.intercept = (request) =>
      request.path === '/api/v2/groups'
        ? { json: { pageCount: 1, entities: rig.org.groups.map(({ id, members }) => ({ id, memberCount: members?.length })) } }
        : undefined;
    await take();
    assert.equal(requestsTo('/api/v2/groups').length, 1);
    assert.equal(rig.server.received.filter((request) => request.path.startsWith('/api/v2/groups/')).length, 0);
  });

  it('soon stops asking for member counts that may not be read', async () => {
    rig.org.memberCounts = null;
    rig.org.groups = Array.from({ length: 40 }, (_, index) => group(index, ['user-0001']));
    await take();
    assert.ok(rig.server.received.filter((request) => request.path.startsWith('/api/v2/groups/')).length <= 8);
  });

  it('is not complete where the members of a group cannot be read', async () => {
    rig.org.pagesWithMembers = false;
    rig.org.intercept = (request) =>
      request.path === '/api/v2/scim/groups/group-2' ? errorBody(403, 'missing.division.permission', 'no') : undefined;
    const snapshot = await take();
    assert.deepEqual([snapshot.complete, codes(snapshot), [...snapshot.unprovedGroups.keys()]], [false, ['not-read'], ['group-2']]);
  });

  it('leaves out a group that is deleted meanwhile', async () => {
    rig.org.pagesWithMembers = false;
    rig.org.intercept = (request) => (request.path === '/api/v2/scim/groups/group-3' ? errorBody(404, 'not.found', 'no') : undefined);
    const snapshot = await take();
    assert.deepEqual([snapshot.complete, [...snapshot.groups.keys()]], [true, ['group-1', 'group-2']]);
  });

  it('throws where the groups may not be read, and says what is lacking', async () => {
    rig.org.intercept = (request) => (request.path === '/api/v2/scim/groups' ? errorBody(403, 'missing.permissions', 'no') : undefined);
    await assert.rejects(take(), { name: 'RequestError', reason: 'forbidden', message: /directory:group:edit/ });
  });

  it('stops at once when it is cancelled', async () => {
    const controller = new AbortController();
    rig.org.intercept = (request) => {
      if (Number(request.query.get('startIndex')) > 25) controller.abort();
      return undefined;
    };
    await assert.rejects(takeSnapshot(rig.client, org, { pageSize: 25, signal: controller.signal }), { name: 'AbortError' });
    const sent = rig.server.received.length;
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(rig.server.received.length, sent);
  });

  it('gives the same snapshot when everything fails once', async () => {
    const expected = await take(25);
    const failed = new Set<string>();
    const faults = [
      { fault: 'reset' },
      { status: 503, text: '' },
      errorBody(429, 'x', 'x', { 'retry-after': '5' }),
      { fault: 'cut', json: { a: 'long enough' } },
    ] as const;
    rig.org.intercept = (request, index) => {
      const key = `${request.path}?${request.query.toString()}`;
      if (failed.has(key) || request.path === '/oauth/token') return undefined;
      failed.add(key);
      return faults[index % faults.length];
    };
    const snapshot = await take(25);
    assert.deepEqual([sorted(snapshot), snapshot.complete, codes(snapshot)], [sorted(expected), true, []]);
  });
});

function codes(snapshot: Snapshot): ProblemCode[] {
  return snapshot.problems.map((one) => one.code);
}

function sorted(snapshot: Snapshot): unknown {
  return [[...snapshot.users].sort(), [...snapshot.groups].sort()];
}

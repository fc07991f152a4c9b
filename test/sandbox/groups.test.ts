import { strict as assert } from 'node:assert';
import type { SandboxSwitches } from '../../src/sandbox/switches';
import { patchBody, withSandbox, type Answer, type Json, type TestClient } from './client';

const nobody = '00000000-0000-4000-8000-000000000000';

function members(ids: readonly string[]): readonly Json[] {
  return ids.map((value) => ({ value, display: 'somebody' }));
}

/** VIP's id, its 20 members, and two people who are in no group of that story. */
async function vip(client: TestClient): Promise<{ id: string; path: string; ids: readonly string[]; others: readonly string[] }> {
  const id = String((await client.group('VIP')).id);
  const ids = await client.memberIds(id);
  const outsiders = (await client.memberIds(String((await client.group('Service Desk')).id))).slice(0, 2);
  return { id, path: `/groups/${id}`, ids, others: outsiders };
}

describe('sandbox groups: PATCH', () => {
  interface Case {
    readonly what: string;
    readonly operations: (ids: readonly string[], others: readonly string[], id: string) => readonly unknown[];
    readonly after: (ids: readonly string[], others: readonly string[]) => readonly string[];
  }
  const cases: readonly Case[] = [
    {
      what: 'adds with a path',
      operations: (_ids, others) => [{ op: 'add', path: 'members', value: members(others) }],
      after: (ids, others) => [...ids, ...others],
    },
    {
      what: 'adds one who is there already',
      operations: (ids) => [{ op: 'add', path: 'members', value: members(ids.slice(0, 1)) }],
      after: (ids) => ids,
    },
    {
      what: 'removes by filter, as Okta does',
      operations: (ids) => [{ op: 'remove', path: `members[value eq "${ids[3] ?? ''}"]` }],
      after: (ids) => ids.filter((_id, at) => at !== 3),
    },
    {
      what: 'removes by value, as Entra does',
      operations: (ids) => [{ op: 'Remove', path: 'members', value: members(ids.slice(0, 2)) }],
      after: (ids) => ids.slice(2),
    },
    {
      what: 'removes several by one filter',
      operations: (ids) => [{ op: 'remove', path: `members[value eq "${ids[0] ?? ''}" or value eq "${ids[1] ?? ''}"]` }],
      after: (ids) => ids.slice(2),
    },
    { what: 'removes everybody', operations: () => [{ op: 'remove', path: 'members' }], after: () => [] },
    {
      what: 'replaces with a path: Push Now',
      operations: (ids, others) => [{ op: 'replace', path: 'members', value: members([...ids.slice(0, 5), ...others]) }],
      after: (ids, others) => [...ids.slice(0, 5), ...others],
    },
    {
      what: 'replaces without a path, the other form that was seen',
      operations: (ids, _others, id) => [{ op: 'replace', value: { id, displayName: 'VIP', members: members(ids.slice(0, 5)) } }],
      after: (ids) => ids.slice(0, 5),
    },
    {
      what: 'empties by a push of an empty group',
      operations: () => [{ op: 'replace', path: 'members', value: [] }],
      after: () => [],
    },
    {
      what: 'does several things in one request',
      operations: (ids, others) => [
        { op: 'remove', path: `members[value eq "${ids[0] ?? ''}"]` },
        { op: 'add', path: 'members', value: members(others.slice(0, 1)) },
        { op: 'add', value: { members: members(others) } },
      ],
      after: (ids, others) => [...ids.slice(1), ...others],
    },
  ];
  it('takes every form that is sent to it', () =>
    withSandbox({}, async (client) => {
      const { id, path, ids, others } = await vip(client);
      for (const { what, operations, after } of cases) {
        await client.patch(path, [{ op: 'replace', path: 'members', value: members(ids) }]);
        const { status, body } = await client.patch(path, operations(ids, others, id));
        assert.equal(status, 200, `${what}: ${JSON.stringify(body)}`);
        assert.deepEqual([...(await client.memberIds(id))].sort(), [...after(ids, others)].sort(), what);
      }
    }));

  it('shows the group on its members, and the members on the group', () =>
    withSandbox({}, async (client) => {
      const { id, path, others } = await vip(client);
      const groupsOf = async (): Promise<readonly unknown[]> =>
        ((await client.get(`/users/${others[0] ?? ''}`)).body.groups as Json[]).map((group) => group.value);
      assert.equal((await groupsOf()).includes(id), false);
      await client.patch(path, [{ op: 'add', path: 'members', value: members(others) }]);
      assert.equal((await groupsOf()).includes(id), true);
    }));

  it('replaces by PUT; without members nobody leaves', () =>
    withSandbox({}, async (client) => {
      const { id, path, ids } = await vip(client);
      await client.send('PUT', path, { body: { displayName: 'VIP' } });
      assert.equal((await client.memberIds(id)).length, 20);
      const put = await client.send('PUT', path, { body: { displayName: 'VIP', members: members(ids.slice(0, 4)), externalId: 'abc' } });
      assert.deepEqual([put.status, put.body.externalId], [200, 'abc']);
      assert.deepEqual(await client.memberIds(id), ids.slice(0, 4));
    }));

  const refused: readonly (readonly [operation: unknown, scimType: string])[] = [
    [{ op: 'replace', path: 'meta', value: {} }, 'mutability'],
    [{ op: 'replace', path: 'members[value eq "x"].display', value: 'x' }, 'invalidPath'],
    [{ op: 'add', path: 'members', value: [{ display: 'nobody' }] }, 'invalidValue'],
    [{ op: 'remove' }, 'noTarget'],
  ];
  it('refuses what cannot be', () =>
    withSandbox({}, async (client) => {
      const { id, path } = await vip(client);
      for (const [operation, scimType] of refused) {
        const { status, body } = await client.patch(path, [{ op: 'remove', path: 'members' }, operation]);
        assert.deepEqual([status, body.scimType], [400, scimType], JSON.stringify(operation));
      }
      assert.equal((await client.memberIds(id)).length, 20, 'a refused request changes nothing');
      assert.equal((await client.patch(`/groups/${nobody}`, [{ op: 'remove', path: 'members' }])).status, 404);
    }));
});

describe('sandbox groups: what is not verified, both ways', () => {
  async function patched(
    switches: Partial<SandboxSwitches>,
    operations: (ids: readonly string[]) => readonly unknown[],
  ): Promise<readonly [Answer, number]> {
    let result: readonly [Answer, number] | undefined;
    await withSandbox({ switches }, async (client) => {
      const { id, path, ids } = await vip(client);
      const answer = await client.patch(path, operations(ids));
      result = [answer, (await client.memberIds(id)).length];
    });
    assert.ok(result);
    return result;
  }

  const cases: readonly (readonly [
    what: Partial<SandboxSwitches>,
    operation: unknown,
    status: number,
    members: number,
    scimType: string | undefined,
  ])[] = [
    [{ unknownMember: 'ignore' }, { op: 'add', path: 'members', value: members([nobody]) }, 200, 20, undefined],
    [{ unknownMember: 'refuse' }, { op: 'add', path: 'members', value: members([nobody]) }, 400, 20, 'invalidValue'],
    [{ absentMember: 'ignore' }, { op: 'remove', path: `members[value eq "${nobody}"]` }, 200, 20, undefined],
    [{ absentMember: 'refuse' }, { op: 'remove', path: `members[value eq "${nobody}"]` }, 400, 20, 'noTarget'],
    [{ rename: 'ignore' }, { op: 'replace', value: { displayName: 'Very Important' } }, 200, 20, undefined],
    [{ rename: 'refuse' }, { op: 'replace', value: { displayName: 'Very Important' } }, 400, 20, 'mutability'],
  ];
  for (const [switches, operation, status, count, scimType] of cases) {
    it(`${JSON.stringify(switches)} answers ${status} to ${JSON.stringify(operation)}`, async () => {
      const [{ status: answered, body }, after] = await patched(switches, () => [operation]);
      assert.deepEqual([answered, after, body.scimType], [status, count, scimType]);
      if (answered === 200) assert.equal(body.displayName, 'VIP');
    });
  }

  for (const version of ['moves', 'fixed'] as const) {
    it(`a membership change ${version === 'moves' ? 'moves' : 'leaves'} the version`, () =>
      withSandbox({ switches: { version } }, async (client) => {
        const { path, others } = await vip(client);
        const before = (await client.get(path)).headers.get('ETag') ?? '';
        await client.patch(path, [{ op: 'add', path: 'members', value: members(others) }]);
        const again = await client.get(path, { 'If-None-Match': before });
        assert.equal(again.status, version === 'moves' ? 200 : 304);
        const stale = await client.send('PATCH', path, {
          headers: { 'If-Match': before },
          body: patchBody([{ op: 'remove', path: 'members' }]),
        });
        assert.equal(stale.status, version === 'moves' ? 400 : 200);
      }));
  }

  for (const derivedMember of ['keep', 'remove'] as const) {
    it(`members by rule and owners ${derivedMember === 'keep' ? 'stay' : 'go'}`, () =>
      withSandbox({ switches: { derivedMember } }, async (client) => {
        const byRule = String((await client.group('Bilingual Agents ES')).id);
        await client.patch(`/groups/${byRule}`, [{ op: 'replace', path: 'members', value: [] }]);
        assert.equal((await client.memberIds(byRule)).length, derivedMember === 'keep' ? 30 : 0);
        const owned = String((await client.group('Support Tier 1')).id);
        const owners = ((await client.get(`/api/v2/groups/${owned}`)).body.owners as Json[]).map((owner) => String(owner.id));
        assert.equal(owners.length, 2);
        await client.patch(
          `/groups/${owned}`,
          owners.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
        );
        const after = await client.memberIds(owned);
        assert.equal(
          owners.every((id) => after.includes(id)),
          derivedMember === 'keep',
        );
      }));
  }
});

describe('sandbox groups: the block of more than 1000 removals', () => {
  type Block = SandboxSwitches['block'];
  const table: readonly (readonly [what: string, removals: readonly number[], back: number, blockedBy: readonly Block[]])[] = [
    ['1000 in one operation', [1000], 0, []],
    ['1001 in one operation', [1001], 0, ['request', 'operation', 'net']],
    ['600 and 600 in two operations', [600, 600], 0, ['request', 'net']],
    ['1200 of whom 300 come back in the same request', [1200], 300, ['request', 'operation']],
  ];
  for (const block of ['request', 'operation', 'net'] as const) {
    it(`counts by ${block}`, () =>
      withSandbox({ switches: { block } }, async (client) => {
        const id = String((await client.group('Service Desk')).id);
        const ids = await client.memberIds(id);
        const path = `/groups/${id}`;
        for (const [what, removals, back, blockedBy] of table) {
          await client.patch(path, [{ op: 'replace', path: 'members', value: members(ids) }]);
          let from = 0;
          const operations: unknown[] = removals.map((count) => {
            const value = members(ids.slice(from, from + count));
            from += count;
            return { op: 'remove', path: 'members', value };
          });
          if (back > 0) operations.push({ op: 'add', path: 'members', value: members(ids.slice(0, back)) });
          const { status, body } = await client.patch(path, operations);
          const blocked = blockedBy.includes(block);
          assert.deepEqual([status, body.scimType], blocked ? [400, 'tooMany'] : [200, undefined], what);
          assert.equal((await client.memberIds(id)).length, blocked ? 2000 : 2000 - from + back, what);
        }
        const push = await client.send('PUT', path, { body: { members: members(ids.slice(0, 10)) } });
        assert.deepEqual([push.status, push.body.scimType], [400, 'tooMany'], 'a PUT counts as well');
      }));
  }
});

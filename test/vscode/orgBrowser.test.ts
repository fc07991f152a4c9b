import assert from 'node:assert/strict';
import { GenesysClient } from '../../src/genesys/client';
import { RequestError } from '../../src/http/requestError';
import { connectionForUrl } from '../../src/genesys/regions';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { TestClient } from '../sandbox/client';
import { GroupGoneError, OrgBrowser } from '../../src/vscode/orgBrowser';

describe('OrgBrowser, against the sandbox', () => {
  let sandbox: Sandbox;
  let client: GenesysClient;
  let browser: OrgBrowser;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
    const connection = connectionForUrl(sandbox.baseUrl);
    client = new GenesysClient(connection, new TokenProvider(connection, sandbox), { requestsPerMinute: 100_000 });
  });
  after(async () => {
    client.close();
    await sandbox.close();
  });
  beforeEach(() => {
    browser = new OrgBrowser(() => Promise.resolve(client));
  });

  it('begins every listing with one page and its total', async () => {
    const before = client.statistics.requests;
    await Promise.all([browser.users.start(), browser.inactiveUsers.start(), browser.groups.start()]);
    assert.equal(client.statistics.requests - before, 3);
    assert.deepEqual([browser.users.items.length, browser.users.total], [100, 4212]);
    assert.deepEqual([browser.inactiveUsers.items.length, browser.inactiveUsers.total], [100, 307]);
    assert.deepEqual([browser.groups.items.length, browser.groups.total], [25, 40]);
    assert.ok(browser.users.items.every((user) => user.active));
    assert.ok(browser.inactiveUsers.items.every((user) => !user.active));
  });

  it('says of each group how many members it has before it is opened', async () => {
    await browser.groups.start();
    const counts = new Map(browser.groups.items.map((group) => [group.name, browser.memberCount(group)]));
    assert.equal(counts.get('Support Tier 1'), 1512);
    assert.equal(counts.get('VIP'), 20);
  });

  it('names members from the listings where that takes fewer requests', async () => {
    await browser.groups.start();
    const group = browser.groups.items.find((candidate) => candidate.name === 'Support Tier 1');
    assert.ok(group);
    const before = client.statistics.requests;
    const members = browser.members(group.id);
    await members.start();
    assert.deepEqual([members.items.length, members.total, members.hasMore], [100, 1512, true]);
    assert.ok(members.items.every((member) => member.kind === 'user' && member.user.userName.includes('@')));
    assert.ok(client.statistics.requests - before < 60, `${client.statistics.requests - before} requests`);
  });

  it('names all members of a large group by the listings, each page of them read once, and tells how far that is', async () => {
    await browser.groups.start();
    const group = browser.groups.items.find((candidate) => candidate.name === 'Support Tier 1');
    assert.ok(group);
    const told: string[] = [];
    browser.watchNames((read, total) => told.push(`${read} of ${total}`));
    const before = client.statistics.requests;
    const members = browser.members(group.id);
    await members.loadAll(5000, () => undefined);
    assert.equal(members.items.length, 1512);
    assert.ok(members.items.every((member) => member.kind === 'user'));
    // The group, two counts, and at most every page of 4,212 active and 307 inactive users.
    assert.ok(client.statistics.requests - before <= 1 + 2 + 43 + 4, `${client.statistics.requests - before} requests`);
    assert.equal(told[0], '100 of 4519');
  });

  it('finds members of a group by what names one person, and shows nobody else whom Genesys finds', async () => {
    await Promise.all([browser.groups.start(), browser.users.start()]);
    const group = browser.groups.items.find((candidate) => candidate.name === 'VIP');
    assert.ok(group);
    const members = browser.members(group.id);
    await members.start();
    const [member] = members.items;
    const ids = new Set(members.items.map(({ id }) => id));
    const other = browser.users.items.find(({ id }) => !ids.has(id));
    assert.ok(member?.kind === 'user' && other);
    const before = client.statistics.requests;
    browser.setMemberSearch(group.id, { attribute: 'userName', value: member.user.userName });
    await members.start();
    assert.deepEqual([members.items.map(({ id }) => id), members.total, browser.memberCount(group)], [[member.id], 1, 20]);
    browser.setMemberSearch(group.id, { attribute: 'userName', value: other.userName });
    await members.start();
    assert.deepEqual([members.items, members.hasMore], [[], false]);
    assert.equal(client.statistics.requests - before, 4, 'the group and the search, twice');
    browser.setMemberSearch(group.id, undefined);
    await members.start();
    assert.equal(members.items.length, 20);
  });

  it('names the few members of a small group by id', async () => {
    await browser.groups.start();
    const small = browser.groups.items.find((candidate) => candidate.name === 'Workforce Planning');
    assert.ok(small);
    const before = client.statistics.requests;
    const members = browser.members(small.id);
    await members.start();
    assert.equal(members.items.length, 7);
    assert.ok(members.items.every((member) => member.kind === 'user'));
    assert.ok(client.statistics.requests - before <= 1 + 2 + 7);
  });

  it('shows an id that nobody knows as the id', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    const nested = (await client.listGroups({ startIndex: 1, count: 1 })).Resources?.[0];
    assert.ok(nested);
    const odd = new OrgBrowser(() =>
      Promise.resolve({
        listUsers: (...query) => client.listUsers(...query),
        listGroups: (...query) => client.listGroups(...query),
        getUser: (...query) => client.getUser(...query),
        refreshUser: (...query) => client.refreshUser(...query),
        getGroup: async (id, signal) =>
          id === 'odd'
            ? { id, displayName: 'Odd', members: [{ value: unknown }, { value: nested.id }, { value: unknown }] }
            : client.getGroup(id, signal),
      }),
    );
    const members = odd.members('odd');
    await members.start();
    assert.deepEqual(members.items, [
      { id: unknown, kind: 'unknown' },
      { id: nested.id, kind: 'group', name: nested.displayName },
    ]);
  });

  it('searches by a filter, among active and inactive users, until it is cleared', async () => {
    await browser.inactiveUsers.start();
    const wanted = browser.inactiveUsers.items[0];
    assert.ok(wanted);
    browser.setSearch('users', { attribute: 'userName', value: wanted.userName });
    await browser.users.start();
    assert.deepEqual(
      browser.users.items.map((user) => user.id),
      [wanted.id],
    );
    browser.setSearch('users', undefined);
    assert.equal(browser.users.started, false);
    await browser.users.start();
    assert.equal(browser.users.total, 4212);
  });

  const searches = [
    { kind: 'groups', attribute: 'displayName', value: 'support tier 1', total: 1 },
    { kind: 'groups', attribute: 'displayName', value: 'Escalations', total: 2 },
    { kind: 'users', attribute: 'email', value: 'nobody@contoso.example', total: 0 },
    { kind: 'users', attribute: 'userName', value: 'a" or userName pr "', total: 0 },
  ] as const;
  for (const { kind, attribute, value, total } of searches) {
    it(`finds ${total} ${kind} by ${attribute} ${value}`, async () => {
      browser.setSearch(kind, { attribute, value });
      await browser[kind].start();
      assert.equal(browser[kind].total, total);
    });
  }

  it('reads a user again by the version that is known, for every row that shows them, and the members of a group in full', async () => {
    await browser.groups.start();
    const small = browser.groups.items.find((candidate) => candidate.name === 'Workforce Planning');
    assert.ok(small);
    const members = browser.members(small.id);
    await members.start();
    const [first, second] = members.items;
    assert.ok(first?.kind === 'user' && second);
    const whole = await browser.refreshUser(first.id);
    assert.equal(await browser.refreshUser(first.id), whole, 'nothing moved: it is the very one that was read before');
    const scim = await TestClient.of(sandbox);
    const { title = null } = whole ?? {};
    await scim.patch(`/users/${first.id}`, [{ op: 'replace', value: { title: 'Changed by hand' } }]);
    assert.equal((await browser.refreshUser(first.id))?.title, 'Changed by hand');
    const [shown] = members.items;
    assert.equal(shown?.kind === 'user' ? shown.user.title : null, 'Changed by hand');
    await scim.patch(`/users/${first.id}`, [{ op: 'replace', value: { title } }]);

    await client.patchMembers(small.id, { op: 'remove', ids: [second.id] }, null);
    const before = members.total ?? 0;
    members.reset();
    await members.start();
    assert.equal(members.total, before - 1);
    await client.patchMembers(small.id, { op: 'add', ids: [second.id] }, null);
  });

  it('says that a group is gone instead of showing no members', async () => {
    await assert.rejects(browser.members('00000000-0000-4000-8000-000000000000').start(), GroupGoneError);
  });

  it('passes on why something cannot be read', async () => {
    const denied = await startSandbox({ requestsPerMinute: 0, denied: ['groups'] });
    const connection = connectionForUrl(denied.baseUrl);
    const poor = new GenesysClient(connection, new TokenProvider(connection, denied));
    const refused = new OrgBrowser(() => Promise.resolve(poor));
    await assert.rejects(refused.groups.start(), (error) => error instanceof RequestError && error.reason === 'forbidden');
    await refused.users.start();
    poor.close();
    await denied.close();
  });
});

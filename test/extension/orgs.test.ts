import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import type { OrgsNode } from '../../src/vscode/orgsNodes';
import type { StoredOrg } from '../../src/vscode/orgStore';
import type { TestAccess } from '../../src/vscode/testAccess';
import { TestClient } from '../sandbox/client';

/** The extension as it runs, with the orgs of these tests and none of another file's. */
async function access(): Promise<TestAccess> {
  const extension = vscode.extensions.getExtension<TestAccess | undefined>('scim-preflight.scim-preflight');
  const parts = await extension?.activate();
  assert.ok(parts, 'the extension gives its parts to tests');
  return parts;
}

function labelOf({ label }: vscode.TreeItem): string {
  return typeof label === 'string' ? label : (label?.label ?? '');
}

describe('The Orgs view, against a sandbox', () => {
  const sandboxes: Sandbox[] = [];
  let parts: TestAccess;

  before(async () => {
    parts = await access();
  });
  beforeEach(forgetOrgs);
  after(async () => {
    await forgetOrgs();
    for (const sandbox of sandboxes) await sandbox.close();
  });

  async function forgetOrgs(): Promise<void> {
    for (const org of parts.store.list()) await parts.store.remove(org.id);
  }

  /** Adds a sandbox as people add an org: by an address, with its secret. */
  async function addOrg(id: string, options: SandboxOptions = {}, edits: Partial<StoredOrg> = {}): Promise<Sandbox> {
    const sandbox = await startSandbox({ requestsPerMinute: 0, ...options });
    sandboxes.push(sandbox);
    const target = { kind: 'url', baseUrl: sandbox.baseUrl, loginUrl: null } as const;
    const org = { id, name: 'Contoso CX', target, clientId: sandbox.clientId, readOnly: false, orgId: sandbox.orgId, ...edits };
    await parts.store.add(org, sandbox.clientSecret);
    return sandbox;
  }

  async function children(...path: readonly string[]): Promise<readonly OrgsNode[]> {
    const { tree } = parts.orgs;
    let nodes = await tree.getChildren();
    for (const label of path) {
      const labels = await Promise.all(nodes.map(async (node) => labelOf(await tree.getTreeItem(node))));
      const next = nodes[labels.findIndex((candidate) => candidate.startsWith(label))];
      assert.ok(next, `${label} is not among ${labels.join(', ')}`);
      nodes = await tree.getChildren(next);
    }
    return nodes;
  }

  async function drawn(nodes: readonly OrgsNode[]): Promise<readonly string[]> {
    const items = await Promise.all(nodes.map((node) => parts.orgs.tree.getTreeItem(node)));
    return items.map((item) => [labelOf(item), item.description].filter((part) => typeof part === 'string' && part !== '').join(' | '));
  }

  it('reads a list, a group and a user again where that is asked for, and nothing else', async () => {
    const sandbox = await addOrg('again');
    const find = async (path: readonly string[], label: string): Promise<OrgsNode> => {
      const nodes = await children(...path);
      const labels = await Promise.all(nodes.map(async (node) => labelOf(await parts.orgs.tree.getTreeItem(node))));
      const found = nodes[labels.findIndex((one) => one.startsWith(label))];
      assert.ok(found, `${label} is not among ${labels.join(', ')}`);
      return found;
    };
    const inGroup = ['Contoso CX', 'Groups', 'Workforce Planning'];
    const [member, other] = await children(...inGroup);
    assert.ok(member?.kind === 'user' && other?.kind === 'user');
    const scim = await TestClient.of(sandbox);
    await scim.patch(`/users/${member.user.id}`, [{ op: 'replace', value: { displayName: 'Aaron Again' } }]);
    const group = await find(['Contoso CX', 'Groups'], 'Workforce Planning');
    assert.ok(group.kind === 'group');
    const { client } = await parts.connections.connect('again');
    await client.patchMembers(group.resource.id, { op: 'remove', ids: [other.user.id] }, null);
    const count = (await children(...inGroup)).length;

    await vscode.commands.executeCommand('scimPreflight.list.refresh', member);
    assert.equal((await find(inGroup, 'Aaron Again')).kind, 'user');
    assert.equal((await children(...inGroup)).length, count, 'the group was not read again');
    await vscode.commands.executeCommand('scimPreflight.list.refresh', group);
    assert.equal((await children(...inGroup)).length, count - 1);
  });

  it('keeps the secret in the secret storage and nowhere else', async () => {
    const sandbox = await addOrg('one');
    await children('Contoso CX');
    const { globalState, workspaceState, secrets } = parts.context;
    const states = [globalState, workspaceState].map((state) => JSON.stringify(state.keys().map((key) => [key, state.get(key)])));
    assert.match(states.join(), new RegExp(sandbox.clientId));
    const token = await parts.store.token('one');
    assert.ok(token);
    for (const secret of [sandbox.clientSecret, token.accessToken]) assert.equal(states.join().includes(secret), false);
    assert.equal(await secrets.get('scimPreflight.org.one.clientSecret'), sandbox.clientSecret);
    await parts.store.remove('one');
    assert.deepEqual(
      [await secrets.get('scimPreflight.org.one.clientSecret'), await secrets.get('scimPreflight.org.one.token')],
      [undefined, undefined],
    );
  });

  it('shows orgs, listings with totals, and rows', async () => {
    await addOrg('one', {}, { readOnly: true });
    await children('Contoso CX');
    assert.match((await drawn(await children()))[0] ?? '', /^Contoso CX · 127\.0\.0\.1:\d+ \| token 2\d hours · read-only$/);
    assert.deepEqual(await drawn(await children('Contoso CX')), ['Users | 4,212 active', 'Inactive users | 307', 'Groups | 40']);
    const users = await drawn(await children('Contoso CX', 'Users'));
    assert.equal(users.length, 101);
    assert.match(users[0] ?? '', /^.+ \| .+@contoso\.example$/);
    assert.equal(users[100], 'Load more | 100 of 4,212');
    const inactive = await drawn(await children('Contoso CX', 'Inactive users'));
    assert.match(inactive[0] ?? '', / · inactive$/);
    const groups = await drawn(await children('Contoso CX', 'Groups'));
    assert.ok(groups.includes('Support Tier 1 | 1,512 members'));
    assert.equal(groups.at(-1), 'Load more | 25 of 40');
  });

  it('keeps ids, and every node knows its parent', async () => {
    await addOrg('one');
    const ids = async () => (await children('Contoso CX', 'Groups', 'VIP')).map((node) => node.id);
    const first = await ids();
    assert.equal(new Set(first).size, 20);
    const [member] = await children('Contoso CX', 'Groups', 'VIP');
    assert.ok(member);
    const path: string[] = [];
    for (let node: OrgsNode | undefined = member; node; node = parts.orgs.tree.getParent(node)) path.unshift(node.kind);
    assert.deepEqual(path, ['org', 'list', 'group', 'user']);
    parts.orgs.tree.reload();
    assert.deepEqual(await ids(), first);
  });

  it('loads more and loads all, and says where it stops', async () => {
    await addOrg('one', { users: 5400, groups: 3 });
    const rows = await children('Contoso CX', 'Users');
    await vscode.commands.executeCommand('scimPreflight.list.loadMore', rows.at(-1));
    assert.equal((await drawn(await children('Contoso CX', 'Users'))).at(-1)?.replace(/of .*/, ''), 'Load more | 200 ');
    await vscode.commands.executeCommand('scimPreflight.list.loadAll', (await children('Contoso CX', 'Users')).at(-1));
    const all = await drawn(await children('Contoso CX', 'Users'));
    assert.equal(all.length, 5001);
    assert.match(all.at(-1) ?? '', /^5,000 of 5,\d+ shown, more than a tree can hold\. Search to find the rest\.$/);
  });

  it('says why a listing cannot be read, and reads it again when asked', async () => {
    const sandbox = await addOrg('one', { denied: ['groups'] });
    const nodes = await children('Contoso CX');
    const [, , error] = nodes;
    assert.equal(error?.kind, 'error');
    assert.match((await drawn(nodes))[2] ?? '', /^Groups could not be read: the OAuth client lacks directory:group:edit$/);
    const item = await parts.orgs.tree.getTreeItem(error);
    assert.equal(item.contextValue, 'error');
    assert.match(item.tooltip instanceof vscode.MarkdownString ? item.tooltip.value : '', /Give one of its roles this permission/);
    await sandbox.close();
    sandboxes.splice(sandboxes.indexOf(sandbox), 1);
    parts.orgs.tree.reload();
    const [unreachable, ...others] = await children('Contoso CX');
    assert.deepEqual([unreachable?.kind, others], ['error', []]);
    await vscode.commands.executeCommand('scimPreflight.list.retry', unreachable);
  });

  it('shows harmlessly what wants to be Markdown, HTML, a line break or another direction', async () => {
    await addOrg('one', {}, { name: '[x](command:evil)\n<img src=x>\u202e' });
    const [org] = await children();
    assert.ok(org);
    const item = await parts.orgs.tree.getTreeItem(org);
    assert.match(labelOf(item), /^\[x\]\(command:evil\)[^\s]<img src=x>‹U\+202E› · 127/);
    assert.ok(item.tooltip instanceof vscode.MarkdownString);
    assert.notEqual(item.tooltip.isTrusted, true);
    assert.notEqual(item.tooltip.supportHtml, true);
    assert.match(item.tooltip.value, /^\*\*\\\[x\\\]\\\(command\\:evil\\\)[^\s]\\<img src\\=x\\>‹U\\\+202E›\*\*/);
  });

  it('opens a user and a group as JSON that cannot be written', async () => {
    await addOrg('one');
    for (const path of [
      ['Contoso CX', 'Users'],
      ['Contoso CX', 'Groups'],
    ]) {
      const [row] = await children(...path);
      assert.ok(row && 'resource' in row);
      await vscode.commands.executeCommand('scimPreflight.resource.openJson', row);
      const document = vscode.window.activeTextEditor?.document;
      assert.ok(document);
      assert.deepEqual([document.languageId, document.uri.scheme], ['json', 'scim-preflight']);
      assert.ok(document.uri.path.endsWith(`/${row.resource.name}.json`));
      assert.equal((JSON.parse(document.getText()) as { id: string }).id, row.resource.id);
      assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), undefined);
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('tells all of a user when its row is looked at', async () => {
    await addOrg('one');
    const [row] = await children('Contoso CX', 'Users');
    assert.ok(row);
    const item = await parts.orgs.tree.resolveTreeItem(
      await parts.orgs.tree.getTreeItem(row),
      row,
      new vscode.CancellationTokenSource().token,
    );
    assert.ok(item.tooltip instanceof vscode.MarkdownString);
    for (const name of ['User name', 'Id', 'Status', 'Division', 'Version', 'Last change'])
      assert.ok(item.tooltip.value.includes(name), name);
  });

  it('copies the SCIM domain as Okta wants it', async () => {
    const org = {
      id: 'two',
      name: 'Dublin',
      target: { kind: 'region', domain: 'mypurecloud.ie' },
      clientId: 'c',
      readOnly: false,
      orgId: null,
    } as const;
    await parts.store.add(org, 's');
    await vscode.commands.executeCommand('scimPreflight.org.copyScimDomain', 'two');
    assert.equal(await vscode.env.clipboard.readText(), 'api.mypurecloud.ie');
  });

  it('revokes the token and forgets the secret when an org is removed, after asking', async () => {
    const sandbox = await addOrg('one');
    await children('Contoso CX');
    const token = await parts.store.token('one');
    assert.ok(token);
    const asked: string[] = [];
    const answers = [false, true];
    parts.prompts.confirm = (message) => {
      asked.push(message);
      return Promise.resolve(answers.shift() ?? false);
    };
    try {
      await vscode.commands.executeCommand('scimPreflight.org.remove', 'one');
      assert.ok(parts.store.get('one'));
      await vscode.commands.executeCommand('scimPreflight.org.remove', 'one');
    } finally {
      Reflect.deleteProperty(parts.prompts, 'confirm'); // what the class does comes back
    }
    assert.deepEqual(asked, ['Remove Contoso CX from SCIM Preflight?', 'Remove Contoso CX from SCIM Preflight?']);
    assert.equal(parts.store.get('one'), undefined);
    const headers = { authorization: `Bearer ${token.accessToken}` };
    assert.equal((await fetch(`${sandbox.baseUrl}/api/v2/scim/users?count=1`, { headers })).status, 401);
  });

  it('turns read-only on and off, and a rename reaches every reader', async () => {
    await addOrg('one');
    await vscode.commands.executeCommand('scimPreflight.org.toggleReadOnly', 'one');
    assert.equal(parts.connections.get('one')?.readOnly, true);
    await parts.store.edit('one', { name: 'Contoso' });
    assert.equal((await parts.connections.connect('one')).org.name, 'Contoso');
  });

  it('makes one client for needs that meet, and another one when the org changes', async () => {
    await addOrg('one');
    const [a, b] = await Promise.all([parts.connections.connect('one'), parts.connections.connect('one')]);
    assert.equal(a.client, b.client);
    await parts.store.edit('one', { name: 'Renamed' });
    assert.notEqual((await parts.connections.connect('one')).client, a.client);
    await parts.store.remove('one');
    await assert.rejects(parts.connections.connect('one'), { reason: 'removed' });
  });

  it('keeps to the rate that is set from the first request on, before an org is added', async () => {
    const settings = vscode.workspace.getConfiguration('scimPreflight');
    await settings.update('requestsPerMinute', 1234, vscode.ConfigurationTarget.Global);
    try {
      const { baseUrl, clientId, clientSecret } = await addOrg('one');
      const target = { kind: 'url', baseUrl, loginUrl: null } as const;
      await parts.connections.tryCredentials(target, { clientId, clientSecret }, AbortSignal.timeout(30_000));
      const { client } = await parts.connections.connect('one');
      await client.getOrganization();
      // What another client of ours believed would hold for a minute.
      assert.equal(client.requestsPerMinute, 1234);
    } finally {
      await settings.update('requestsPerMinute', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('says that a secret is missing instead of asking Genesys without one', async () => {
    await addOrg('one');
    await parts.context.secrets.delete('scimPreflight.org.one.clientSecret');
    await assert.rejects(parts.connections.connect('one'), { reason: 'noSecret' });
  });
});

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { oktaAppId } from '../../src/sandbox/identities';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox';
import type { Collection } from '../../src/vscode/collectCommand';
import type { TestAccess } from '../../src/vscode/testAccess';

describe('Collecting from Okta, against a sandbox', () => {
  let parts: TestAccess;
  let sandbox: Sandbox;
  let folder: string;
  let refuses = false;

  before(async () => {
    const extension = vscode.extensions.getExtension<TestAccess | undefined>('scim-preflight.scim-preflight');
    const given = await extension?.activate();
    assert.ok(given, 'the extension gives its parts to tests');
    parts = given;
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-collect-'));
    sandbox = await startSandbox({
      ...{ users: 300, groups: 8, requestsPerMinute: 0, oktaRequestsPerMinute: 0 },
      // As a token that is revoked in the middle.
      oktaIntercept: (request, usual) =>
        refuses && request.path.includes('/groups/')
          ? { status: 401, body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided' } }
          : usual(),
    });
    const target = { kind: 'url', baseUrl: sandbox.baseUrl, loginUrl: null } as const;
    const org = { id: 'collect', name: 'Contoso CX', target, clientId: sandbox.clientId, readOnly: false, orgId: sandbox.orgId };
    await parts.store.add(org, sandbox.clientSecret);
  });
  after(async () => {
    await parts.collect.memory.setBrokenOff(null);
    await parts.store.remove('collect');
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  function collection(name: string, more: Partial<Collection> = {}): Collection {
    const { oktaUrl: origin, oktaToken: token } = sandbox;
    const okta = { origin, host: new URL(origin).host, token: null, sandbox: false, confirmed: false };
    return { okta, token, app: { id: oktaAppId, label: 'Genesys Cloud' }, folder: path.join(folder, name), resume: false, ...more };
  }

  async function isComplete(name: string): Promise<unknown> {
    const manifest = JSON.parse(await readFile(path.join(folder, name, 'okta-export.json'), 'utf8')) as { readonly complete: unknown };
    return manifest.complete;
  }

  it('makes the folder the chosen export, from which a push can be previewed', async () => {
    const result = await parts.collect.command.collect(collection('whole'));
    assert.ok(result);
    assert.deepEqual(parts.plans.exportPaths, [path.join(folder, 'whole')]);
    assert.equal(await isComplete('whole'), true);
    assert.equal(parts.collect.memory.brokenOff, null);
    assert.equal(parts.collect.memory.appOf(sandbox.oktaUrl), oktaAppId);
    await parts.plans.preview('collect');
    const plan = parts.plans.current?.plan;
    assert.ok(plan?.complete);
    assert.deepEqual(plan.oktaApp?.id, oktaAppId);
    assert.ok(plan.groups.some((group) => group.removals.length > 0 && group.confirmed));
  });

  it('remembers one that was broken off, and goes on with it', async () => {
    const before = parts.plans.exportPaths;
    refuses = true;
    assert.equal(await parts.collect.command.collect(collection('broken')), undefined);
    refuses = false;
    assert.equal(await isComplete('broken'), false);
    assert.deepEqual(parts.plans.exportPaths, before, 'half an export is not chosen');
    assert.deepEqual(parts.collect.memory.brokenOff, {
      origin: sandbox.oktaUrl,
      folder: path.join(folder, 'broken'),
      appId: oktaAppId,
      appLabel: 'Genesys Cloud',
      sandbox: false,
    });
    const result = await parts.collect.command.collect(collection('broken', { resume: true }));
    assert.ok(result);
    assert.equal(parts.collect.memory.brokenOff, null);
    assert.equal(await isComplete('broken'), true);
    const [broken, whole] = await Promise.all(['broken', 'whole'].map((name) => readdir(path.join(folder, name), { recursive: true })));
    assert.deepEqual(broken?.sort(), whole?.sort());
  });

  it('leaves a folder alone that holds something else, and says so without an exception', async () => {
    assert.equal(await parts.collect.command.collect(collection('whole')), undefined);
    assert.equal(await isComplete('whole'), true);
    assert.ok(!existsSync(path.join(folder, 'whole', 'okta-export.state.json')));
  });

  it('keeps no token, neither in the state nor in the secret storage, unless it was told to', async () => {
    const { globalState, workspaceState } = parts.context;
    const states = [globalState, workspaceState].flatMap((state) => state.keys().map((key) => JSON.stringify(state.get(key))));
    assert.ok(states.length > 0);
    assert.ok(states.every((text) => !text.includes(sandbox.oktaToken)));
    const { memory } = parts.collect;
    assert.equal(await memory.token(sandbox.oktaUrl), undefined);
    await memory.keepToken(sandbox.oktaUrl, sandbox.oktaToken);
    assert.equal(await memory.token(sandbox.oktaUrl), sandbox.oktaToken);
    await memory.forgetToken(sandbox.oktaUrl);
    assert.equal(await memory.token(sandbox.oktaUrl), undefined);
  });
});

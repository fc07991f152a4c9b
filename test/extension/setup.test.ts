import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox';
import type { TestAccess } from '../../src/vscode/testAccess';

describe('Check Setup…, and Resolve Managers and Names…', () => {
  const sandboxes: Sandbox[] = [];
  let parts: TestAccess;
  let folder: string;

  before(async () => {
    const extension = vscode.extensions.getExtension<TestAccess | undefined>('scim-preflight.scim-preflight');
    const given = await extension?.activate();
    assert.ok(given, 'the extension gives its parts to tests');
    parts = given;
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-setup-'));
    await writeSampleExport(path.join(folder, 'okta-export'), { form: 'json' });
    await forgetOrgs();
  });
  afterEach(forgetOrgs);
  after(async () => {
    Reflect.deleteProperty(parts.prompts, 'offer');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const sandbox of sandboxes) await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function forgetOrgs(): Promise<void> {
    for (const org of parts.store.list()) await parts.store.remove(org.id);
  }

  async function addOrg(name: string, options: SandboxOptions = {}, readOnly = false): Promise<string> {
    const sandbox = await startSandbox({ requestsPerMinute: 0, ...options });
    sandboxes.push(sandbox);
    const target = { kind: 'url', baseUrl: sandbox.baseUrl, loginUrl: null } as const;
    const id = `setup-${sandboxes.length}`;
    await parts.store.add({ id, name, target, clientId: sandbox.clientId, readOnly, orgId: sandbox.orgId }, sandbox.clientSecret);
    return id;
  }

  async function page(name: string): Promise<string> {
    const uri = vscode.Uri.from({ scheme: 'scim-preflight', authority: 'report', path: `/${name}.md` });
    return (await vscode.workspace.openTextDocument(uri)).getText();
  }

  /** The state of each step, by the table on top. */
  function states(text: string): ReadonlyMap<string, string> {
    return new Map(
      [...text.matchAll(/^\| \d+ \| (.+?) \| (.+?) \|$/gm)].map(([, step = '', state = '']) => [step.replace(' (optional)', ''), state]),
    );
  }

  async function check(argument?: unknown): Promise<void> {
    await vscode.commands.executeCommand('scimPreflight.org.checkSetup', argument);
  }

  // The choice of an export is kept for the window: what needs none comes first.
  const choosesNone = async (): Promise<void> => {
    await parts.context.workspaceState.update('exportPaths', undefined);
  };

  it('works without an org and without an export: nothing can be seen', async () => {
    await choosesNone();
    await check();
    const found = states(await page('Setup'));
    assert.equal(found.size, 15);
    assert.deepEqual([...new Set(found.values())], ['? Cannot be seen']);
  });

  it('sees the Genesys side without an export', async () => {
    await choosesNone();
    await check(await addOrg('Contoso CX', { tokenSeconds: 38_880_000 }, true));
    const text = await page('Setup of Contoso CX');
    const done = [...states(text)].filter(([, state]) => state === '✓ Done').map(([step]) => step);
    assert.deepEqual(done, [
      'An OAuth client (client credentials) with the role SCIM Integration',
      'A token that outlives its next replacement',
      'API Token, and Test API Credentials',
    ]);
    assert.match(text, /read-only here: it is read, never written/);
  });

  it('sees both sides, step by step', async () => {
    await parts.plans.chooseExport(vscode.Uri.file(path.join(folder, 'okta-export')));
    await check(await addOrg('Contoso Both'));
    const text = await page('Setup of Contoso Both');
    const found = states(text);
    for (const step of ['Application username format: Email', 'Create Users is on', 'Attribute mappings that Genesys Cloud takes'])
      assert.equal(found.get(step), '✓ Done', step);
    for (const step of ['Phone numbers in E.164', 'Groups exist in Genesys Cloud with the same name', 'Sync Password is on'])
      assert.equal(found.get(step), '✗ Not done', step);
    assert.match(text, /260 without a country/);
    assert.match(text, /\| Billing \| billing \| name differs in case \| active \|/);
  });

  it('says what the client may not read, and goes on', async () => {
    await check(await addOrg('Contoso Denied', { denied: ['groups', 'oauthClient', 'organization'] }));
    const text = await page('Setup of Contoso Denied');
    assert.equal(states(text).get('An OAuth client (client credentials) with the role SCIM Integration'), '✗ Not done');
    assert.match(text, /turn on SCIM Integration/);
    assert.match(text, /No org was read, or its groups may not be read/);
  });

  it('resolves managers and names of the plan, and offers the lists without saving any', async () => {
    await parts.plans.chooseExport(vscode.Uri.file(path.join(folder, 'okta-export')));
    const orgId = await addOrg('Contoso Plan');
    await parts.plans.preview(orgId);
    const file = path.join(folder, 'managers.csv');
    const saved = new Promise<void>((resolve) => {
      Object.assign(parts.prompts, {
        offer: (_severity: string, message: string, actions: readonly string[]) => {
          assert.match(message, /^1 person’s manager is resolved\.$/);
          assert.deepEqual(actions, ['Save Manager CSV…', 'Save Latent Overwrites…']);
          resolve();
          return Promise.resolve(undefined);
        },
      });
    });
    await vscode.commands.executeCommand('scimPreflight.plan.resolve');
    await saved;
    const text = await page('Managers and names of Contoso Plan');
    assert.match(text, /1 person has an e-mail address, login or Okta id that is resolved/);
    assert.match(text, /All 3 names that Okta sends are there\./);
    assert.match(text, /^## Latent overwrites$/m);
    assert.match(text, /^55 values of 55 people differ/m);
    await assert.rejects(readFile(file), 'nothing is saved without a word');
  });
});

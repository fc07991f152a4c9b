import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/vscode/testAccess';

const user = (id: string, title: string, primaryPhone: string | null) => ({
  id,
  status: 'ACTIVE',
  profile: { login: `${id}@x.io`, email: `${id}@x.io`, firstName: id, lastName: 'Berg', title, primaryPhone },
});
// The phone of Anna goes back and forth, Ben's title changes and his phone is none, and Cleo's account is created.
const oktaUsers = [user('anna', 'Agent', '+1 317 222 2222'), user('ben', 'Lead', '+1 555'), user('cleo', 'Lead', null)];
const genesysUsers = [
  { id: 'g1', userName: 'anna@x.io', active: true, title: 'Agent', phoneNumbers: [{ type: 'work', value: '+13172222222' }] },
  { id: 'g2', userName: 'ben@x.io', active: true, title: 'Agent' },
];
const list = (resources: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: resources.length,
  startIndex: 1,
  itemsPerPage: resources.length,
  Resources: resources,
});
const mapping = {
  id: 'prm1',
  source: { id: 'oty1', name: 'user', type: 'user' },
  target: { id: '0oa1', name: 'genesys_cloud', type: 'appuser' },
  properties: {
    title: { expression: 'user.title', pushStatus: 'PUSH' },
    workPhone: { expression: 'user.primaryPhone', pushStatus: 'PUSH' },
    department: { expression: 'org.name', pushStatus: 'PUSH' },
  },
};

describe('A mapping that is open', () => {
  let parts: TestAccess;
  let folder: string;

  before(async () => {
    const given = await vscode.extensions.getExtension<TestAccess | undefined>('scim-preflight.scim-preflight')?.activate();
    assert.ok(given, 'the extension gives its parts to tests');
    parts = given;
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-mapping-'));
    await mkdir(path.join(folder, 'okta'));
    await writeFile(path.join(folder, 'okta', 'users.json'), JSON.stringify(oktaUsers));
    await writeFile(path.join(folder, 'okta', 'mapping.json'), JSON.stringify(mapping, null, 2));
    await writeFile(path.join(folder, 'genesys.json'), JSON.stringify(list(genesysUsers)));
    await vscode.workspace.getConfiguration('scimPreflight').update('phone.defaultRegion', undefined, vscode.ConfigurationTarget.Global);
    parts.prompts.offer = () => Promise.resolve(undefined);
  });
  after(async () => {
    Reflect.deleteProperty(parts.prompts, 'offer');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  async function opened(...names: readonly string[]): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(path.join(folder, ...names));
    await vscode.window.showTextDocument(document);
    return document;
  }

  /** A new plan takes the focus to its view, and a list that is open would close. */
  async function preview(): Promise<void> {
    if (parts.plans.exportPaths[0]?.startsWith(folder) && parts.plans.current) return;
    await parts.plans.useExport([vscode.Uri.file(path.join(folder, 'okta'))]);
    await parts.plans.previewSnapshot([vscode.Uri.file(path.join(folder, 'genesys.json'))]);
  }

  async function lenses(document: vscode.TextDocument): Promise<readonly string[]> {
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
    return all
      .sort((a, b) => a.range.start.compareTo(b.range.start))
      .map(({ command, range }) => `${range.start.line + 1} ${command?.title ?? ''}`);
  }

  /** Once all users are counted. */
  async function counted(document: vscode.TextDocument): Promise<readonly string[]> {
    for (;;) {
      const titles = await lenses(document);
      if (!titles.some((title) => title.includes('counting'))) return titles;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
    const at = document.positionAt(document.getText().indexOf(from));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(at, at.translate(0, from.length)), to);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  async function page(name: string): Promise<string> {
    const uri = vscode.Uri.from({ scheme: 'scim-preflight', authority: 'report', path: `/${name}.md` });
    return (await vscode.workspace.openTextDocument(uri)).getText();
  }

  it('says what is missing where no plan is of its export', async () => {
    const titles = await lenses(await opened('okta', 'mapping.json'));
    assert.equal(titles.length, 1);
    assert.match(titles[0] ?? '', /^13 Preview a push (?:from this folder )?to see what this mapping gives every user$/);
  });

  it('has what it gives all users above it, and above its attributes', async () => {
    const document = await opened('okta', 'mapping.json');
    await preview();
    assert.deepEqual(await counted(document), [
      '13 Preview for a user… · 4 values change · 1 invalid · 1 sent again and again · 3 not known',
      '13 Preview for all users',
      '14 2 change',
      '18 1 invalid · 1 sent again and again',
      '22 3 not known',
    ]);
  });

  it('counts as it is being edited, saved or not', async () => {
    const document = await opened('okta', 'mapping.json');
    await preview();
    await replace(document, 'user.title', "'Agent'");
    assert.equal(
      (await counted(document))[0],
      '13 Preview for a user… · 3 values change · 1 invalid · 1 sent again and again · 3 not known',
    );
    await replace(document, '"workPhone": {', '"workPhone": ');
    assert.deepEqual(await counted(document), ['13 The preview goes on when this is JSON again']);
    await vscode.commands.executeCommand('scimPreflight.mapping.previewAllUsers');
    await vscode.commands.executeCommand('undo');
    assert.match((await counted(document))[0] ?? '', /3 values change/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    assert.match((await counted(document))[0] ?? '', /4 values change/);
  });

  it('of another app, or the other way, is not previewed', async () => {
    await preview();
    const back = { ...mapping, source: mapping.target, target: mapping.source };
    await writeFile(path.join(folder, 'okta', 'back.json'), JSON.stringify(back, null, 2));
    assert.deepEqual(await lenses(await opened('okta', 'back.json')), []);
    const ofAnother = { ...mapping, target: { ...mapping.target, name: 'zendesk' }, properties: {} };
    await writeFile(path.join(folder, 'zendesk.json'), JSON.stringify(ofAnother, null, 2));
    assert.deepEqual(await lenses(await opened('zendesk.json')), []);
  });

  it('shows one user on a page', async () => {
    const document = await opened('okta', 'mapping.json');
    await preview();
    await counted(document);
    const state = { done: false };
    const shown = Promise.resolve(vscode.commands.executeCommand('scimPreflight.mapping.previewUser', document.uri, 0)).then(() => {
      state.done = true;
    });
    // Keys do nothing until the list is there.
    while (!state.done) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    }
    await shown;
    const text = await page('Values of anna Berg');
    assert.match(text, /^# What the mapping gives anna Berg$/m);
    assert.match(text, /\| `workPhone` +\| Same value, other format/);
  });

  it('shows all users on a page', async () => {
    const document = await opened('okta', 'mapping.json');
    await preview();
    await vscode.commands.executeCommand('scimPreflight.mapping.previewAllUsers', document.uri, 0);
    const text = await page('Values of all users (mapping.json)');
    assert.match(text, /^3 users, 1 of them without an account yet, with 5 attributes each: 4 values change · 1 invalid/m);
    assert.doesNotMatch(text, /What the edits do/);
    assert.match(text, /^1 user has a value that is sent again and again with the mapping of the export, and with this mapping as many\./m);
    await vscode.commands.executeCommand('scimPreflight.mapping.previewAllUsers', document.uri, 0, 'workPhone');
    const one = await page('Values of workPhone (mapping.json)');
    assert.match(one, /`ben@x\.io`/);
    assert.doesNotMatch(one, /### title/);
  });
});

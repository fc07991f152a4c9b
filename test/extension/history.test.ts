import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { journalFolder } from '../../src/apply/journalFile';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { connectionForUrl } from '../../src/genesys/regions';
import type { GroupPlan } from '../../src/plan/plan';
import { pushLikeOkta, readPushedSet } from '../../src/sandbox/oktaPush';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import type { RunningGuard } from '../../src/vscode/guardPush';
import type { Prompts } from '../../src/vscode/prompts';
import type { TestAccess } from '../../src/vscode/testAccess';

describe('Guarding a push, restoring it, and the History view', () => {
  let parts: TestAccess;
  let sandbox: Sandbox;
  let folder: string;
  const known = new Set<string>();
  const asked: string[] = [];

  before(async () => {
    const extension = vscode.extensions.getExtension<TestAccess | undefined>('scim-preflight.scim-preflight');
    const given = await extension?.activate();
    assert.ok(given, 'the extension gives its parts to tests');
    parts = given;
    for (const name of await readdir(journalFolder()).catch(() => [])) known.add(name);
    await configure(3000);
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-history-'));
    await writeSampleExport(path.join(folder, 'okta-export'), { form: 'json' });
    sandbox = await startSandbox({ requestsPerMinute: 0, switches: { block: 'none' } });
    const target = { kind: 'url', baseUrl: sandbox.baseUrl, loginUrl: null } as const;
    const org = { id: 'history', name: 'Contoso CX', target, clientId: sandbox.clientId, readOnly: false, orgId: sandbox.orgId };
    await parts.store.add(org, sandbox.clientSecret);
    await parts.plans.chooseExport(vscode.Uri.file(path.join(folder, 'okta-export')));
    await parts.plans.preview('history');
    Object.assign(parts.prompts, {
      confirm: (message) => {
        asked.push(message);
        return Promise.resolve(true);
      },
      type: (title, prompt) => {
        asked.push(`${title}: ${prompt}`);
        return Promise.resolve(/Type (\S+) /.exec(prompt)?.[1]);
      },
      offer: () => Promise.resolve(undefined),
    } satisfies Prompts);
  });
  after(async () => {
    for (const method of ['confirm', 'type', 'offer']) Reflect.deleteProperty(parts.prompts, method); // what the class does comes back
    await configure(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await parts.store.remove('history');
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
    for (const name of await readdir(journalFolder()).catch(() => [])) {
      if (!known.has(name)) await rm(path.join(journalFolder(), name));
    }
  });

  function configure(requestsPerMinute: number | undefined): Thenable<void> {
    const settings = vscode.workspace.getConfiguration('scimPreflight');
    return settings.update('requestsPerMinute', requestsPerMinute, vscode.ConfigurationTarget.Global);
  }

  function group(name: string): GroupPlan {
    const found = parts.plans.current?.plan.groups.find((one) => one.name === name);
    assert.ok(found, name);
    return found;
  }

  async function guard(name: string): Promise<RunningGuard> {
    const running = await parts.history.guard({ target: { kind: 'group', group: group(name) } });
    assert.ok(running);
    return running;
  }

  async function text({ uri }: Pick<RunningGuard, 'uri'>): Promise<string> {
    return (await vscode.workspace.openTextDocument(uri)).getText();
  }

  /** The page once it says so, or after long as it is: VS Code asks for its text when it gets to it. */
  function shows(of: Pick<RunningGuard, 'uri'>, words: RegExp): Promise<string> {
    return until(
      () => text(of),
      (shown) => words.test(shown),
    );
  }

  async function until<T>(ask: () => T | Promise<T>, holds: (answer: T) => boolean): Promise<T> {
    for (let tries = 0; ; tries++) {
      const answer = await ask();
      if (holds(answer) || tries > 600) return answer;
      await setTimeout(100);
    }
  }

  /** Okta's push in batches; `before` is called ahead of each write. */
  async function push(name: string, beforeWrite: () => Promise<void>): Promise<void> {
    const { baseUrl, oktaUrl, oktaToken } = sandbox;
    const { accessToken } = await new TokenProvider(connectionForUrl(baseUrl), sandbox).get();
    const members = await readPushedSet({ oktaUrl, oktaToken, group: name });
    const steps = await pushLikeOkta({ baseUrl, accessToken, group: name, members, model: 'batched', beforeWrite });
    assert.ok(steps.every(({ refusal }) => refusal === null));
  }

  /** The guard has seen what was written so far. */
  async function seen({ guard: { lookCount }, guard: own }: RunningGuard): Promise<void> {
    await until(
      () => own.lookCount,
      (count) => count > lookCount + 1,
    );
  }

  async function rows(): Promise<readonly string[]> {
    const tree = await parts.history.tree();
    const items = (await tree.getChildren()).map((node) => tree.getTreeItem(node));
    return items
      .filter(({ id }) => !known.has(path.basename(id ?? '')))
      .map(({ label, description, contextValue }) =>
        [label, description, contextValue].filter((part) => typeof part === 'string').join(' | '),
      );
  }

  it('follows a push that empties a group of 2,000 for a time', async () => {
    const running = await guard('Service Desk');
    assert.match(await text(running), /^# Guard a Push: Service Desk\n/);
    assert.match(await text(running), /Before: 2,000 members, saved \d\d:\d\d:\d\d\. Now push the group in Okta; this page follows it\./);
    assert.match(await text(running), /Predicted: −0 \+0, up to 1,744 out for a time\./);
    let writes = 0;
    await push('Service Desk', async () => {
      // The rename, the replace, the first batch that is added.
      if (++writes === 3) assert.match(await shows(running, /\| +256 \|/), /\| +256 \| 1,744 \| +0 \| +0 \|/);
    });
    await seen(running);
    await vscode.commands.executeCommand('scimPreflight.guard.end', running.uri);
    await running.ended;
    const page = await shows(running, /actual/);
    assert.match(page, /\*\*Predicted −0 \+0, actual −0 \+0: as predicted\.\*\*/);
    assert.match(page, /1,744 were out for a time; they are back\. What came and went between two of the \d+ looks was not seen\./);
    assert.match(page, /### Out for a time, and back: 1,744\n\n~~~text\n= /);
    assert.doesNotMatch(page, /are missing/);
  });

  it('restores a push that stopped in the middle', async () => {
    const running = await guard('Service Desk');
    let writes = 0;
    const stopped = push('Service Desk', () => (++writes === 4 ? Promise.reject(new Error('Okta stopped.')) : Promise.resolve()));
    await assert.rejects(stopped, /Okta stopped/);
    running.end();
    await running.ended;
    const page = await shows(running, /actual/);
    assert.match(page, /Predicted −0 \+0, actual −1,488 \+0: not as predicted\./);
    assert.match(page, /1,488 people who were members before are missing\. Restore from Snapshot… above adds them back\./);
    assert.match(page, /### Removed, not predicted: 1,488\n\n~~~text\n− \S+@\S+ — /);
    const end = await vscode.commands.executeCommand('scimPreflight.snapshot.restore', running.uri);
    assert.deepEqual(asked.slice(0, 2), [
      'Add 1,488 members to "Service Desk" in Contoso CX?',
      'Apply to Contoso CX: Type 1488 to add these members.',
    ]);
    assert.equal((end as { readonly kind: string }).kind, 'applied');
    const { client } = await parts.connections.connect('history');
    assert.equal((await client.getGroup(group('Service Desk').genesysGroupId ?? ''))?.members?.length, 2000);
  });

  it('lists guarded pushes and the restore, the newest first, and opens them', async () => {
    await parts.history.refresh();
    const listed = await rows();
    assert.match(listed[0] ?? '', /^Restore: Service Desk \| Contoso CX · \d\d:\d\d · −0 \+1,488 · done \| restore;canUndo;canRestore$/);
    assert.match(listed[1] ?? '', /^Guarded push: Service Desk \| Contoso CX · \d\d:\d\d · −1,488 \+0 · ended \| guard;canRestore$/);
    assert.match(listed[2] ?? '', /^Guarded push: Service Desk \| .* · −0 \+0 · ended \| guard;canRestore$/);
    const tree = await parts.history.tree();
    const [first] = (await tree.getChildren()).filter((node) => node.kind === 'record');
    await vscode.commands.executeCommand('scimPreflight.history.open', first);
    const shown = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(shown, /^# Restore: Service Desk\n\n- Org: Contoso CX/);
    assert.match(shown, /Asked for −0 \+1,488; −0 \+1,488 done and checked\./);
  });

  it('undoes from the History view', async () => {
    const tree = await parts.history.tree();
    const restored = (await tree.getChildren()).find((node) => node.kind === 'record' && node.record.kind === 'restore');
    const end = await vscode.commands.executeCommand<{ readonly kind: string }>('scimPreflight.history.undo', restored);
    assert.equal(end.kind, 'applied');
    const { client } = await parts.connections.connect('history');
    assert.equal((await client.getGroup(group('Service Desk').genesysGroupId ?? ''))?.members?.length, 512);
    const listed = await rows();
    assert.match(listed[0] ?? '', /^Undo: Service Desk \| .* · −1,488 \+0 · done \| undo;canRestore$/);
    assert.match(listed[1] ?? '', /^Restore: Service Desk \| .* · undone \| restore;canRestore$/);
  });

  it('goes on where the page moves beside another, and ends where it is closed', async () => {
    const running = await guard('VIP');
    await vscode.commands.executeCommand('workbench.action.moveEditorToNextGroup');
    await setTimeout(1000);
    assert.match(await text(running), /this page follows it/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await running.ended;
    const [listed] = await rows();
    assert.match(listed ?? '', /^Guarded push: VIP \| Contoso CX · .* · −0 \+0 · ended \| guard;canRestore$/);
  });

  it('asks nothing about files of an org that is not here, or of none', async () => {
    const head = {
      format: 'scim-preflight/snapshot@1',
      takenAt: '2026-11-19T10:00:00Z',
      complete: true,
      problems: [],
      users: 0,
      groups: 1,
    };
    const org = { name: 'Fabrikam', host: 'api.mypurecloud.ie', orgId: 'another', clientId: null };
    const { genesysGroupId: id } = group('VIP');
    const line = JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      id,
      displayName: 'VIP',
      members: [{ value: 'x' }],
    });
    const stranger = path.join(folder, 'fabrikam.scimsnapshot.ndjson');
    await writeFile(stranger, `${JSON.stringify({ ...head, org })}\n${line}\n`);
    const nameless = path.join(folder, 'groups.json');
    const list = { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 1, startIndex: 1, itemsPerPage: 1 };
    await writeFile(nameless, JSON.stringify({ ...list, Resources: [JSON.parse(line)] }));
    asked.length = 0;
    const before = await rows();
    for (const file of [stranger, nameless])
      assert.equal(await vscode.commands.executeCommand('scimPreflight.snapshot.restore', vscode.Uri.file(file)), undefined);
    assert.deepEqual([asked, await rows()], [[], before]);
  });
});

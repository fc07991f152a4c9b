import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { readSnapshot, writeSnapshot } from '../../src/genesys/snapshotFile';
import { takeSnapshot } from '../../src/genesys/takeSnapshot';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import type { Prompts } from '../../src/vscode/prompts';
import type { TestAccess } from '../../src/vscode/testAccess';
import { TestClient } from '../sandbox/client';

describe('Snapshots: opened and compared', () => {
  let parts: TestAccess;
  let sandbox: Sandbox;
  let folder: string;
  const told: string[] = [];
  let press: string | undefined;
  const [tuesday, friday] = ['tuesday.scimsnapshot.ndjson', 'friday.scimsnapshot.ndjson'];

  before(async () => {
    const extension = vscode.extensions.getExtension<TestAccess | undefined>('scim-preflight.scim-preflight');
    const given = await extension?.activate();
    assert.ok(given, 'the extension gives its parts to tests');
    parts = given;
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-snapshots-'));
    sandbox = await startSandbox({ users: 60, groups: 4, requestsPerMinute: 0 });
    const target = { kind: 'url', baseUrl: sandbox.baseUrl, loginUrl: null } as const;
    const org = { id: 'snapshots', name: 'Contoso CX', target, clientId: sandbox.clientId, readOnly: false, orgId: sandbox.orgId };
    await parts.store.add(org, sandbox.clientSecret);
    Object.assign(parts.prompts, {
      offer: (severity, message) => {
        told.push(`${severity}: ${message}`);
        return Promise.resolve(press);
      },
    } satisfies Partial<Prompts>);
    await save(tuesday, '2026-11-17T14:02:00.000Z');
    const { client } = await parts.connections.connect('snapshots');
    const before = await readSnapshot([at(tuesday)]);
    const [first, second] = [...before.users.values()].filter(({ active }) => active);
    const scim = await TestClient.of(sandbox);
    await scim.patch(`/users/${first?.id ?? ''}`, [{ op: 'replace', value: { title: 'Lead' } }]);
    await scim.patch(`/users/${second?.id ?? ''}`, [{ op: 'replace', value: { active: false } }]);
    const group = [...before.groups.values()].find(({ members }) => (members?.length ?? 0) > 2);
    const ids = (group?.members ?? []).slice(0, 2).map(({ value }) => value);
    await client.patchMembers(group?.id ?? '', { op: 'remove', ids }, null);
    await save(friday, '2026-11-20T14:31:00.000Z');
  });
  after(async () => {
    Reflect.deleteProperty(parts.prompts, 'offer'); // what the class does comes back
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await parts.store.remove('snapshots');
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    told.length = 0;
    press = undefined;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const at = (name: string): string => path.join(folder, name);

  async function save(name: string, takenAt: string): Promise<void> {
    const { client, org } = await parts.connections.connect('snapshots');
    await writeSnapshot(await takeSnapshot(client, org, { takenAt }), at(name));
  }

  /** The two sides of the diff that is open. */
  function sides(): readonly [string, string] {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const text = (uri: vscode.Uri): string =>
      vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString())?.getText() ?? '';
    return [text(input.original), text(input.modified)];
  }

  function differing([left, right]: readonly [string, string]): readonly (readonly string[])[] {
    const [one, other] = [left.split('\n'), right.split('\n')];
    return [one.filter((line) => !other.includes(line)), other.filter((line) => !one.includes(line))];
  }

  it('compares two in the native diff, the earlier one on the left whichever was named first', async () => {
    for (const [first, second] of [
      [tuesday, friday],
      [friday, tuesday],
    ] as const) {
      const uris = [first, second].map((name) => vscode.Uri.file(at(name)));
      await vscode.commands.executeCommand('scimPreflight.snapshot.compare', uris[0], uris);
      assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'Contoso CX: 2026-11-17 14:02 UTC ↔ 2026-11-20 14:31 UTC');
      const [left, right] = differing(sides());
      assert.deepEqual([left?.length, right?.length], [5, 3]);
      assert.match(right?.[0] ?? '', / · (title: Lead|inactive)$/);
      assert.match(left?.[2] ?? '', / — \d+ members$/);
      assert.match(left?.[3] ?? '', /^ {4}\S+@\S+ — /);
    }
    assert.deepEqual(
      new Set(told),
      new Set(['information: Since 2026-11-17 14:02 UTC: 1 person deactivated and 1 changed; memberships −2 +0 in 1 group.']),
    );
  });

  it('shows a summary as a page', async () => {
    press = 'Show Summary';
    await vscode.commands.executeCommand('scimPreflight.snapshot.compare', at(tuesday), [at(tuesday), at(friday)]);
    const labels = (): readonly string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    for (let tries = 0; tries < 100 && !labels().includes('Preview What changed.md'); tries++) await setTimeout(50);
    assert.ok(labels().includes('Preview What changed.md'), labels().join());
  });

  it('opens one as a text and lists it in the History view', async () => {
    await vscode.commands.executeCommand('scimPreflight.snapshot.open', vscode.Uri.file(at(tuesday)));
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(
      text,
      /^# Contoso CX \(127\.0\.0\.1:\d+\), taken 2026-11-17 14:02 UTC\n# 60 users \(\d+ active\) and 4 groups, proved complete\n\n# People\n/,
    );
    const tree = await parts.history.tree();
    const paths = (await tree.getChildren()).map((node) => (node.kind === 'record' ? node.record.path : ''));
    assert.ok(paths.includes(at(tuesday)), paths.join());
    // From its tab a command gets the file; nobody is asked which.
    const { uri } = vscode.window.activeTextEditor?.document ?? {};
    await vscode.commands.executeCommand('scimPreflight.snapshot.compare', uri, [uri, vscode.Uri.file(at(friday))]);
    assert.equal(differing(sides())[0]?.length, 5);
  });

  it('does not compare more than two, nor two orgs, and says so', async () => {
    const all = [tuesday, friday, 'third.scimsnapshot.ndjson'].map(at);
    await vscode.commands.executeCommand('scimPreflight.snapshot.compare', all[0], all);
    const lines = (await vscode.workspace.openTextDocument(at(friday))).getText().replace(sandbox.orgId, 'another-org');
    await writeFile(at('other.scimsnapshot.ndjson'), lines);
    await vscode.commands.executeCommand('scimPreflight.snapshot.compare', at(tuesday), [at(tuesday), at('other.scimsnapshot.ndjson')]);
    await setTimeout(0);
    assert.ok(!vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => input instanceof vscode.TabInputTextDiff)));
    assert.deepEqual(told, []);
  });
});

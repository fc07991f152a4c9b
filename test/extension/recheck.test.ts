import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GroupPlan } from '../../src/plan/plan';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import type { Prompts } from '../../src/vscode/prompts';
import type { TestAccess } from '../../src/vscode/testAccess';

describe('Re-checking what the plan touches', () => {
  let parts: TestAccess;
  let sandbox: Sandbox;
  let folder: string;
  const offered: string[] = [];
  /** What is pressed, in this order. */
  let presses: string[] = [];

  before(async () => {
    const extension = vscode.extensions.getExtension<TestAccess | undefined>('scim-preflight.scim-preflight');
    const given = await extension?.activate();
    assert.ok(given, 'the extension gives its parts to tests');
    parts = given;
    await vscode.workspace.getConfiguration('scimPreflight').update('requestsPerMinute', 3000, vscode.ConfigurationTarget.Global);
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-recheck-'));
    await writeSampleExport(path.join(folder, 'okta-export'), { form: 'json' });
    sandbox = await startSandbox({ requestsPerMinute: 0, switches: { version: 'fixed' } });
    const target = { kind: 'url', baseUrl: sandbox.baseUrl, loginUrl: null } as const;
    const org = { id: 'recheck', name: 'Contoso CX', target, clientId: sandbox.clientId, readOnly: false, orgId: sandbox.orgId };
    await parts.store.add(org, sandbox.clientSecret);
    await parts.plans.chooseExport(vscode.Uri.file(path.join(folder, 'okta-export')));
    await parts.plans.preview('recheck');
    Object.assign(parts.prompts, {
      offer: (severity, message, actions) => {
        offered.push(`${severity}: ${message} [${actions.join('] [')}]`);
        return Promise.resolve(presses.shift());
      },
    } satisfies Partial<Prompts>);
  });
  after(async () => {
    Reflect.deleteProperty(parts.prompts, 'offer'); // what the class does comes back
    await vscode.workspace.getConfiguration('scimPreflight').update('requestsPerMinute', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await parts.store.remove('recheck');
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    offered.length = 0;
  });

  function vip(): GroupPlan {
    const found = parts.plans.current?.plan.groups.find(({ name }) => name === 'VIP');
    assert.ok(found);
    return found;
  }

  it('says what it costs where reading all of the org took less, and reads nothing without an answer', async () => {
    presses = [];
    const shown = parts.plans.current;
    await vscode.commands.executeCommand('scimPreflight.plan.recheck');
    assert.equal(offered.length, 1);
    assert.match(
      offered[0] ?? '',
      /^information: Re-checking what this plan touches takes about \d+ requests; reading all of Contoso CX took \d+\. \[Refresh Plan\] \[Re-check\]$/,
    );
    assert.equal(parts.plans.current, shown);
  });

  it('offers the new plan where members moved though their group kept its version, and shows it when it is taken', async () => {
    const before = vip();
    const { client } = await parts.connections.connect('recheck');
    await client.patchMembers(before.genesysGroupId ?? '', { op: 'remove', ids: [before.removals[0]?.genesysUserId ?? ''] }, null);
    presses = ['Re-check', 'Show What Moved', 'Take the New Plan'];
    await vscode.commands.executeCommand('scimPreflight.plan.recheck');
    assert.equal(vip().removals.length, before.removals.length - 1);
    assert.match(
      offered[1] ?? '',
      /^warning: \d+ groups and \d+ people that this plan touches were read again\. Since .* UTC: memberships −1 \+0 in 1 group\. Planned otherwise: "VIP" \(−6 \+0 then, −5 \+0 now\)\. \[Take the New Plan\] \[Show What Moved\]$/,
    );
    assert.match(offered[2] ?? '', / \[Take the New Plan\]$/);
  });

  it('leaves the plan that is shown where nothing moved', async () => {
    const shown = parts.plans.current;
    presses = ['Re-check'];
    await vscode.commands.executeCommand('scimPreflight.plan.recheck');
    assert.match(offered[1] ?? '', /^information: .* UTC: nothing has changed\. \[\]$/);
    assert.equal(parts.plans.current, shown);
  });
});

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { GroupPlan, Plan } from '../../src/plan/plan';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import type { SessionEnd } from '../../src/vscode/applySession';
import type { Prompts } from '../../src/vscode/prompts';
import type { TestAccess } from '../../src/vscode/testAccess';

/** What the person answers: true to a modal, a text to an input box. What is asked beyond the answers is cancelled. */
export type Answer = boolean | string;

/** The sample org with its plan shown, and a person who answers what the gate asks. */
export class ApplyStage {
  readonly asked: string[] = [];
  readonly said: string[] = [];
  readonly answers: Answer[] = [];
  /** Happens while a modal question stands open. */
  meanwhile: (() => Promise<void>) | null = null;

  private constructor(
    readonly parts: TestAccess,
    readonly sandbox: Sandbox,
    readonly folder: string,
  ) {}

  static async open(): Promise<ApplyStage> {
    const extension = vscode.extensions.getExtension<TestAccess | undefined>('scim-preflight.scim-preflight');
    const parts = await extension?.activate();
    assert.ok(parts, 'the extension gives its parts to tests');
    await configure(3000);
    const folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-apply-'));
    await writeSampleExport(path.join(folder, 'okta-export'), { form: 'json' });
    const sandbox = await startSandbox({ requestsPerMinute: 0 });
    const target = { kind: 'url', baseUrl: sandbox.baseUrl, loginUrl: null } as const;
    const org = { id: 'apply', name: 'Contoso CX', target, clientId: sandbox.clientId, readOnly: false, orgId: sandbox.orgId };
    await parts.store.add(org, sandbox.clientSecret);
    await parts.plans.chooseExport(vscode.Uri.file(path.join(folder, 'okta-export')));
    const stage = new ApplyStage(parts, sandbox, folder);
    Object.assign(parts.prompts, stage.prompts());
    await parts.plans.preview('apply');
    return stage;
  }

  async close(): Promise<void> {
    const { parts } = this;
    for (const method of ['confirm', 'type', 'offer']) Reflect.deleteProperty(parts.prompts, method); // what the class does comes back
    await configure(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await parts.store.remove('apply');
    await this.sandbox.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Forgets what was asked and said, and what was still to be answered. */
  begin(): void {
    this.asked.length = this.said.length = this.answers.length = 0;
    this.meanwhile = null;
  }

  plan(): Plan {
    const current = this.parts.plans.current?.plan;
    assert.ok(current, 'a plan is shown');
    return current;
  }

  group(name: string): GroupPlan {
    const found = this.plan().groups.find((each) => each.name === name);
    assert.ok(found, name);
    return found;
  }

  /** Only these groups are checked from now on. */
  checkOnly(...names: readonly string[]): void {
    for (const each of this.plan().groups) this.parts.planFeature.tree.checks.set(each, names.includes(each.name));
  }

  /** Members of the group as the sandbox holds them now, sorted. */
  async members({ genesysGroupId }: GroupPlan): Promise<readonly string[]> {
    const { client } = await this.parts.connections.connect('apply');
    const read = await client.getGroup(genesysGroupId ?? '');
    return (read?.members ?? []).map(({ value }) => value).sort();
  }

  /** What was said at the end; the notification comes after the command. */
  async lastSaid(): Promise<string> {
    while (this.said.length === 0) await setTimeout(20);
    return this.said.at(-1) ?? '';
  }

  /** Everything that the gate asks of Support Tier 1, answered. */
  passing(): readonly Answer[] {
    const guards = this.group('Support Tier 1').guards.map((guard) => (guard === 'genesysBlock' ? '1240' : true));
    assert.ok(guards.includes('1240'), 'Genesys would block it');
    return [true, '1240', ...guards];
  }

  private prompts(): Prompts {
    const { asked, said, answers } = this;
    return {
      confirm: async (message, detail) => {
        asked.push(`${message}\n${detail}`);
        await this.meanwhile?.();
        const answer = answers.shift() ?? false;
        assert.equal(typeof answer, 'boolean', message);
        return answer === true;
      },
      type: (title, prompt) => {
        asked.push(`${title}: ${prompt}`);
        const answer = answers.shift();
        assert.notEqual(typeof answer, 'boolean', prompt);
        return Promise.resolve(typeof answer === 'string' ? answer : undefined);
      },
      offer: (_severity, message, actions) => {
        said.push([message, ...actions.map((action) => `[${action}]`)].join(' '));
        return Promise.resolve(undefined);
      },
    };
  }
}

/** Runs a command of the extension; how it ended. */
export const run = async (command: string, ...args: readonly unknown[]): Promise<SessionEnd> =>
  await vscode.commands.executeCommand<SessionEnd>(command, ...args);

function configure(requestsPerMinute: number | undefined): Thenable<void> {
  const settings = vscode.workspace.getConfiguration('scimPreflight');
  return settings.update('requestsPerMinute', requestsPerMinute, vscode.ConfigurationTarget.Global);
}

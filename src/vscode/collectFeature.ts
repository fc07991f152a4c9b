import type * as vscode from 'vscode';
import { CollectCommand } from './collectCommand';
import { CollectDialogue } from './collectDialogue';
import { CollectMemory } from './collectMemory';
import { CollectOrgStep } from './collectOrgStep';
import { CreateExportScript } from './collectScript';
import type { CommandRegistry } from './commandRegistry';
import type { Logger } from './log';
import type { Prompts } from './prompts';
import type { SandboxHost } from './sandboxHost';
import type { OrgAccess, PlanService } from './services';

export interface CollectFeatureParts {
  readonly state: vscode.Memento;
  readonly secrets: vscode.SecretStorage;
  readonly sandbox: SandboxHost;
  readonly orgs: Pick<OrgAccess, 'list'>;
  readonly prompts: Prompts;
  readonly plans: PlanService;
  readonly commands: CommandRegistry;
  readonly log: Logger;
  /** Of the extension; it stands in scripts. */
  readonly version: string;
}

/** Composes what gets an export out of Okta: the collector, and the script for those who may not use it. Sends nothing by itself. */
export class CollectFeature {
  readonly memory: CollectMemory;
  readonly command: CollectCommand;

  constructor({ state, secrets, sandbox, orgs, prompts, plans, commands, log, version }: CollectFeatureParts) {
    const memory = new CollectMemory(state, secrets);
    const orgStep = new CollectOrgStep(
      () => memory.origins,
      sandbox,
      () => orgs.list().some((org) => org.sandbox),
      prompts,
    );
    const dialogue = new CollectDialogue(orgStep, memory, log);
    const script = new CreateExportScript(orgStep, memory, version);
    this.memory = memory;
    this.command = new CollectCommand({ memory, dialogue, sandbox, prompts, plans, log });
    commands.register('scimPreflight.export.collect', () => this.command.run());
    commands.register('scimPreflight.export.createScript', () => script.run());
  }
}

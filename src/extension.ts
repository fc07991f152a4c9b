import * as vscode from 'vscode';
import { ApplyFeature } from './vscode/applyFeature';
import { CollectFeature } from './vscode/collectFeature';
import { CommandRegistry } from './vscode/commandRegistry';
import { ContextKeys } from './vscode/contextKeys';
import { demoVariable, showDemo } from './vscode/demo';
import { ExportChoice } from './vscode/exportChoice';
import { ExportColumns } from './vscode/exportColumns';
import { ExportColumnsCommands } from './vscode/exportColumnsCommands';
import { readSettings } from './vscode/extensionSettings';
import { HistoryFeature } from './vscode/historyFeature';
import { HistorySnapshots } from './vscode/historySnapshots';
import { LintFeature } from './vscode/lintFeature';
import { LogChannel } from './vscode/log';
import { MappingPreviewFeature } from './vscode/mappingPreviewFeature';
import { OrgConnections } from './vscode/orgConnections';
import { OrgFeature } from './vscode/orgFeature';
import { OrgStore } from './vscode/orgStore';
import { PlanFeature } from './vscode/planFeature';
import { PlanSession } from './vscode/planService';
import { PreviewUser } from './vscode/previewUser';
import { WindowPrompts } from './vscode/prompts';
import { ResolveCommand } from './vscode/resolveCommand';
import { SandboxHost } from './vscode/sandboxHost';
import { SetupFeature } from './vscode/setupFeature';
import type { TestAccess } from './vscode/testAccess';
import { TrySandbox } from './vscode/trySandbox';

/** Composes the extension. No network and no file is touched here; only VS Code's test mode gets something back. */
export function activate(context: vscode.ExtensionContext): TestAccess | undefined {
  const log = new LogChannel();
  const commands = new CommandRegistry(log);
  const contextKeys = new ContextKeys();
  const prompts = new WindowPrompts();
  const store = new OrgStore(context.globalState, context.secrets);
  const sandbox = new SandboxHost();
  const connections = new OrgConnections(store, sandbox, log, readSettings);
  const choice = new ExportChoice(context.workspaceState, context.globalState);
  const columns = new ExportColumns(context.workspaceState);
  const plans = new PlanSession(connections, choice, readSettings, toolOf(context), columns);
  new ExportColumnsCommands(plans, columns).register(commands);
  const trySandbox = new TrySandbox(store, sandbox, plans, context.globalStorageUri);
  const state = context.globalState;
  const snapshots = new HistorySnapshots(state);
  const orgs = new OrgFeature({ store, connections, sandbox, plans, trySandbox, commands, contextKeys, prompts, state, snapshots, log });
  const planFeature = new PlanFeature({ session: plans, choice, extensionUri: context.extensionUri, commands, contextKeys, prompts });
  const apply = new ApplyFeature({
    session: plans,
    tree: planFeature.tree,
    viewer: planFeature.viewer,
    store,
    connections,
    sandbox,
    documents: orgs.documents,
    commands,
    contextKeys,
    prompts,
    settings: readSettings,
    tool: toolOf(context),
    state,
  });
  const tool = toolOf(context);
  const settings = readSettings;
  const history = new HistoryFeature({
    session: plans,
    store,
    connections,
    apply,
    documents: orgs.documents,
    prompts,
    commands,
    contextKeys,
    snapshots,
    settings,
    tool,
    log,
  });
  new ResolveCommand({ orgs: connections, plans, documents: orgs.documents, prompts, commands });
  new SetupFeature({ connections, choice, documents: orgs.documents, settings, commands });
  const { secrets } = context;
  const { version } = toolOf(context);
  const collect = new CollectFeature({ state, secrets, sandbox, orgs: connections, prompts, plans, commands, log, version });
  const previewUser = new PreviewUser();
  const lint = new LintFeature({
    session: plans,
    previewUser,
    commands,
    settings,
    log,
    orgs: connections,
    showPage: (name, markdown) => planFeature.viewer.showPage(name, markdown),
  });
  const mappings = new MappingPreviewFeature({ session: plans, documents: orgs.documents, previewUser, prompts, commands, log });
  context.subscriptions.push(
    log,
    commands,
    store,
    sandbox,
    connections,
    plans,
    orgs,
    planFeature,
    apply,
    snapshots,
    history,
    previewUser,
    lint,
    mappings,
  );

  if (process.env[demoVariable] === '1') {
    showDemo(trySandbox, plans).catch((error: unknown) => commands.showError(error, 'showing the sandbox'));
  }
  return context.extensionMode === vscode.ExtensionMode.Test
    ? { context, store, connections, orgs, plans, planFeature, prompts, collect, sandbox, apply, history, lint }
    : undefined;
}

function toolOf(context: vscode.ExtensionContext): { name: string; version: string } {
  const { name, version } = context.extension.packageJSON as { readonly name: string; readonly version: string };
  return { name, version };
}

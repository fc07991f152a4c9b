import * as vscode from 'vscode';
import { sandboxOrgId } from './sandboxHost';
import type { PlanService } from './services';
import type { TrySandbox } from './trySandbox';

/** Set by `npm start`: the window opens with the sandbox org, the export in the opened folder, and its plan. */
export const demoVariable = 'SCIM_PREFLIGHT_DEMO';

export async function showDemo(trySandbox: TrySandbox, plans: PlanService): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  await trySandbox.addOrg();
  await vscode.commands.executeCommand('scimPreflight.orgs.focus');
  if (folder && (await plans.chooseExport(folder.uri))) await plans.preview(sandboxOrgId);
}

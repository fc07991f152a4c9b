import * as vscode from 'vscode';
import type { OrgStore } from './orgStore';
import type { SandboxHost } from './sandboxHost';
import { sandboxOrgId } from './sandboxHost';
import type { PlanService } from './services';

/** *Try the Sandbox Org*: an org with sample data inside this window, and a sample Okta export to compare it with. */
export class TrySandbox {
  constructor(
    private readonly store: OrgStore,
    private readonly sandbox: SandboxHost,
    private readonly plans: PlanService,
    private readonly storage: vscode.Uri,
  ) {}

  async run(): Promise<void> {
    await this.addOrg();
    await vscode.commands.executeCommand('scimPreflight.orgs.focus');
    const preview = 'Preview a Push';
    const message = 'The sandbox org runs in this window. A sample Okta export goes with it: see what a push would do.';
    if ((await vscode.window.showInformationMessage(message, preview)) === preview) await this.previewSample();
  }

  /** Starts the sandbox and adds it to the orgs, or makes it the active one where it is there already. */
  async addOrg(): Promise<void> {
    const { clientId, orgId } = await this.sandbox.start();
    if (this.store.get(sandboxOrgId)) {
      await this.store.setActive(sandboxOrgId);
      return;
    }
    await this.store.add({ id: sandboxOrgId, name: 'Sandbox', target: { kind: 'sandbox' }, clientId, readOnly: false, orgId }, null);
  }

  /** Writes the sample export to the extension's own storage, chooses it and previews. */
  private async previewSample(): Promise<void> {
    const folder = vscode.Uri.joinPath(this.storage, 'sample-okta-export');
    await vscode.workspace.fs.createDirectory(folder);
    const { writeSampleExport } = await import('../sandbox/sampleExport');
    await writeSampleExport(folder.fsPath, { form: 'json' });
    if (await this.plans.chooseExport(folder)) await this.plans.preview(sandboxOrgId);
  }
}

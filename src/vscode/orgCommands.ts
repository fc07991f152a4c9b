import * as vscode from 'vscode';
import { isAbortError } from '../http/requestError';
import { displayName } from '../report/words';
import type { AddOrg } from './addOrg';
import { chooseOrg, pickOrg } from './chooseOrg';
import type { CommandRegistry } from './commandRegistry';
import { orCancelled, withCancel } from './progress';
import type { OrgConnections } from './orgConnections';
import type { OrgStore } from './orgStore';
import type { Prompts } from './prompts';
import type { SandboxHost } from './sandboxHost';
import type { TrySandbox } from './trySandbox';

/** The commands that change the list of orgs, and *Copy SCIM Domain*. */
export class OrgCommands {
  constructor(
    private readonly store: OrgStore,
    private readonly connections: OrgConnections,
    private readonly sandbox: SandboxHost,
    private readonly prompts: Prompts,
    private readonly log: (message: string, error: unknown) => void,
  ) {}

  register(commands: CommandRegistry, addOrg: AddOrg, trySandbox: TrySandbox): void {
    commands.register('scimPreflight.org.add', () => addOrg.run());
    commands.register('scimPreflight.org.replaceSecret', async (argument) => {
      const org = await chooseOrg(this.connections, argument, 'Replace the client secret of which org?');
      const stored = org && this.store.get(org.id);
      if (stored) await addOrg.replaceSecret(stored);
    });
    commands.register('scimPreflight.org.trySandbox', () => trySandbox.run());
    commands.register('scimPreflight.org.switch', () => this.switch());
    commands.register('scimPreflight.org.rename', (argument) => this.rename(argument));
    commands.register('scimPreflight.org.remove', (argument) => this.remove(argument));
    commands.register('scimPreflight.org.toggleReadOnly', (argument) => this.toggleReadOnly(argument));
    commands.register('scimPreflight.org.copyScimDomain', (argument) => this.copyScimDomain(argument));
  }

  private async switch(): Promise<void> {
    const org = await pickOrg(this.connections, 'Plans are made for which org?');
    if (org) await this.store.setActive(org.id);
  }

  private async rename(argument: unknown): Promise<void> {
    const org = await chooseOrg(this.connections, argument, 'Rename which org?');
    if (!org) return;
    const names = this.store.list().flatMap(({ id, name }) => (id === org.id ? [] : [name.toLowerCase()]));
    const name = await vscode.window.showInputBox({
      title: 'Rename Org',
      prompt: 'Name of the org, as you want to see it',
      value: org.name,
      validateInput: (text) => {
        if (text.trim() === '') return 'Give the org a name.';
        return names.includes(text.trim().toLowerCase()) ? `There is an org named ${displayName(text.trim())} already.` : undefined;
      },
    });
    if (name !== undefined && this.store.get(org.id)) await this.store.edit(org.id, { name: name.trim() });
  }

  private async remove(argument: unknown): Promise<void> {
    const org = await chooseOrg(this.connections, argument, 'Remove which org?');
    if (!org) return;
    const name = displayName(org.name);
    const detail = org.sandbox
      ? 'The sandbox stops. Trying it again brings the same org back.'
      : 'Its client secret is deleted from this machine and the access token that we use is revoked. Nothing changes in Genesys Cloud otherwise, and a token that Okta holds stays valid.';
    if (!(await this.prompts.confirm(`Remove ${name} from SCIM Preflight?`, detail, 'Remove'))) return;
    try {
      await orCancelled(
        withCancel(`Revoking the token of ${name}…`, (signal) =>
          this.connections.revoke(org.id, AbortSignal.any([signal, AbortSignal.timeout(10_000)])),
        ),
      );
    } catch (error) {
      if (isAbortError(error)) return;
      this.log(`revoking the token of ${name}`, error);
      void vscode.window.showWarningMessage(
        `${name} was removed here, but its access token could not be revoked; it ends by itself. ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    this.connections.forget(org.id);
    await this.store.remove(org.id);
    if (org.sandbox) await this.sandbox.stop();
  }

  private async toggleReadOnly(argument: unknown): Promise<void> {
    const org = await chooseOrg(this.connections, argument, 'Turn read-only on or off for which org?');
    if (!org) return;
    await this.store.edit(org.id, { readOnly: !org.readOnly });
    const said = org.readOnly ? 'may be written again' : 'is read-only now: it can be browsed and compared, never written';
    vscode.window.setStatusBarMessage(`${displayName(org.name)} ${said}.`, 5000);
  }

  private async copyScimDomain(argument: unknown): Promise<void> {
    const org = await chooseOrg(this.connections, argument, 'Copy the SCIM domain of which org?');
    if (!org) return;
    const domain = org.host ?? (await this.connections.connect(org.id)).connection.scimDomain;
    await vscode.env.clipboard.writeText(domain);
    void vscode.window.showInformationMessage(
      `Copied ${domain}. In Okta it goes into Provisioning > Integration > SCIM Domain, as it is, without https://.`,
    );
  }
}

import type { SetupSubject } from '../report/setupDocument';
import { displayName } from '../report/words';
import { chooseOrg } from './chooseOrg';
import type { CommandRegistry } from './commandRegistry';
import type { ExportChoice } from './exportChoice';
import { exportName } from './exportInputs';
import type { ExtensionSettings } from './extensionSettings';
import type { OrgConnections } from './orgConnections';
import { orCancelled, withCancel } from './progress';
import type { OrgEntry } from './services';
import { inTurns, textInTurns } from './turns';
import type { VirtualDocuments } from './virtualDocuments';

export interface SetupFeatureParts {
  readonly connections: OrgConnections;
  readonly choice: ExportChoice;
  readonly documents: VirtualDocuments;
  readonly settings: () => ExtensionSettings;
  readonly commands: CommandRegistry;
}

/** *Check Setup…*: the article's steps on both sides, as a page (product.md, section 2). */
export class SetupFeature {
  constructor(private readonly parts: SetupFeatureParts) {
    parts.commands.register('scimPreflight.org.checkSetup', (argument) => this.check(argument));
  }

  /** Resolves when the page is shown, or when the person cancelled. Works without an org and without an export: what is missing is said. */
  async check(argument: unknown): Promise<void> {
    const { connections, documents } = this.parts;
    const org = await chooseOrg(connections, argument, 'Check the setup of which org?');
    if (!org && connections.list().length > 0) return;
    const title = org ? `Checking the setup of ${displayName(org.name)}…` : 'Checking the setup…';
    const subject = await orCancelled(withCancel(title, (signal) => this.subject(org, signal)));
    if (!subject) return;
    const [{ setupDocument }, { markdownPieces }] = await Promise.all([
      import('../report/setupDocument'),
      import('../report/markdownReport'),
    ]);
    const page = await textInTurns(markdownPieces(setupDocument(subject)));
    await documents.showReport(org ? `Setup of ${displayName(org.name)}` : 'Setup', page);
  }

  private async subject(org: OrgEntry | undefined, signal: AbortSignal): Promise<SetupSubject | undefined> {
    const { connections, choice, settings } = this.parts;
    const [{ readOrgEvidence }, { readSetupExport }, { oktaEvidenceInSteps }] = await Promise.all([
      import('./setupEvidence'),
      import('./setupExport'),
      import('../plan/setupEvidence'),
    ]);
    const source = await readSetupExport(choice, settings(), org?.id ?? null, signal);
    if (source === undefined) return undefined;
    const read = org ? await readOrgEvidence(connections, org, signal) : null;
    const okta = source && (await inTurns(oktaEvidenceInSteps(source, read?.groups ?? null, settings().plan.phoneRegion), signal));
    if (okta === undefined) return undefined; // cancelled
    return {
      evidence: { org: read?.evidence ?? null, okta },
      exportName: source && exportName(choice.paths),
      checkedAt: new Date().toISOString(),
    };
  }
}

import type { Root } from 'mdast';
import * as vscode from 'vscode';
import type { CheckState, CredentialCheck } from '../genesys/checkCredentials';
import type { Cell } from '../report/markdownNodes';
import { displayName } from '../report/words';
import { chooseOrg } from './chooseOrg';
import type { OrgConnections } from './orgConnections';
import { orgLabel } from './orgTarget';
import { orCancelled, withCancel } from './progress';
import type { OrgEntry } from './services';
import type { VirtualDocuments } from './virtualDocuments';

const stateWords: Readonly<Record<CheckState, string>> = {
  failed: '✗ Fails',
  limited: '△ Works, with a limit',
  ok: '✓ Works',
  unknown: '? Cannot be seen from here',
};
/** What needs doing first. */
const stateOrder = ['failed', 'limited', 'ok', 'unknown'] as const;

/** *Test API Credentials*: runs the checks and shows them as a page, each with what to do. */
export class TestCredentials {
  constructor(
    private readonly connections: OrgConnections,
    private readonly documents: VirtualDocuments,
  ) {}

  async run(argument: unknown): Promise<void> {
    const org = await chooseOrg(this.connections, argument, 'Test the API credentials of which org?');
    if (!org) return;
    const name = displayName(org.name);
    const checks = await orCancelled(withCancel(`Testing the API credentials of ${name}…`, (signal) => this.check(org, signal)));
    if (!checks) return;
    await this.documents.showReport(`API credentials of ${name}`, await toPage(org, checks));
    const failed = checks.filter((check) => check.state === 'failed').length;
    const said =
      failed === 0
        ? `${name}: the API credentials work.`
        : `${name}: ${failed} of ${checks.length} checks failed; the page says what to do.`;
    void (failed === 0 ? vscode.window.showInformationMessage(said) : vscode.window.showWarningMessage(said));
  }

  private async check(org: OrgEntry, signal: AbortSignal): Promise<readonly CredentialCheck[]> {
    const { client, connection, credentials } = await this.connections.connect(org.id);
    const { checkCredentials } = await import('../genesys/checkCredentials');
    return await checkCredentials(client, {
      requestToken: (stop) => this.connections.freshToken(connection, credentials, stop ?? signal),
      signal,
    });
  }
}

/** The checks as Markdown, every foreign text escaped by the writer of the tree. */
async function toPage(org: OrgEntry, checks: readonly CredentialCheck[]): Promise<string> {
  const [{ toMarkdown }, { heading, list, paragraph, root, strong }] = await Promise.all([
    import('mdast-util-to-markdown'),
    import('../report/markdownNodes'),
  ]);
  const failed = checks.filter((check) => check.state === 'failed');
  const summary =
    failed.length === 0
      ? 'Genesys Cloud accepts these credentials, and what Okta needs to read can be read.'
      : `${failed.length} of ${checks.length} checks failed: ${failed.map((check) => check.name).join(', ')}.`;
  const items = (state: CheckState): Cell[] =>
    checks
      .filter((check) => check.state === state)
      .map(({ name, found, fix }) => [strong(`${name}:`), ` ${found}${fix === null ? '' : ` → ${fix}`}`]);
  const sections = stateOrder.flatMap((state) => (items(state).length === 0 ? [] : [heading(3, stateWords[state]), list(items(state))]));
  const page: Root = root([
    heading(1, `API credentials of ${orgLabel(org)}`),
    paragraph(summary),
    ...sections,
    paragraph('Nothing was written. A fresh token was asked for, used for nothing, and forgotten.'),
  ]);
  return toMarkdown(page);
}

import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Snapshot } from '../genesys/snapshot';
import type { SnapshotProgress } from '../genesys/takeSnapshot';
import { countOf, displayName } from '../report/words';
import { chooseOrg } from './chooseOrg';
import type { HistorySnapshots } from './historySnapshots';
import { confirmSavingPersonalData } from './personalData';
import { orCancelled, withCancel } from './progress';
import type { Prompts } from './prompts';
import type { OrgAccess, OrgEntry } from './services';
import { snapshotProgressWords } from '../genesys/snapshotProgress';

/** *Take Snapshot…* (product.md, section 7): asks where to save it, reads the org with counts, saves it. Cancelling leaves no file. */
export class TakeSnapshotCommand {
  constructor(
    private readonly orgs: OrgAccess,
    private readonly prompts: Prompts,
    private readonly saved: Pick<HistorySnapshots, 'add'>,
  ) {}

  async run(argument: unknown): Promise<void> {
    const org = await chooseOrg(this.orgs, argument, 'Take a snapshot of which org?');
    const uri = org && (await this.askWhere(org));
    if (!org || !uri) return;
    const name = displayName(org.name);
    const cost = await orCancelled(withCancel(`Counting what ${name} holds…`, (signal) => this.estimate(org, signal)));
    if (cost === undefined) return;
    const snapshot = await orCancelled(
      withCancel(`Reading ${name}: ${cost}`, (signal, report) => takeSnapshotOf(this.orgs, org, signal, report)),
    );
    if (!snapshot) return;
    const { writeSnapshot } = await import('../genesys/snapshotFile');
    await writeSnapshot(snapshot, uri.fsPath);
    await this.saved.add(uri.fsPath);
    const counts = `${countOf(snapshot.users.size, 'user')} and ${countOf(snapshot.groups.size, 'group')}`;
    const file = displayName(path.basename(uri.fsPath));
    if (snapshot.complete && snapshot.unprovedGroups.size === 0) {
      void vscode.window.showInformationMessage(`${counts} of ${name} are saved in ${file}, and proved complete.`);
      return;
    }
    const first = snapshot.problems[0]?.message;
    const why = displayName(first ?? `the members of ${countOf(snapshot.unprovedGroups.size, 'group')} could not be proved`);
    void vscode.window.showWarningMessage(
      `${counts} of ${name} are saved in ${file}, but it is not proved that this is all: ${why} The file says so too.`,
    );
  }

  /** What the snapshot will cost, in words; said before it is taken. */
  private async estimate(org: OrgEntry, signal: AbortSignal): Promise<string> {
    const { client, org: snapshotOrg } = await this.orgs.connect(org.id);
    const [{ estimateSnapshot }, { pageMemory }] = await Promise.all([
      import('../genesys/estimateSnapshot'),
      import('../genesys/pageMemory'),
    ]);
    return (await estimateSnapshot(client, { signal, pageMemory: pageMemory(snapshotOrg) })).words;
  }

  private async askWhere(org: OrgEntry): Promise<vscode.Uri | undefined> {
    const name = `${org.name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'org'}-${new Date().toISOString().slice(0, 10)}.scimsnapshot.ndjson`;
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const base = folder?.uri.scheme === 'file' ? folder.uri : vscode.Uri.file(homedir());
    const uri = await vscode.window.showSaveDialog({
      title: `Snapshot of ${displayName(org.name)}`,
      defaultUri: vscode.Uri.joinPath(base, name),
      filters: { 'SCIM snapshot': ['scimsnapshot.ndjson', 'ndjson'] },
    });
    if (!uri) return undefined;
    if (uri.scheme !== 'file')
      throw new Error(`A snapshot is saved as a file of this machine, not at ${uri.scheme}:. Choose a local folder.`);
    return (await confirmSavingPersonalData(uri.fsPath, 'the snapshot', this.prompts)) ? uri : undefined;
  }
}

/** Reads all of an org, with counts in words. */
export async function takeSnapshotOf(
  orgs: OrgAccess,
  org: OrgEntry,
  signal: AbortSignal,
  report: (message: string) => void,
): Promise<Snapshot> {
  const { client, org: snapshotOrg } = await orgs.connect(org.id);
  const [{ takeSnapshot }, { pageMemory }, { WaitingProgress }] = await Promise.all([
    import('../genesys/takeSnapshot'),
    import('../genesys/pageMemory'),
    import('../genesys/waitingProgress'),
  ]);
  const { requests: before } = client.statistics;
  const progress = new WaitingProgress(client, report);
  const onProgress = (counts: SnapshotProgress): void =>
    progress.report(snapshotProgressWords({ ...counts, requests: counts.requests - before }));
  try {
    return await takeSnapshot(client, snapshotOrg, { signal, onProgress, pageMemory: pageMemory(snapshotOrg) });
  } finally {
    progress.end();
  }
}

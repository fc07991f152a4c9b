import path from 'node:path';
import * as vscode from 'vscode';
import type { JournalOrg } from '../apply/journal';
import type { GroupImage } from '../apply/restore';
import type { RestoreImages } from '../apply/restoreImages';
import { countOf, displayName, formatTime } from '../report/words';
import { orgOf, writingRefused } from './applyOrgs';
import type { SessionEnd } from './applySession';
import type { HistorySnapshots } from './historySnapshots';
import type { OrgStore, StoredOrg } from './orgStore';
import { orCancelled, withCancelWhenSlow } from './progress';

/** What a restore is asked to do. */
export interface RestoreAsked {
  readonly images: readonly GroupImage[];
  /** userName by Genesys id, as far as it is known. */
  readonly userNames: Readonly<Record<string, string>>;
  /** Where the images are from, in words: `the members of 24 November, 14:02`. */
  readonly from: string;
}

export interface RestoreParts {
  readonly store: Pick<OrgStore, 'list'>;
  readonly snapshots: Pick<HistorySnapshots, 'list'>;
  /** Goes through the gate and writes; one for all of the extension. */
  readonly restore: (asked: RestoreAsked, org: StoredOrg) => Promise<SessionEnd>;
}

/**
 * *Restore from Snapshot…* (product.md, section 9): adds back whoever is missing of what was saved before, as a plan through the gate. Whoever
 * came since stays; only the command line removes them, with `--exact`.
 */
export class RestoreCommand {
  constructor(private readonly parts: RestoreParts) {}

  /** @param file a journal or a snapshot; without one it is asked for. Undefined when it was cancelled or cannot be. */
  async run(file: string | undefined): Promise<SessionEnd | undefined> {
    const chosen = file ?? (await askFile(this.parts.snapshots.list()));
    if (chosen === undefined) return undefined;
    const { readRestoreImages } = await import('../apply/restoreImages');
    const name = displayName(path.basename(chosen));
    const saved = await orCancelled(withCancelWhenSlow(`Reading ${name}…`, (signal) => readRestoreImages(chosen, signal)));
    if (!saved) return undefined;
    const org = this.target(name, saved);
    if (!org) return undefined;
    const { images, userNames, at } = saved;
    const picked = await askGroups(images, `${displayName(org.name)}${at === null ? '' : `, ${formatTime(at)}`}`);
    if (picked.length === 0) return undefined;
    const from = at === null ? `what ${name} holds` : `the members of ${formatTime(at)}`;
    return await this.parts.restore({ images: picked, userNames, from }, org);
  }

  /** The org that may be restored, of those that are here; else it is said why none may. */
  private target(name: string, { org: of, images }: RestoreImages): StoredOrg | undefined {
    const org = of === null ? undefined : orgOf(of, this.parts.store.list());
    const refused = org ? writingRefused(org, vscode.workspace.isTrusted) : of === null ? namelessWords(name) : strangerWords(name, of);
    const problem = refused ?? (images.length === 0 ? `${name} holds the members of no group.` : null);
    if (problem === null) return org;
    void vscode.window.showWarningMessage(problem);
    return undefined;
  }
}

const namelessWords = (name: string): string =>
  `${name} does not tell which org it is of, so nothing is restored from it here. The command line can do it: “scim-preflight restore”, with the org named.`;

const strangerWords = (name: string, of: JournalOrg): string =>
  `${name} is of ${displayName(of.name)} (${displayName(of.host)}), which is not among your orgs. Add that org to restore it.`;

/** Asks for a journal or a snapshot: those of the journal folder, or any file. */
async function askFile(snapshots: readonly string[]): Promise<string | undefined> {
  const [{ historyFiles, historyRecord }, { recordLabel, recordDescription }] = await Promise.all([
    import('../apply/journalList'),
    import('./historyText'),
  ]);
  const newest = (await historyFiles(undefined, snapshots)).slice(0, 100);
  const records = await Promise.all(newest.map((each) => historyRecord(each, Date.now())));
  const usable = records.filter((record) => record.kind === 'snapshot' || (record.kind !== 'unreadable' && record.canRestore));
  const browse = { label: '$(folder-opened) A saved snapshot or journal…', description: '', file: undefined };
  const items = [
    browse,
    ...usable.map((record) => ({ label: recordLabel(record), description: recordDescription(record, Date.now()), file: record.path })),
  ];
  const picked =
    usable.length === 0
      ? browse
      : await vscode.window.showQuickPick(items, {
          title: 'Restore from Snapshot',
          placeHolder: 'Bring groups back to what was saved when?',
          matchOnDescription: true,
        });
  if (picked === undefined || picked.file !== undefined) return picked?.file;
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'Restore from Snapshot',
      openLabel: 'Restore',
      filters: { 'Snapshot or journal': ['ndjson', 'json'], 'All files': ['*'] },
    })) ?? [];
  return uri?.fsPath;
}

/** So many groups are all meant; of more somebody has to say which. */
const fewGroups = 10;

/** Which groups are meant, where there are several; none: it was cancelled. What would be done is shown by the gate. */
async function askGroups(images: readonly GroupImage[], when: string): Promise<readonly GroupImage[]> {
  if (images.length === 1) return images;
  const items = images
    .map((image) => ({
      label: displayName(image.name),
      description: countOf(image.members.length, 'member'),
      picked: images.length <= fewGroups,
      image,
    }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const picked = await vscode.window.showQuickPick(items, {
    title: `Restore from Snapshot: ${when}`,
    placeHolder: 'Add back who is missing of which groups?',
    canPickMany: true,
  });
  return (picked ?? []).map(({ image }) => image);
}

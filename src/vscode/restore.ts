import path from 'node:path';
import * as vscode from 'vscode';
import type { GroupImage } from '../apply/restore';
import { countOf, displayName, formatTime } from '../report/words';
import { orgOf } from './applyOrgs';
import type { SessionEnd } from './applySession';
import type { OrgStore, StoredOrg } from './orgStore';

/** What a restore is asked to do. */
export interface RestoreAsked {
  readonly images: readonly GroupImage[];
  /** userName by Genesys id, as far as it is known. */
  readonly userNames: Readonly<Record<string, string>>;
  /** Also removes who came since. */
  readonly exact: boolean;
  /** Where the images are from, in words: `the members of 24 November, 14:02`. */
  readonly from: string;
}

export interface RestoreParts {
  readonly store: Pick<OrgStore, 'list'>;
  /** Goes through the gate and writes; one for all of the extension. */
  readonly restore: (asked: RestoreAsked, org: StoredOrg) => Promise<SessionEnd>;
}

/**
 * *Restore from Snapshot…* (product.md, section 9): adds back whoever is missing of what was saved before, as a plan through the gate. Whoever
 * came since stays, unless that is asked for.
 */
export class RestoreCommand {
  constructor(private readonly parts: RestoreParts) {}

  /** @param file a journal or a snapshot; without one it is asked for. Undefined when it was cancelled or cannot be. */
  async run(file: string | undefined): Promise<SessionEnd | undefined> {
    const chosen = file ?? (await askFile());
    if (chosen === undefined) return undefined;
    const { readRestoreImages } = await import('../apply/restoreImages');
    const { images, userNames, org: of, at, whole } = await readRestoreImages(chosen);
    const org = orgOf(of, this.parts.store.list());
    if (!org) {
      void vscode.window.showWarningMessage(
        `${displayName(path.basename(chosen))} is of ${displayName(of.name)} (${displayName(of.host)}), which is not among your orgs. Add that org to restore it.`,
      );
      return undefined;
    }
    if (images.length === 0) {
      void vscode.window.showWarningMessage(`${displayName(path.basename(chosen))} holds the members of no group.`);
      return undefined;
    }
    const answer = await askGroups(images, whole, `${displayName(org.name)}${at === null ? '' : `, ${formatTime(at)}`}`);
    if (!answer) return undefined;
    const from = at === null ? `what ${path.basename(chosen)} holds` : `the members of ${formatTime(at)}`;
    return await this.parts.restore({ ...answer, userNames, from }, org);
  }
}

/** Asks for a journal or a snapshot: those of the journal folder, or any file. */
async function askFile(): Promise<string | undefined> {
  const [{ historyFiles, historyRecord }, { recordLabel, recordDescription }] = await Promise.all([
    import('../apply/journalList'),
    import('./historyText'),
  ]);
  const newest = (await historyFiles()).slice(0, 100);
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

async function askGroups(
  images: readonly GroupImage[],
  whole: boolean,
  when: string,
): Promise<Pick<RestoreAsked, 'images' | 'exact'> | undefined> {
  const groups = images.map((image) => ({
    label: displayName(image.name),
    description: countOf(image.members.length, 'member'),
    picked: images.length <= fewGroups,
    image,
  }));
  const exact = { label: 'Also remove who came since', description: 'exactly as it was', picked: false, image: undefined };
  const separator = { label: 'Besides adding back who is missing', kind: vscode.QuickPickItemKind.Separator, image: undefined };
  // Of a list that is not proved whole it cannot be said who came since.
  const items: (vscode.QuickPickItem & { readonly image: GroupImage | undefined })[] = whole ? [...groups, separator, exact] : groups;
  const picked = await vscode.window.showQuickPick(items, {
    title: `Restore from Snapshot: ${when}`,
    placeHolder: 'Bring back the members of which groups? What would be done is shown before anything is written',
    canPickMany: true,
  });
  const chosen = picked?.flatMap(({ image }) => (image ? [image] : [])) ?? [];
  return chosen.length === 0 ? undefined : { images: chosen, exact: picked?.some((item) => item === exact) ?? false };
}

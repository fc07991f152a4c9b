import path from 'node:path';
import * as vscode from 'vscode';
import type { SnapshotRecord } from '../apply/journalList';
import { displayName } from '../report/words';
import { orgOf } from './applyOrgs';
import type { HistoryNode } from './historyTree';
import type { StoredOrg } from './orgStore';
import { snapshotFileOf } from './virtualDocuments';

/** One side of a comparison: a saved snapshot, or an org as it is now. */
export type SnapshotSource = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'org'; readonly orgId: string };

interface SourceItem extends vscode.QuickPickItem {
  readonly source: SnapshotSource | 'browse';
}

/** The snapshot files that a command was called on: in the History view, in the Explorer, or by a path; each once. */
export function snapshotPathsOf(argument: unknown, several: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(several) && several.length > 0 ? several : argument === undefined ? [] : [argument];
  return [...new Set(all.flatMap((one) => pathOf(one) ?? []))];
}

function pathOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (argument instanceof vscode.Uri) return argument.scheme === 'file' ? argument.fsPath : snapshotFileOf(argument);
  if (typeof argument !== 'object' || argument === null || !('kind' in argument)) return undefined;
  const node = argument as HistoryNode;
  return node.kind === 'record' && node.record.kind === 'snapshot' ? node.record.path : undefined;
}

/** Asks for a saved snapshot: those of the History view, or any file. Undefined when it was cancelled. */
export async function pickSnapshot(question: string, saved: readonly string[]): Promise<string | undefined> {
  const source = await pickSource(question, await fileItems(await recordsOf(saved)));
  return source?.kind === 'file' ? source.path : undefined;
}

/** Asks what a snapshot is to be compared with: its org as it is now, another snapshot of it, or any file. */
export async function pickOther(first: string, saved: readonly string[], orgs: readonly StoredOrg[]): Promise<SnapshotSource | undefined> {
  const { historyRecord } = await import('../apply/journalList');
  const record = await historyRecord(first, Date.now());
  const of = record.kind === 'snapshot' ? record.org : null;
  const org = of === null ? undefined : orgOf(of, orgs);
  // A file that does not name its org may be of any of them; what the comparison finds of it decides.
  const candidates = org ? [org] : of === null ? orgs : [];
  const live = candidates.map((one): SourceItem => ({
    label: `$(cloud) ${displayName(one.name)} as it is now`,
    source: { kind: 'org', orgId: one.id },
  }));
  const others = (await recordsOf(saved)).filter(
    (other) => other.path !== first && (of === null || other.org === null || isSameOrg(of, other.org)),
  );
  return await pickSource(`Compare ${displayName(path.basename(first))} with what?`, [...live, ...(await fileItems(others))]);
}

function isSameOrg(one: NonNullable<SnapshotRecord['org']>, other: NonNullable<SnapshotRecord['org']>): boolean {
  return one.orgId !== null && other.orgId !== null ? one.orgId === other.orgId : one.host === other.host;
}

/** The newest of what is in the journal folder and where snapshots were saved besides. */
async function recordsOf(saved: readonly string[]): Promise<readonly SnapshotRecord[]> {
  const { historyFiles, historyRecord, snapshotSuffix } = await import('../apply/journalList');
  const files = (await historyFiles(undefined, saved)).filter((file) => file.endsWith(snapshotSuffix)).slice(0, 50);
  const records = await Promise.all(files.map((file) => historyRecord(file, Date.now())));
  return records.filter((record) => record.kind === 'snapshot');
}

async function fileItems(records: readonly SnapshotRecord[]): Promise<readonly SourceItem[]> {
  const { recordDescription } = await import('./historyText');
  return records.map((record) => ({
    label: `$(device-camera) ${displayName(path.basename(record.path))}`,
    description: recordDescription(record, Date.now()),
    source: { kind: 'file', path: record.path },
  }));
}

async function pickSource(question: string, items: readonly SourceItem[]): Promise<SnapshotSource | undefined> {
  const browse: SourceItem = { label: '$(folder-opened) Another saved snapshot…', source: 'browse' };
  const options = { title: question, matchOnDescription: true };
  const picked = items.length === 0 ? browse : await vscode.window.showQuickPick([...items, browse], options);
  if (picked?.source !== 'browse') return picked?.source;
  const filters = { Snapshot: ['ndjson', 'json'], 'All files': ['*'] };
  const [uri] = (await vscode.window.showOpenDialog({ title: question, openLabel: 'Open', filters })) ?? [];
  return uri && { kind: 'file', path: uri.fsPath };
}

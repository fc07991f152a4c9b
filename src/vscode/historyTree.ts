import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { historyFiles, historyRecord, underWayMs, type HistoryRecord } from '../apply/journalList';
import { formatNumber } from '../report/words';
import { recordDescription, recordLabel } from './historyText';
import { markdownText } from './markdownText';

/** A row of the History view. */
export type HistoryNode = { readonly kind: 'record'; readonly record: HistoryRecord } | { readonly kind: 'more'; readonly rest: number };

/** Rows of a page; reading a journal costs, and the newest are what is looked for. */
const pageSize = 50;

const icons: Readonly<Record<HistoryRecord['kind'], string>> = {
  apply: 'cloud-upload',
  undo: 'discard',
  restore: 'history',
  guard: 'shield',
  snapshot: 'device-camera',
  unreadable: 'warning',
};

/** The History view (screens.md): journals, saved snapshots and guarded pushes of the journal folder, the newest first. */
export class HistoryTree implements vscode.TreeDataProvider<HistoryNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private shown = pageSize;
  private again: NodeJS.Timeout | undefined;
  /** What was read, by path: a file that is as it was is not read again. */
  private readonly known = new Map<string, { readonly stamp: string; readonly record: HistoryRecord }>();

  /** @param snapshots where snapshots were saved besides. */
  constructor(private readonly snapshots: () => readonly string[]) {}

  refresh(): void {
    this.changed.fire(undefined);
  }

  showMore(): void {
    this.shown += pageSize;
    this.refresh();
  }

  async getChildren(node?: HistoryNode): Promise<HistoryNode[]> {
    if (node) return [];
    const files = await historyFiles(undefined, this.snapshots());
    const now = Date.now();
    const records = await Promise.all(files.slice(0, this.shown).map((file) => this.read(file, now)));
    this.lookAgain(records);
    const nodes = records.map((record): HistoryNode => ({ kind: 'record', record }));
    return files.length > this.shown ? [...nodes, { kind: 'more', rest: files.length - this.shown }] : nodes;
  }

  getTreeItem(node: HistoryNode): vscode.TreeItem {
    if (node.kind === 'more') {
      const item = new vscode.TreeItem('Load more');
      item.description = `${formatNumber(node.rest)} older`;
      item.command = { command: 'scimPreflight.history.open', title: 'Load More', arguments: [node] };
      item.contextValue = 'more';
      return item;
    }
    const { record } = node;
    const item = new vscode.TreeItem(recordLabel(record));
    item.id = record.path;
    item.description = recordDescription(record, Date.now());
    item.iconPath = new vscode.ThemeIcon(icons[record.kind]);
    item.contextValue = contextOf(record);
    item.command = { command: 'scimPreflight.history.open', title: 'Open', arguments: [node] };
    const more = record.kind === 'unreadable' ? record.problem : record.path;
    item.tooltip = new vscode.MarkdownString([recordLabel(record), item.description, more].map(markdownText).join('  \n'));
    item.accessibilityInformation = { label: `${recordLabel(record)}, ${item.description}` };
    return item;
  }

  dispose(): void {
    clearTimeout(this.again);
    this.changed.dispose();
  }

  private async read(path: string, now: number): Promise<HistoryRecord> {
    const stamp = await stat(path).then(
      ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
      () => '',
    );
    const known = this.known.get(path);
    if (known?.stamp === stamp && stamp !== '') return known.record;
    const record = await historyRecord(path, now);
    // What is under way becomes something else by the time alone.
    if ('state' in record && record.state === 'underWay') this.known.delete(path);
    else this.known.set(path, { stamp, record });
    return record;
  }

  /** What is under way now has ended, or broken off, a while later. */
  private lookAgain(records: readonly HistoryRecord[]): void {
    clearTimeout(this.again);
    const isUnderWay = records.some((record) => 'state' in record && record.state === 'underWay');
    this.again = isUnderWay ? setTimeout(() => this.refresh(), underWayMs + 1000) : undefined;
  }
}

/** What menus go by: `apply;undo;restore`. */
function contextOf(record: HistoryRecord): string {
  if (record.kind === 'unreadable') return record.kind;
  if (record.kind === 'snapshot') return 'snapshot;canRestore';
  const flags = [
    record.canResume && record.state !== 'underWay' ? 'canResume' : '',
    record.canUndo && record.kind !== 'undo' && record.state !== 'underWay' ? 'canUndo' : '',
    record.canRestore ? 'canRestore' : '',
  ];
  return [record.kind, ...flags].filter(Boolean).join(';');
}

import * as vscode from 'vscode';

const key = 'scimPreflight.savedSnapshots';
/** So many of the newest are remembered. */
const most = 50;

/** Where snapshots were saved from VS Code, wherever that was: the History view lists those that are still there. */
export class HistorySnapshots implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly state: vscode.Memento) {}

  /** Paths, the one saved last first. */
  list(): readonly string[] {
    return this.state.get<readonly string[]>(key, []);
  }

  async add(path: string): Promise<void> {
    await this.state.update(key, [path, ...this.list().filter((other) => other !== path)].slice(0, most));
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }
}

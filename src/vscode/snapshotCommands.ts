import path from 'node:path';
import * as vscode from 'vscode';
import type { Snapshot } from '../genesys/snapshot';
import { type SnapshotChanges, snapshotOutcome } from '../plan/snapshotChanges';
import { displayName, formatNumber, formatTime } from '../report/words';
import type { HistorySnapshots } from './historySnapshots';
import type { OrgStore } from './orgStore';
import { orCancelled, type Report, withCancel, withCancelWhenSlow } from './progress';
import type { Prompts } from './prompts';
import type { OrgAccess } from './services';
import { pickOther, pickSnapshot, type SnapshotSource, snapshotPathsOf } from './snapshotPick';
import type { SnapshotTexts } from './snapshotTexts';
import { inTurns } from './turns';
import type { VirtualDocuments } from './virtualDocuments';

export interface SnapshotCommandParts {
  readonly orgs: OrgAccess;
  readonly store: Pick<OrgStore, 'list'>;
  readonly snapshots: Pick<HistorySnapshots, 'list' | 'add'>;
  readonly documents: Pick<VirtualDocuments, 'publish' | 'publishSnapshot' | 'showReport'>;
  readonly prompts: Pick<Prompts, 'offer'>;
  readonly phoneRegion: () => string | null;
}

/** *Open Snapshot…* and *Compare Snapshots…* (product.md, section 7): what changed since Tuesday, in the native diff. Nothing is written. */
export class SnapshotCommands {
  constructor(private readonly parts: SnapshotCommandParts) {}

  /** Shows a saved snapshot as a text, and remembers it in the History view. */
  async open(argument?: unknown): Promise<void> {
    const { snapshots, documents } = this.parts;
    const file = snapshotPathsOf(argument, undefined)[0] ?? (await pickSnapshot('Open which snapshot?', snapshots.list()));
    if (file === undefined) return;
    const name = displayName(path.basename(file));
    const made = await orCancelled(
      withCancelWhenSlow(`Reading ${name}…`, async (signal) => {
        const { snapshotPageInSteps } = await import('./snapshotPage');
        const snapshot = await readFile(file, signal);
        return {
          text: await inTurns(snapshotPageInSteps(snapshot), signal),
          isOwn: snapshot.inputs.some(({ kind }) => kind === 'snapshot'),
        };
      }),
    );
    if (made?.text === undefined) return;
    if (made.isOwn) await snapshots.add(file);
    const uri = documents.publishSnapshot(file, made.text);
    await vscode.commands.executeCommand('vscode.open', uri, { preview: true } satisfies vscode.TextDocumentShowOptions);
  }

  /** Compares the two that it was called on; what is missing is asked for. The earlier one stands on the left. */
  async compare(argument?: unknown, several?: unknown): Promise<void> {
    const given = snapshotPathsOf(argument, several);
    if (given.length > 2) {
      const message = `Two snapshots are compared with each other, and ${formatNumber(given.length)} are selected.`;
      void vscode.window.showInformationMessage(message);
      return;
    }
    const { snapshots, store } = this.parts;
    const first = given[0] ?? (await pickSnapshot('Compare which snapshot?', snapshots.list()));
    if (first === undefined) return;
    const second =
      given[1] === undefined ? await pickOther(first, snapshots.list(), store.list()) : { kind: 'file' as const, path: given[1] };
    if (second) await this.show({ kind: 'file', path: first }, second);
  }

  private async show(one: SnapshotSource, other: SnapshotSource): Promise<void> {
    const made = await orCancelled(
      withCancel('Comparing snapshots', async (signal, report) => {
        const read = [await this.read(one, signal, report), await this.read(other, signal, report)] as const;
        report('Comparing…');
        return await compared(...inOrder(...read), this.parts.phoneRegion(), signal);
      }),
    );
    if (!made) return;
    const { changes, texts } = made;
    const name = displayName(changes.after.org.name);
    const [left, right] = this.parts.documents.publish(name, [texts.before, texts.after]);
    const times = [changes.before, changes.after].map(({ takenAt, live }) =>
      live ? 'now' : takenAt === null ? 'time not known' : formatTime(takenAt),
    );
    const options: vscode.TextDocumentShowOptions = { preview: true };
    await vscode.commands.executeCommand('vscode.diff', left, right, `${name}: ${times.join(' ↔ ')}`, options);
    await this.tell(made);
  }

  private async tell({ changes }: Compared): Promise<void> {
    const [{ snapshotChangesHeadline }, { snapshotChangesDocument }] = await Promise.all([
      import('../report/snapshotChangesWords'),
      import('../report/snapshotChangesDocument'),
    ]);
    const showSummary = 'Show Summary';
    const severity = snapshotOutcome(changes) === 'notKnown' || changes.doubts.length > 0 ? 'warning' : 'information';
    const choice = await this.parts.prompts.offer(severity, snapshotChangesHeadline(changes), [showSummary]);
    if (choice === showSummary) await this.parts.documents.showReport('What changed', snapshotChangesDocument(changes));
  }

  private async read(source: SnapshotSource, signal: AbortSignal, report: Report): Promise<Snapshot> {
    if (source.kind === 'file') {
      report(`Reading ${displayName(path.basename(source.path))}…`);
      return await readFile(source.path, signal);
    }
    const org = this.parts.orgs.get(source.orgId);
    if (!org) throw new Error('The org is no longer in the Orgs view. Add it again to compare a snapshot with it.');
    const { takeSnapshotOf } = await import('./takeSnapshotCommand');
    return await takeSnapshotOf(this.parts.orgs, org, signal, (words) => report(`${displayName(org.name)}: ${words}`));
  }
}

interface Compared {
  readonly changes: SnapshotChanges;
  readonly texts: SnapshotTexts;
}

async function readFile(file: string, signal: AbortSignal): Promise<Snapshot> {
  const { readSnapshot } = await import('../genesys/snapshotFile');
  return await readSnapshot([file], { signal });
}

/** In turns, since an org can be large; undefined where it was cancelled. @throws DifferentOrgsError. */
async function compared(before: Snapshot, after: Snapshot, phoneRegion: string | null, signal: AbortSignal): Promise<Compared | undefined> {
  const [{ compareSnapshotsInSteps }, { snapshotTextsInSteps }] = await Promise.all([
    import('../plan/compareSnapshots'),
    import('./snapshotTexts'),
  ]);
  const changes = await inTurns(compareSnapshotsInSteps(before, after, { phoneRegion }), signal);
  const texts = changes && (await inTurns(snapshotTextsInSteps(before, after, changes), signal));
  return changes && texts && { changes, texts };
}

/** The earlier one first, where both tell their times. */
function inOrder(one: Snapshot, other: Snapshot): readonly [Snapshot, Snapshot] {
  const [first, second] = [one, other].map(({ takenAt }) => (takenAt === null ? NaN : Date.parse(takenAt)));
  return (first ?? NaN) > (second ?? NaN) ? [other, one] : [one, other];
}

import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { isAbortError, RequestError } from '../http/requestError';
import { CollectError, type CollectResult } from '../okta/collect/collect';
import type { FolderState } from '../okta/collect/collectState';
import { countOf, displayName, formatTime } from '../report/words';
import type { CollectDialogue } from './collectDialogue';
import type { BrokenOff, CollectMemory } from './collectMemory';
import type { ChosenOkta } from './collectOrgStep';
import { collectedWords, collectProgressWords, suggestedFolderName } from './collectWords';
import { hostFetch } from './hostFetch';
import type { Logger } from './log';
import { confirmSavingPersonalData } from './personalData';
import { withCancel } from './progress';
import type { Prompts } from './prompts';
import type { SandboxHost } from './sandboxHost';
import type { PlanService } from './services';

/** One collection, all that it needs. */
export interface Collection {
  readonly okta: ChosenOkta;
  readonly token: string;
  readonly app: { readonly id: string; readonly label: string };
  readonly folder: string;
  readonly resume: boolean;
}

export interface CollectParts {
  readonly memory: CollectMemory;
  readonly dialogue: CollectDialogue;
  readonly sandbox: SandboxHost;
  readonly prompts: Prompts;
  readonly plans: PlanService;
  readonly log: Logger;
}

/** *Collect Export from Okta…* (product.md, section 3, "Collecting"). What breaks a collection off leaves one that goes on the next time. */
export class CollectCommand {
  constructor(private readonly parts: CollectParts) {}

  async run(): Promise<void> {
    const brokenOff = await this.goesOn();
    const goOn = brokenOff && (await askGoOn(brokenOff));
    if (goOn === 'cancelled') return;
    if (goOn) {
      await this.goOn(goOn, null);
      return;
    }
    const choice = await this.parts.dialogue.run();
    const place = choice && (await this.askFolder(choice.okta));
    if (choice && place) await this.collect({ ...choice, ...place });
  }

  /** Collects with progress, makes the folder the chosen export, and says how it ended. Never rejects for what Okta or the disk refused. */
  async collect(collection: Collection): Promise<CollectResult | undefined> {
    const { okta, app, folder } = collection;
    const { memory, plans, log } = this.parts;
    await memory.setBrokenOff({ origin: okta.origin, folder, appId: app.id, appLabel: app.label, sandbox: okta.sandbox });
    if (!okta.sandbox) await memory.remember(okta.origin, app.id);
    const before = { records: 0 };
    let result: CollectResult;
    try {
      result = await withCancel(`Collecting from ${displayName(okta.host)}`, async (signal, report) => {
        const { collectExport } = await import('../okta/collect/collectExport');
        const { origin } = okta;
        const { token, resume } = collection;
        return await collectExport({
          ...{ origin, token, app: app.id, folder, resume, signal, log, fetch: hostFetch },
          onProgress: (progress) => {
            before.records = progress.records;
            report(collectProgressWords(progress));
          },
        });
      });
    } catch (error) {
      await this.tellBrokenOff(collection, error, before.records);
      return undefined;
    }
    await memory.setBrokenOff(null);
    await plans.chooseExport(vscode.Uri.file(folder));
    this.tellCollected(result);
    return result;
  }

  private tellCollected(result: CollectResult): void {
    const preview = 'Preview Push';
    const open = 'Open Folder';
    const missing = 'What Is Missing';
    const words = collectedWords(result);
    const buttons = result.problems.length === 0 ? [preview, open] : [preview, open, missing];
    const whole = result.problems.every(({ level }) => level === 'note');
    const shown = whole ? vscode.window.showInformationMessage(words, ...buttons) : vscode.window.showWarningMessage(words, ...buttons);
    void shown.then(async (choice) => {
      if (choice === preview) await vscode.commands.executeCommand('scimPreflight.plan.preview');
      if (choice === missing) await showMissing(result.folder);
      if (choice === open) await openFolder(vscode.Uri.file(result.folder));
    });
  }

  private async tellBrokenOff(collection: Collection, error: unknown, records: number): Promise<void> {
    const { log } = this.parts;
    const refusal = error instanceof RequestError || error instanceof CollectError ? error : null;
    if (!refusal && !isAbortError(error)) throw error;
    const { folderState } = await import('../okta/collect/collectState');
    const resumable = (await folderState(collection.folder).catch(() => null))?.kind === 'resumable';
    const goOn = 'Go On';
    const buttons = resumable ? [goOn] : [];
    const place = displayName(path.basename(collection.folder));
    const left = resumable ? ` ${countOf(records, 'record')} are in ${place}, which says that it is not complete.` : '';
    if (refusal) log.error('collecting from Okta', refusal);
    const shown = refusal
      ? vscode.window.showErrorMessage(`${refusal.message}${left}`, ...buttons, 'Show Log')
      : vscode.window.showInformationMessage(`Collecting was cancelled.${left}`, ...buttons);
    void shown.then(async (choice) => {
      if (choice === 'Show Log') log.show();
      if (choice === goOn) await this.goOn(collection, refusal?.reason === 'unauthorized' ? null : collection.token);
    });
  }

  /** `token` null: it is asked for, or taken from where it is kept. */
  private async goOn(collection: Omit<Collection, 'token' | 'resume'>, token: string | null): Promise<void> {
    const { okta, app, folder } = collection;
    const used = token ?? (await this.parts.dialogue.tokenFor(okta));
    if (used !== undefined) await this.collect({ okta, app, folder, token: used, resume: true });
  }

  /** The collection that was broken off last, where it can go on. */
  private async goesOn(): Promise<Resumable | null> {
    const { memory, sandbox } = this.parts;
    const { brokenOff } = memory;
    if (!brokenOff) return null;
    const { folderState } = await import('../okta/collect/collectState');
    const state = await folderState(brokenOff.folder).catch(() => null);
    if (state?.kind !== 'resumable' || state.head.origin !== brokenOff.origin) return null;
    const running = sandbox.running ? await sandbox.start() : null;
    const ofSandbox = running?.oktaUrl === brokenOff.origin;
    const okta = await oktaOf(brokenOff, ofSandbox ? running.oktaToken : null);
    if (brokenOff.sandbox && !ofSandbox) return null;
    const { folder, appId, appLabel } = brokenOff;
    return { okta, folder, app: { id: appId, label: appLabel }, begunAt: state.head.collectedAt };
  }

  /** A folder that is new or empty, or one that a collection of this org was broken off in. */
  private async askFolder(okta: ChosenOkta): Promise<Pick<Collection, 'folder' | 'resume'> | undefined> {
    const { folderState } = await import('../okta/collect/collectState');
    const [open] = vscode.workspace.workspaceFolders ?? [];
    let suggested = vscode.Uri.joinPath(
      open?.uri.scheme === 'file' ? open.uri : vscode.Uri.file(homedir()),
      suggestedFolderName(new Date()),
    );
    for (;;) {
      const uri = await vscode.window.showSaveDialog({
        title: 'A folder for the export; it is made',
        saveLabel: 'Collect',
        defaultUri: suggested,
      });
      if (!uri) return undefined;
      suggested = uri;
      const refused = uri.scheme === 'file' ? await this.refusal(uri.fsPath, okta, await folderState(uri.fsPath)) : notAFile(uri);
      if (refused === null) return { folder: uri.fsPath, resume: true };
      if (refused === 'cancelled') return undefined;
      const again = 'Choose Another Folder';
      if ((await vscode.window.showWarningMessage(displayName(refused), again)) !== again) return undefined;
    }
  }

  private async refusal(folder: string, okta: ChosenOkta, state: FolderState): Promise<string | null> {
    if (state.kind === 'taken') return state.message;
    if (state.kind === 'resumable') {
      if (state.head.origin === okta.origin) return null;
      return `A collection of ${new URL(state.head.origin).host} was broken off in ${folder}. Another org needs another folder.`;
    }
    const save = await confirmSavingPersonalData(`${folder}${path.sep}`, 'the export', this.parts.prompts);
    return save ? null : 'cancelled';
  }
}

interface Resumable extends Omit<Collection, 'token' | 'resume'> {
  /** ISO 8601; null where it is not asked about. */
  readonly begunAt: string | null;
}

async function askGoOn(brokenOff: Resumable): Promise<Resumable | 'cancelled' | null> {
  const { okta, app, folder, begunAt } = brokenOff;
  const begun = begunAt === null ? '' : `begun ${formatTime(begunAt)} · `;
  const items = [
    {
      label: `$(debug-continue) Go On in ${displayName(path.basename(folder))}`,
      description: `${displayName(app.label)} of ${displayName(okta.host)}`,
      detail: `${begun}${displayName(folder)}`,
      value: brokenOff,
    },
    { label: 'Collect Another Export…', description: '', value: null },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Collect Export from Okta',
    placeHolder: 'A collection was broken off',
    ignoreFocusOut: true,
  });
  return picked === undefined ? 'cancelled' : picked.value;
}

async function oktaOf({ origin }: BrokenOff, sandboxToken: string | null): Promise<ChosenOkta> {
  const { oktaDomain } = await import('../okta/collect/oktaDomain');
  const { host, known } = oktaDomain(origin);
  return { origin, host, token: sandboxToken, sandbox: sandboxToken !== null, confirmed: !known };
}

function notAFile(uri: vscode.Uri): string {
  return `An export is collected into a folder of this machine, not at ${uri.scheme}:.`;
}

/** The manifest, at what it says of what Okta did not give. */
async function showMissing(folder: string): Promise<void> {
  const { manifestName } = await import('../okta/manifestFile');
  const document = await vscode.workspace.openTextDocument(path.join(folder, manifestName));
  const at = document.positionAt(Math.max(0, document.getText().indexOf('"missing":')));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
}

/** In the system's file manager; where the window is in a browser, in a window of its own. */
async function openFolder(uri: vscode.Uri): Promise<void> {
  if (vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined) {
    await vscode.commands.executeCommand('revealFileInOS', uri);
  } else await vscode.commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: true });
}

import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ScriptShell } from '../okta/collect/exportScript';
import { displayName } from '../report/words';
import type { CollectMemory } from './collectMemory';
import type { ChosenOkta, CollectOrgStep, Frame } from './collectOrgStep';
import type { StepAnswer } from './inputSteps';
import { askChoice, askText } from './inputSteps';

const title = 'Create Export Script';

interface Draft {
  okta: ChosenOkta | null;
  appId: string;
  shell: ScriptShell;
}

/** *Create Export Script…* (product.md, section 3): the collector as a script, for admins who may not give a token to a tool. */
export class CreateExportScript {
  constructor(
    private readonly orgStep: CollectOrgStep,
    private readonly memory: CollectMemory,
    private readonly version: string,
  ) {}

  async run(): Promise<void> {
    const draft: Draft = { okta: null, appId: '', shell: process.platform === 'win32' ? 'powershell' : 'bash' };
    const asks: readonly ((frame: Frame) => Promise<StepAnswer<unknown>['kind']>)[] = [
      (frame) => this.askOrg(draft, frame),
      (frame) => askApp(draft, frame),
      (frame) => askShell(draft, frame),
    ];
    for (let at = 0; ;) {
      const answered = await asks[at]?.({ title, step: at + 1, totalSteps: asks.length, canGoBack: at > 0 });
      if (answered === undefined) break;
      if (answered === 'cancelled') return;
      at += answered === 'back' ? -1 : 1;
    }
    if (draft.okta) await this.save(draft, draft.okta);
  }

  private async askOrg(draft: Draft, frame: Frame): Promise<StepAnswer<unknown>['kind']> {
    const answer = await this.orgStep.ask(frame, draft.okta?.sandbox === false ? draft.okta.host : '', undefined);
    if (answer.kind !== 'value') return answer.kind;
    if (answer.value.origin !== draft.okta?.origin) draft.appId = this.memory.appOf(answer.value.origin) ?? '';
    draft.okta = answer.value;
    return 'value';
  }

  private async save({ appId, shell }: Draft, okta: ChosenOkta): Promise<void> {
    const { exportScript, scriptNames } = await import('../okta/collect/exportScript');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const base = folder?.uri.scheme === 'file' ? folder.uri : vscode.Uri.file(homedir());
    const uri = await vscode.window.showSaveDialog({
      title: 'Save the Export Script',
      defaultUri: vscode.Uri.joinPath(base, scriptNames[shell]),
      filters: shell === 'bash' ? { 'Shell script': ['sh'] } : { 'PowerShell script': ['ps1'] },
    });
    if (!uri) return;
    const text = exportScript(shell, {
      origin: okta.origin,
      confirmedHost: okta.confirmed ? new URL(okta.origin).hostname : null,
      appId: appId === '' ? null : appId,
      version: this.version,
    });
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text, 'ascii'));
    await vscode.window.showTextDocument(uri);
    this.tell(path.basename(uri.path), shell, okta);
  }

  private tell(name: string, shell: ScriptShell, okta: ChosenOkta): void {
    const command = shell === 'bash' ? `bash ${name}` : `powershell -ExecutionPolicy Bypass -File ${name}`;
    const choose = 'Choose Export…';
    const copy = 'Copy Sandbox Token';
    const words = `${displayName(name)} is saved. Read it, run it where Okta can be reached (${command}), and choose the folder that it makes.`;
    void vscode.window.showInformationMessage(words, choose, ...(okta.sandbox ? [copy] : [])).then(async (choice) => {
      if (choice === choose) await vscode.commands.executeCommand('scimPreflight.export.choose');
      if (choice === copy && okta.token !== null) await vscode.env.clipboard.writeText(okta.token);
    });
  }
}

async function askApp(draft: Draft, frame: Frame): Promise<StepAnswer<unknown>['kind']> {
  const answer = await askText({
    ...frame,
    prompt: 'Id of the Genesys Cloud app, from the address of its page in the Admin Console; without it the script lists the apps and asks',
    placeholder: '0oa1a2b3c4d5E6f7g8h9',
    value: draft.appId,
    check: (text) =>
      /^([0-9A-Za-z]{8,64})?$/.test(text) ? undefined : 'The id of an app has letters and digits only, and begins with 0oa.',
  });
  if (answer.kind !== 'value') return answer.kind;
  draft.appId = answer.value;
  return 'value';
}

async function askShell(draft: Draft, frame: Frame): Promise<StepAnswer<unknown>['kind']> {
  const items: readonly (vscode.QuickPickItem & { readonly shell: ScriptShell })[] = [
    { label: 'bash', description: 'and curl: macOS, Linux, Git Bash, WSL', shell: 'bash' },
    { label: 'PowerShell', description: '5.1 or newer: Windows, without modules', shell: 'powershell' },
  ];
  const active = items.find(({ shell }) => shell === draft.shell);
  const answer = await askChoice({ ...frame, placeholder: 'What the script is run with', items, active });
  if (answer.kind !== 'value') return answer.kind;
  draft.shell = answer.value.shell;
  return 'value';
}

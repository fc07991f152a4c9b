import path from 'node:path';
import * as vscode from 'vscode';
import { displayName } from '../report/words';
import type { CommandRegistry } from './commandRegistry';
import type { Logger } from './log';
import { previewAllUsers } from './mappingPreviewAll';
import { MappingCounts } from './mappingPreviewCounts';
import { MappingLenses } from './mappingPreviewLenses';
import { MappingDocuments, previewState, PreviewPeople, type NoPreview, type PreviewPlan } from './mappingPreviewSubject';
import type { MappingText } from './mappingPreviewText';
import { previewOneUser } from './mappingPreviewOne';
import type { PlanSession } from './planService';
import type { PreviewUser } from './previewUser';
import type { Prompts } from './prompts';
import type { VirtualDocuments } from './virtualDocuments';

export interface MappingPreviewParts {
  readonly session: PlanSession;
  readonly documents: VirtualDocuments;
  readonly previewUser: PreviewUser;
  readonly prompts: Prompts;
  readonly commands: CommandRegistry;
  readonly log: Logger;
}

/** A mapping that can be previewed, as it stands in the editor. */
export interface PreviewSubject {
  readonly mapping: MappingText;
  readonly open: PreviewPlan;
  /** The name of its file. */
  readonly name: string;
}

const selector: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.{json,jsonc,ndjson,jsonl}' };

/** What a mapping that is being edited gives every user of the export (product.md, section 10): lenses, a page a user, a report of all. */
export class MappingPreviewFeature implements vscode.Disposable {
  private readonly disposables: readonly { dispose(): unknown }[];
  private readonly mappings = new MappingDocuments();
  private readonly people = new PreviewPeople();

  constructor(private readonly parts: MappingPreviewParts) {
    const { session, commands, log } = parts;
    const counts = new MappingCounts(this.people, log);
    const onDidChangePlan = session.onDidChange;
    const lenses = new MappingLenses({ documents: this.mappings, counts, current: () => session.current, onDidChangePlan });
    commands.register('scimPreflight.mapping.previewUser', async (uri, index) => {
      const subject = await this.subject(uri, index);
      if (subject) await previewOneUser(subject, this.people, parts);
    });
    commands.register('scimPreflight.mapping.previewAllUsers', async (uri, index, variable) => {
      const subject = await this.subject(uri, index);
      if (subject) await previewAllUsers(subject, typeof variable === 'string' ? variable : null, this.people, parts);
    });
    this.disposables = [
      counts,
      lenses,
      vscode.languages.registerCodeLensProvider(selector, lenses),
      session.onDidChange(() => {
        if (!session.current?.source) this.people.forget();
      }),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** The mapping that a command is called on, from a lens or for the editor that is open; where there is none, it is said why. */
  private async subject(uri: unknown, index: unknown): Promise<PreviewSubject | undefined> {
    const document = uri instanceof vscode.Uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
    const mapping = document && this.mappings.of(document)[typeof index === 'number' ? index : 0];
    if (!document || !mapping) {
      void vscode.window.showInformationMessage('This is no mapping from Okta to an app. Open the mapping of the app as JSON first.');
      return undefined;
    }
    const name = displayName(path.basename(document.uri.path));
    const state = previewState(document, mapping, this.parts.session.current);
    if (state.kind === 'ready') return { mapping, open: state.open, name };
    void vscode.window.showInformationMessage(whyNot(name)[state.kind]);
    return undefined;
  }
}

function whyNot(name: string): Readonly<Record<NoPreview, string>> {
  return {
    noPlan: 'There is no plan yet. Preview the push first.',
    planFromFile: 'A plan from a file does not hold the export. Preview the push first.',
    otherExport: `${name} does not belong to the export of the plan. Preview the push from its folder first.`,
    otherApp: `${name} is the mapping of another app than the plan’s.`,
    broken: `${name} is no JSON as it stands. Mend that first.`,
  };
}

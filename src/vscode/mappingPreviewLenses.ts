import * as vscode from 'vscode';
import type { ValueTotals } from '../plan/valueTotals';
import { attributeCountWords, valueCountWords } from '../report/userValuesWords';
import { displayName } from '../report/words';
import type { MappingCounts } from './mappingPreviewCounts';
import { previewState, type MappingDocuments, type NoPreview } from './mappingPreviewSubject';
import type { MappingText } from './mappingPreviewText';
import type { OpenPlan } from './planOpen';

/** What the lenses of a document are made from. */
export interface LensParts {
  readonly documents: MappingDocuments;
  readonly counts: MappingCounts;
  readonly current: () => OpenPlan | undefined;
  readonly onDidChangePlan: vscode.Event<void>;
}

/** Above the attributes of a mapping: what it gives all users; above each of them, its own part of it. */
export class MappingLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly disposables: readonly { dispose(): unknown }[];
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly parts: LensParts) {
    const renew = (): void => this.changed.fire();
    this.disposables = [this.changed, parts.counts.onDidChange(renew), parts.onDidChangePlan(renew)];
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { documents, counts, current } = this.parts;
    const mappings = documents.of(document);
    return mappings.flatMap((mapping, index) => {
      const state = previewState(document, mapping, current());
      const at = lineOf(document, mapping.place.start);
      if (state.kind !== 'ready') return mapping.genesys ? [missing(document, at, state.kind)] : [];
      const made = counts.of(document, mappings, state.open);
      const all = made?.[index];
      const said = all ? valueCountWords(all.counts) : made ? 'not counted (see the log)' : 'counting…';
      return [...topLenses(document, at, index, said), ...(all ? attributeLenses(document, mapping, index, all) : [])];
    });
  }
}

function topLenses(document: vscode.TextDocument, at: vscode.Range, index: number, said: string): vscode.CodeLens[] {
  const where = [document.uri, index];
  return [
    new vscode.CodeLens(at, {
      title: `Preview for a user… · ${said}`,
      tooltip: 'Shows what the mapping gives one user, from Okta to Genesys Cloud',
      command: 'scimPreflight.mapping.previewUser',
      arguments: where,
    }),
    new vscode.CodeLens(at, {
      title: 'Preview for all users',
      tooltip: 'Shows totals and examples of every attribute, and saves them as CSV',
      command: 'scimPreflight.mapping.previewAllUsers',
      arguments: where,
    }),
  ];
}

/** Only of attributes that have something to say, and that stand on lines of their own: a mapping can be all on one. */
function attributeLenses(
  document: vscode.TextDocument,
  mapping: MappingText,
  index: number,
  { attributes }: ValueTotals,
): vscode.CodeLens[] {
  const lines = new Map<number, number>();
  const lineAt = (offset: number): number => document.positionAt(offset).line;
  lines.set(lineAt(mapping.place.start), 1);
  for (const { start } of mapping.attributes.values()) lines.set(lineAt(start), (lines.get(lineAt(start)) ?? 0) + 1);
  return attributes.flatMap(({ variable, counts }) => {
    const place = variable === null ? undefined : mapping.attributes.get(variable);
    const said = attributeCountWords(counts);
    if (!place || said === '' || lines.get(lineAt(place.start)) !== 1) return [];
    const command = 'scimPreflight.mapping.previewAllUsers';
    return [
      new vscode.CodeLens(lineOf(document, place.start), {
        title: said,
        tooltip: `Shows examples of ${displayName(variable ?? '')}`,
        command,
        arguments: [document.uri, index, variable],
      }),
    ];
  });
}

const missingWords: Readonly<Record<NoPreview, string>> = {
  noPlan: 'Preview a push to see what this mapping gives every user',
  planFromFile: 'Preview a push to see what this mapping gives every user: a plan from a file does not hold the export',
  otherExport: 'Preview a push from this folder to see what this mapping gives every user',
  otherApp: 'This mapping is of another app than the plan',
  broken: 'The preview goes on when this is JSON again',
};

function missing(document: vscode.TextDocument, at: vscode.Range, kind: NoPreview): vscode.CodeLens {
  const title = missingWords[kind];
  switch (kind) {
    case 'noPlan':
    case 'planFromFile':
      return new vscode.CodeLens(at, { title, command: 'scimPreflight.plan.preview' });
    case 'otherExport': {
      const folder = vscode.Uri.joinPath(document.uri, '..');
      return new vscode.CodeLens(at, { title, command: 'scimPreflight.plan.previewExport', arguments: [folder] });
    }
    case 'otherApp':
      return new vscode.CodeLens(at, { title, command: 'scimPreflight.export.chooseApp' });
    case 'broken':
      return new vscode.CodeLens(at, { title, command: '' });
  }
}

function lineOf(document: vscode.TextDocument, offset: number): vscode.Range {
  const position = document.positionAt(offset);
  return new vscode.Range(position, position);
}

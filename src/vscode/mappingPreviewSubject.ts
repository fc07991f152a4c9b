import path from 'node:path';
import type * as vscode from 'vscode';
import type { Snapshot } from '../genesys/snapshot';
import type { Source } from '../okta/source';
import type { PushedPeople } from '../plan/pushedPeople';
import type { UserValues } from '../plan/userValues';
import { mappingTexts, type MappingText } from './mappingPreviewText';
import type { OpenPlan } from './planOpen';
import { resultInTurns } from './turns';

/** A plan that holds the export and the org's users. */
export interface PreviewPlan extends OpenPlan {
  readonly source: Source;
  readonly snapshot: Snapshot;
}

/** Why a mapping has no preview. */
export type NoPreview = 'noPlan' | 'planFromFile' | 'otherExport' | 'otherApp' | 'broken';

/** What there is to preview a mapping with. */
export type PreviewState = { readonly kind: 'ready'; readonly open: PreviewPlan } | { readonly kind: NoPreview };

/** @param document whose mapping it is: it must belong to the export of the plan. */
export function previewState(document: vscode.TextDocument, { appId, broken }: MappingText, open: OpenPlan | undefined): PreviewState {
  if (!open) return { kind: 'noPlan' };
  const { source, snapshot } = open;
  const file = document.uri.fsPath;
  if (!open.exportPaths.some((root) => file === root || file.startsWith(root + path.sep))) return { kind: 'otherExport' };
  if (!source || !snapshot) return { kind: 'planFromFile' };
  if (appId !== null && source.app !== null && appId !== source.app.id) return { kind: 'otherApp' };
  return broken ? { kind: 'broken' } : { kind: 'ready', open: { ...open, source, snapshot } };
}

/** The mappings of a document as it stands in the editor; read once a version. */
export class MappingDocuments {
  private readonly read = new WeakMap<vscode.TextDocument, { readonly version: number; readonly mappings: readonly MappingText[] }>();

  of(document: vscode.TextDocument): readonly MappingText[] {
    const known = this.read.get(document);
    if (known?.version === document.version) return known.mappings;
    const mappings = mappingTexts(document.getText());
    this.read.set(document, { version: document.version, mappings });
    return mappings;
  }
}

/** Whom Okta pushes, matched once a plan and in turns: no mapping changes it. */
export class PreviewPeople {
  private known: { readonly source: Source; readonly snapshot: Snapshot; readonly people: Promise<PushedPeople> } | undefined;

  async of({ source, snapshot }: PreviewPlan): Promise<PushedPeople> {
    if (this.known?.source === source && this.known.snapshot === snapshot) return await this.known.people;
    const people = matched(source, snapshot);
    this.known = { source, snapshot, people };
    return await people;
  }

  forget(): void {
    this.known = undefined;
  }
}

/** The values that a mapping gives, by the settings of the plan. */
export async function valuesOf({ input }: MappingText, { source, plan }: PreviewPlan): Promise<UserValues> {
  const { UserValues: Values } = await import('../plan/userValues');
  return new Values(source, input, plan.settings.phoneRegion);
}

/** What Okta is set not to send of it, in words; null where all of it is sent. */
export async function notSentWords({ source, plan }: PreviewPlan): Promise<string | null> {
  const { sendableActions } = await import('../plan/sendableActions');
  const { create, update } = sendableActions(source.app, plan.settings.features);
  if (create && update) return null;
  if (!create && !update) return 'Okta is set to send none of this: Create Users and Update User Attributes are off in the app.';
  return update
    ? 'Okta is set not to create users: what new accounts would get is not sent.'
    : 'Okta is set not to update attributes: only new accounts get these values.';
}

async function matched(source: Source, snapshot: Snapshot): Promise<PushedPeople> {
  const { pushedPeopleInSteps } = await import('../plan/pushedPeople');
  return await resultInTurns(pushedPeopleInSteps(source, snapshot));
}

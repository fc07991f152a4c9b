import * as vscode from 'vscode';
import { AppChoiceNeeded, type Source } from '../okta/source';
import { displayName } from '../report/words';
import type { ExportChoice } from './exportChoice';
import type { ExtensionSettings } from './extensionSettings';

/**
 * Reads the chosen export for *Check Setup…*, as a preview would, but remembers nothing of it. Null where none was chosen; undefined where the
 * person was asked which Okta app feeds the org and chose none. Rejects with ExportError, and when it was cancelled.
 */
export async function readSetupExport(
  choice: ExportChoice,
  settings: ExtensionSettings,
  orgId: string | null,
  signal: AbortSignal,
): Promise<Source | null | undefined> {
  if (choice.paths.length === 0) return null;
  const { readExport } = await import('../okta/readExport');
  const { oldExportHours, fewerPercent } = settings.plan;
  try {
    return await readExport(choice.paths, {
      oktaApp: orgId === null ? null : choice.appFor(orgId),
      chooseApp: (apps) => chooseApp(apps, choice, orgId),
      confirmedMembers: choice.confirmedMembers,
      now: new Date().toISOString(),
      oldExportHours,
      fewerPercent,
      signal,
    });
  } catch (error) {
    if (error instanceof AppChoiceNeeded) return undefined;
    throw error;
  }
}

async function chooseApp(apps: AppChoiceNeeded['apps'], choice: ExportChoice, orgId: string | null): Promise<string | null> {
  const items = apps.map(({ id, label }) => ({ label: displayName(label ?? id), description: label === null ? '' : id, id }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Several Okta apps are in this export',
    placeHolder: 'The app whose setup is checked',
    ignoreFocusOut: true,
  });
  if (picked && orgId !== null) await choice.rememberApp(orgId, picked.id);
  return picked?.id ?? null;
}

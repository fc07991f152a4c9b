import * as vscode from 'vscode';
import type { InputKind } from '../input/problem';
import { inputKindWords } from '../report/inputKinds';
import { countOf, displayName, formatNumber } from '../report/words';
import type { ExportHit } from './exportSearch';
import type { NodeTarget } from './planNode';
import type { OpenPlan } from './planOpen';
import { orCancelled, withCancel } from './progress';
import type { ResourceReference } from './services';

/** What *Find in Okta Export* looks for. */
export interface Sought {
  readonly name: string;
  /** Ids, logins and names, any of which will do. */
  readonly texts: readonly string[];
}

/** What is known of a user or group of Genesys that was chosen in the Orgs view. */
export function soughtResource({ plan, snapshot }: OpenPlan, resource: ResourceReference): Sought {
  if (resource.kind === 'group') {
    const groups = plan.groups.filter((group) => group.genesysGroupId === resource.id);
    return { name: resource.name, texts: groups.length === 0 ? [resource.name] : groups.map((group) => group.oktaGroupId) };
  }
  const oktaIds = plan.users.flatMap((user) => (user.genesysUserId === resource.id && user.oktaUserId !== null ? [user.oktaUserId] : []));
  const userName = snapshot?.users.get(resource.id)?.userName ?? resource.name;
  return { name: resource.name, texts: [resource.id, userName, ...oktaIds] };
}

/** What is known of a group or person of the Plan view; undefined for a node that is neither. */
export function soughtTarget(open: OpenPlan, target: NodeTarget): Sought | undefined {
  if (target.kind === 'group') return { name: target.group.name, texts: [target.group.oktaGroupId] };
  if (target.kind !== 'person') return undefined;
  const { genesysUserId, oktaUserId, name } = target;
  if (genesysUserId === null) return { name, texts: [oktaUserId ?? name] };
  const found = soughtResource(open, { kind: 'user', orgId: '', id: genesysUserId, name });
  return { name, texts: oktaUserId === null ? found.texts : [...found.texts, oktaUserId] };
}

/** Looks through the files of the export and opens the place; asks which where there are several. */
export async function findInExport(open: OpenPlan, sought: Sought): Promise<void> {
  const { searchExport, mostHits } = await import('./exportSearch');
  const name = displayName(sought.name);
  const hits = await orCancelled(
    withCancel(`Looking for ${name} in the export`, (signal, report) =>
      searchExport(open.exportPaths, open.plan.inputs, sought.texts, signal, (done, total) =>
        report(`${formatNumber(done)} of ${countOf(total, 'file')}`),
      ),
    ),
  );
  if (!hits) return;
  const [first] = hits;
  if (!first) {
    void vscode.window.showInformationMessage(`${name} is in no file of the export.`);
    return;
  }
  if (hits.length === 1) {
    await openHit(first, false);
    return;
  }
  const sorted = [...hits].sort((a, b) => rank(a) - rank(b));
  const items = sorted.map((hit) => ({
    label: `${displayName(hit.path)}:${formatNumber(hit.line)}`,
    description: inputKindWords[hit.kind],
    hit,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `${name} in the Okta export`,
    placeHolder: hits.length < mostHits ? 'Where to look' : `The first ${formatNumber(mostHits)} places`,
    matchOnDescription: true,
    onDidSelectItem: (item) => void openHit((item as (typeof items)[number]).hit, true),
  });
  if (picked) await openHit(picked.hit, false);
}

/** The records of a user or group themselves come before the lists that name it. */
const kindOrder: readonly InputKind[] = ['users', 'groups', 'appUsers', 'pushMappings', 'appGroups', 'groupMembers'];

function rank({ kind }: ExportHit): number {
  const index = kindOrder.indexOf(kind);
  return index < 0 ? kindOrder.length : index;
}

async function openHit({ file, line, column, length }: ExportHit, preserveFocus: boolean): Promise<void> {
  const selection = new vscode.Range(line - 1, column, line - 1, column + length);
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), { preview: true, preserveFocus, selection });
}

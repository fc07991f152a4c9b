import path from 'node:path';
import * as vscode from 'vscode';
import type { OrgNames } from '../genesys/orgNames';
import type { ManagerReport } from '../plan/resolveManagers';
import type { NameKind, NameUse } from '../plan/usedNames';
import type { LatentOverwrite } from '../report/latentOverwrites';
import { countOf, displayName } from '../report/words';
import type { CommandRegistry } from './commandRegistry';
import { confirmSavingPersonalData } from './personalData';
import type { OpenPlan } from './planOpen';
import type { PlanSession } from './planService';
import { orCancelled, withCancel, withCancelWhenSlow } from './progress';
import type { Prompts } from './prompts';
import type { OrgAccess } from './services';
import { inTurns, textInTurns } from './turns';
import type { VirtualDocuments } from './virtualDocuments';

export interface ResolveCommandParts {
  readonly orgs: OrgAccess;
  readonly plans: Pick<PlanSession, 'current'>;
  readonly documents: VirtualDocuments;
  readonly prompts: Prompts;
  readonly commands: CommandRegistry;
}

const saveManagers = 'Save Manager CSV…';
const saveLatent = 'Save Latent Overwrites…';

/** In turns, with *Cancel* where it takes longer than a second. Undefined: cancelled. */
function whenSlow<Result>(steps: Iterator<unknown, Result>): Promise<Result | undefined> {
  return orCancelled(withCancelWhenSlow('Comparing managers and names', (signal) => inTurns(steps, signal)));
}

/** *Resolve Managers and Names…*: a page from the plan that is open, and the lists that go with it. Writes nothing to Genesys or Okta. */
export class ResolveCommand {
  constructor(private readonly parts: ResolveCommandParts) {
    parts.commands.register('scimPreflight.plan.resolve', () => this.run());
  }

  /** Resolves when the page is shown; what is saved is asked afterwards. */
  async run(): Promise<void> {
    const open = this.parts.plans.current;
    const { source, snapshot } = open ?? {};
    if (!open || !source || !snapshot) {
      const why = open
        ? 'A plan from a file does not hold the export. Preview the push first.'
        : 'There is no plan yet. Preview the push first.';
      void vscode.window.showInformationMessage(why);
      return;
    }
    const [{ resolveManagersInSteps }, { usedNamesInSteps }] = await Promise.all([
      import('../plan/resolveManagers'),
      import('../plan/usedNames'),
    ]);
    const names = await whenSlow(usedNamesInSteps(source));
    const known = names && (await this.namesOfOrg(open, names));
    const managers = known && (await whenSlow(resolveManagersInSteps(source, snapshot)));
    if (!managers) return; // cancelled
    const [{ resolveDocument }, { latentOverwritesInSteps }, { markdownPieces }] = await Promise.all([
      import('../report/resolveDocument'),
      import('../report/latentOverwrites'),
      import('../report/markdownReport'),
    ]);
    const { plan } = open;
    const lastModified = (id: string): string | null => snapshot.users.get(id)?.meta?.lastModified ?? null;
    const latent = await whenSlow(latentOverwritesInSteps(plan, lastModified));
    if (!latent) return; // cancelled
    const connected = open.orgId !== null;
    const page = await textInTurns(markdownPieces(resolveDocument({ plan, managers, names, known, connected, latent })));
    await this.parts.documents.showReport(`Managers and names of ${displayName(plan.org.name)}`, page);
    // The command is over when the page is there; the notification may stand for long.
    this.offerLists(open, managers, latent).catch((error: unknown) => this.parts.commands.showError(error, 'saving lists'));
  }

  /** Only what the export uses is asked for. Undefined: cancelled. */
  private async namesOfOrg({ orgId }: OpenPlan, names: NameUse): Promise<OrgNames | undefined> {
    const none: OrgNames = { divisions: null, roles: null, skills: null, languages: null };
    const kinds: readonly NameKind[] = [...new Set(names.used.map((one) => one.kind))];
    if (orgId === null || kinds.length === 0) return none;
    return await orCancelled(
      withCancel('Reading the names in Genesys Cloud…', async (signal) => {
        const { client } = await this.parts.orgs.connect(orgId);
        const { readOrgNames } = await import('../genesys/orgNames');
        return await readOrgNames(client, kinds, signal);
      }),
    );
  }

  private async offerLists(open: OpenPlan, managers: ManagerReport, latent: readonly LatentOverwrite[]): Promise<void> {
    const [{ managerCsv }, { latentCsv }] = await Promise.all([import('../report/resolveManagers'), import('../report/latentOverwrites')]);
    const list = managerCsv(managers);
    const actions = [...(list ? [saveManagers] : []), ...(latent.length === 0 ? [] : [saveLatent])];
    if (actions.length === 0) return;
    const left =
      list && list.leftOut > 0 ? ` ${countOf(list.leftOut, 'person', 'people')} would be misread in a CSV and cannot be in it.` : '';
    const said = list
      ? `${countOf(list.people, 'person’s manager is', 'people’s managers are')} resolved.${left}`
      : 'There are values that Okta will overwrite.';
    const chosen = await this.parts.prompts.offer('information', said, actions);
    if (chosen === saveManagers && list) await this.save(open, 'managers.csv', [list.csv]);
    // With the mark, Excel reads names with accents right; Okta's own list goes without.
    if (chosen === saveLatent) await this.save(open, 'latent-overwrites.csv', withMark(latentCsv(latent)));
  }

  private async save({ exportPaths }: OpenPlan, file: string, pieces: Iterable<string>): Promise<void> {
    const [exported] = exportPaths;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(path.dirname(exported ?? path.resolve(file)));
    const uri = await vscode.window.showSaveDialog({
      title: 'Save CSV',
      saveLabel: 'Save',
      defaultUri: vscode.Uri.joinPath(folder, file),
      filters: { CSV: ['csv'] },
    });
    if (!uri) return;
    if (uri.scheme === 'file' && !(await confirmSavingPersonalData(uri.fsPath, 'the list', this.parts.prompts))) return;
    const { writeText } = await import('./planFiles');
    await writeText(uri, pieces);
    void vscode.window.showInformationMessage(`Saved ${displayName(path.basename(uri.path))}.`);
  }
}

function* withMark(pieces: Iterable<string>): Iterable<string> {
  yield '\ufeff';
  yield* pieces;
}

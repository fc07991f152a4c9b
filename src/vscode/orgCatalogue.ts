import * as vscode from 'vscode';
import { documentedCatalogue, type AttributeCatalogue } from '../mapping/attributeCatalogue';
import { correctCatalogue } from '../mapping/correctCatalogue';
import { countOf, displayName } from '../report/words';
import type { Logger } from './log';
import type { OrgAccess } from './services';

/** Genesys' own advice on which attributes an org takes (facts/genesys-scim.md, section 2). */
const schemasPath = '/api/v2/scim/schemas';

/** The attributes that an org takes: as documented, corrected by its own `/schemas`, which is asked for once a window. */
export class OrgCatalogue implements vscode.Disposable {
  private readonly corrected = new Map<string, AttributeCatalogue>();
  private readonly asked = new Set<string>();
  private readonly changed = new vscode.EventEmitter<void>();
  /** An org takes other attributes than was thought. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly orgs: Pick<OrgAccess, 'connect' | 'get'>,
    private readonly log: Logger,
    private readonly showPage: (name: string, markdown: string) => Promise<void>,
  ) {}

  dispose(): void {
    this.changed.dispose();
  }

  /** What is known now; `onDidChange` tells when the org has answered otherwise. @param orgId null: no org is at hand. */
  of(orgId: string | null): AttributeCatalogue {
    if (orgId === null) return documentedCatalogue;
    if (!this.asked.has(orgId)) {
      this.asked.add(orgId);
      this.ask(orgId).catch((error: unknown) => this.log.error('asking an org for its SCIM schemas', error));
    }
    return this.corrected.get(orgId) ?? documentedCatalogue;
  }

  private async ask(orgId: string): Promise<void> {
    const { client } = await this.orgs.connect(orgId);
    const answer = await client.readIfAllowed(schemasPath, { doing: 'read its SCIM schemas' });
    if (answer === null) return;
    const { catalogue, differences } = correctCatalogue(documentedCatalogue, answer as Parameters<typeof correctCatalogue>[1]);
    if (differences.length === 0) return;
    this.corrected.set(orgId, catalogue);
    this.changed.fire();
    const name = displayName(this.orgs.get(orgId)?.name ?? orgId);
    const words = `${name} takes other attributes than Genesys documents (${countOf(differences.length, 'difference')}). Mappings are checked by what the org says.`;
    this.log.info([words, ...differences].join('\n'));
    const choice = await vscode.window.showInformationMessage(words, 'Show');
    if (choice) await this.showPage(`SCIM attributes of ${name}.md`, await differencesPage(name, differences));
  }
}

async function differencesPage(org: string, differences: readonly string[]): Promise<string> {
  const [{ toMarkdownText }, { heading, list, name, paragraph, root }] = await Promise.all([
    import('../report/markdownReport'),
    import('../report/markdownNodes'),
  ]);
  return toMarkdownText(
    root([
      heading(1, 'SCIM attributes of ', name(org)),
      paragraph(
        'What the org’s own SCIM schemas say otherwise than Genesys’ documentation. Mappings and app user schemas are checked by the org.',
      ),
      list(differences),
    ]),
  );
}

import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { noContext, type LintContext } from '../mapping/lint/lintContext';
import { surroundingsOf, type Surroundings } from '../mapping/lint/surroundings';
import { knownOfUsersInSteps, type KnownOfUsers } from '../okta/knownOfUsers';
import type { Source } from '../okta/source';
import type { OrgCatalogue } from './orgCatalogue';
import type { PlanSession } from './planService';
import { inTurns } from './turns';

/** Settings that tell about the files beside them are small, and few. */
const mostBytes = 1 << 20;
const mostFiles = 100;

/** What is known about a file from the files beside it and from the plan that is shown. */
export class LintKnowledge {
  private readonly beside = new Map<string, Promise<Surroundings>>();
  private users: { readonly source: Source; readonly known: Promise<KnownOfUsers | undefined> } | undefined;

  constructor(
    private readonly session: PlanSession,
    private readonly defaultRegion: () => string | null,
    private readonly catalogues: Pick<OrgCatalogue, 'of'>,
  ) {}

  /** The files may have changed. */
  forget(): void {
    this.beside.clear();
  }

  /** Whether a file belongs to the export that was chosen. */
  isInExport(file: string): boolean {
    return this.session.exportPaths.some((root) => file === root || file.startsWith(root + path.sep));
  }

  /** Whether the plan that is shown was made from the file. */
  isPlanned(file: string): boolean {
    return Boolean(this.session.current?.source) && this.isInExport(file);
  }

  /** @param file absolute; null for a text that is no file yet. */
  async contextOf(file: string | null): Promise<LintContext> {
    const surroundings = file === null ? noContext : await this.surroundingsOf(path.dirname(file));
    const { schemas, genesysApps, phoneAttributes, usernameAttribute } = surroundings;
    return {
      ...noContext,
      catalogue: this.catalogues.of(this.session.current?.orgId ?? null),
      ...{ schemas, genesysApps, phoneAttributes, usernameAttribute },
      ...(await this.usersFor(file)),
      defaultRegion: this.defaultRegion(),
    };
  }

  private async surroundingsOf(folder: string): Promise<Surroundings> {
    const known = this.beside.get(folder);
    if (known) return await known;
    const read = readSettings(folder).then(surroundingsOf);
    this.beside.set(folder, read);
    return await read;
  }

  /** Of the plan that is shown, where the file is of its export. */
  private async usersFor(file: string | null): Promise<KnownOfUsers | undefined> {
    const { current } = this.session;
    if (!current?.source || file === null || !this.isInExport(file)) return undefined;
    const { source } = current;
    if (this.users?.source !== source) this.users = { source, known: inTurns(knownOfUsersInSteps(source.trust.inputs, source.users)) };
    return await this.users.known;
  }
}

/** Texts of the small JSON files of a folder; what cannot be read tells nothing. */
async function readSettings(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const texts: string[] = [];
  for (const name of names.filter((each) => /\.json$/i.test(each)).sort()) {
    if (texts.length >= mostFiles) break;
    const file = path.join(folder, name);
    const size = await stat(file).then(
      (entry) => (entry.isFile() ? entry.size : Number.POSITIVE_INFINITY),
      () => Number.POSITIVE_INFINITY,
    );
    if (size <= mostBytes) texts.push(await readFile(file, 'utf8').catch(() => ''));
  }
  return texts;
}

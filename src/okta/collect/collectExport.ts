import { systemClock } from '../../http/clock';
import { inParallel } from '../../http/inParallel';
import type { ManifestEntry, MissingEntry } from '../manifestFile';
import type { CollectOptions, CollectProblem, CollectResult } from './collect';
import { CollectFolder } from './collectFolder';
import { CollectReport } from './collectReport';
import { folderState, requireFolder, type CollectionHead } from './collectState';
import { type GroupFacts, knownGroups, groupsOfPushes, groupsToRead } from './groupsToRead';
import { mappedGroup, oktaLists, type OktaList, type OktaListName } from './lists';
import { ListReader } from './listReader';
import { findApp } from './oktaApps';
import { OktaClient } from './oktaClient';

/**
 * Collects everything that a plan needs from Okta's Management API into a folder with a manifest (product.md, section 3, "Collecting"): GET
 * and nothing else, four requests at a time at most, within Okta's rate limits. What breaks it off (an error, the signal, the end of the
 * process) leaves a folder that says it is not complete, and from which another run goes on.
 *
 * @throws CollectError, RequestError for what Okta refused and an export cannot do without, and the signal's own reason when it fires.
 */
export async function collectExport(options: CollectOptions): Promise<CollectResult> {
  const report = new CollectReport(options.onProgress);
  const client = new OktaClient(options, (milliseconds) => report.waiting(milliseconds));
  report.requests = () => client.statistics.requests;
  try {
    const state = await folderState(options.folder);
    requireFolder(options.folder, state, options);
    const begun = state.kind === 'resumable' ? state.head : null;
    const head = await headOf(client, options, begun);
    const folder = await CollectFolder.open(options.folder, head, options.signal);
    try {
      return await new Collection(client, folder, report, options.signal).run();
    } finally {
      await folder.close();
    }
  } finally {
    client.close();
  }
}

/** Asks Okta for the app before anything is written: a wrong domain, token or app leaves no folder behind. */
async function headOf(client: OktaClient, options: CollectOptions, begun: CollectionHead | null): Promise<CollectionHead> {
  const { id, label } = await findApp(client, options.app ?? begun?.app.id ?? null, options.signal);
  if (begun && begun.app.id !== id) requireFolder(options.folder, otherApp(options.folder, begun, label), options);
  const now = (options.clock ?? systemClock).now();
  const fresh = { origin: options.origin, app: { id, label }, allGroups: options.allGroups === true };
  return { ...fresh, collectedAt: begun?.collectedAt ?? new Date(now).toISOString() };
}

function otherApp(folder: string, begun: CollectionHead, label: string): { readonly kind: 'taken'; readonly message: string } {
  const message = `In ${folder} a collection of ${begun.app.label} (${begun.app.id}) was broken off, not of ${label}. Another app needs another folder.`;
  return { kind: 'taken', message };
}

class Collection {
  private readonly problems: CollectProblem[] = [];
  private readonly reader: ListReader;

  constructor(
    private readonly client: OktaClient,
    private readonly folder: CollectFolder,
    private readonly report: CollectReport,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.reader = new ListReader(client, folder, report, (problem) => this.problems.push(problem));
  }

  async run(): Promise<CollectResult> {
    const app = this.folder.head.app.id;
    const lists = oktaLists.filter((list) => list.name !== 'members');
    await inParallel(lists, (list, signal) => this.reader.read(list, { app }, signal), this.signal);
    const groups = await knownGroups(this.folder);
    await this.readMappedGroups(groups);
    const members = await this.readMembers(groups);
    const files = this.files([...groups.keys()], members);
    // In the order of the manifest, whatever came first: a second run says the same.
    const order = [...oktaLists.map(({ name }) => name), mappedGroup.name];
    this.problems.sort((a, b) => order.indexOf(a.list) - order.indexOf(b.list) || compare(a.group ?? '', b.group ?? ''));
    await this.folder.finish({ files, ...missing(this.problems) });
    return this.result(files);
  }

  /** Groups that a push names and the list does not hold, which Okta tells of one by one. */
  private async readMappedGroups(groups: Map<string, GroupFacts>): Promise<void> {
    const unknown = [...(await groupsOfPushes(this.folder)).all].filter((id) => !groups.has(id)).sort(compare);
    await inParallel(unknown, (group, signal) => this.reader.read(mappedGroup, { group }, signal), this.signal);
    for (const id of unknown) for (const [known, facts] of await knownGroups(this.folder, id)) groups.set(known, facts);
  }

  private async readMembers(groups: ReadonlyMap<string, GroupFacts>): Promise<readonly string[]> {
    const list = listNamed('members');
    const wanted = await groupsToRead(this.folder, groups);
    this.report.groups = { done: 0, total: wanted.length };
    await inParallel(
      wanted,
      async (group, signal) => {
        await this.reader.readMembers(list, group, groups.get(group) ?? null, signal);
        this.report.groupDone();
      },
      this.signal,
    );
    return wanted;
  }

  /** The entries of the manifest, list by list and group by group. */
  private files(groups: readonly string[], members: readonly string[]): readonly ManifestEntry[] {
    return [...oktaLists, mappedGroup].flatMap((list) => {
      const each = list.name === 'members' ? members : list.name === 'mappedGroups' ? groups : [null];
      return each.flatMap((group) =>
        this.folder.stored(list.name, group).pages.map(({ path, records, sha256 }) => {
          const ofGroup = list.name === 'members' && group !== null ? { group } : {};
          return { path, kind: list.kind, ...ofGroup, records, sha256 };
        }),
      );
    });
  }

  private result(files: readonly ManifestEntry[]): CollectResult {
    const records: Partial<Record<ManifestEntry['kind'] & string, number>> = {};
    for (const { kind, records: count = 0 } of files) if (kind) records[kind] = (records[kind] ?? 0) + count;
    const { app, collectedAt } = this.folder.head;
    return { folder: this.folder.path, app, collectedAt, files, records, ...this.client.statistics, problems: this.problems };
  }
}

function missing(problems: readonly CollectProblem[]): { readonly missing?: readonly MissingEntry[] } {
  if (problems.length === 0) return {};
  return {
    missing: problems.map(({ list, group, status, message }) => ({
      kind: listNamed(list).kind,
      ...(group === null ? {} : { group }),
      ...(status === null ? {} : { status }),
      message,
    })),
  };
}

function listNamed(name: OktaListName): OktaList {
  return oktaLists.find((list) => list.name === name) ?? mappedGroup;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../input/problem';
import { manifestName, newManifest, writeManifest, type ManifestDocument } from '../manifestFile';
import { isList, isObject } from '../recordKinds';
import { bytesOf, LineFile, makeFolder, remove, removeUnfinished, sha256, writeWhole, writing } from './collectFiles';
import { FolderLock } from './folderLock';
import {
  listKey,
  readState,
  stateLines,
  stateName,
  type CollectionHead,
  type RestartReason,
  type StateLine,
  type StoredList,
  type StoredPage,
} from './collectState';
import type { OktaListName } from './lists';

const nothing: StoredList = { pages: [], again: false };

/**
 * The folder of a collection while it is written: pages as Okta sent them, a manifest that says it is not complete, and the state from which
 * it goes on after whatever breaks it off. All methods throw CollectError `cannotWrite`.
 */
export class CollectFolder {
  private readonly lists: Map<string, StoredList>;
  private count = 0;

  private constructor(
    readonly path: string,
    readonly head: CollectionHead,
    lists: ReadonlyMap<string, StoredList>,
    private readonly lock: FolderLock,
    private readonly lines: LineFile,
  ) {
    this.lists = new Map(lists);
    for (const { pages } of lists.values()) this.count += recordsIn(pages);
  }

  /**
   * Begins a collection, or goes on with the one that was broken off there; what it left that is not whole any more is forgotten. Throws
   * CollectError `folderInUse` where another collection writes there.
   */
  static async open(path: string, head: CollectionHead, signal?: AbortSignal): Promise<CollectFolder> {
    await makeFolder(path);
    const lock = await FolderLock.take(path);
    try {
      await removeUnfinished(path);
      for (const folder of ['members', 'mapped-groups']) await removeUnfinished(join(path, folder));
      const before = await readState(path);
      const lists = before ? await stillWhole(path, before.lists, signal) : new Map<string, StoredList>();
      const known: CollectionHead = before ? { ...before.head, allGroups: before.head.allGroups || head.allGroups } : head;
      // The state first: a folder that has it can be gone on with, whatever else is there.
      await writeWhole(join(path, stateName), [...stateLines({ head: known, lists })].map((line) => `${JSON.stringify(line)}\n`).join(''));
      await writeManifestOf(path, known, { complete: false });
      return new CollectFolder(path, known, lists, lock, await LineFile.open(join(path, stateName)));
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** What is there of a list. */
  stored(list: OktaListName, group: string | null = null): StoredList {
    return this.lists.get(listKey(list, group)) ?? nothing;
  }

  /** Records of everything that is there. */
  get records(): number {
    return this.count;
  }

  /** Puts the next page of a list into the folder. */
  async add(list: OktaListName, group: string | null, bytes: Buffer, page: Omit<StoredPage, 'sha256'>): Promise<void> {
    const { pages, again } = this.stored(list, group);
    const stored = { ...page, sha256: await writeWhole(join(this.path, page.path), bytes) };
    await this.lines.add({ list, group, page: pages.length + 1, ...stored } satisfies StateLine);
    this.lists.set(listKey(list, group), { pages: [...pages, stored], again });
    this.count += stored.records;
  }

  /** Takes away what is there of a list, so that it is read from its beginning. */
  async restart(list: OktaListName, group: string | null, restart: RestartReason): Promise<void> {
    const { pages, again } = this.stored(list, group);
    await this.lines.add({ list, group, restart } satisfies StateLine);
    this.lists.set(listKey(list, group), { pages: [], again: again || restart === 'count' });
    this.count -= recordsIn(pages);
    for (const page of pages) await remove(join(this.path, page.path));
  }

  /** The records of a list, out of its files. */
  async *recordsOf(list: OktaListName, group: string | null = null): AsyncGenerator<JsonObject> {
    for (const { path } of this.stored(list, group).pages) {
      const bytes = await bytesOf(join(this.path, path));
      const value = JSON.parse(bytes?.toString('utf8') ?? '[]') as JsonValue;
      yield* isList(value) ? value.filter(isObject) : isObject(value) ? [value] : [];
    }
  }

  /** Writes the manifest of the whole, after which the state is needed no more. */
  async finish(rest: Pick<ManifestDocument, 'files' | 'missing'>): Promise<void> {
    await writeManifestOf(this.path, this.head, { complete: true, ...rest });
    await this.lines.close();
    await remove(join(this.path, stateName));
  }

  /** Lets go of the folder, finished or not. */
  async close(): Promise<void> {
    await this.lines.close();
    await this.lock.release();
  }
}

const recordsIn = (pages: readonly StoredPage[]): number => pages.reduce((sum, page) => sum + page.records, 0);

async function writeManifestOf(
  path: string,
  { origin, app, collectedAt }: CollectionHead,
  { complete, ...rest }: { readonly complete: boolean } & Partial<Pick<ManifestDocument, 'files' | 'missing'>>,
): Promise<void> {
  const document = newManifest({ complete, collectedAt, oktaDomain: new URL(origin).host, oktaApp: app, ...rest });
  await writing(join(path, manifestName), () => writeManifest(path, document));
}

/** Lists whose files are there as they were left; the others are read again from their beginning. */
async function stillWhole(
  folder: string,
  lists: ReadonlyMap<string, StoredList>,
  signal: AbortSignal | undefined,
): Promise<Map<string, StoredList>> {
  const whole = new Map<string, StoredList>();
  for (const [key, list] of lists) {
    signal?.throwIfAborted();
    const intact = await areIntact(folder, list.pages);
    whole.set(key, intact ? list : { ...list, pages: [] });
    if (!intact) for (const page of list.pages) await remove(join(folder, page.path));
  }
  return whole;
}

async function areIntact(folder: string, pages: readonly StoredPage[]): Promise<boolean> {
  for (const page of pages) {
    const bytes = await bytesOf(join(folder, page.path));
    if (bytes === null || sha256(bytes) !== page.sha256) return false;
  }
  return true;
}

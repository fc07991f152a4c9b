import type { JsonObject } from '../../input/problem';
import { textAt } from '../oktaRecords';
import { objectAt } from '../recordKinds';
import type { CollectFolder } from './collectFolder';
import { looksLikeId } from './oktaApps';

/** What the members of a group are held against. */
export interface GroupFacts {
  readonly name: string;
  /** `_embedded.stats.usersCount`; null where Okta gave none. */
  readonly usersCount: number | null;
  /** The group was imported from the app that is collected. */
  readonly ofApp: boolean;
}

/** The groups of the list, or the one that was read by itself, by id and in Okta's order. */
export async function knownGroups(folder: CollectFolder, mapped: string | null = null): Promise<Map<string, GroupFacts>> {
  const groups = new Map<string, GroupFacts>();
  for await (const record of mapped === null ? folder.recordsOf('groups') : folder.recordsOf('mappedGroups', mapped)) {
    const id = textAt(record, 'id');
    if (id !== null) groups.set(id, factsOf(record, folder.head.app.id));
  }
  return groups;
}

/** The groups that are pushed, and these with their targets. */
export async function groupsOfPushes(
  folder: CollectFolder,
): Promise<{ readonly sources: ReadonlySet<string>; readonly all: ReadonlySet<string> }> {
  const sources = new Set<string>();
  const all = new Set<string>();
  for await (const record of folder.recordsOf('pushMappings')) {
    const [source, target] = [textAt(record, 'sourceGroupId'), textAt(record, 'targetGroupId')];
    if (source !== null && looksLikeId(source)) sources.add(source);
    for (const id of [source, target]) if (id !== null && looksLikeId(id)) all.add(id);
  }
  return { sources, all };
}

/**
 * Whose members are read: the groups that are pushed; where none is known to be, or all are wanted, every group but those that were imported
 * from the app itself, which no plan previews (product.md, section 4).
 */
export async function groupsToRead(folder: CollectFolder, groups: ReadonlyMap<string, GroupFacts>): Promise<readonly string[]> {
  const { sources } = await groupsOfPushes(folder);
  if (sources.size > 0 && !folder.head.allGroups) return [...sources].sort();
  const others = [...groups].flatMap(([id, { ofApp }]) => (ofApp || !looksLikeId(id) ? [] : [id]));
  return [...new Set([...sources, ...others])].sort();
}

function factsOf(record: JsonObject, app: string): GroupFacts {
  const profile = objectAt(record, 'profile');
  const stats = objectAt(objectAt(record, '_embedded') ?? {}, 'stats');
  const links = objectAt(objectAt(record, '_links') ?? {}, 'source');
  const source = objectAt(record, 'source');
  const usersCount = stats?.usersCount;
  return {
    name: (profile && textAt(profile, 'name')) ?? textAt(record, 'id') ?? '',
    usersCount: typeof usersCount === 'number' ? usersCount : null,
    ofApp: record.type === 'APP_GROUP' && (source?.id === app || (links ? textAt(links, 'href') : null)?.endsWith(`/apps/${app}`) === true),
  };
}

import type { PhrasingContent } from 'mdast';
import type { InputKind } from '../input/problem';
import { code, text } from './markdownNodes';

/** What Okta's Management API is asked for to get the files of a kind (facts/okta.md, section 1.1); none where no query gives them. */
export const exportQueries: Readonly<Record<InputKind, readonly string[]>> = {
  users: ['GET /api/v1/users?limit=200', 'GET /api/v1/users?filter=status eq "DEPROVISIONED"&limit=200'],
  groups: ['GET /api/v1/groups?expand=stats&limit=200'],
  groupMembers: ['GET /api/v1/groups/{groupId}/users?limit=1000'],
  appUsers: ['GET /api/v1/apps/{appId}/users?limit=500'],
  appGroups: ['GET /api/v1/apps/{appId}/groups?limit=200'],
  pushMappings: ['GET /api/v1/apps/{appId}/group-push/mappings?limit=1000'],
  profileMapping: ['GET /api/v1/mappings?targetId={appId}', 'GET /api/v1/mappings/{mappingId}'],
  profileMappingList: ['GET /api/v1/mappings?targetId={appId}', 'GET /api/v1/mappings/{mappingId}'],
  apps: ['GET /api/v1/apps/{appId}'],
  appUserSchema: ['GET /api/v1/meta/schemas/apps/{appId}/default'],
  userSchema: ['GET /api/v1/meta/schemas/user/default'],
  scimUsers: [],
  scimGroups: [],
  snapshot: [],
  terraform: [],
  oktaError: [],
  manifest: [],
  unknown: [],
};

export const followPages = 'Follow `Link: …; rel="next"` until no answer has one, and save every page.';

/** Said once where lists are to be asked for again. */
export const collectAdvice =
  '[Collect Export from Okta…] (on the command line `collect`) asks for everything again, follows every page, and saves counts and hashes that prove it whole. Where no tool may have a token, [Create Export Script…] makes a script that does the same.';

/** The same in short. */
export const collectInShort = 'Or [Collect Export from Okta…], which does that by itself.';

/** Advice for a tooltip, a diagnostic or a terminal: code as it is, commands and names of buttons between quotes. */
export function plainAdvice(advice: string): string {
  return advice.replace(marked, (_whole, query?: string, command?: string, button?: string) => query ?? `“${command ?? button ?? ''}”`);
}

/** Advice for a document: code as code, commands and names of buttons in italics. */
export function adviceNodes(advice: string): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  let end = 0;
  for (const match of advice.matchAll(marked)) {
    if (match.index > end) nodes.push(text(advice.slice(end, match.index)));
    const [whole, query, command, button] = match;
    nodes.push(query === undefined ? { type: 'emphasis', children: [text(command ?? button ?? '')] } : code(query));
    end = match.index + whole.length;
  }
  if (end < advice.length) nodes.push(text(advice.slice(end)));
  return nodes;
}

/** The titles of commands that a piece of advice names. */
export function commandsIn(advice: string): readonly string[] {
  return [...advice.matchAll(marked)].flatMap(([, , command]) => (command === undefined ? [] : [command]));
}

const marked = /`([^`]+)`|\[([^\]]+)\]|\*([^*]+)\*/g;

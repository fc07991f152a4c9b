import { allSteps, type Steps } from '../../input/steps';
import { isAppSchema, schemaOf } from './appSchema';
import { isGenesysHost, isGenesysName, isGenesysSchema } from './genesysApp';
import { templateProblem } from './identityValues';
import { jsonSecrets } from './jsonSecrets';
import { JsonTree, membersOf, textAt, valueAt, type JsonNode } from './jsonTree';
import { topValues, type TopValue } from './jsonValues';
import { lintAppSchema } from './lintAppSchema';
import { PhoneReaders, type LintContext } from './lintContext';
import { feedsGenesys, lintMappingInSteps, mappingDirection, type MappingDirection } from './lintMapping';
import { lintAppUser, lintUser } from './lintPeople';
import { lintProblem, type LintProblem } from './problem';

export type LintedKind = 'mapping' | 'mappingList' | 'appSchema' | 'app' | 'users' | 'appUsers' | 'other';

export interface LintResult {
  /** Of the first value that is understood. */
  readonly kind: LintedKind;
  /** Of a mapping. */
  readonly direction: MappingDirection;
  /** Of a mapping or schema: which way it goes, and whether it is measured by Genesys Cloud; null for other files. */
  readonly says: string | null;
  /** By place. */
  readonly problems: readonly LintProblem[];
}

/**
 * The checks of a JSON text of Okta's (product.md, section 10): profile mappings, app user schemas, apps, users and app users, each alone, in a
 * list or as NDJSON; secrets in whatever it is. Never throws for a text, whatever it holds.
 *
 * @throws RangeError for a default region that libphonenumber does not know.
 */
export function lintJson(text: string, context: LintContext): LintResult {
  return allSteps(lintJsonInSteps(text, context));
}

/**
 * `lintJson`, one value at the top of the text or one attribute of a mapping at a time, for large exports: between two steps others can work,
 * or it can be given up.
 */
export function* lintJsonInSteps(text: string, context: LintContext): Steps<LintResult> {
  const readers = new PhoneReaders(context.defaultRegion);
  const problems: LintProblem[] = [];
  const listed: { readonly tree: JsonTree; readonly root: JsonNode }[] = [];
  let first: Pick<LintResult, 'kind' | 'direction' | 'says'> | null = null;
  let broken = false;
  for (const value of topValues(text)) {
    const tree = JsonTree.read(text, value);
    if (!broken) {
      const fault = faultOf(text, tree, value);
      if (fault) problems.push(fault);
      broken = fault !== null;
    }
    const root = tree.root ? unwrapped(tree.root) : null;
    if (root) {
      const kind = kindOf(root);
      if (kind === 'mappingList') listed.push({ tree, root });
      problems.push(...jsonSecrets(tree, root, value), ...(yield* lintValue(kind, tree, root, context, readers)));
      if (first === null && kind !== 'other') first = { kind, direction: directionOf(kind, root), says: saysOf(kind, root, context) };
    }
    yield undefined;
  }
  problems.push(...listProblem(listed, context));
  const told = first ?? { kind: 'other', direction: null, says: null };
  const says = told.kind === 'mappingList' && listed.length > 1 ? `A list of ${listed.length} mappings, without what they map.` : told.says;
  return { ...told, says, problems: problems.sort((a, b) => a.start - b.start || a.end - b.end) };
}

function faultOf(text: string, { fault }: JsonTree, { start, end, closed }: TopValue): LintProblem | null {
  if (!fault && closed) return null;
  if (!closed) return lintProblem('truncated', 'The text ends before the data does.', { start: Math.max(start, end - 1), end });
  const { start: from, end: to } = fault ?? { start, end };
  return lintProblem('unreadable', fault?.message ?? 'It is no JSON.', { start: from, end: Math.min(text.length, Math.max(to, from + 1)) });
}

/** `{"stream": …, "data": {…}}`, as tools that read Okta write it. */
export function unwrapped(root: JsonNode): JsonNode {
  const data = valueAt(root, 'stream') ? valueAt(root, 'data') : undefined;
  return data?.type === 'object' ? data : root;
}

/** By content alone, as `recordKind` in src/okta tells it. */
export function kindOf(root: JsonNode): LintedKind {
  if (root.type !== 'object') return 'other';
  if (isSide(valueAt(root, 'source')) && isSide(valueAt(root, 'target'))) {
    return valueAt(root, 'properties')?.type === 'object' ? 'mapping' : 'mappingList';
  }
  if (isAppSchema(root)) return 'appSchema';
  if (isOktaApp(root)) return 'app';
  const profile = valueAt(root, 'profile');
  if (profile?.type !== 'object' || valueAt(root, 'objectClass')?.type === 'array') return 'other';
  const has = (...names: readonly string[]): boolean => names.some((name) => valueAt(root, name) !== undefined);
  if (has('scope', 'syncState', 'externalId') || valueAt(root, 'credentials', 'userName')) return 'appUsers';
  return membersOf(profile).some(({ name }) => name === 'login' || name === 'email' || name === 'firstName') ? 'users' : 'other';
}

export function isOktaApp(root: JsonNode): boolean {
  if (textAt(root, 'label') === null) return false;
  return (
    textAt(root, 'signOnMode') !== null ||
    valueAt(root, 'features') !== undefined ||
    valueAt(root, 'credentials', 'userNameTemplate') !== undefined
  );
}

function isSide(node: JsonNode | undefined): boolean {
  const type = textAt(node, 'type');
  return type === 'user' || type === 'appuser';
}

function* lintValue(
  kind: LintedKind,
  tree: JsonTree,
  root: JsonNode,
  context: LintContext,
  readers: PhoneReaders,
): Steps<readonly LintProblem[]> {
  switch (kind) {
    case 'mapping':
      return yield* lintMappingInSteps(tree, root, context);
    case 'appSchema':
      return lintAppSchema(tree, root, context);
    case 'app': {
      const template = valueAt(root, 'credentials', 'userNameTemplate', 'template');
      return template?.type === 'string' && isGenesysApp(root, context) ? templateProblem(tree, template) : [];
    }
    case 'users':
      return lintUser(tree, root, context, readers);
    case 'appUsers':
      return lintAppUser(tree, root, context, readers);
    case 'mappingList':
    case 'other':
      return [];
  }
}

/** Whether an app, as Okta's API gives it, feeds Genesys Cloud: by what is known, by its name, or by the host in its settings. */
export function isGenesysApp(root: JsonNode, context: LintContext): boolean {
  const id = textAt(root, 'id');
  if (id !== null && context.genesysApps.has(id)) return true;
  if (isGenesysName(textAt(root, 'name')) || isGenesysName(textAt(root, 'label'))) return true;
  return membersOf(valueAt(root, 'settings', 'app')).some(({ value }) => value.type === 'string' && isGenesysHost(String(value.value)));
}

/** Once a text, at the mapping that matters most. */
function listProblem(
  listed: readonly { readonly tree: JsonTree; readonly root: JsonNode }[],
  context: LintContext,
): readonly LintProblem[] {
  const toApp = listed.filter(({ root }) => mappingDirection(root) === 'oktaToApp');
  const chosen = toApp.find(({ root }) => feedsGenesys(root, context)) ?? toApp[0] ?? listed[0];
  if (!chosen) return [];
  const id = valueAt(chosen.root, 'id');
  const at = id?.type === 'string' ? chosen.tree.inner(id) : { ...chosen.tree.range(chosen.root) };
  const what = listed.length === 1 ? 'This mapping has' : `This is a list of ${listed.length} mappings, which have`;
  const message = `${what} no expressions, so nothing in it can be checked. Save the one mapping of the app: GET /api/v1/mappings/${id ? String(id.value) : '{id}'}.`;
  return [lintProblem('mapping-without-expressions', message, at)];
}

function directionOf(kind: LintedKind, root: JsonNode): MappingDirection {
  return kind === 'mapping' || kind === 'mappingList' ? mappingDirection(root) : null;
}

function saysOf(kind: LintedKind, root: JsonNode, context: LintContext): string | null {
  if (kind === 'appSchema') {
    const name = textAt(root, 'title') ?? textAt(root, 'name') ?? 'an app';
    return isGenesysSchema(schemaOf(root), context)
      ? `The attributes of ${name}, which go to Genesys Cloud.`
      : `The attributes of ${name}. Nothing tells that they go to Genesys Cloud, so they are not measured by it.`;
  }
  if (kind !== 'mapping' && kind !== 'mappingList') return null;
  const name = (side: string): string => textAt(root, side, 'name') ?? 'an app';
  switch (mappingDirection(root)) {
    case 'appToOkta':
      return `From ${name('source')} to Okta: it changes Okta users, and sends nothing to Genesys Cloud.`;
    case 'oktaToApp':
      return feedsGenesys(root, context)
        ? `From Okta to ${name('target')}: what Okta sends to Genesys Cloud.`
        : `From Okta to ${name('target')}. Nothing tells that this app feeds Genesys Cloud, so only its expressions are checked.`;
    case null:
      return 'A mapping whose ends do not tell which way it goes: only its expressions are checked.';
  }
}

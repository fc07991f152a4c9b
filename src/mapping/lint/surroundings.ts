import { expressionParts } from '../expression/parts';
import { parseExpression } from '../expression/parser';
import { isAppSchema, schemaOf } from './appSchema';
import { JsonTree, membersOf, textAt, valueAt, type JsonNode } from './jsonTree';
import { topValues } from './jsonValues';
import { noContext, type AppSchemaText, type LintContext } from './lintContext';
import { isGenesysApp, isOktaApp } from './lintJson';
import { feedsGenesys, phoneMembers } from './lintMapping';

/** What the settings of an export tell about the texts beside them. */
export type Surroundings = Pick<LintContext, 'schemas' | 'genesysApps' | 'phoneAttributes' | 'usernameAttribute'>;

/**
 * Reads apps, app user schemas and mappings: which apps feed Genesys Cloud, which Okta attributes become phones there, and which becomes the
 * user name.
 *
 * @param texts JSON; others than these tell nothing. Large exports of users need not be handed in.
 */
export function surroundingsOf(texts: Iterable<string>): Surroundings {
  const roots = [...texts].flatMap(rootsOf);
  const schemas: AppSchemaText[] = roots.filter(isAppSchema).map(schemaOf);
  const genesysApps = new Set<string>();
  let usernameAttribute: string | null = null;
  for (const root of roots.filter(isOktaApp)) {
    if (!isGenesysApp(root, { ...noContext, genesysApps })) continue;
    const id = textAt(root, 'id');
    if (id !== null) genesysApps.add(id);
    const template = textAt(root, 'credentials', 'userNameTemplate', 'template') ?? '';
    usernameAttribute ??= /^\s*(?:\$\{)?\s*(?:source|user)\.(\w+)\s*\}?\s*$/.exec(template)?.[1] ?? null;
  }
  const phoneAttributes = new Set<string>();
  for (const root of roots) {
    const context: LintContext = { ...noContext, schemas, genesysApps };
    if (!feedsGenesys(root, context)) continue;
    const id = textAt(root, 'target', 'id');
    if (id !== null) genesysApps.add(id);
    for (const expression of phoneMembers(root, context)) {
      const parsed = parseExpression(expression);
      if (parsed.kind === 'failed') continue;
      // Of an expression with several attributes it is not told which one is the number.
      const [only, ...others] = new Set(
        expressionParts(parsed.expression).references.map(({ root: of, attribute }) => `${of ?? 'user'}.${attribute}`),
      );
      const attribute = /^(?:user|source)\.(.+)$/.exec(only ?? '')?.[1];
      if (attribute !== undefined && others.length === 0) phoneAttributes.add(attribute);
    }
  }
  return { schemas, genesysApps, phoneAttributes, usernameAttribute };
}

function rootsOf(text: string): readonly JsonNode[] {
  return [...topValues(text)].flatMap((value) => {
    const { root } = JsonTree.read(text, value);
    return root?.type === 'object' && isSetting(root) ? [root] : [];
  });
}

/** Cheaply: users are many. */
function isSetting(root: JsonNode): boolean {
  return (
    membersOf(root).some(({ name }) => name === 'definitions' || name === 'label' || name === 'target') &&
    valueAt(root, 'profile') === undefined
  );
}

import { JsonTree, membersOf, textAt, valueAt, type JsonNode, type Member } from './jsonTree';
import { appIdOfLink } from './genesysApp';
import type { AppSchemaText } from './lintContext';
import { topValues } from './jsonValues';

/** The attributes of an app user schema, those of its base and custom part. The user name has a place of its own and is left out. */
export function schemaVariables(root: JsonNode): readonly Member[] {
  return membersOf(valueAt(root, 'definitions')).flatMap(({ value }) =>
    membersOf(valueAt(value, 'properties')).filter(({ name, value: variable }) => name !== 'userName' && variable.type === 'object'),
  );
}

export function schemaOf(root: JsonNode): AppSchemaText {
  return {
    appId: appIdOfLink(textAt(root, 'id')),
    appName: textAt(root, 'name'),
    variables: new Map(
      schemaVariables(root).map(({ name, value }) => [
        name,
        { externalName: textAt(value, 'externalName'), externalNamespace: textAt(value, 'externalNamespace') },
      ]),
    ),
  };
}

/** Whether a value is the schema of an app's users, as `recordKind` in src/okta tells it. */
export function isAppSchema(root: JsonNode): boolean {
  if (valueAt(root, 'definitions')?.type !== 'object') return false;
  const id = textAt(root, 'id') ?? '';
  if (id.includes('/meta/schemas/user/')) return false;
  return id.includes('/meta/schemas/apps/') || valueAt(root, 'definitions', 'base', 'properties', 'userName') !== undefined;
}

/** The app user schemas in a JSON text, for the context of the mapping beside it; empty where there are none. */
export function readAppSchemas(text: string): readonly AppSchemaText[] {
  return [...topValues(text)].flatMap((value) => {
    const { root } = JsonTree.read(text, value);
    return root && isAppSchema(root) ? [schemaOf(root)] : [];
  });
}

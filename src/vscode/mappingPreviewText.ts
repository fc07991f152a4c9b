import type { MappingInput } from '../mapping/attributeRules';
import { JsonTree, membersOf, textAt, valueAt, type JsonNode } from '../mapping/lint/jsonTree';
import { topValues } from '../mapping/lint/jsonValues';
import { feedsGenesys, mappingDirection } from '../mapping/lint/lintMapping';
import { noContext } from '../mapping/lint/lintContext';
import type { TextRange } from '../mapping/lint/problem';

/** A mapping *Okta to app* as it stands in a text that is being edited. */
export interface MappingText {
  /** Of the app that it goes to; null where it does not tell. */
  readonly appId: string | null;
  /** It is known to go to Genesys Cloud by its own words; else only a plan of its app tells. */
  readonly genesys: boolean;
  readonly input: MappingInput;
  /** Where the name `properties` stands. */
  readonly place: TextRange;
  /** The attributes of the app with the places of their names; of a name that stands there twice the one that counts. */
  readonly attributes: ReadonlyMap<string, TextRange>;
  /** The text is broken: what can be read of it is not what was meant. */
  readonly broken: boolean;
}

/** Mappings are small; what is longer is an export of other things. */
const longestText = 500_000;

/** The mappings *Okta to app* of a JSON text, each alone, in a list or in an envelope; those the other way send nothing to the app. */
export function mappingTexts(text: string): readonly MappingText[] {
  if (text.length > longestText || !text.includes('"properties"') || !text.includes('"appuser"')) return [];
  return [...topValues(text)].flatMap((value) => {
    const tree = JsonTree.read(text, value);
    const mapping = tree.root && mappingText(tree, tree.root);
    return mapping ? [{ ...mapping, broken: tree.fault !== null || !value.closed }] : [];
  });
}

function mappingText(tree: JsonTree, root: JsonNode): Omit<MappingText, 'broken'> | null {
  const mapping = valueAt(root, 'stream') ? valueAt(root, 'data') : root;
  const properties = membersOf(mapping).findLast(({ name }) => name === 'properties');
  if (!mapping || properties?.value.type !== 'object' || mappingDirection(mapping) !== 'oktaToApp') return null;
  const members = membersOf(properties.value);
  const mapped = members.flatMap(({ name, value }) => {
    const expression = textAt(value, 'expression');
    const status = textAt(value, 'pushStatus');
    return expression === null
      ? []
      : [[name, { expression, pushStatus: status === 'PUSH' || status === 'DONT_PUSH' ? status : null }] as const];
  });
  return {
    appId: textAt(mapping, 'target', 'id'),
    genesys: feedsGenesys(mapping, noContext),
    input: { properties: Object.fromEntries(mapped) },
    place: tree.range(properties.key),
    attributes: new Map(members.map(({ name, key }) => [name, tree.range(key)])),
  };
}

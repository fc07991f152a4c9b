import { getLocation } from 'jsonc-parser';
import type { AttributeCatalogue } from '../attributeCatalogue';
import { coreUserUrn } from '../scimNames';
import { variableNames } from '../variableNames';
import { completeExpression } from './completionExpression';
import { snippetText, valueItem, type CompletionItem, type Completions } from './completionItem';
import { isAppSchema } from './appSchema';
import { pathBlock, targetBlock } from './hoverAttribute';
import { sentence } from './hoverContent';
import { offsetInValue, type JsonPlace } from './jsonPlace';
import { membersOf, textAt, valueAt, type JsonNode } from './jsonTree';
import type { LintContext } from './lintContext';
import { feedsGenesys, mappingDirection, schemaOfMapping } from './lintMapping';
import { mappingTarget } from './mappingTargets';
import type { TextRange } from './problem';

export interface CompletionKnowledge {
  readonly context: LintContext;
  /** Of the Okta users, for `user.`. */
  readonly profileAttributes: Iterable<string>;
}

/** What can be written at an offset of a mapping or an app user schema; null where nothing is known. */
export function completeJson(place: JsonPlace, offset: number, knowledge: CompletionKnowledge): Completions | null {
  const { tree, root } = place;
  const { start } = tree.range(root);
  const { path, isAtPropertyKey, previousNode } = getLocation(tree.text.slice(start, tree.range(root).end), offset - start);
  const node = previousNode && { ...previousNode, offset: start + previousNode.offset };
  // The keys of an object are told as nodes of the type "property".
  const isString = node?.type === 'string' || node?.type === 'property';
  const string = isString && node.offset < offset && offset < node.offset + node.length ? node : null;
  if (isAppSchema(root)) return string && !isAtPropertyKey ? completeSchema(place, path, string, knowledge.context) : null;
  if (path[0] !== 'properties' || path.length > 3 || !isMapping(root)) return null;
  if (path.length === 2 && isAtPropertyKey) return completeTarget(place, string, offset, knowledge.context);
  if (path.length !== 3 || string === null || isAtPropertyKey) return null;
  if (path[2] === 'pushStatus') return { replace: inner(string), items: pushStatuses };
  return path[2] === 'expression' ? completeValue(place, String(path[1]), string, offset, knowledge) : null;
}

const isMapping = (root: JsonNode): boolean => Boolean(textAt(root, 'source', 'type') ?? textAt(root, 'target', 'type'));

/** A string in the text, whose offset counts from the text's start. */
interface StringAt {
  readonly offset: number;
  readonly length: number;
}

const inner = ({ offset, length }: StringAt): TextRange => ({ start: offset + 1, end: offset + length - 1 });

const pushStatuses: readonly CompletionItem[] = [
  valueItem('PUSH', 'value', 'at every create and update'),
  valueItem('DONT_PUSH', 'value', 'mapped at create only', {
    title: 'DONT_PUSH',
    lines: [sentence('It does not protect a value of Genesys Cloud: at every update Okta pushes the whole profile of the app user.')],
    source: null,
  }),
];

/** Attributes of the app that the mapping does not have: those of its schema, else the names that SCIM apps are known to use. */
function completeTarget({ tree, root }: JsonPlace, string: StringAt | null, offset: number, context: LintContext): Completions | null {
  if (mappingDirection(root) !== 'oktaToApp') return null;
  const schema = schemaOfMapping(root, context);
  if (!schema && !feedsGenesys(root, context)) return null;
  const members = membersOf(valueAt(root, 'properties'));
  const own = members.find(({ key }) => tree.range(key).start === string?.offset);
  const isFollowed = /^\s*:/.test(tree.text.slice(string === null ? offset : string.offset + string.length, offset + 200));
  const taken = new Set(members.filter((one) => one !== own).map(({ name }) => name));
  const names = (schema ? [...schema.variables.keys()] : variableNames).filter((name) => !taken.has(name));
  const items = names.map((name): CompletionItem => {
    const target = mappingTarget(name, schema);
    const block = targetBlock(name, target, context.catalogue);
    const detail = target.kind === 'path' ? target.path : '';
    const value = isFollowed ? '' : `: { "expression": "\${1:user.}", "pushStatus": "PUSH" }`;
    return { label: name, kind: 'target', insert: `"${snippetText(name)}"${value}`, isSnippet: true, detail, documentation: block };
  });
  const range = string === null ? { start: offset, end: offset } : { start: string.offset, end: string.offset + string.length };
  return { replace: range, items };
}

function completeValue(
  { tree, root }: JsonPlace,
  variable: string,
  string: StringAt,
  offset: number,
  { context, profileAttributes }: CompletionKnowledge,
): Completions | null {
  const direction = mappingDirection(root);
  const member = membersOf(valueAt(root, 'properties')).findLast(({ name }) => name === variable);
  const node = valueAt(member?.value, 'expression');
  if (direction === null || node?.type !== 'string' || tree.range(node).start !== string.offset) return null;
  const target = mappingTarget(variable, schemaOfMapping(root, context));
  const texts = target.kind === 'type' && feedsGenesys(root, context) ? writableTypes(context.catalogue, target.list) : [];
  const toApp = direction === 'oktaToApp';
  const appUserAttributes = context.schemas.find(({ appId }) => appId === textAt(root, 'source', 'id'))?.variables.keys() ?? [];
  const { replace, items } = completeExpression(String(node.value), offsetInValue(tree, node, offset), {
    root: toApp ? 'user' : 'appuser',
    attributes: toApp ? profileAttributes : appUserAttributes,
    texts,
  });
  return { replace: tree.within(node, replace), items };
}

function writableTypes(catalogue: AttributeCatalogue, list: string): readonly string[] {
  return catalogue.attributes.flatMap(({ name, elementType, readOnlyBecause }) =>
    name.toLowerCase() === list.toLowerCase() && elementType !== null && readOnlyBecause === null ? [elementType] : [],
  );
}

function completeSchema(
  { root }: JsonPlace,
  path: readonly (string | number)[],
  string: StringAt,
  { catalogue }: LintContext,
): Completions | null {
  const [definitions, part, properties, variable, field] = path;
  if (definitions !== 'definitions' || properties !== 'properties' || path.length !== 5) return null;
  const namespace = textAt(root, 'definitions', String(part), 'properties', String(variable), 'externalNamespace');
  const writable = catalogue.attributes.filter((one) => one.mutability !== 'readOnly');
  if (field === 'externalNamespace') {
    const urns = [...new Set(writable.map(({ urn }) => urn))];
    return { replace: inner(string), items: urns.map((urn) => valueItem(urn, 'value', 'schema of Genesys Cloud')) };
  }
  if (field !== 'externalName') return null;
  const items = writable
    .filter(({ urn }) => namespace === null || namespace === '' || urn === namespace)
    .map((one) => {
      const local = one.urn === coreUserUrn ? one.path : one.path.slice(one.urn.length + 1);
      const label = one.elementType === null ? local : `${one.name}.^[type=='${one.elementType}'].value`;
      return valueItem(label, 'target', one.urn, pathBlock(one.path, catalogue));
    });
  return { replace: inner(string), items };
}

import type { Steps } from '../../input/steps';
import { paths, type AttributeCatalogue } from '../attributeCatalogue';
import { variableNames } from '../variableNames';
import { checkPhone } from './checkPhone';
import { closestName } from './closestName';
import { checkElementType } from './elementType';
import { isGenesysName, isGenesysSchema, isGenesysVariable } from './genesysApp';
import { membersOf, textAt, valueAt, type JsonNode, type JsonTree, type Member } from './jsonTree';
import { lintExpression, literalResults, readExpressionText, type ExpressionText } from './lintExpression';
import { PhoneReaders, type AppSchemaText, type LintContext } from './lintContext';
import { managerProblem, userNameProblem } from './identityValues';
import { mappingTarget, type MappingTarget } from './mappingTargets';
import { lintFix, lintProblem, type LintProblem } from './problem';

/** Which way a mapping goes; null where its ends do not tell. */
export type MappingDirection = 'oktaToApp' | 'appToOkta' | null;

export function mappingDirection(root: JsonNode): MappingDirection {
  const [source, target] = [textAt(root, 'source', 'type'), textAt(root, 'target', 'type')];
  if (source === 'user' && target === 'appuser') return 'oktaToApp';
  return source === 'appuser' && target === 'user' ? 'appToOkta' : null;
}

/** Whether a mapping is one to an app that feeds Genesys Cloud, as far as anything tells. */
export function feedsGenesys(root: JsonNode, context: LintContext): boolean {
  const schema = schemaOfMapping(root, context);
  const id = textAt(root, 'target', 'id');
  if (mappingDirection(root) !== 'oktaToApp') return false;
  if ((id !== null && context.genesysApps.has(id)) || isGenesysName(textAt(root, 'target', 'name'))) return true;
  if (schema && isGenesysSchema(schema, context)) return true;
  return membersOf(valueAt(root, 'properties')).some((one) => isGenesysVariable(one.name));
}

/** The schema of the app that a mapping goes to. */
export function schemaOfMapping(root: JsonNode, { schemas }: LintContext): AppSchemaText | null {
  const [id, name] = [textAt(root, 'target', 'id'), textAt(root, 'target', 'name')];
  return (
    schemas.find((one) => one.appId !== null && one.appId === id) ??
    schemas.find((one) => one.appName !== null && one.appName === name && (one.appId === null || id === null)) ??
    null
  );
}

/** An attribute of a mapping with its expression and its place. */
interface Mapped {
  readonly tree: JsonTree;
  readonly member: Member;
  readonly target: MappingTarget;
  readonly text: ExpressionText | null;
}

/**
 * The checks of one profile mapping, an attribute at a time. What is true of every mapping is checked in all of them, and what only Genesys
 * Cloud objects to where the app is known to feed it.
 */
export function* lintMappingInSteps(tree: JsonTree, root: JsonNode, context: LintContext): Steps<readonly LintProblem[]> {
  const properties = valueAt(root, 'properties');
  const members = membersOf(properties);
  const problems: LintProblem[] = [...repeated(tree, members)];
  const toApp = mappingDirection(root) === 'oktaToApp';
  const genesys = feedsGenesys(root, context);
  const schema = schemaOfMapping(root, context);
  const all: Mapped[] = [];
  for (const member of members) {
    const node = valueAt(member.value, 'expression');
    const text = node?.type === 'string' ? readExpressionText(tree, node, problems) : null;
    if (text) problems.push(...lintExpression(text, toApp, context));
    all.push({ tree, member, target: mappingTarget(member.name, schema), text });
    yield undefined;
  }
  if (!genesys || !properties) return problems;
  const phones = new PhoneReaders(context.defaultRegion);
  for (const one of all) {
    if (one.member.name === 'userName') problems.push(...userNameProblem(tree, one.text));
    else problems.push(...targetProblems(one, schema, all, context), ...valueProblems(one, phones, context), ...createOnly(one));
    yield undefined;
  }
  return [...problems, ...sharedTargets(all), ...displayName(tree, root, properties, all, schema)];
}

/** A name that an object has twice: the last counts, and nobody sees the first. */
function repeated(tree: JsonTree, members: readonly Member[]): readonly LintProblem[] {
  const seen = new Set<string>();
  return members.flatMap(({ name, key }) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [lintProblem('duplicate-target', `${name} stands here twice. Only the last one counts.`, tree.inner(key))];
  });
}

function targetProblems(
  { tree, member, target }: Mapped,
  schema: AppSchemaText | null,
  all: readonly Mapped[],
  context: LintContext,
): readonly LintProblem[] {
  const range = tree.inner(member.key);
  if (target.kind === 'path') {
    const found = context.catalogue.find(target.path);
    // A wrong type stands in the schema, and is said there.
    if (found.kind === 'unknownType') return [];
    if (found.kind === 'unknown')
      return [
        lintProblem('unsupported-attribute', `Genesys Cloud has no ${target.path}: what Okta sends for ${member.name} is lost.`, range),
      ];
    const why = found.attribute.readOnlyBecause;
    return why === null ? [] : [lintProblem('read-only-attribute', `Genesys Cloud lets nobody write ${target.path}. ${why}`, range)];
  }
  if (target.kind !== 'noVariable' && (target.kind !== 'unclear' || schema)) return [];
  const others = new Set(all.map((one) => one.member.name));
  const names = (schema ? [...schema.variables.keys()] : variableNames).filter((name) => !others.has(name));
  const meant = closestName(member.name, names);
  if (meant !== null && !differsByCount(member.name, meant)) {
    const has = schema ? 'The app has no attribute' : 'No attribute of Genesys Cloud is known as';
    const fix = lintFix(`Write ${meant}`, range, meant, true);
    return [lintProblem('unsupported-attribute', `${has} ${member.name}. Did you mean ${meant}?`, range, [fix])];
  }
  return schema ? [lintProblem('unsupported-attribute', `The app has no attribute ${member.name}: nothing is sent for it.`, range)] : [];
}

/** `workPhone5`, `emails`: another of the same kind rather than a slip. */
function differsByCount(name: string, meant: string): boolean {
  const bare = (text: string): string => text.toLowerCase().replace(/[\d_-]|s$/g, '');
  return bare(name) === bare(meant);
}

/** What a mapping sends for sure: fixed texts, and attributes that cannot be what Genesys wants. */
function valueProblems({ tree, member, target, text }: Mapped, phones: PhoneReaders, context: LintContext): readonly LintProblem[] {
  if (!text?.expression) return [];
  if (target.kind === 'path' && target.path === paths.manager) return managerProblem(tree, text, context);
  const results = literalResults(text).filter(({ value }) => value.trim() !== '');
  if (target.kind === 'type') {
    return results.flatMap((part) => {
      const problem = checkElementType(tree, text.node, target.list, part, context.catalogue);
      return problem ? [problem] : [];
    });
  }
  if (!isPhone(target, context.catalogue)) return [];
  return results.flatMap((part) => {
    const range = tree.within(text.node, part);
    const problem = checkPhone(member.name, part.value, range, phones.of(null), (e164) => tree.editWithin(text.node, part, e164));
    return problem ? [problem] : [];
  });
}

export function isPhone(target: MappingTarget, catalogue: AttributeCatalogue): boolean {
  if (target.kind === 'primary') return target.list.toLowerCase() === 'phonenumbers';
  if (target.kind !== 'path') return false;
  const found = catalogue.find(target.path);
  return found.kind === 'known' && found.attribute.compared === 'phone';
}

/** The expressions of the attributes that a mapping sends as phones. */
export function phoneMembers(root: JsonNode, context: LintContext): readonly string[] {
  const schema = schemaOfMapping(root, context);
  return membersOf(valueAt(root, 'properties')).flatMap(({ name, value }) => {
    const expression = textAt(value, 'expression');
    return expression !== null && isPhone(mappingTarget(name, schema), context.catalogue) ? [expression] : [];
  });
}

function createOnly({ tree, member }: Mapped): readonly LintProblem[] {
  const status = valueAt(member.value, 'pushStatus');
  if (status?.value !== 'DONT_PUSH') return [];
  const message = `${member.name} is set to create only, and that does not protect it: Okta pushes the whole profile of the app user at every update.`;
  return [
    lintProblem('dont-push-no-protection', message, tree.inner(status), [
      lintFix('Push it at every update', tree.inner(status), 'PUSH', false),
    ]),
  ];
}

function sharedTargets(all: readonly Mapped[]): readonly LintProblem[] {
  const first = new Map<string, string>();
  return all.flatMap(({ tree, member, target, text }) => {
    if (target.kind !== 'path' || !text?.expression) return [];
    const other = first.get(target.path.toLowerCase());
    if (other === undefined) first.set(target.path.toLowerCase(), member.name);
    else if (other !== member.name)
      return [lintProblem('duplicate-target', `${member.name} and ${other} both fill ${target.path}.`, tree.inner(member.key))];
    return [];
  });
}

function displayName(
  tree: JsonTree,
  root: JsonNode,
  properties: JsonNode,
  all: readonly Mapped[],
  schema: AppSchemaText | null,
): readonly LintProblem[] {
  if (all.some(({ target, text }) => target.kind === 'path' && target.path === paths.displayName && text?.text.trim() !== '')) return [];
  // Without the schema, an attribute of another name may be the one.
  const unclear = all.some(({ target, member }) => target.kind === 'unclear' && /name/i.test(member.name) && member.name !== 'userName');
  if (!schema && unclear) return [];
  const key = membersOf(root).findLast((one) => one.name === 'properties')?.key;
  if (!key) return [];
  const variable =
    [...(schema?.variables ?? [])].find(([, one]) => one.externalName?.trim().toLowerCase() === 'displayname')?.[0] ?? 'displayName';
  const taken = all.some(({ member }) => member.name === variable);
  const open = tree.range(properties).start + 1;
  const made = `"${variable}": { "expression": "user.displayName", "pushStatus": "PUSH" }${all.length > 0 ? ', ' : ''}`;
  const fixes = taken ? [] : [lintFix(`Map ${variable} from user.displayName`, { start: open, end: open }, made, false)];
  return [lintProblem('missing-required', 'Nothing fills displayName: Genesys Cloud creates no user without one.', tree.inner(key), fixes)];
}

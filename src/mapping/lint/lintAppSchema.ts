import { externalTarget } from '../externalName';
import { coreUserUrn, enterpriseUserUrn, genesysUserUrn } from '../scimNames';
import { pathOfVariable } from '../variableNames';
import { schemaOf, schemaVariables } from './appSchema';
import { closestName } from './closestName';
import { isGenesysSchema } from './genesysApp';
import { escaped, textAt, valueAt, type JsonNode, type JsonTree, type Member } from './jsonTree';
import type { LintContext } from './lintContext';
import { lintProblem, type LintFix, type LintProblem } from './problem';
import { checkElementType } from './elementType';

/** The checks of an app user schema. What only Genesys Cloud objects to is checked only where the app is known to feed it. */
export function lintAppSchema(tree: JsonTree, root: JsonNode, context: LintContext): readonly LintProblem[] {
  const variables = schemaVariables(root);
  const problems = namespaceProblems(tree, variables, context);
  if (!isGenesysSchema(schemaOf(root), context)) return problems;
  return [
    ...problems,
    ...variables.flatMap((one) => targetProblems(tree, one, context)),
    ...duplicates(tree, variables),
    ...displayName(tree, root, variables),
  ];
}

const namespaceOf = (one: Member): string | null => textAt(one.value, 'externalNamespace') || null;

/** Okta never sends an attribute without a namespace, in apps whose other attributes have one (facts/okta.md, section 2.2). */
function namespaceProblems(tree: JsonTree, variables: readonly Member[], context: LintContext): readonly LintProblem[] {
  if (!variables.some((one) => namespaceOf(one) !== null)) return [];
  return variables
    .filter((one) => namespaceOf(one) === null)
    .map((one) => {
      const named = valueAt(one.value, 'externalName');
      const message = `Okta never sends ${one.name}: it has no external namespace, and the app’s other attributes have one.`;
      return lintProblem(
        'missing-namespace',
        message,
        tree.inner(named?.type === 'string' ? named : one.key),
        namespaceFixes(tree, one, context),
      );
    });
}

/** Top names of RFC 7643 that Genesys does not have. */
const otherCoreNames = [
  'name',
  'nickName',
  'profileUrl',
  'preferredLanguage',
  'locale',
  'timezone',
  'userType',
  'addresses',
  'ims',
  'photos',
];
const otherEnterpriseNames = ['costCenter', 'organization'];

function namespaceFixes(tree: JsonTree, variable: Member, context: LintContext): readonly LintFix[] {
  const external = textAt(variable.value, 'externalName');
  const top = /^[\w$]*/.exec(external ?? pathOfVariable(variable.name) ?? variable.name)?.[0] ?? '';
  const urn = urnOf(top, context);
  if (urn === null) return [];
  const old = valueAt(variable.value, 'externalNamespace');
  const title = `Give it the namespace ${urn}`;
  if (old) return [{ title, edits: [{ ...tree.range(old), text: `"${escaped(urn)}"` }], certain: external !== null }];
  const anchor = valueAt(variable.value, 'externalName');
  if (!anchor) return [];
  const { end } = tree.range(anchor);
  return [{ title, edits: [{ start: end, end, text: `, "externalNamespace": "${escaped(urn)}"` }], certain: true }];
}

/** The one schema that has an attribute of this name. */
function urnOf(name: string, { catalogue }: LintContext): string | null {
  const lower = name.toLowerCase();
  const has = (names: readonly string[]): boolean => names.some((one) => one.toLowerCase() === lower);
  const urns = [...new Set(catalogue.attributes.filter((one) => one.name.toLowerCase() === lower).map((one) => one.urn))];
  if (has(otherCoreNames)) urns.push(coreUserUrn);
  if (has(otherEnterpriseNames)) urns.push(enterpriseUserUrn);
  const [urn] = urns;
  return urns.length === 1 && urn !== undefined ? urn : null;
}

/** What Genesys makes of the place that an attribute goes to. */
function targetProblems(tree: JsonTree, variable: Member, context: LintContext): readonly LintProblem[] {
  const node = valueAt(variable.value, 'externalName');
  if (node?.type !== 'string' || String(node.value).trim() === '') return [];
  const external = String(node.value);
  const typed = /\[\s*type\s*(?:==|eq)\s*['"]?([^'"\]]*?)['"]?\s*\]/.exec(external);
  const list = /^\s*(emails|phoneNumbers)\b/i.exec(external)?.[1];
  if (typed?.[1] !== undefined && list !== undefined) {
    const start = typed.index + typed[0].indexOf(typed[1], typed[0].search(/==|\beq\b/) + 2);
    const problem = checkElementType(tree, node, list, { start, end: start + typed[1].length, value: typed[1] }, context.catalogue);
    return problem ? [problem] : [];
  }
  // Without a namespace it is never sent: that is said, and nothing else matters.
  if (namespaceOf(variable) === null) return [];
  const target = externalTarget(external, namespaceOf(variable));
  const path = target.kind === 'path' ? target.path : target.kind === 'unknown' ? null : target.attribute;
  if (path === null) return [];
  const found = context.catalogue.find(path);
  if (found.kind === 'known') {
    const why = found.attribute.readOnlyBecause;
    return why === null
      ? []
      : [lintProblem('read-only-attribute', `${variable.name}: Genesys Cloud lets nobody write ${external}. ${why}`, tree.inner(node))];
  }
  return [unsupported(tree, variable, node, external, context)];
}

function unsupported(tree: JsonTree, variable: Member, node: JsonNode, external: string, context: LintContext): LintProblem {
  const namespace = namespaceOf(variable) ?? '';
  const lost = `${variable.name}: Genesys Cloud has no ${external} in ${namespace}. What Okta sends for it is lost.`;
  const top = /^\s*([\w$]*)/.exec(external)?.[1] ?? '';
  const urns = [coreUserUrn, enterpriseUserUrn, genesysUserUrn];
  const namespaceNode = valueAt(variable.value, 'externalNamespace');
  const urn = urns.includes(namespace) ? urnOf(top, context) : closestName(namespace, urns);
  const isKnownThere =
    urn !== null && urn !== namespace && context.catalogue.writableNames(urn).some((one) => one.toLowerCase() === top.toLowerCase());
  if (isKnownThere && namespaceNode) {
    const fix: LintFix = {
      title: `Give it the namespace ${urn}`,
      edits: [{ ...tree.inner(namespaceNode), text: escaped(urn) }],
      certain: true,
    };
    return lintProblem('unsupported-attribute', `${lost} It has it in ${urn}.`, tree.inner(namespaceNode), [fix]);
  }
  const isOther = [...otherCoreNames, ...otherEnterpriseNames].some((one) => one.toLowerCase() === top.toLowerCase());
  const meant = isOther ? null : closestName(top, context.catalogue.writableNames(namespace));
  if (meant === null) return lintProblem('unsupported-attribute', lost, tree.inner(node));
  const start = external.indexOf(top);
  const part = { start, end: start + top.length };
  const fix: LintFix = { title: `Write ${meant}`, edits: [tree.editWithin(node, part, meant)], certain: true };
  return lintProblem('unsupported-attribute', `${lost} Did you mean ${meant}?`, tree.within(node, part), [fix]);
}

/** Two variables for one field. */
function duplicates(tree: JsonTree, variables: readonly Member[]): readonly LintProblem[] {
  const first = new Map<string, string>();
  return variables.flatMap((variable) => {
    const node = valueAt(variable.value, 'externalName');
    if (node?.type !== 'string' || namespaceOf(variable) === null) return [];
    const target = externalTarget(String(node.value), namespaceOf(variable));
    if (target.kind === 'unknown') return [];
    const field = (target.kind === 'path' ? target.path : String(node.value).replace(/\s/g, '')).toLowerCase();
    const other = first.get(field);
    if (other === undefined) first.set(field, variable.name);
    else if (other !== variable.name)
      return [lintProblem('duplicate-target', `${variable.name} and ${other} both fill ${String(node.value)}.`, tree.inner(node))];
    return [];
  });
}

/** In apps whose attributes have namespaces, which tells that they are sent by them. */
function displayName(tree: JsonTree, root: JsonNode, variables: readonly Member[]): readonly LintProblem[] {
  if (!variables.some((one) => namespaceOf(one) !== null)) return [];
  if (
    variables.some(
      (one) => textAt(one.value, 'externalName')?.trim().toLowerCase() === 'displayname' || one.name.toLowerCase() === 'displayname',
    )
  )
    return [];
  const place = valueAt(root, 'definitions', 'custom', 'properties') ?? valueAt(root, 'definitions');
  if (!place) return [];
  const { start } = tree.range(place);
  return [
    lintProblem('missing-required', 'No attribute of the app fills displayName: Genesys Cloud creates no user without one.', {
      start,
      end: start + 1,
    }),
  ];
}

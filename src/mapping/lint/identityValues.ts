import { childrenOf, type Expression } from '../expression/syntax';
import { isGuid } from '../scimNames';
import type { JsonNode, JsonTree } from './jsonTree';
import type { LintContext } from './lintContext';
import { literalResults, plainAttribute, type ExpressionText } from './lintExpression';
import { lintFix, lintProblem, type LintProblem } from './problem';

/** Whether a text has the form of an e-mail address. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}

/** Attributes that hold an Okta id, a name or an address, and never the id of a Genesys user. */
const noGuidAttribute = /^(?:manager|managerId|managerUpn|supervisor|id|displayName|employeeNumber)$|e?mail|login|username/i;
const guidAttribute = /genesys|guid|pure_?cloud/i;

/** The manager by anything but a Genesys id: by an attribute that holds something else, or by a fixed text. */
export function managerProblem(tree: JsonTree, text: ExpressionText, context: LintContext): readonly LintProblem[] {
  const { node, expression } = text;
  if (!expression) return [];
  const [fixed] = literalResults(text).filter(({ value }) => value.trim() !== '' && !isGuid(value));
  if (fixed)
    return [lintProblem('manager-not-guid', `“${fixed.value.slice(0, 60)}” is not a Genesys user id (GUID).`, tree.within(node, fixed))];
  const attribute = resultAttribute(expression);
  if (attribute === null) return [];
  const others = plainAttribute(expression) === null ? null : (context.valuesThatAreNoGuid?.(attribute) ?? null);
  if (others === 0) return [];
  if (others === null && (!noGuidAttribute.test(attribute) || guidAttribute.test(attribute))) return [];
  const counted =
    others === null ? '' : ` ${others.toLocaleString('en-US')} ${others === 1 ? 'user has' : 'users have'} another value there.`;
  const message = `Genesys Cloud takes the Genesys user id (GUID) of the manager, and ${attribute} does not hold it.${counted}`;
  const { start, end } = tree.inner(node);
  return [lintProblem('manager-not-guid', message, { start, end })];
}

/** The attribute whose value comes out, also of a manager that is looked up; null for what is computed. */
function resultAttribute(expression: Expression): string | null {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind === 'member' && (expression.target.kind === 'name' || expression.target.kind === 'call')) return expression.name;
  if (expression.kind === 'ternary') {
    const [yes, no] = [resultAttribute(expression.whenTrue), resultAttribute(expression.whenFalse)];
    return yes ?? no;
  }
  return expression.kind === 'elvis' ? resultAttribute(expression.value) : null;
}

/** `userName` of a mapping, where it is anything that is for sure no e-mail address. */
export function userNameProblem(tree: JsonTree, text: ExpressionText | null): readonly LintProblem[] {
  if (!text?.expression) return [];
  const plain = plainAttribute(text.expression);
  if (plain === null ? !cutsAtSign(text.expression) : mayBeEmail(plain.attribute)) return [];
  const root = plain?.root ?? 'user';
  const fix = lintFix(`Write ${root}.email`, tree.inner(text.node), `${root}.email`, true);
  const message = `Genesys Cloud takes the e-mail address as user name, and ${text.text.slice(0, 60)} is another attribute.`;
  return [lintProblem('username-not-email', plain ? message : notAnAddress, tree.inner(text.node), [fix])];
}

const notAnAddress = 'Genesys Cloud takes the e-mail address as user name, and this cuts it at the @.';

/**
 * The username format of an app that feeds Genesys Cloud (`credentials.userNameTemplate.template`): `${source.login}`, `user.login`,
 * `${fn:substringBefore(source.login, "@")}`.
 */
export function templateProblem(tree: JsonTree, node: JsonNode): readonly LintProblem[] {
  const template = String(node.value);
  const plain = /^\s*(\$\{)?\s*(source|user)\.(\w+)\s*\}?\s*$/.exec(template);
  const cut = /substringBefore\s*\([^()]*,\s*\\?["']@\\?["']\s*\)/.test(template);
  if (plain ? mayBeEmail(plain[3] ?? '') : !cut) return [];
  const email = template.includes('${') ? '${source.email}' : `${plain?.[2] ?? 'user'}.email`;
  const message = `The application username format is ${template.slice(0, 60)}. Genesys Cloud wants Email: it uses the user name as the main e-mail address.`;
  return [lintProblem('username-not-email', message, tree.inner(node), [lintFix(`Write ${email}`, tree.inner(node), email, true)])];
}

const mayBeEmail = (attribute: string): boolean => /mail|upn|principal/i.test(attribute);

/** `String.substringBefore(user.login, "@")` and its like, as a whole. */
function cutsAtSign(expression: Expression): boolean {
  return (
    expression.kind === 'call' &&
    expression.name === 'substringBefore' &&
    childrenOf(expression).some((one) => one.kind === 'literal' && one.value === '@')
  );
}

import { expressionFunctions } from '../expression/catalogue';
import { parseExpression } from '../expression/parser';
import { expressionParts, type ExpressionCall, type ExpressionReference } from '../expression/parts';
import type { Expression } from '../expression/syntax';
import { closestName } from './closestName';
import { betterRecipe, e164Recipes, recipeFaults } from './e164Recipe';
import type { JsonNode, JsonTree } from './jsonTree';
import type { LintContext } from './lintContext';
import { lintProblem, type LintFix, type LintProblem, type TextRange } from './problem';

/** An expression in the string that holds it. */
export interface ExpressionText {
  readonly tree: JsonTree;
  readonly node: JsonNode;
  readonly text: string;
  /** Null where it is empty or cannot be read. */
  readonly expression: Expression | null;
}

/** Reads the expression in a string of a mapping; what is wrong with its syntax is added to the problems. */
export function readExpressionText(tree: JsonTree, node: JsonNode, problems: LintProblem[]): ExpressionText {
  const text = String(node.value);
  // A mapping without an expression for an attribute sends nothing.
  if (text.trim() === '') return { tree, node, text, expression: null };
  const parsed = parseExpression(text);
  if (parsed.kind === 'parsed') return { tree, node, text, expression: parsed.expression };
  const { start, end } = tree.within(node, parsed);
  // At the end of the text there is nothing to mark: the last character stands in.
  const range = start === end ? { start: Math.max(start - 1, tree.inner(node).start), end } : { start, end };
  problems.push(lintProblem('expression-syntax', parsed.message, range));
  return { tree, node, text, expression: null };
}

/** What is true of an expression in whatever mapping it stands. */
export function lintExpression(one: ExpressionText, toApp: boolean, context: LintContext): readonly LintProblem[] {
  if (!one.expression) return [];
  const { calls, references } = expressionParts(one.expression);
  return [
    ...calls.flatMap((call) => callProblems(one, call, toApp)),
    ...recipeProblems(one, one.expression),
    ...(toApp ? nullProblems(one, references, context) : []),
  ];
}

function callProblems({ tree, node }: ExpressionText, call: ExpressionCall, toApp: boolean): readonly LintProblem[] {
  const range = tree.within(node, call);
  if (call.known === 'claimsOnly') {
    const message = `${call.name} is for claims of tokens; Okta does not evaluate it in a mapping. isMemberOfGroupName and its relatives are for mappings.`;
    return [lintProblem('expression-group-function', message, range)];
  }
  if (call.known === 'unknown') {
    // A method of a value may have the name of a function: that is no slip.
    const meant = functionNames.includes(call.name) ? null : closestName(call.name, functionNames);
    const fixes: LintFix[] =
      meant === null ? [] : [{ title: `Write ${meant}`, edits: [tree.editWithin(node, call, meant)], certain: true }];
    const suggested = meant === null ? 'What it gives is not known here.' : `Did you mean ${meant}?`;
    return [lintProblem('expression-unknown-function', `Okta does not document a function ${call.name}. ${suggested}`, range, fixes)];
  }
  if (call.notReevaluated && toApp) {
    const what = call.name.startsWith('get') && call.name !== 'getFilteredGroups' ? 'the user’s manager changes' : 'memberships change';
    return [lintProblem('expression-not-reevaluated', `Okta does not evaluate ${call.name} again when ${what}.`, range)];
  }
  return [];
}

const functionNames = expressionFunctions.filter((one) => one.standing !== 'claimsOnly').map((one) => one.name);

function recipeProblems({ tree, node, text }: ExpressionText, expression: Expression): readonly LintProblem[] {
  return e164Recipes(text, expression).map((recipe) => {
    const better = betterRecipe(recipe, text.includes("'") && !text.includes('"') ? "'" : '"');
    const whole = recipe.node === expression;
    const edit = tree.editWithin(node, whole ? { start: 0, end: text.length } : recipe.node, whole ? better : `(${better})`);
    const fix: LintFix = { title: 'Leave empty values and those with + alone', edits: [edit], certain: true };
    return lintProblem('e164-recipe', recipeFaults(recipe), tree.within(node, recipe.node), [fix]);
  });
}

/** Once an expression: attributes that no user has, else how many users lack one that stands alone. */
function nullProblems(
  { tree, node, text, expression }: ExpressionText,
  references: readonly ExpressionReference[],
  context: LintContext,
): readonly LintProblem[] {
  const users = references.filter(({ root }) => root === 'user' || root === 'source');
  const { profileAttributes, userCountWithout } = context;
  if (profileAttributes) {
    for (const reference of users) {
      const { attribute, end } = reference;
      if (profileAttributes.has(attribute)) continue;
      // Brackets around it count as part of it.
      const start = text.lastIndexOf(attribute, end - attribute.length);
      const range: TextRange = { start, end: start + attribute.length };
      const meant = closestName(attribute, profileAttributes);
      const fixes = meant === null ? [] : [{ title: `Write ${meant}`, edits: [tree.editWithin(node, range, meant)], certain: true }];
      const suggested = meant === null ? '' : ` Did you mean ${meant}?`;
      return [
        lintProblem(
          'expression-null',
          `No user of the export has the attribute ${attribute}.${suggested}`,
          tree.within(node, range),
          fixes,
        ),
      ];
    }
  }
  const [only] = users;
  if (!userCountWithout || !only || users.length > 1 || expression?.start !== only.start || expression.end !== only.end) return [];
  const count = userCountWithout(only.attribute);
  if (count === 0) return [];
  const message = `${count.toLocaleString('en-US')} ${count === 1 ? 'user has' : 'users have'} no ${only.attribute}: nothing is sent for ${count === 1 ? 'it' : 'them'}.`;
  return [lintProblem('expression-null', message, tree.within(node, only))];
}

/** The fixed texts that an expression can yield, with the ranges of what stands between their quotes. */
export function literalResults({ text, expression }: ExpressionText): readonly (TextRange & { readonly value: string })[] {
  const found: (TextRange & { readonly value: string })[] = [];
  const open: (Expression | null)[] = [expression];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'literal' && typeof node.value === 'string') {
      // Brackets around a text count as part of it.
      const source = text.slice(node.start, node.end);
      const quote = source.search(/['"]/);
      const start = node.start + quote + 1;
      found.push({ start, end: node.start + source.lastIndexOf(source.charAt(quote)), value: node.value });
    } else if (node.kind === 'ternary') open.push(node.whenFalse, node.whenTrue);
    else if (node.kind === 'elvis') open.push(node.otherwise, node.value);
  }
  return found;
}

/** The attribute of the Okta user that an expression is, with nothing around it; null for anything else. */
export function plainAttribute(expression: Expression | null): { readonly root: string; readonly attribute: string } | null {
  if (expression?.kind !== 'member' || expression.target.kind !== 'name') return null;
  return { root: expression.target.name, attribute: expression.name };
}

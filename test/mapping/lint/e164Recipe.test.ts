import assert from 'node:assert/strict';
import { compileExpression } from '../../../src/mapping/expression/compiler';
import { parseExpression } from '../../../src/mapping/expression/parser';
import type { Expression } from '../../../src/mapping/expression/syntax';
import { unknownScope, type ExpressionValue } from '../../../src/mapping/expression/value';
import { betterRecipe, e164Recipes, recipeFaults } from '../../../src/mapping/lint/e164Recipe';

/** Okta's own, from "Convert an AD user's phone number to E.164 US format" (facts/okta.md, section 2.4). */
const oktas =
  'String.append("+1", String.replace(String.replace(String.replace(String.replace(appuser.mobilePhone, "-", ""), "(", ""), ")", ""), " ", ""))';

function parsed(text: string): Expression {
  const result = parseExpression(text);
  return result.kind === 'parsed' ? result.expression : assert.fail(`${text}: ${result.message}`);
}

/** Expressions, and the references that a recipe is found around. */
const recognised: readonly (readonly [text: string, references: readonly string[]])[] = [
  [oktas, ['appuser.mobilePhone']],
  ['"+1" + user.mobilePhone', ['user.mobilePhone']],
  ["'+44' + String.removeSpaces(user.primaryPhone)", ['user.primaryPhone']],
  ['String.append("+", user.primaryPhone)', ['user.primaryPhone']],
  ['String.append("+1", String.replaceFirst(primaryPhone, "1", ""))', ['primaryPhone']],
  // Of two faults one is left.
  ['user.x != null AND user.x != "" ? String.append("+1", user.x) : ""', ['user.x']],
  ['String.startsWith(user.x, "+") ? user.x : "+1" + user.x', ['user.x']],
  ['(user.a == "y") ? "+1" + user.x : "+44" + user.y', ['user.x', 'user.y']],
  // Both are taken care of.
  ['user.x == null OR String.startsWith(user.x, "+") ? user.x : "+1" + user.x', []],
  ['user.x != "" ? (String.substring(user.x, 0, 1) == "+" ? user.x : "+1" + user.x) : ""', []],
  // Not this recipe.
  ['String.append(user.x, "+1")', []],
  ['"+1" + String.substring(user.x, 1, 11)', []],
  ['"+1 317" + user.extension', []],
  ['"a" + user.x', []],
  ['user.mobilePhone', []],
];

describe('e164Recipes', () => {
  for (const [text, references] of recognised) {
    it(`finds ${references.join(', ') || 'nothing'} in ${text}`, () => {
      assert.deepEqual(
        e164Recipes(text, parsed(text)).map(({ reference }) => reference),
        references,
      );
    });
  }
});

const faults: readonly (readonly [text: string, says: string])[] = [
  [
    oktas,
    'This makes wrong phone numbers: “+13172222222” becomes “+1+13172222222”; “1-317-222-2222” becomes “+113172222222”; ' +
      'no value becomes “+1”, or “+1null”; every number of another country begins with +1.',
  ],
  [
    'user.x != null ? "+44" + user.x : null',
    'This makes wrong phone numbers: “+13172222222” becomes “+44+13172222222”; every number of another country begins with +44.',
  ],
  [
    'String.append("+", user.x)',
    'This makes wrong phone numbers: “+13172222222” becomes “++13172222222”; no value becomes “+”, or “+null”.',
  ],
];

describe('recipeFaults', () => {
  for (const [text, says] of faults) {
    it(text, () => {
      const [recipe] = e164Recipes(text, parsed(text));
      assert.equal(recipe && recipeFaults(recipe), says);
    });
  }
});

/** What is offered instead, over values of the attribute: what Okta would send. */
const offered: readonly (readonly [text: string, value: ExpressionValue, sent: ExpressionValue])[] = [
  [oktas, null, null],
  [oktas, '', ''],
  [oktas, '+13172222222', '+13172222222'],
  [oktas, '+44 20 7946 0958', '+44 20 7946 0958'],
  [oktas, '(317) 222-2222', '+13172222222'],
  [oktas, '317.222.2222', '+13172222222'],
  [oktas, '1-317-222-2222', '+13172222222'],
  [oktas, '13172222222', '+13172222222'],
  [oktas, '030 901820', '030 901820'],
  [oktas, '317 222 2222 x42', '317 222 2222 x42'],
  ['"+44" + user.x', '20 7946 0958', '+442079460958'],
  ['"+44" + user.x', '+442079460958', '+442079460958'],
  ['"+44" + user.x', null, null],
  ['String.append("+", user.x)', '442079460958', '+442079460958'],
];

describe('the expression that is offered instead of the recipe', () => {
  for (const [text, value, sent] of offered) {
    for (const quote of ['"', "'"] as const) {
      it(`${text} with ${quote}: ${JSON.stringify(value)} becomes ${JSON.stringify(sent)}`, () => {
        const [recipe] = e164Recipes(text, parsed(text));
        assert.ok(recipe);
        const better = betterRecipe(recipe, quote);
        const expression = parsed(better);
        const scope = { ...unknownScope, user: () => value, appuser: () => value };
        assert.equal(compileExpression(expression)(scope), sent);
        assert.deepEqual(e164Recipes(better, expression), []);
      });
    }
  }
});

import { expressionFunctions } from '../expression/catalogue';
import type { FunctionEntry } from '../expression/functionEntry';
import { snippetText, valueItem, type CompletionItem } from './completionItem';
import { functionBlock } from './hoverExpression';
import type { TextRange } from './problem';

/** What can be written in an expression, and where in its text. */
export interface ExpressionCompletions {
  readonly replace: TextRange;
  readonly items: readonly CompletionItem[];
}

export interface ExpressionSurroundings {
  /** `user` in a mapping from Okta to the app, `appuser` in one that comes back. */
  readonly root: 'user' | 'appuser';
  /** Of the profile that the mapping reads. */
  readonly attributes: Iterable<string>;
  /** Texts that the attribute takes, such as the types of a phone; empty where it takes any. */
  readonly texts: readonly string[];
}

const nothing: ExpressionCompletions = { replace: { start: 0, end: 0 }, items: [] };

/** What can be written at an offset of an expression: functions, attributes, and between quotes the texts that the attribute takes. */
export function completeExpression(text: string, offset: number, around: ExpressionSurroundings): ExpressionCompletions {
  const quote = openQuote(text.slice(0, offset));
  if (quote !== null) return between(text, offset, quote, around.texts);
  let start = offset;
  while (start > 0 && /[\w$.]/.test(text.charAt(start - 1))) start -= 1;
  // Behind a closing bracket or quote stands an operator, and members of what it closes are none of ours; no name begins with a digit.
  if (/[)\]"']/.test(text.charAt(start - 1)) || /[\d.]/.test(text.slice(start, offset).charAt(0))) return nothing;
  let end = offset;
  while (/[\w$]/.test(text.charAt(end))) end += 1;
  const isCalled = text.charAt(end) === '(';
  return {
    replace: { start, end },
    items: [
      ...around.texts.map((one) => valueItem(`'${one}'`, 'value', 'type of Genesys Cloud')),
      ...attributeItems(around),
      ...functions.map((entry) => functionItem(entry, isCalled)),
    ],
  };
}

/** Where the text between quotes begins in which the end of `before` stands; null: in none. */
function openQuote(before: string): number | null {
  let open: number | null = null;
  for (let at = 0; at < before.length; at += 1) {
    const sign = before.charAt(at);
    if (open === null) open = sign === '"' || sign === "'" ? at : null;
    else if (sign === before.charAt(open)) open = null;
  }
  return open;
}

function between(text: string, offset: number, quote: number, texts: readonly string[]): ExpressionCompletions {
  const close = text.indexOf(text.charAt(quote), offset);
  const end = close === -1 ? offset : close;
  return { replace: { start: quote + 1, end }, items: texts.map((one) => valueItem(one, 'value', 'type of Genesys Cloud')) };
}

/** Names that the language can write behind a dot. */
const isName = (name: string): boolean => /^[A-Za-z_][\w$]*$/.test(name);

function attributeItems({ root, attributes }: ExpressionSurroundings): readonly CompletionItem[] {
  const detail = root === 'user' ? 'attribute of the Okta user' : 'attribute of the app user';
  return [...new Set(attributes)].filter(isName).map((name) => valueItem(`${root}.${name}`, 'attribute', detail));
}

const functions = expressionFunctions.filter(({ standing }) => standing !== 'claimsOnly');

function functionItem(entry: FunctionEntry, isCalled: boolean): CompletionItem {
  const { name, parameters, gives, deprecated } = entry;
  return {
    label: name,
    kind: 'function',
    insert: isCalled ? name : `${name}(${stops(parameters)})`,
    isSnippet: !isCalled,
    detail: `(${parameters}) gives ${gives.toLowerCase()}${deprecated ? ', deprecated' : ''}`,
    documentation: functionBlock(entry),
  };
}

/** `text, suffix` → `${1:text}, ${2:suffix}`; of values that are written out, such as `"id" or "status"`, the first. */
function stops(parameters: string): string {
  if (parameters === '') return '';
  return parameters
    .split(/,\s*/)
    .map((parameter, index) => `\${${index + 1}:${snippetText(/^"\w+"/.exec(parameter)?.[0].replaceAll('"', "'") ?? parameter)}}`)
    .join(', ');
}

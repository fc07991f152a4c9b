import type { BinaryOperator } from './syntax';

/** `symbol`: brackets and punctuation; `operator`: those that are written with signs. Words are told apart by the parser. */
export type Token =
  | { readonly kind: 'text'; readonly value: string; readonly start: number; readonly end: number }
  | { readonly kind: 'number'; readonly value: number; readonly start: number; readonly end: number }
  | { readonly kind: 'word'; readonly value: string; readonly start: number; readonly end: number }
  | { readonly kind: 'operator'; readonly value: BinaryOperator | '!'; readonly start: number; readonly end: number }
  | { readonly kind: 'symbol'; readonly value: Symbol; readonly start: number; readonly end: number }
  | { readonly kind: 'end'; readonly value: ''; readonly start: number; readonly end: number };

export type Symbol = '(' | ')' | '[' | ']' | '{' | '}' | ',' | '.' | '?.' | '.![' | '?' | '?:' | ':';

/** What is wrong with an expression, and where: the parser's only error. It never leaves `parseExpression`. */
export class SyntaxFault extends Error {
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message);
    this.name = 'SyntaxFault';
  }
}

/** What word processors and web pages make of a quote, and the quote that was meant. */
const typographicQuotes = new Map<string, string>();
for (const sign of '“”„‟«»″') typographicQuotes.set(sign, '"');
for (const sign of '‘’‚‛‹›′´`') typographicQuotes.set(sign, "'");

const operators: readonly (readonly [string, BinaryOperator | '!'])[] = [
  ['&&', 'AND'],
  ['||', 'OR'],
  ['==', '=='],
  ['!=', '!='],
  ['<=', '<='],
  ['>=', '>='],
  ['<', '<'],
  ['>', '>'],
  ['+', '+'],
  ['-', '-'],
  ['*', '*'],
  ['/', '/'],
  ['%', '%'],
  ['!', '!'],
];
const symbols: readonly Symbol[] = ['.![', '?:', '(', ')', '[', ']', '{', '}', ',', '.', '?', ':'];

const wordPattern = /[A-Za-z_][\w$]*/y;
const numberPattern = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** @throws SyntaxFault */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const sign = text.charAt(at);
    // Spring's tokenizer skips these four and no others.
    if (sign === ' ' || sign === '\t' || sign === '\n' || sign === '\r') {
      at++;
      continue;
    }
    const token = tokenAt(text, at, sign);
    found.push(token);
    at = token.end;
  }
  found.push({ kind: 'end', value: '', start: text.length, end: text.length });
  return found;
}

function tokenAt(text: string, start: number, sign: string): Token {
  if (sign === '"' || sign === "'") return textAt(text, start, sign);
  const word = matchAt(wordPattern, text, start);
  if (word !== null) return { kind: 'word', value: word, start, end: start + word.length };
  if (sign >= '0' && sign <= '9') return numberAt(text, start);
  if (sign === '=' && text.charAt(start + 1) !== '=') {
    throw new SyntaxFault('A single = would assign a value, which Okta does not allow. Use == to compare.', start, start + 1);
  }
  if (text.startsWith('===', start)) throw new SyntaxFault('Okta compares with two equals signs: ==.', start, start + 3);
  if (text.startsWith('<>', start)) throw new SyntaxFault('Okta has no <>. Use != for “is not”.', start, start + 2);
  if (text.startsWith('?.', start) && /[A-Za-z_]/.test(text.charAt(start + 2))) {
    return { kind: 'symbol', value: '?.', start, end: start + 2 };
  }
  for (const value of symbols) if (text.startsWith(value, start)) return { kind: 'symbol', value, start, end: start + value.length };
  for (const [written, value] of operators) {
    if (text.startsWith(written, start)) return { kind: 'operator', value, start, end: start + written.length };
  }
  throw strangeSign(text, start);
}

/** A quote inside is written twice; a backslash is a backslash, as in Okta's own example `"XDOMAIN\" + …`. */
function textAt(text: string, start: number, quote: string): Token {
  let value = '';
  let from = start + 1;
  for (;;) {
    const close = text.indexOf(quote, from);
    if (close < 0) throw new SyntaxFault(`This text has no closing ${quote}.`, start, text.length);
    value += text.slice(from, close);
    if (text.charAt(close + 1) !== quote) return { kind: 'text', value, start, end: close + 1 };
    value += quote;
    from = close + 2;
  }
}

function numberAt(text: string, start: number): Token {
  const written = matchAt(numberPattern, text, start) ?? '';
  const end = start + written.length;
  const tail = matchAt(wordPattern, text, end);
  if (tail !== null) throw new SyntaxFault(`${written}${tail} is neither a number nor a name.`, start, end + tail.length);
  return { kind: 'number', value: Number(written), start, end };
}

function strangeSign(text: string, start: number): SyntaxFault {
  const sign = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const end = start + sign.length;
  const straight = typographicQuotes.get(sign);
  if (straight !== undefined)
    return new SyntaxFault(`Okta does not take the typographic quote ${sign}. Use the straight ${straight}.`, start, end);
  if (sign === '&') return new SyntaxFault('Okta has no single &. Use AND or &&; texts are joined with +.', start, end);
  if (sign === '|') return new SyntaxFault('Okta has no single |. Use OR or ||.', start, end);
  if (text.startsWith('${', start)) {
    return new SyntaxFault('${…} is how a username template is written. In a mapping write what stands inside of it.', start, start + 2);
  }
  if (/\s|\p{Cf}|\p{Zs}/u.test(sign)) {
    const code = `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    return new SyntaxFault(`An unusual space (${code}) stands here. Use a plain one.`, start, end);
  }
  return new SyntaxFault(`The sign ${sign} has no meaning here.`, start, end);
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

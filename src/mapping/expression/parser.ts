import { SyntaxFault, tokens, type Symbol, type Token } from './lexer';
import { childrenOf, precedence, precedenceOf, reservedWords, type BinaryOperator, type Expression, type MapExpression } from './syntax';

export type ParsedExpression =
  | { readonly kind: 'parsed'; readonly expression: Expression }
  /** `message` is a sentence; `start` and `end` are offsets in UTF-16 units, and may be equal at the end of the text. */
  | { readonly kind: 'failed'; readonly message: string; readonly start: number; readonly end: number };

/** Brackets, signs and conditions inside of each other, so that no walk over a tree can exhaust the stack. */
export const deepestNesting = 500;

/** Nodes inside of each other. Chains of operators, such as `a + b + c`, are not nested, however long. */
const deepestTree = 2 * deepestNesting;

/** In UTF-16 units: ten times what Okta's own editor takes, and read in a few milliseconds. */
export const longestExpression = 1_000_000;

/**
 * Reads an expression of Okta's classic language (see `Expression`). Never throws: what is wrong comes back with its range.
 *
 * Beyond the documented language it takes what Spring's takes in the same place: `&&` and `||`, words as operators in any case, `?.`, and
 * quotes written twice inside a text.
 */
export function parseExpression(text: string): ParsedExpression {
  if (text.length > longestExpression) {
    return {
      kind: 'failed',
      message: `An expression of more than ${longestExpression} characters is not read.`,
      start: 0,
      end: text.length,
    };
  }
  try {
    const expression = new Parser(tokens(text)).whole();
    refuseDeepTree(expression);
    return { kind: 'parsed', expression };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return { kind: 'failed', message: error.message, start: error.start, end: error.end };
  }
}

/** @throws SyntaxFault */
function refuseDeepTree(expression: Expression): void {
  const open: { readonly node: Expression; readonly depth: number }[] = [{ node: expression, depth: 0 }];
  for (let one = open.pop(); one; one = open.pop()) {
    const { node, depth } = one;
    if (depth > deepestTree) throw tooDeep(node.start, node.end);
    for (const child of childrenOf(node)) {
      const chained = node.kind === 'binary' && child === node.left && child.kind === 'binary';
      open.push({ node: child, depth: chained ? depth : depth + 1 });
    }
  }
}

function tooDeep(start: number, end: number): SyntaxFault {
  return new SyntaxFault(`This stands inside of more than ${deepestNesting} other things, which is not read.`, start, end);
}

class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly all: readonly Token[]) {}

  whole(): Expression {
    if (this.all.length === 1) throw new SyntaxFault('The expression is empty.', 0, this.next.end);
    const expression = this.conditional();
    const left = this.next;
    if (left.kind === 'end') return expression;
    if (isSymbol(left, ')') || isSymbol(left, ']') || isSymbol(left, '}')) {
      throw new SyntaxFault(`This ${left.value} closes nothing.`, left.start, left.end);
    }
    if (isSymbol(left, ':')) throw new SyntaxFault('This : belongs to no ?.', left.start, left.end);
    throw new SyntaxFault(`An operator such as + is missing before ${shown(left)}.`, left.start, left.end);
  }

  private conditional(): Expression {
    if (++this.depth > deepestNesting) throw tooDeep(this.next.start, this.next.end);
    const first = this.binary(precedence.or);
    const sign = this.next;
    let whole = first;
    if (isSymbol(sign, '?:')) {
      this.at++;
      const otherwise = this.conditional();
      whole = { kind: 'elvis', value: first, otherwise, start: first.start, end: otherwise.end };
    } else if (isSymbol(sign, '?')) {
      this.at++;
      const whenTrue = this.conditional();
      if (!isSymbol(this.next, ':')) throw new SyntaxFault('This ? has no : with what applies otherwise.', sign.start, sign.end);
      this.at++;
      const whenFalse = this.conditional();
      whole = { kind: 'ternary', condition: first, whenTrue, whenFalse, start: first.start, end: whenFalse.end };
    }
    this.depth--;
    return whole;
  }

  /** Operators that bind at least as tightly as `least`, by precedence climbing. */
  private binary(least: number): Expression {
    let left = this.unary();
    let compared = false;
    for (;;) {
      const token = this.next;
      const operator = binaryOperator(token);
      if (operator === null || precedenceOf(operator) < least) return left;
      const binds = precedenceOf(operator);
      if (binds === precedence.comparison) {
        if (compared) throw new SyntaxFault('Comparisons cannot follow each other. Put one of them in brackets.', token.start, token.end);
        compared = true;
      }
      this.at++;
      const right = this.binary(binds + 1);
      left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
    }
  }

  private unary(): Expression {
    const signs: { readonly operator: '!' | '-'; readonly start: number }[] = [];
    for (let token = this.next; ; token = this.next) {
      const operator = unaryOperator(token);
      if (operator === null) break;
      signs.push({ operator, start: token.start });
      this.at++;
    }
    return signs.reduceRight<Expression>(
      (operand, { operator, start }) => ({ kind: 'unary', operator, operand, start, end: operand.end }),
      this.postfix(),
    );
  }

  private postfix(): Expression {
    let target = this.primary();
    for (;;) {
      const token = this.next;
      if (isSymbol(token, '[')) {
        this.at++;
        const index = this.conditional();
        target = { kind: 'index', target, index, start: target.start, end: this.close(token, ']') };
      } else if (isSymbol(token, '.![')) {
        this.at++;
        const body = this.conditional();
        target = { kind: 'projection', target, body, start: target.start, end: this.close(token, ']') };
      } else if (isSymbol(token, '.') || isSymbol(token, '?.')) {
        this.at++;
        target = this.member(target, token);
      } else return target;
    }
  }

  private member(target: Expression, dot: Token): Expression {
    const name = this.next;
    if (name.kind !== 'word') throw new SyntaxFault('A name is missing after the dot.', dot.start, dot.end);
    this.at++;
    const safe = dot.value === '?.';
    if (isSymbol(this.next, '(')) return this.call(target, name.value, name.start, safe);
    return { kind: 'member', target, name: name.value, safe, start: target.start, end: name.end };
  }

  private call(target: Expression | null, name: string, nameStart: number, safe: boolean): Expression {
    const open = this.next;
    this.at++;
    const list = this.list(')');
    return { kind: 'call', target, name, nameStart, safe, arguments: list, start: target?.start ?? nameStart, end: this.close(open, ')') };
  }

  private primary(): Expression {
    const token = this.next;
    const { start, end } = token;
    switch (token.kind) {
      case 'text':
      case 'number':
        this.at++;
        return { kind: 'literal', value: token.value, start, end };
      case 'word':
        return this.word(token.value, start, end);
      case 'symbol':
        if (token.value === '(') {
          this.at++;
          const inner = this.conditional();
          return { ...inner, start, end: this.close(token, ')') };
        }
        if (token.value === '{') return this.braces();
        break;
      case 'operator':
      case 'end':
        break;
    }
    throw this.missingValue(token);
  }

  private word(word: string, start: number, end: number): Expression {
    const reserved = reservedWords.get(word.toLowerCase());
    if (reserved !== undefined && reserved !== 'constant') throw this.missingValue(this.next);
    this.at++;
    if (reserved === 'constant') {
      const lower = word.toLowerCase();
      return { kind: 'literal', value: lower === 'null' ? null : lower === 'true', start, end };
    }
    if (isSymbol(this.next, '(')) return this.call(null, word, start, false);
    return { kind: 'name', name: word, start, end };
  }

  /** `{}` is an empty array; a colon after the first element makes a map. */
  private braces(): Expression {
    const open = this.next;
    this.at++;
    if (isSymbol(this.next, '}')) return { kind: 'array', items: [], start: open.start, end: this.close(open, '}') };
    const first = this.conditional();
    if (isSymbol(this.next, ':')) return this.map(open, first);
    const items = [first, ...this.further('}')];
    return { kind: 'array', items, start: open.start, end: this.close(open, '}') };
  }

  private map(open: Token, firstKey: Expression): MapExpression {
    const entries: { readonly key: Expression; readonly value: Expression }[] = [];
    for (let key = firstKey; ; key = this.conditional()) {
      if (!isSymbol(this.next, ':')) throw new SyntaxFault('This key has no : with a value.', key.start, key.end);
      this.at++;
      entries.push({ key, value: this.conditional() });
      if (!isSymbol(this.next, ',')) return { kind: 'map', entries, start: open.start, end: this.close(open, '}') };
      this.at++;
    }
  }

  private list(closer: Symbol): readonly Expression[] {
    if (isSymbol(this.next, closer)) return [];
    return [this.conditional(), ...this.further(closer)];
  }

  private further(closer: Symbol): readonly Expression[] {
    const items: Expression[] = [];
    while (isSymbol(this.next, ',')) {
      const comma = this.next;
      this.at++;
      if (isSymbol(this.next, closer)) throw new SyntaxFault('A value is missing after this comma.', comma.start, comma.end);
      items.push(this.conditional());
    }
    return items;
  }

  /** Where the closing bracket ends. */
  private close(open: Token, closer: ')' | ']' | '}'): number {
    const token = this.next;
    if (isSymbol(token, closer)) {
      this.at++;
      return token.end;
    }
    const { start, end } = open;
    if (token.kind === 'end') throw new SyntaxFault(`The bracket ${bracketOf(open)} is not closed: ${closer} is missing.`, start, end);
    if (isSymbol(token, ')') || isSymbol(token, ']') || isSymbol(token, '}')) {
      throw new SyntaxFault(`${token.value} does not close ${bracketOf(open)}: ${closer} is expected.`, token.start, token.end);
    }
    throw new SyntaxFault(`A comma, an operator or ${closer} is missing before ${shown(token)}.`, token.start, token.end);
  }

  private missingValue(token: Token): SyntaxFault {
    const before = this.all[this.at - 1];
    if (token.kind === 'end' && before) return new SyntaxFault(`A value is missing after ${shown(before)}.`, before.start, before.end);
    return new SyntaxFault(`A value is missing before ${shown(token)}.`, token.start, token.end);
  }

  private get next(): Token {
    return this.all[this.at] ?? { kind: 'end', value: '', start: 0, end: 0 };
  }
}

function isSymbol(token: Token, symbol: Symbol): boolean {
  return token.kind === 'symbol' && token.value === symbol;
}

function binaryOperator(token: Token): BinaryOperator | null {
  const value = token.kind === 'word' ? reservedWords.get(token.value.toLowerCase()) : token.kind === 'operator' ? token.value : undefined;
  return value === undefined || value === '!' || value === 'constant' ? null : value;
}

function unaryOperator(token: Token): '!' | '-' | null {
  if (token.kind === 'word') return reservedWords.get(token.value.toLowerCase()) === '!' ? '!' : null;
  return token.kind === 'operator' && (token.value === '!' || token.value === '-') ? token.value : null;
}

function bracketOf(open: Token): string {
  return String(open.value).slice(-1);
}

function shown(token: Token): string {
  if (token.kind === 'end') return 'the end';
  if (token.kind !== 'text') return String(token.value);
  return `"${token.value.length > 20 ? `${token.value.slice(0, 20)}…` : token.value}"`;
}

import { precedence, precedenceOf, type BinaryExpression, type Expression } from './syntax';

/** The expression as text that `parseExpression` reads back to the same tree, but for ranges. Brackets stand only where they are needed. */
export function printExpression(expression: Expression): string {
  return printed(expression, precedence.conditional);
}

/** @param least how tightly the place binds: what binds looser is put in brackets. */
function printed(expression: Expression, least: number): string {
  const text = bare(expression);
  return bindingOf(expression) < least ? `(${text})` : text;
}

function bare(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? quoted(expression.value) : String(expression.value);
    case 'name':
      return expression.name;
    case 'member':
      return `${printed(expression.target, precedence.postfix)}${expression.safe ? '?.' : '.'}${expression.name}`;
    case 'call': {
      const dot = expression.safe ? '?.' : '.';
      const target = expression.target === null ? '' : `${printed(expression.target, precedence.postfix)}${dot}`;
      return `${target}${expression.name}(${expression.arguments.map(printExpression).join(', ')})`;
    }
    case 'index':
      return `${printed(expression.target, precedence.postfix)}[${printExpression(expression.index)}]`;
    case 'projection':
      return `${printed(expression.target, precedence.postfix)}.![${printExpression(expression.body)}]`;
    case 'array':
      return `{${expression.items.map(printExpression).join(', ')}}`;
    case 'map':
      return `{${expression.entries.map(({ key, value }) => `${printExpression(key)}: ${printExpression(value)}`).join(', ')}}`;
    case 'unary': {
      // Two signs in a row would be Spring's decrement.
      const twice = expression.operand.kind === 'unary' && expression.operator === '-' && expression.operand.operator === '-';
      return `${expression.operator}${printed(expression.operand, twice ? precedence.postfix : precedence.unary)}`;
    }
    case 'binary':
      return printedChain(expression);
    case 'ternary': {
      const { condition, whenTrue, whenFalse } = expression;
      return `${printed(condition, precedence.or)} ? ${printExpression(whenTrue)} : ${printExpression(whenFalse)}`;
    }
    case 'elvis':
      return `${printed(expression.value, precedence.or)} ?: ${printExpression(expression.otherwise)}`;
  }
}

/** `a + b + c` leans to the left and can be thousands long, so it is walked and not recursed into. */
function printedChain(expression: BinaryExpression): string {
  const tail: string[] = [];
  let node: Expression = expression;
  for (;;) {
    const binary: BinaryExpression = node;
    const binds = precedenceOf(binary.operator);
    tail.push(` ${binary.operator} ${printed(binary.right, binds + 1)}`);
    const leastLeft = binds === precedence.comparison ? binds + 1 : binds;
    if (binary.left.kind !== 'binary' || precedenceOf(binary.left.operator) < leastLeft) {
      return printed(binary.left, leastLeft) + tail.reverse().join('');
    }
    node = binary.left;
  }
}

function bindingOf(expression: Expression): number {
  switch (expression.kind) {
    case 'ternary':
    case 'elvis':
      return precedence.conditional;
    case 'binary':
      return precedenceOf(expression.operator);
    case 'unary':
      return precedence.unary;
    default:
      return precedence.postfix;
  }
}

/** In the quotes that need no doubling, where there are such. */
function quoted(text: string): string {
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  return quote + text.replaceAll(quote, quote + quote) + quote;
}

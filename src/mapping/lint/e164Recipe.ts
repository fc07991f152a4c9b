import { childrenOf, type Expression } from '../expression/syntax';

/** A place where an expression puts `+` and a country code in front of an attribute, whatever the attribute holds. */
export interface E164Recipe {
  readonly node: Expression;
  /** `+1`; `+` alone where only that is put in front. */
  readonly prefix: string;
  /** The attribute as it is written: `user.mobilePhone`. */
  readonly reference: string;
  /** Whether something around it leaves values with `+`, and empty ones, alone. */
  readonly keepsPlus: boolean;
  readonly keepsEmpty: boolean;
  /** What the recipe makes of a value. */
  readonly apply: (value: string) => string;
}

interface Cleaned {
  readonly reference: Expression;
  readonly apply: (value: string) => string;
}

interface Guards {
  readonly plus: boolean;
  readonly empty: boolean;
}

/**
 * Okta's own recipe for E.164 and its relatives, wherever they stand in an expression: `String.append("+1", …)` or `"+1" + …` around an
 * attribute from which characters are replaced (facts/okta.md, section 2.4). Those that are guarded against both faults are left out.
 */
export function e164Recipes(text: string, expression: Expression): readonly E164Recipe[] {
  const found: E164Recipe[] = [];
  const open: { readonly node: Expression; readonly guards: Guards }[] = [{ node: expression, guards: { plus: false, empty: false } }];
  for (let one = open.pop(); one; one = open.pop()) {
    const { node, guards } = one;
    const recipe = recipeAt(text, node, guards);
    if (recipe) {
      if (!recipe.keepsPlus || !recipe.keepsEmpty) found.push(recipe);
      continue;
    }
    const inner = node.kind === 'ternary' ? withGuards(guards, node.condition) : guards;
    for (const child of childrenOf(node)) open.push({ node: child, guards: inner });
  }
  return found.sort((a, b) => a.node.start - b.node.start);
}

function recipeAt(text: string, node: Expression, guards: Guards): E164Recipe | null {
  const [first, second] = appended(node);
  if (first?.kind !== 'literal' || typeof first.value !== 'string' || !second) return null;
  const prefix = first.value;
  if (!/^\+[0-9]{0,3}$/.test(prefix)) return null;
  const cleaned = cleanedReference(second);
  if (!cleaned) return null;
  return {
    node,
    prefix,
    reference: text.slice(cleaned.reference.start, cleaned.reference.end),
    keepsPlus: guards.plus || !cleaned.apply('+13172222222').includes('+'),
    keepsEmpty: guards.empty,
    apply: (value) => prefix + cleaned.apply(value),
  };
}

function appended(node: Expression): readonly Expression[] {
  if (node.kind === 'binary' && node.operator === '+') return [node.left, node.right];
  return functionName(node) === 'String.append' && node.kind === 'call' ? node.arguments : [];
}

/** An attribute inside of nothing but replacements of fixed texts. */
function cleanedReference(expression: Expression): Cleaned | null {
  const steps: ((value: string) => string)[] = [];
  let node = expression;
  while (node.kind === 'call') {
    const name = functionName(node);
    const [inner, from, to] = node.arguments;
    if (!inner) return null;
    if (name === 'String.removeSpaces') steps.push((value) => value.replaceAll(' ', ''));
    else if ((name === 'String.replace' || name === 'String.replaceFirst') && from?.kind === 'literal' && to?.kind === 'literal') {
      const [pattern, replacement] = [String(from.value), String(to.value)];
      const all = name === 'String.replace';
      steps.push((value) => (all ? value.replaceAll(pattern, () => replacement) : value.replace(pattern, () => replacement)));
    } else return null;
    node = inner;
  }
  if (node.kind !== 'name' && !(node.kind === 'member' && node.target.kind === 'name')) return null;
  return { reference: node, apply: (value) => steps.reduceRight((made, step) => step(made), value) };
}

function functionName(node: Expression): string | null {
  if (node.kind !== 'call') return null;
  if (node.target === null) return node.name;
  return node.target.kind === 'name' ? `${node.target.name}.${node.name}` : null;
}

/** What a condition asks about: a text that begins with `+`, and an empty one. */
function withGuards(before: Guards, condition: Expression): Guards {
  let { plus, empty } = before;
  const open = [condition];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'literal') {
      plus ||= typeof node.value === 'string' && /^\^?(?:\\|\[)?\+/.test(node.value);
      empty ||= node.value === null || node.value === '';
    }
    open.push(...childrenOf(node));
  }
  return { plus, empty };
}

/** What it does wrong, with values before and after. */
export function recipeFaults({ prefix, keepsPlus, keepsEmpty, apply }: E164Recipe): string {
  const turned = (value: string): string => `“${value}” becomes “${apply(value)}”`;
  const faults = [
    ...(keepsPlus ? [] : [turned('+13172222222')]),
    ...(prefix === '+1' ? [turned('1-317-222-2222')] : []),
    ...(keepsEmpty ? [] : [`no value becomes “${prefix}”, or “${prefix}null”`]),
    ...(prefix === '+' ? [] : [`every number of another country begins with ${prefix}`]),
  ];
  return `This makes wrong phone numbers: ${faults.join('; ')}.`;
}

/**
 * An expression that is right where the recipe is not: empty values and those that begin with + stay as they are, and with +1 only what is a
 * North American number by its length gets the code.
 *
 * @param quote the quote that the expression uses.
 */
export function betterRecipe({ prefix, reference }: E164Recipe, quote: '"' | "'"): string {
  const q = (text: string): string => `${quote}${text}${quote}`;
  const digits = ['-', '(', ')', '.'].reduce(
    (inner, drop) => `String.replace(${inner}, ${q(drop)}, ${q('')})`,
    `String.removeSpaces(${reference})`,
  );
  const kept = `${reference} == null OR ${reference} == ${q('')} OR String.startsWith(${reference}, ${q('+')})`;
  const made =
    prefix === '+1'
      ? `String.len(${digits}) == 10 ? String.append(${q('+1')}, ${digits}) : ` +
        `(String.len(${digits}) == 11 AND String.startsWith(${digits}, ${q('1')}) ? String.append(${q('+')}, ${digits}) : ${reference})`
      : `String.append(${q(prefix)}, ${digits})`;
  return `${kept} ? ${reference} : (${made})`;
}

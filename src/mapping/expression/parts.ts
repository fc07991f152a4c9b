import { expressionFunction } from './catalogue';
import type { FunctionStanding } from './functionEntry';
import { childrenOf, type CallExpression, type Expression } from './syntax';

/** An attribute that an expression reads. `root` is null where it is written without one, as in Okta's samples of profile mappings. */
export interface ExpressionReference {
  readonly root: string | null;
  readonly attribute: string;
  /** Of all of it, `user.firstName`. */
  readonly start: number;
  readonly end: number;
}

export interface ExpressionCall {
  /** With what stands before its dot, where that is a single name: `String.append`, `user.getLinkedObject`, `isMemberOfGroup`. */
  readonly name: string;
  /** Of the name, without its arguments. */
  readonly start: number;
  readonly end: number;
  readonly known: FunctionStanding | 'unknown';
  readonly notReevaluated: boolean;
}

export interface ExpressionParts {
  readonly references: readonly ExpressionReference[];
  readonly calls: readonly ExpressionCall[];
}

/** The attributes and functions that an expression names, each in the order in which they are written. */
export function expressionParts(expression: Expression): ExpressionParts {
  const references: ExpressionReference[] = [];
  const calls: ExpressionCall[] = [];
  const open: Expression[] = [expression];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'call') calls.push(callOf(node));
    if (node.kind === 'name') references.push({ root: null, attribute: node.name, start: node.start, end: node.end });
    if (node.kind === 'member' && node.target.kind === 'name') {
      references.push({ root: node.target.name, attribute: node.name, start: node.start, end: node.end });
    } else if (node.kind === 'call' && node.target?.kind === 'name') open.push(...node.arguments);
    // In a projection names are attributes of the elements.
    else if (node.kind === 'projection') open.push(node.target);
    else for (const child of childrenOf(node)) open.push(child);
  }
  return { references: references.sort(byStart), calls: calls.sort(byStart) };
}

function callOf({ target, name, nameStart }: CallExpression): ExpressionCall {
  const whole = target?.kind === 'name' ? `${target.name}.${name}` : name;
  // A method of anything else than a name is none of the classic language.
  const entry = target === null || target.kind === 'name' ? expressionFunction(whole) : undefined;
  return {
    name: whole,
    start: target?.kind === 'name' ? target.start : nameStart,
    end: nameStart + name.length,
    known: entry?.standing ?? 'unknown',
    notReevaluated: entry?.notReevaluated ?? false,
  };
}

function byStart(a: { readonly start: number }, b: { readonly start: number }): number {
  return a.start - b.start;
}

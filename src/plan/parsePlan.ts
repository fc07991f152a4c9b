import Ajv, { type ErrorObject } from 'ajv';
import { findNodeAtLocation, parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { Plan } from './plan';
import schema from './plan.schema.json';
import { planId } from './planFile';

/** A plan that cannot be used. The message names file, line and column. */
export class PlanFileError extends Error {
  constructor(
    message: string,
    readonly reason: 'notJson' | 'notAPlan' | 'newerFormat' | 'changed',
    /** 1-based; null where the whole file is meant. */
    readonly position: { readonly line: number; readonly column: number } | null,
  ) {
    super(message);
    this.name = 'PlanFileError';
  }
}

/**
 * Reads a `*.scimplan.json` and believes none of it: JSON, format, schema and id are checked.
 *
 * @param path for messages only.
 * @throws PlanFileError
 */
export function parsePlan(text: string, path: string): Plan {
  const value = parseJson(text, path);
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (typeof format === 'string' && /^scim-preflight\/plan@(?!1$)/.test(format)) {
    throw new PlanFileError(`${path} has the format ${format}; this version reads scim-preflight/plan@1.`, 'newerFormat', null);
  }
  const validate = new Ajv({ allowUnionTypes: true }).compile<Plan>(schema);
  if (!validate(value)) {
    const [error] = validate.errors ?? [];
    const position = error ? positionOf(error, text) : null;
    const where = position ? `:${position.line}:${position.column}` : '';
    throw new PlanFileError(
      `${path}${where} is not a plan: ${error ? describe(error) : 'it does not fit the schema'}.`,
      'notAPlan',
      position,
    );
  }
  if (planId(inFileOrder(value)) !== value.id) {
    throw new PlanFileError(
      `${path} was changed after it was made: its id does not fit its content. Preview again to get a new plan.`,
      'changed',
      null,
    );
  }
  return value;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const errors: ParseError[] = [];
    parseTree(text, errors, { disallowComments: true });
    const [first] = errors;
    const position = first ? lineAndColumn(text, first.offset) : null;
    const what = first ? printParseErrorCode(first.error) : cause instanceof Error ? cause.message : String(cause);
    throw new PlanFileError(`${path}${position ? `:${position.line}:${position.column}` : ''} is not JSON: ${what}.`, 'notJson', position);
  }
}

function describe(error: ErrorObject): string {
  const where = error.instancePath === '' ? 'the document' : error.instancePath;
  const detail = error.keyword === 'additionalProperties' ? ` (${String(error.params.additionalProperty)})` : '';
  return `${where} ${error.message ?? 'is wrong'}${detail}`;
}

function positionOf(error: ErrorObject, text: string): { line: number; column: number } | null {
  const tree = parseTree(text);
  if (!tree) return null;
  const segments = error.instancePath
    .split('/')
    .slice(1)
    .map((segment) => segment.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
  const node = findNodeAtLocation(tree, segments);
  return node ? lineAndColumn(text, node.offset) : null;
}

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** The plan with its keys in the order of the schema: another program may have saved it in another order. */
function inFileOrder(plan: Plan): Plan {
  return ordered(plan, schema as SchemaNode) as Plan;
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly items?: SchemaNode | undefined;
  readonly anyOf?: readonly SchemaNode[] | undefined;
}

function ordered(value: unknown, node: SchemaNode): unknown {
  const { properties, items } = node.anyOf?.find((one) => one.properties ?? one.items) ?? node;
  if (Array.isArray(value)) return items ? value.map((element: unknown) => ordered(element, items)) : value;
  if (typeof value !== 'object' || value === null || !properties) return value;
  const entries = new Map<string, unknown>(Object.entries(value));
  return Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, ordered(entries.get(key), child)]));
}

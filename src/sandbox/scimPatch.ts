import { patchOpSchema } from '../genesys/scim';
import { isRecord } from './httpMessages';
import { scimError } from './reply';
import { matchesValue, propertyName, type ScimPath, type ValueFilter } from './scimPath';

/** One operation of a PATCH (RFC 7644, section 3.5.2). */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string | null;
  readonly value: unknown;
}

export type Draft = Record<string, unknown>;

/**
 * The operations of a request body. The names of operations are read in any case, as RFC 7644 clients send them.
 *
 * @throws Refusal 400 `invalidSyntax`; `noTarget` for a remove without path.
 */
export function readPatch(body: Readonly<Record<string, unknown>>): readonly PatchOperation[] {
  const { schemas, Operations: operations } = body;
  if (!Array.isArray(schemas) || !schemas.includes(patchOpSchema)) {
    throw scimError(400, 'invalidSyntax', `schemas must hold ${patchOpSchema}.`);
  }
  if (!Array.isArray(operations) || operations.length === 0) throw scimError(400, 'invalidSyntax', 'Operations must not be empty.');
  return operations.map(readOperation);
}

function readOperation(operation: unknown): PatchOperation {
  if (!isRecord(operation)) throw scimError(400, 'invalidSyntax', 'An operation is not an object.');
  const op = typeof operation.op === 'string' ? operation.op.toLowerCase() : '';
  if (op !== 'add' && op !== 'replace' && op !== 'remove') {
    throw scimError(400, 'invalidSyntax', `An operation is add, replace or remove, not ${JSON.stringify(operation.op)}.`);
  }
  const { path = null, value } = operation;
  if (path !== null && typeof path !== 'string') throw scimError(400, 'invalidPath', 'A path is not a text.');
  if (op === 'remove' && path === null) throw scimError(400, 'noTarget', 'A remove needs a path.');
  if (op !== 'remove' && value === undefined) throw scimError(400, 'invalidValue', `The operation ${op} needs a value.`);
  return { op, path, value };
}

/** Carries out one operation with a path on a resource, in place. */
export function patchPath(resource: Draft, path: ScimPath, { op, value }: PatchOperation): void {
  const home = homeOf(resource, path, op);
  if (home === null) return;
  if (path.attribute === '') {
    patchWhole(home, op, value);
    return;
  }
  const name = propertyName(home, path.attribute);
  if (path.filter !== null) {
    patchChosen(home, name, { ...path, filter: path.filter }, { op, value });
  } else if (path.sub !== null) {
    patchSub(home, name, path.sub, { op, value });
  } else {
    patchAttribute(home, name, op, value);
  }
}

/** Sets, adds to or removes an attribute as a whole. Adding to a list leaves out what it has already. */
export function patchAttribute(home: Draft, name: string, op: PatchOperation['op'], value: unknown): void {
  const current = home[name];
  if (op === 'remove' && Array.isArray(current) && value !== undefined && value !== null) {
    const removed = Array.isArray(value) ? (value as unknown[]) : [value];
    keepList(
      home,
      name,
      (current as unknown[]).filter((one) => !removed.some((other) => sameJson(one, other))),
    );
  } else if (op === 'remove') {
    drop(home, name);
  } else if (op === 'add' && Array.isArray(current)) {
    const list: unknown[] = [...(current as unknown[])];
    for (const added of Array.isArray(value) ? (value as unknown[]) : [value])
      if (!list.some((one) => sameJson(one, added))) list.push(added);
    home[name] = list;
  } else if (isRecord(current) && isRecord(value)) {
    home[name] = { ...current, ...value };
  } else {
    home[name] = value;
  }
}

function homeOf(resource: Draft, path: ScimPath, op: PatchOperation['op']): Draft | null {
  if (path.urn === null) return resource;
  const name = propertyName(resource, path.urn);
  const current = resource[name];
  if (path.attribute === '' && op === 'remove') {
    drop(resource, name);
    return null;
  }
  if (!isRecord(current) && op === 'remove') return null;
  const home: Draft = isRecord(current) ? { ...current } : {};
  resource[name] = home;
  return home;
}

function patchWhole(home: Draft, op: PatchOperation['op'], value: unknown): void {
  if (!isRecord(value)) throw scimError(400, 'invalidValue', 'The value of an extension is an object.');
  for (const [name, part] of Object.entries(value)) patchAttribute(home, propertyName(home, name), op, part);
}

type Change = Pick<PatchOperation, 'op' | 'value'>;

function patchSub(home: Draft, name: string, sub: string, { op, value }: Change): void {
  const current = home[name];
  if (Array.isArray(current)) {
    home[name] = (current as unknown[]).map((one) => (isRecord(one) ? changed(one, sub, { op, value }) : one));
  } else if (op !== 'remove' || isRecord(current)) {
    home[name] = changed(isRecord(current) ? current : {}, sub, { op, value });
  }
}

function patchChosen(home: Draft, name: string, path: ScimPath & { readonly filter: ValueFilter }, { op, value }: Change): void {
  const current = home[name] ?? [];
  if (!Array.isArray(current)) throw scimError(400, 'invalidPath', `${path.attribute} is not a list.`);
  const list = current as unknown[];
  const isChosen = (one: unknown): one is Draft => isRecord(one) && matchesValue(path.filter, one);
  if (!list.some(isChosen)) {
    if (op === 'remove') return;
    if (op === 'replace' && path.sub === null) throw scimError(400, 'noTarget', `No value of ${path.attribute} is meant by this filter.`);
    home[name] = [...list, madeFor(path, value)];
    return;
  }
  if (op === 'remove' && path.sub === null) {
    keepList(
      home,
      name,
      list.filter((one) => !isChosen(one)),
    );
    return;
  }
  home[name] = list.map((one) => {
    if (!isChosen(one)) return one;
    if (path.sub !== null) return changed(one, path.sub, { op, value });
    if (!isRecord(value)) throw scimError(400, 'invalidValue', `A value of ${path.attribute} is an object.`);
    return { ...one, ...value };
  });
}

/** Okta and Entra set a value that is not there yet by its type; the filter says what the new value is. */
function madeFor(path: ScimPath & { readonly filter: ValueFilter }, value: unknown): Draft {
  const made = Object.fromEntries(equalities(path.filter));
  if (path.sub !== null) return { ...made, [path.sub]: value };
  if (!isRecord(value)) throw scimError(400, 'invalidValue', `A value of ${path.attribute} is an object.`);
  return { ...made, ...value };
}

function equalities(filter: ValueFilter): readonly (readonly [string, unknown])[] {
  if (filter.kind === 'equal') return [[filter.attribute, filter.value]];
  if (filter.kind === 'and') return filter.parts.flatMap(equalities);
  throw scimError(400, 'noTarget', 'No value is meant by this filter.');
}

function changed(object: Readonly<Record<string, unknown>>, sub: string, { op, value }: Change): Draft {
  const copy: Draft = { ...object };
  patchAttribute(copy, propertyName(copy, sub), op, value);
  return copy;
}

/** A list that lost its last value is an attribute without value (RFC 7644, section 3.5.2.2). */
function keepList(home: Draft, name: string, list: readonly unknown[]): void {
  if (list.length === 0) drop(home, name);
  else home[name] = list;
}

function drop(home: Draft, name: string): void {
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- an absent attribute and a null one are different things in JSON
  delete home[name];
}

function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => sameJson(one, (b as unknown[])[at]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]));
}

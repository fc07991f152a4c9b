import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { genesysRemovalLimit } from '../plan/guards';
import { guards } from '../plan/plan';
import { groupEnds, journalFormat } from './journal';
import { applyModes } from './work';

/**
 * The shapes of a journal's lines, as in journal.ts. The hash chain proves only that a file is whole: anybody can make one anew, so what
 * stands in it is checked like any other input.
 */
const text = { type: 'string' };
const id = { type: 'string', minLength: 1, maxLength: 200 };
const ids = { type: 'array', items: id };
const textOrNull = { type: ['string', 'null'] };
const count = { type: 'integer', minimum: 0 };
const number = { type: 'integer', minimum: 1 };
/** A file beside this one, never a path. */
const fileName = { type: 'string', minLength: 1, maxLength: 255, pattern: '^[^/\\\\\\u0000]+$' };
const batchSize = { type: 'integer', minimum: 1, maximum: genesysRemovalLimit };

const object = (properties: Readonly<Record<string, object>>, optional: Readonly<Record<string, object>> = {}): object => ({
  type: 'object',
  properties: { ...properties, ...optional },
  required: Object.keys(properties),
  additionalProperties: false,
});
const listOf = (items: object): object => ({ type: 'array', items });
const lifts = listOf(object({ guard: text, count: { type: ['integer', 'null'] }, group: textOrNull }));

const selection = object({
  groupId: id,
  name: text,
  oktaGroupId: text,
  userNames: { type: 'object', additionalProperties: text },
  derived: ids,
  guards: listOf({ enum: guards }),
  mode: { enum: applyModes },
  adds: ids,
  removals: ids,
});

const entries: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  open: {
    format: { const: journalFormat },
    kind: { enum: ['apply', 'undo', 'restore', 'guard'] },
    tool: object({ name: text, version: text }),
    org: object({ name: text, host: text, orgId: textOrNull, clientId: textOrNull }),
    planId: text,
    undoes: { anyOf: [fileName, { type: 'null' }] },
    sizes: object({ usual: batchSize, firstRemovals: batchSize }),
    selection: listOf(selection),
    confirmation: textOrNull,
    lifts,
  },
  before: { groupId: id, name: text, version: textOrNull, members: ids },
  started: {},
  intent: { groupId: id, batch: number, op: { enum: ['add', 'remove'] }, ids: { ...ids, minItems: 1, maxItems: genesysRemovalLimit } },
  proof: {
    groupId: id,
    batch: number,
    done: ids,
    notDone: listOf(object({ id, why: { enum: ['kept', 'dropped', 'refused'] } })),
    withoutEffect: { type: 'boolean' },
  },
  groupEnd: { groupId: id, end: { enum: groupEnds }, message: textOrNull },
  resumed: { confirmation: textOrNull, lifts },
  end: { end: { enum: ['done', 'notAllDone', 'cancelled'] } },
  undoing: { journal: fileName },
  undone: { journal: fileName },
  look: { groupId: id, exists: { type: 'boolean' }, left: ids, came: ids },
  guardEnd: { looks: count },
};

/** What an entry may hold besides. */
const optional: Readonly<Record<string, Readonly<Record<string, object>>>> = { look: { counted: count }, guardEnd: { unread: ids } };

let ajv: Ajv | null = null;
const validators = new Map<string, ValidateFunction>();

function validatorOf(type: string): ValidateFunction | null {
  const properties = Object.hasOwn(entries, type) ? entries[type] : undefined;
  if (properties === undefined) return null;
  const known = validators.get(type);
  if (known) return known;
  ajv ??= new Ajv({ allowUnionTypes: true });
  const entry = object({ type: { const: type }, ...properties }, optional[type]);
  const made = ajv.compile(object({ n: number, at: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$' }, entry }));
  validators.set(type, made);
  return made;
}

/** What is wrong with the shape of a line, in words; null: nothing. */
export function shapeFault(line: unknown): string | null {
  const entry: unknown = typeof line === 'object' && line !== null && 'entry' in line ? line.entry : null;
  const type: unknown = typeof entry === 'object' && entry !== null && 'type' in entry ? entry.type : null;
  const validate = typeof type === 'string' ? validatorOf(type) : null;
  if (validate === null) return `there is no entry ${typeof type === 'string' ? `"${type.slice(0, 40)}"` : 'without a type'}`;
  if (validate(line)) return null;
  const [error] = validate.errors ?? [];
  return error === undefined ? 'its shape is wrong' : wordsOf(error);
}

function wordsOf({ instancePath, message, keyword, params }: ErrorObject): string {
  const detail = keyword === 'additionalProperties' ? ` (${String(params.additionalProperty)})` : '';
  return `${instancePath === '' ? 'the line' : instancePath} ${message ?? 'is wrong'}${detail}`;
}

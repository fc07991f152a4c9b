import type { ScimUser } from '../genesys/scim';
import type { JsonObject, JsonValue } from '../input/problem';
import { compareText } from '../plan/order';
import type { AttributePlan, UserPlan } from '../plan/plan';
import { toStableJson } from './stableJson';

/** Both sides of *current ↔ desired*; `partial`: the snapshot is not there, so only what differs is shown. */
export interface UserComparison {
  readonly current: string;
  readonly desired: string;
  readonly partial: boolean;
}

type MutableObject = Record<string, JsonValue>;

/**
 * A user as Genesys has it and as Okta would leave it, as SCIM JSON with one key order. Null where neither the plan nor the snapshot says
 * anything of the user, so that there is nothing to compare.
 */
export function compareUser(plan: UserPlan | null, current: ScimUser | null): UserComparison | null {
  const attributes = (plan?.attributes ?? []).filter((attribute) => isSent(attribute));
  if (current === null && attributes.length === 0) return null;
  const partial = current === null && plan?.action !== 'create';
  const before = current === null ? known(plan, partial ? attributes : []) : jsonObject(current);
  const after = current === null ? known(plan, []) : jsonObject(current);
  for (const attribute of attributes) setPath(after, attribute.path, attribute.okta);
  if (plan?.action === 'deactivate' || plan?.action === 'reactivate') after.active = plan.action === 'reactivate';
  return { current: plan?.action === 'create' && current === null ? '' : userJson(before), desired: userJson(after), partial };
}

/** SCIM JSON with the keys in one order and typed values by type, so that two of them diff well. */
export function userJson(user: JsonObject): string {
  return `${toStableJson(normalized(user))}\n`;
}

function isSent(attribute: AttributePlan): boolean {
  return attribute.kind !== 'unsupported' && attribute.kind !== 'readOnly' && attribute.kind !== 'equal';
}

/** What a plan tells of a user by itself. */
function known(plan: UserPlan | null, attributes: readonly AttributePlan[]): MutableObject {
  const user: MutableObject = {};
  if (plan?.genesysUserId) user.id = plan.genesysUserId;
  if (plan?.userName) user.userName = plan.userName;
  for (const attribute of attributes) setPath(user, attribute.path, attribute.genesys);
  return user;
}

const extensionPath = /^(urn:.+:User):(.+)$/;
const step = /^([^.[\]]+)(?:\[type eq "([^"]*)"\])?(?:\.(.+))?$/;

/** Sets the value at one of the paths that a plan uses: `title`, `phoneNumbers[type eq "work"].value`, `urn:…:User:manager.value`. */
function setPath(target: MutableObject, path: string, value: string | null): void {
  const extension = extensionPath.exec(path);
  if (extension) {
    const [, schema = '', rest = ''] = extension;
    setPath(child(target, schema), rest, value);
    return;
  }
  const [, name = path, type, rest] = step.exec(path) ?? [];
  if (type !== undefined) setPath(typedElement(target, name, type), rest ?? 'value', value);
  else if (rest !== undefined) setPath(child(target, name), rest, value);
  else if (value === null || value === '') Reflect.deleteProperty(target, name);
  else target[name] = name === 'active' ? value === 'true' : value;
}

function child(target: MutableObject, name: string): MutableObject {
  const present = target[name];
  const object = isObject(present) ? { ...present } : {};
  target[name] = object;
  return object;
}

function typedElement(target: MutableObject, name: string, type: string): MutableObject {
  const present = target[name];
  const list = isList(present) ? [...present] : [];
  const index = list.findIndex((element) => isObject(element) && element.type === type);
  const found = list[index];
  const element: MutableObject = isObject(found) ? { ...found } : { type };
  if (index < 0) list.push(element);
  else list[index] = element;
  target[name] = list;
  return element;
}

/** Without what means "no value", and typed values by type. */
function normalized(value: JsonValue): JsonValue {
  if (isList(value))
    return value
      .map(normalized)
      .filter((element) => !isEmpty(element))
      .sort(byType);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, normalized(entry)] as const);
  return Object.fromEntries(entries.filter(([, entry]) => !isEmpty(entry)));
}

/** Absent, null, "" and a list or object without anything in it all mean "no value" (section 6). */
function isEmpty(value: JsonValue): boolean {
  if (value === null || value === '') return true;
  if (isList(value)) return value.length === 0;
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 0 || (keys.length === 1 && keys[0] === 'type');
}

/** Typed values by type, then value; what has no type keeps its place. */
function byType(a: JsonValue, b: JsonValue): number {
  if (!isObject(a) || !isObject(b) || typeof a.type !== 'string' || typeof b.type !== 'string') return 0;
  return compareText(a.type, b.type) || compareText(JSON.stringify(a.value), JSON.stringify(b.value));
}

function jsonObject(user: ScimUser): MutableObject {
  return JSON.parse(JSON.stringify(user)) as MutableObject;
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

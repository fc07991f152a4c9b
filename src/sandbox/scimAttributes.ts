import { coreGroupSchema, coreUserSchema, enterpriseSchema, genesysSchema } from '../genesys/scim';
import { badParameter } from './reply';

/** The attributes of a resource that `attributes` and `excludedAttributes` may name, by section of the resource. */
export interface AttributeNames {
  readonly core: string;
  readonly always: readonly string[];
  readonly ownNames: readonly string[];
  readonly extensions: Readonly<Record<string, readonly string[]>>;
}

/** The closed lists of `scim_operations.json`. */
export const userAttributes: AttributeNames = {
  core: coreUserSchema,
  always: ['id', 'userName', 'active', 'meta', 'schemas'],
  ownNames: ['displayName', 'title', 'externalId', 'phoneNumbers', 'emails', 'groups', 'roles'],
  extensions: {
    [enterpriseSchema]: ['division', 'department', 'manager', 'employeeNumber', 'dateHire'],
    [genesysSchema]: ['routingSkills', 'routingLanguages', 'externalIds'],
  },
};

export const groupAttributes: AttributeNames = {
  core: coreGroupSchema,
  always: ['id', 'meta', 'schemas'],
  ownNames: ['displayName', 'members', 'externalId'],
  extensions: {},
};

/** Which attributes an answer holds. Those of an extension are `urn:…:User:division`. */
export interface Selection {
  has(name: string): boolean;
}

/** Everything. */
export const wholeResource: Selection = { has: () => true };

/**
 * What `attributes` and `excludedAttributes` ask for, each repeated or joined by commas, short or with their URN.
 *
 * @throws Refusal 400 for a name that is not in the documented list.
 */
export function readSelection(query: URLSearchParams, names: AttributeNames): Selection {
  const wanted = readNames(query, 'attributes', names);
  const unwanted = readNames(query, 'excludedAttributes', names);
  if (wanted === null && unwanted === null) return wholeResource;
  return { has: (name) => names.always.includes(name) || ((wanted === null || wanted.has(name)) && !unwanted?.has(name)) };
}

function readNames(query: URLSearchParams, parameter: string, names: AttributeNames): ReadonlySet<string> | null {
  const texts = query
    .getAll(parameter)
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
  if (texts.length === 0) return null;
  return new Set(texts.flatMap((text) => attributesNamed(text, parameter, names)));
}

function attributesNamed(text: string, parameter: string, names: AttributeNames): readonly string[] {
  const short = text.startsWith(`${names.core}:`) ? text.slice(names.core.length + 1) : text;
  const top = short.split('.')[0]?.toLowerCase() ?? '';
  const own = [...names.always, ...names.ownNames].find((name) => name.toLowerCase() === top);
  if (own !== undefined) return [own];
  for (const [urn, members] of Object.entries(names.extensions)) {
    if (text === urn) return members.map((member) => `${urn}:${member}`);
    const member = members.find((name) => matchesExtension(text, urn, name));
    if (member !== undefined) return [`${urn}:${member}`];
  }
  throw badParameter(parameter, text, allNames(names).join(', '));
}

function matchesExtension(text: string, urn: string, name: string): boolean {
  const rest = text.startsWith(`${urn}:`) ? text.slice(urn.length + 1) : text;
  return rest.split('.')[0]?.toLowerCase() === name.toLowerCase();
}

function allNames(names: AttributeNames): readonly string[] {
  const own = [...names.always, ...names.ownNames];
  return [...own, ...Object.entries(names.extensions).flatMap(([urn, members]) => members.map((member) => `${urn}:${member}`))];
}

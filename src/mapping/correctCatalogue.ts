import type { JsonObject, JsonValue } from '../input/problem';
import { AttributeCatalogue } from './attributeCatalogue';
import type { GenesysAttribute } from './genesysAttributes';
import { coreUserUrn, enterpriseUserUrn, genesysUserUrn } from './scimNames';

export interface CorrectedCatalogue {
  readonly catalogue: AttributeCatalogue;
  /** What the org says otherwise, each in a sentence; empty where it agrees, or says nothing. */
  readonly differences: readonly string[];
}

/** Attributes that every resource has and no schema lists (RFC 7643, section 3.1). */
const common = new Set(['id', 'externalid', 'meta', 'schemas']);
const userSchemas = [coreUserUrn, enterpriseUserUrn, genesysUserUrn];

/**
 * The catalogue as the org's own `/schemas` has it. A schema that the answer lacks changes nothing.
 *
 * @param schemas the answer of GET /schemas (a ListResponse, or its resources), or of GET /schemas/{id}; anything else is no correction.
 */
export function correctCatalogue(catalogue: AttributeCatalogue, schemas: JsonValue): CorrectedCatalogue {
  let attributes = catalogue.attributes;
  const differences: string[] = [];
  for (const schema of schemaResources(schemas)) {
    const urn = userSchemas.find((one) => one.toLowerCase() === textAt(schema, 'id')?.toLowerCase());
    const listed = objects(schema.attributes);
    // A schema without attributes is no statement about them.
    if (urn === undefined || listed.length === 0) continue;
    attributes = correctSchema(attributes, urn, listed, differences);
  }
  return { catalogue: new AttributeCatalogue(attributes), differences };
}

function correctSchema(
  before: readonly GenesysAttribute[],
  urn: string,
  listed: readonly JsonObject[],
  differences: string[],
): readonly GenesysAttribute[] {
  const byName = new Map(listed.flatMap((one) => (textAt(one, 'name') ? [[textAt(one, 'name')?.toLowerCase() ?? '', one] as const] : [])));
  const gone = new Set<string>();
  const after = before.flatMap((attribute) => {
    if (attribute.urn !== urn || common.has(attribute.name.toLowerCase())) return [attribute];
    const told = byName.get(attribute.name.toLowerCase());
    if (told) return correctElement(attribute, told, differences);
    if (!gone.has(attribute.name)) differences.push(`This org has no ${attribute.name}.`);
    gone.add(attribute.name);
    return [];
  });
  const known = new Set(before.filter((one) => one.urn === urn).map((one) => one.name.toLowerCase()));
  for (const [name, told] of byName) {
    if (known.has(name)) after.push(...newTypes(before, urn, name, told, differences));
    else if (!common.has(name)) after.push(addedAttribute(urn, told, differences));
  }
  return after;
}

/** What the org says of an attribute or list element that the catalogue has. */
function correctElement(attribute: GenesysAttribute, told: JsonObject, differences: string[]): readonly GenesysAttribute[] {
  const types = canonicalTypes(told);
  if (attribute.elementType !== null && types !== null && !types.includes(attribute.elementType)) {
    differences.push(`This org has no ${attribute.name} of type ${attribute.elementType}.`);
    return [];
  }
  let corrected = attribute;
  const mutability = mutabilityOf(told);
  // The element `other` of emails is read-only within a list that is not: the list's word says nothing about it.
  if (mutability !== null && mutability !== attribute.mutability && !(attribute.elementType !== null && attribute.readOnlyBecause)) {
    differences.push(`${attribute.path} is ${mutabilityWords[mutability]} in this org, not ${mutabilityWords[attribute.mutability]}.`);
    corrected = {
      ...corrected,
      mutability,
      readOnlyBecause: mutability === 'readOnly' ? 'This org says that nobody can write it.' : null,
      sources: [...corrected.sources, 'org'],
    };
  }
  if (typeof told.required === 'boolean' && told.required !== attribute.required && attribute.elementType === null) {
    differences.push(`${attribute.path} is ${told.required ? 'required' : 'not required'} in this org.`);
    corrected = { ...corrected, required: told.required, sources: [...new Set([...corrected.sources, 'org' as const])] };
  }
  return [corrected];
}

/** Types of phones and e-mails that the org has and the catalogue does not. */
function newTypes(
  before: readonly GenesysAttribute[],
  urn: string,
  name: string,
  told: JsonObject,
  differences: string[],
): readonly GenesysAttribute[] {
  const elements = before.filter((one) => one.urn === urn && one.elementType !== null && one.name.toLowerCase() === name);
  const [first] = elements;
  if (!first) return [];
  const known = new Set(elements.map((one) => one.elementType));
  return (canonicalTypes(told) ?? []).flatMap((type) => {
    if (known.has(type)) return [];
    differences.push(`This org also has ${first.name} of type ${type}.`);
    const path = `${first.name}[type eq "${type}"].value`;
    return [{ ...first, path, elementType: type, genesysField: null, readOnlyBecause: null, sources: ['org'] as const, verified: false }];
  });
}

function addedAttribute(urn: string, told: JsonObject, differences: string[]): GenesysAttribute {
  const name = textAt(told, 'name') ?? '';
  const path = urn === coreUserUrn ? name : `${urn}:${name}`;
  const mutability = mutabilityOf(told) ?? 'readWrite';
  differences.push(`This org also has ${path}.`);
  const type = textAt(told, 'type');
  return {
    path,
    urn,
    name,
    type: type === 'boolean' || type === 'decimal' || type === 'complex' ? type : 'string',
    mutability,
    required: told.required === true,
    multiValued: told.multiValued === true,
    elementType: null,
    maximum: null,
    format: null,
    genesysField: null,
    compared: null,
    readOnlyBecause: mutability === 'readOnly' ? 'This org says that nobody can write it.' : null,
    note: textAt(told, 'description'),
    sources: ['org'],
    verified: false,
  };
}

const mutabilityWords: Readonly<Record<GenesysAttribute['mutability'], string>> = {
  readWrite: 'writable',
  readOnly: 'read-only',
  immutable: 'immutable',
  writeOnly: 'write-only',
};

function mutabilityOf(told: JsonObject): GenesysAttribute['mutability'] | null {
  const word = textAt(told, 'mutability');
  return word === 'readWrite' || word === 'readOnly' || word === 'immutable' || word === 'writeOnly' ? word : null;
}

/** The canonical values of the sub-attribute `type`; null where the schema tells none. */
function canonicalTypes(told: JsonObject): readonly string[] | null {
  const type = objects(told.subAttributes).find((one) => textAt(one, 'name')?.toLowerCase() === 'type');
  const values = type?.canonicalValues;
  if (!Array.isArray(values)) return null;
  const texts = (values as readonly JsonValue[]).filter((value) => typeof value === 'string');
  return texts.length === 0 ? null : texts;
}

function schemaResources(answer: JsonValue): readonly JsonObject[] {
  if (!isObject(answer)) return objects(answer);
  return 'Resources' in answer ? objects(answer.Resources) : [answer];
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textAt(record: JsonObject, key: string): string | null {
  const value = record[key];
  return typeof value === 'string' ? value : null;
}

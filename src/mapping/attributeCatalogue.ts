import { documentedAttributes, type GenesysAttribute, type ValueKind } from './genesysAttributes';
import { coreUserUrn, enterpriseUserUrn } from './scimNames';

export type { ValueKind } from './genesysAttributes';

/** An attribute of a Genesys SCIM user, or one that Genesys does not have or does not let anybody write. */
export type AttributeTarget =
  | { readonly support: 'writable'; readonly path: string; readonly value: ValueKind }
  | { readonly support: 'unsupported' | 'readOnly'; readonly path: string; readonly why: string };

const enterprise = (name: string): string => `${enterpriseUserUrn}:${name}`;
const phone = (type: string): string => `phoneNumbers[type eq "${type}"].value`;

/** Paths of SCIM attributes that the planner uses by name. */
export const paths = {
  userName: 'userName',
  active: 'active',
  displayName: 'displayName',
  title: 'title',
  workEmail: 'emails[type eq "work"].value',
  workPhone: phone('work'),
  mobilePhone: phone('mobile'),
  department: enterprise('department'),
  division: enterprise('division'),
  employeeNumber: enterprise('employeeNumber'),
  manager: enterprise('manager.value'),
  dateHire: enterprise('dateHire'),
} as const;

/** What Genesys has for a path. */
export type FoundAttribute =
  | { readonly kind: 'known'; readonly attribute: GenesysAttribute }
  /** `phoneNumbers` and `emails` with a type that Genesys does not have. */
  | { readonly kind: 'unknownType'; readonly name: string; readonly type: string; readonly types: readonly string[] }
  | { readonly kind: 'unknown' };

/** The attributes of a Genesys SCIM user, found by path as RFC 7644 writes it; names ignore case (RFC 7643, section 2.1). */
export class AttributeCatalogue {
  private readonly byPath = new Map<string, GenesysAttribute>();
  private readonly byName = new Map<string, GenesysAttribute>();

  constructor(readonly attributes: readonly GenesysAttribute[]) {
    for (const attribute of attributes) {
      this.byPath.set(attribute.path.toLowerCase(), attribute);
      if (attribute.elementType === null) this.byName.set(`${attribute.urn}:${attribute.name}`.toLowerCase(), attribute);
    }
  }

  find(path: string): FoundAttribute {
    const known = this.byPath.get(path.toLowerCase());
    if (known) return { kind: 'known', attribute: known };
    const element = /^(emails|phoneNumbers)\[type eq "([^"]*)"\]\.value$/i.exec(path);
    if (element) {
      const [, name = '', type = ''] = element;
      return { kind: 'unknownType', name, type, types: this.types(name) };
    }
    // Parts of an attribute (`roles.value`, `meta.location`, `routingSkills[0].name`) have its fate.
    const whole = this.byName.get(topName(path).toLowerCase());
    return whole ? { kind: 'known', attribute: whole } : { kind: 'unknown' };
  }

  /** The types that elements of `phoneNumbers` or `emails` may have. */
  types(name: string): readonly string[] {
    const lower = name.toLowerCase();
    return this.attributes.flatMap((one) => (one.elementType !== null && one.name.toLowerCase() === lower ? [one.elementType] : []));
  }

  /** Top names of what can be written in a schema. */
  writableNames(urn: string): readonly string[] {
    return [...new Set(this.attributes.filter((one) => one.urn === urn && one.mutability !== 'readOnly').map((one) => one.name))];
  }
}

/** `urn:…:User:routingSkills[0].name` → `urn:…:User:routingSkills`; names of the core schema get its URN. */
function topName(path: string): string {
  const colon = path.startsWith('urn:') ? path.lastIndexOf(':', path.search(/[[\]]|$/)) : -1;
  const urn = colon === -1 ? coreUserUrn : path.slice(0, colon);
  const local = path.slice(colon + 1);
  return `${urn}:${/^[^.[]*/.exec(local)?.[0] ?? ''}`;
}

/** As Genesys documents it. */
export const documentedCatalogue = new AttributeCatalogue(documentedAttributes);

const compared = new Map(documentedAttributes.map((attribute) => [attribute.path, attribute]));

/** What Genesys makes of a SCIM path. Everything that its SCIM model does not have is `unsupported` (facts/genesys-scim.md, section 2). */
export function attributeTarget(path: string): AttributeTarget {
  const known = compared.get(path) ?? (path.startsWith('meta.') ? compared.get('meta') : undefined);
  if (known?.readOnlyBecause) return { support: 'readOnly', path, why: known.readOnlyBecause };
  if (known?.compared) return { support: 'writable', path, value: known.compared };
  const found = documentedCatalogue.find(path);
  const why = found.kind === 'known' ? 'Genesys SCIM has it, and it is not compared here.' : 'Genesys SCIM has no such attribute.';
  return { support: 'unsupported', path, why };
}

import { externalTarget } from '../externalName';
import { pathOfVariable } from '../variableNames';
import type { AppSchemaText } from './lintContext';

/** Where an attribute of a mapping goes in Genesys Cloud's SCIM. */
export type MappingTarget =
  | { readonly kind: 'path'; readonly path: string }
  /** The value of the primary phone or e-mail address; which one, its type tells. */
  | { readonly kind: 'primary'; readonly list: string }
  /** The type of a phone or e-mail address. */
  | { readonly kind: 'type'; readonly list: string }
  /** The app's schema is known, and it has no such attribute. */
  | { readonly kind: 'noVariable' }
  | { readonly kind: 'unclear' };

/** @param schema of the mapping's app; null: its attributes are recognised by their names. */
export function mappingTarget(variable: string, schema: AppSchemaText | null): MappingTarget {
  if (!schema) return targetByName(variable);
  const known = schema.variables.get(variable);
  if (!known) return { kind: 'noVariable' };
  if (!known.externalName) return { kind: 'unclear' };
  const target = externalTarget(known.externalName, known.externalNamespace);
  switch (target.kind) {
    case 'path':
      return target;
    case 'primary':
      return { kind: 'primary', list: target.attribute };
    case 'selector':
      return known.externalName.trimEnd().endsWith('.type') ? { kind: 'type', list: target.attribute } : { kind: 'unclear' };
    case 'unknown':
      return { kind: 'unclear' };
  }
}

function targetByName(variable: string): MappingTarget {
  if (/phone_?type$/i.test(variable)) return { kind: 'type', list: 'phoneNumbers' };
  if (/e?mail_?type$/i.test(variable)) return { kind: 'type', list: 'emails' };
  const path = pathOfVariable(variable);
  return path === undefined ? { kind: 'unclear' } : { kind: 'path', path };
}

import { coreUserUrn, enterpriseUserUrn, genesysUserUrn } from './scimNames';

/** Where an app variable goes, as its schema says (`externalName`, `externalNamespace`). */
export type ExternalTarget =
  | { readonly kind: 'path'; readonly path: string }
  /** `emails.^[primary==true].value`: its type is what the sibling `.type` yields, else `work` (product.md, section 6). */
  | { readonly kind: 'primary'; readonly attribute: string; readonly sub: string }
  /** `….type` or `….primary`: decides where a sibling's value goes, and is no value of its own. */
  | { readonly kind: 'selector'; readonly attribute: string; readonly condition: string }
  | { readonly kind: 'unknown'; readonly text: string };

const selection = /^([A-Za-z]\w*)(?:\.\^|\.\?)?\[\s*(\w+)\s*(?:==|eq)\s*['"]?([\w-]+)['"]?\s*\]\.(\w+)$/;

/**
 * Reads the grammar of Okta's external names that was recorded (facts/okta.md, section 2.3): a plain path, or one SpEL selection of an
 * element of a list.
 */
export function externalTarget(externalName: string, externalNamespace: string | null): ExternalTarget {
  const name = externalName.trim();
  const match = selection.exec(name);
  if (match) {
    const [, attribute = '', by = '', value = '', sub = ''] = match;
    if (sub === 'type' || sub === 'primary') return { kind: 'selector', attribute, condition: `${by}==${value}` };
    if (by === 'primary') return { kind: 'primary', attribute, sub };
    if (by === 'type') return { kind: 'path', path: `${attribute}[type eq "${value}"].${sub}` };
    return { kind: 'unknown', text: name };
  }
  if (!/^[A-Za-z$][\w$]*(?:\.[A-Za-z$][\w$]*)*$/.test(name)) return { kind: 'unknown', text: name };
  if (externalNamespace === enterpriseUserUrn || externalNamespace === genesysUserUrn) {
    return { kind: 'path', path: `${externalNamespace}:${name === 'manager' ? 'manager.value' : name}` };
  }
  if (externalNamespace === null || externalNamespace === '' || externalNamespace === coreUserUrn) return { kind: 'path', path: name };
  return { kind: 'path', path: `${externalNamespace}:${name}` };
}

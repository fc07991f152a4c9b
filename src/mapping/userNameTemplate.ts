import { attributeText, userExpression, type UserExpression, type UserReader } from './userExpression';

/** An app's username template, ready for many users. */
export type UserNameTemplate =
  /** There is none: the login stands in. */
  { readonly kind: 'none' } | { readonly kind: 'read'; readonly read: UserReader; readonly plain: boolean } | { readonly kind: 'unread' };

/**
 * Reads `credentials.userNameTemplate.template` of an Okta app. Okta's own formats are containers, `${source.email}` and
 * `${fn:substringBefore(source.login, "@")}` (type BUILT_IN; okta/okta-developer-docs, `apps.json`); functions there carry `fn:` or `f:` and are
 * those of the expression language without `String.` (Okta blog, “Custom Expressions with Examples”). A custom format is an expression.
 */
export function userNameTemplate(template: string | null): UserNameTemplate {
  if (template === null || template.trim() === '') return { kind: 'none' };
  const attribute = /^\s*(?:\$\{\s*)?(?:source|user)\.(\w+)\s*\}?\s*$/.exec(template)?.[1];
  if (attribute !== undefined) return { kind: 'read', read: (user) => attributeText(user, attribute), plain: true };
  const parts = template.includes('${') ? containers(template.trim()) : [userExpression(template)];
  const reads: UserReader[] = [];
  for (const part of parts ?? []) {
    if (part.kind === 'failed') return { kind: 'unread' };
    reads.push(part.read);
  }
  if (reads.length === 0) return { kind: 'unread' };
  return { kind: 'read', read: joined(reads), plain: false };
}

/** The containers of a template and the texts between them; null where one of them does not end. */
function containers(template: string): readonly UserExpression[] | null {
  const parts: UserExpression[] = [];
  for (let at = 0; at < template.length;) {
    const open = template.indexOf('${', at);
    if (open !== at) {
      const text = template.slice(at, open < 0 ? template.length : open);
      parts.push({ kind: 'read', read: () => text, outcomes: [text], plain: true });
      at += text.length;
      continue;
    }
    const close = closingBrace(template, open + 2);
    if (close < 0) return null;
    parts.push(userExpression(withoutPrefixes(template.slice(open + 2, close))));
    at = close + 1;
  }
  return parts;
}

/** The brace that closes a container: braces in texts do not count. */
function closingBrace(template: string, from: number): number {
  let quote = '';
  for (let at = from; at < template.length; at++) {
    const sign = template.charAt(at);
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '}') return at;
  }
  return -1;
}

/** `fn:substringBefore(` as `String.substringBefore(`; what stands in texts stays. */
function withoutPrefixes(text: string): string {
  return text.replace(/"[^"]*"|'[^']*'|\bfn?:(?=[A-Za-z]+\s*\()/g, (found) => (found.endsWith(':') ? 'String.' : found));
}

function joined(reads: readonly UserReader[]): UserReader {
  const [only] = reads;
  if (only && reads.length === 1) return only;
  return (user, appUser) => {
    let text = '';
    for (const read of reads) {
      const part = read(user, appUser);
      // What becomes of a missing value between texts is not documented.
      if (part === undefined || part === null) return undefined;
      text += part;
    }
    return text;
  };
}

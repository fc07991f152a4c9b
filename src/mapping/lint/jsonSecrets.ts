import { findTokens } from './csvSecrets';
import type { JsonNode, JsonTree } from './jsonTree';
import { lintProblem, type LintProblem, type TextRange } from './problem';

/** Names of properties that hold a secret, without `_`, `-` and capitals. */
const secretNames = new Set(
  `clientsecret accesstoken refreshtoken apitoken apikey authtoken bearertoken oauthtoken secrettoken scimtoken sswstoken password passphrase privatekey
  authorization proxyauthorization`.split(/\s+/),
);
/** What stands in the place of a secret: nothing, a mask, a variable, the name of a field. */
const placeholder =
  /^(?:\s*|[*•.x_-]+|null|none|true|false|redacted|hidden|masked|secret|password|token|changeme|\$\{.*\}|\{.*\}|<.*>|%.*%|\[.*\]|\$\w+|(?:your|my|the|example)\b.*)$/i;
const schemeOfHeader = /^\s*(?:Bearer|SSWS|Basic)\s+(\S{8,})\s*$/i;
const privateKey = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;
/** What is looked for at all in a text: walking through everything costs more than reading it. */
const worthLooking = /secret|token|authorization|passw|passphrase|api_?key|private_?key|PRIVATE KEY|\beyJ|\b00[\w-]{40}|Bearer |SSWS /i;

/**
 * Client secrets, tokens, passwords and `Authorization` headers in a JSON text. A value that only stands for one (a mask, a variable, an
 * object, an expression of a mapping) is none. The message never repeats it.
 */
export function jsonSecrets(tree: JsonTree, root: JsonNode, range: TextRange): readonly LintProblem[] {
  if (!worthLooking.test(tree.text.slice(range.start, range.end))) return [];
  const found: LintProblem[] = [];
  const open: { readonly node: JsonNode; readonly name: string | null }[] = [{ node: root, name: null }];
  for (let one = open.pop(); one; one = open.pop()) {
    const { node, name } = one;
    if (node.type === 'string') found.push(...secretIn(tree, node, name));
    else if (node.type === 'object') {
      for (const property of node.children ?? []) {
        const [key, value] = property.children ?? [];
        if (key && value) open.push({ node: value, name: nameOf(node, String(key.value)) });
      }
    } else for (const child of node.children ?? []) open.push({ node: child, name });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** `{"name": "Authorization", "value": "…"}`, as recorded requests and Okta's own headers have it, counts as a property of that name. */
function nameOf(object: JsonNode, key: string): string {
  if (key !== 'value') return key;
  const named = (object.children ?? []).find((property) => property.children?.[0]?.value === 'name')?.children?.[1];
  return named?.type === 'string' ? String(named.value) : key;
}

function secretIn(tree: JsonTree, node: JsonNode, name: string | null): readonly LintProblem[] {
  const value = String(node.value);
  const plain = name?.toLowerCase().replace(/[\s_-]/g, '') ?? '';
  const header = schemeOfHeader.exec(value)?.[1];
  if (placeholder.test(value.replace(/^\s*(?:Bearer|SSWS|Basic)\s+/i, ''))) return [];
  if (header !== undefined && (plain.endsWith('authorization') || header.length >= 20))
    return [secret(tree, node, `An ${/^\s*basic/i.test(value) ? 'Authorization header' : 'access token'}`)];
  if (privateKey.test(value)) return [secret(tree, node, 'A private key')];
  if (secretNames.has(plain) && value.trim().length >= 6) return [secret(tree, node, `The value of ${name ?? ''}`)];
  const tokens: LintProblem[] = [];
  findTokens(value, 0, value.length, (start, end) => {
    tokens.push(lintProblem('secret-in-file', saying('A token'), tree.within(node, { start, end })));
  });
  return tokens;
}

function secret(tree: JsonTree, node: JsonNode, what: string): LintProblem {
  return lintProblem('secret-in-file', saying(what), tree.inner(node));
}

const saying = (what: string): string => `${what} stands in this file. Whoever has the file can use it.`;

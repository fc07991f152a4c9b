/**
 * The address behind `rel="next"` in a `Link` header (RFC 8288, section 3); null on the last page. Okta sends a line for each link, which
 * arrive joined by commas, as other servers send them (facts/okta.md, section 1.1).
 */
export function nextLink(header: string | null): string | null {
  const text = header ?? '';
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    const end = text.indexOf('>', at);
    if (end === -1) return null;
    const target = text.slice(at + 1, end);
    const parameters = splitOutsideQuotes(text, end + 1);
    if (parameters.parts.some(isNext)) return target;
    at = parameters.end;
  }
  return null;
}

/** What stands between semicolons, until the comma that begins the next link. */
function splitOutsideQuotes(text: string, from: number): { readonly parts: readonly string[]; readonly end: number } {
  const parts: string[] = [];
  let begin = from;
  let quoted = false;
  let at = from;
  for (; at < text.length; at++) {
    const sign = text[at];
    if (quoted && sign === '\\') at++;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === ';' || sign === ',')) {
      parts.push(text.slice(begin, at));
      begin = at + 1;
      if (sign === ',') return { parts, end: at };
    }
  }
  return { parts: [...parts, text.slice(begin)], end: text.length };
}

function isNext(parameter: string): boolean {
  const equals = parameter.indexOf('=');
  if (parameter.slice(0, Math.max(0, equals)).trim().toLowerCase() !== 'rel') return false;
  const value = parameter.slice(equals + 1).trim();
  return value.replaceAll('"', '').toLowerCase().split(/\s+/).includes('next');
}

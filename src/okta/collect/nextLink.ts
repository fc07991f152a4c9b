/**
 * The address behind `rel="next"` in a `Link` header (RFC 8288, section 3); null on the last page. Okta sends a line for each link, which
 * arrive joined by commas, as other servers send them (facts/okta.md, section 1.1).
 */
export function nextLink(header: string | null): string | null {
  for (const [, target = '', parameters = ''] of (header ?? '').matchAll(
    /<([^>]*)>((?:\s*;\s*[^\s=;,]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]+))?)*)/g,
  )) {
    for (const [, quoted, plain] of parameters.matchAll(/;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))/gi)) {
      if ((quoted ?? plain ?? '').toLowerCase().split(/\s+/).includes('next')) return target;
    }
  }
  return null;
}

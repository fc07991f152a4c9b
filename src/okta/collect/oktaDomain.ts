/** Where an Okta org's Management API is. */
export interface OktaDomain {
  /** Scheme and host, without trailing slash: `https://contoso.okta.com`. */
  readonly origin: string;
  /** With the port where it is not the usual one. */
  readonly host: string;
  /** Okta's own domains and loopback; any other (an org's custom domain) must be confirmed before a token is sent there. */
  readonly known: boolean;
}

/** A text that names no Okta org, or one that has not been confirmed. */
export class OktaDomainError extends Error {
  constructor(
    readonly reason: 'badDomain' | 'unconfirmed',
    message: string,
  ) {
    super(message);
    this.name = 'OktaDomainError';
  }
}

const orgHost = /^(?<org>[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.(?<domain>okta\.com|oktapreview\.com|okta-emea\.com)$/;

/** Hosts below okta.com that are Okta's own sites and no org. */
const sites = new Set(['www', 'admin', 'developer', 'help', 'support', 'login', 'status', 'trust', 'saml-doc', 'toolkit', 'learning']);

/**
 * The Okta org that a text names: a domain, or an address copied out of the browser, that of the Admin Console included (product.md,
 * section 3, "Collecting").
 *
 * @throws OktaDomainError `badDomain`, with what would do instead.
 */
export function oktaDomain(text: string): OktaDomain {
  const url = addressOf(text.trim());
  if (url.username !== '' || url.password !== '') throw bad('An Okta domain holds no user name and no password. Give the domain alone.');
  const hostname = url.hostname.replace(/\.$/, '');
  if (isLoopback(hostname)) return { origin: url.origin, host: url.host, known: true };
  if (url.protocol !== 'https:') throw bad(`Only https is used with ${url.host}: a token must not travel in the clear.`);
  if (!hostname.includes('.')) throw bad(`"${text.trim()}" is no domain. Give the whole of it, for instance ${hostname}.okta.com.`);
  const own = orgHost.exec(hostname)?.groups;
  const org = own?.org?.replace(/-admin$/, '');
  if ((own && sites.has(own.org ?? '')) || /^okta(?:preview|-emea)?\.com$/.test(hostname)) {
    throw bad(`${hostname} is Okta's own site. Give the domain of your org, for instance contoso.okta.com.`);
  }
  const host = own
    ? `${org ?? ''}.${own.domain ?? ''}${url.port === '' ? '' : `:${url.port}`}`
    : url.host.replace(`${hostname}.`, hostname);
  return { origin: `https://${host}`, host, known: own !== undefined && url.port === '' };
}

/**
 * The same, once it may be sent a token: a domain that is not Okta's has to be given a second time.
 *
 * @throws OktaDomainError `badDomain` or `unconfirmed`.
 */
export function confirmedOktaDomain(text: string, confirmation: string | null): OktaDomain {
  const domain = oktaDomain(text);
  if (domain.known || (confirmation !== null && oktaDomain(confirmation).origin === domain.origin)) return domain;
  throw new OktaDomainError(
    'unconfirmed',
    `${domain.host} is none of Okta's own domains (*.okta.com, *.oktapreview.com, *.okta-emea.com). The API token is sent there only once ` +
      `the domain is confirmed: if it is your org's custom domain, give it again (--confirm-domain ${domain.host}).` +
      (confirmation === null ? '' : ` What was given, ${oktaDomain(confirmation).host}, is another one.`),
  );
}

function addressOf(text: string): URL {
  if (text === '') throw bad('Give the domain of the Okta org, for instance contoso.okta.com.');
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  if (scheme !== undefined && !/^https?$/i.test(scheme)) throw bad(`An Okta domain begins with https, not with ${scheme}.`);
  const candidate = scheme === undefined ? `https://${text}` : text;
  if (!URL.canParse(candidate) || /\s/.test(text))
    throw bad(`"${text}" is no domain. Give that of the Okta org, for instance contoso.okta.com.`);
  const url = new URL(candidate);
  // The sandbox speaks http; nobody else on loopback is asked for without a scheme.
  return scheme === undefined && isLoopback(url.hostname) ? new URL(`http://${text}`) : url;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function bad(message: string): OktaDomainError {
  return new OktaDomainError('badDomain', message);
}

/** A Genesys Cloud region. */
export interface Region {
  readonly awsRegion: string;
  /** `api.<domain>` and `login.<domain>` are its hosts. */
  readonly domain: string;
  readonly name: string;
}

/**
 * All 18 regions (data/regions.json, from Genesys' own SDKs). The ten that the article "Configure Okta for Genesys Cloud SCIM" lists keep
 * its names.
 */
export const regions: readonly Region[] = [
  { awsRegion: 'us-east-1', domain: 'mypurecloud.com', name: 'Americas (US East)' },
  { awsRegion: 'us-east-2', domain: 'use2.us-gov-pure.cloud', name: 'Americas (US East, FedRAMP/us-gov domain)' },
  { awsRegion: 'us-west-2', domain: 'usw2.pure.cloud', name: 'Americas (US West)' },
  { awsRegion: 'ca-central-1', domain: 'cac1.pure.cloud', name: 'Americas (Canada)' },
  { awsRegion: 'mx-central-1', domain: 'mxc1.pure.cloud', name: 'Americas (Mexico Central)' },
  { awsRegion: 'sa-east-1', domain: 'sae1.pure.cloud', name: 'Americas (Sao Paulo)' },
  { awsRegion: 'eu-west-1', domain: 'mypurecloud.ie', name: 'EMEA (Dublin)' },
  { awsRegion: 'eu-west-2', domain: 'euw2.pure.cloud', name: 'EMEA (London)' },
  { awsRegion: 'eu-central-1', domain: 'mypurecloud.de', name: 'EMEA (Frankfurt)' },
  { awsRegion: 'eu-central-2', domain: 'euc2.pure.cloud', name: 'EMEA (Zurich)' },
  { awsRegion: 'eusc-de-east-1', domain: 'edee1.eusc-pure.cloud', name: 'EMEA (AWS European Sovereign Cloud, Germany)' },
  { awsRegion: 'me-central-1', domain: 'mec1.pure.cloud', name: 'EMEA (UAE)' },
  { awsRegion: 'ap-south-1', domain: 'aps1.pure.cloud', name: 'Asia Pacific (Mumbai)' },
  { awsRegion: 'ap-northeast-1', domain: 'mypurecloud.jp', name: 'Asia Pacific (Tokyo)' },
  { awsRegion: 'ap-northeast-2', domain: 'apne2.pure.cloud', name: 'Asia Pacific (Seoul)' },
  { awsRegion: 'ap-northeast-3', domain: 'apne3.pure.cloud', name: 'Asia Pacific (Osaka)' },
  { awsRegion: 'ap-southeast-1', domain: 'apse1.pure.cloud', name: 'Asia Pacific (Singapore)' },
  { awsRegion: 'ap-southeast-2', domain: 'mypurecloud.com.au', name: 'Asia Pacific (Sydney)' },
];

/** Where an org is reached. URLs have no trailing slash. */
export interface Connection {
  /** The API's host, with its port where it is not the usual one. */
  readonly host: string;
  readonly apiUrl: string;
  readonly loginUrl: string;
  /** What Okta's field *SCIM Domain* wants: `api.<domain>`, nothing else. */
  readonly scimDomain: string;
}

/** An address that is refused before anything is sent to it; the message says why and what to give instead. */
export class ConnectionError extends Error {
  constructor(
    readonly reason: 'unknownRegion' | 'badUrl' | 'notHttps' | 'loginUrlNeeded',
    message: string,
  ) {
    super(message);
    this.name = 'ConnectionError';
  }
}

/** The connection of a region, by its domain (`mypurecloud.ie`). Throws ConnectionError for a domain that is none of the 18. */
export function connectionForRegion(domain: string): Connection {
  const wanted = domain.trim().toLowerCase();
  const region = regions.find((candidate) => candidate.domain === wanted);
  if (region === undefined) {
    const known = regions.map((candidate) => candidate.domain).join(', ');
    throw new ConnectionError(
      'unknownRegion',
      `"${domain}" is no Genesys Cloud region. Known are ${known}; for any other give a base URL.`,
    );
  }
  return {
    host: `api.${region.domain}`,
    apiUrl: `https://api.${region.domain}`,
    loginUrl: `https://login.${region.domain}`,
    scimDomain: `api.${region.domain}`,
  };
}

/**
 * The connection of a base URL (product.md, sections 2 and 11): https only, except for loopback. The login URL is `login.` where the API's
 * host is `api.`, the same origin for a loopback base URL, and must be given for any other. Throws ConnectionError.
 */
export function connectionForUrl(baseUrl: string, loginUrl?: string): Connection {
  const api = checkedUrl(baseUrl, 'base URL');
  return {
    host: api.host,
    apiUrl: withoutApiPath(api),
    loginUrl: loginUrl === undefined || loginUrl.trim() === '' ? loginUrlOf(api) : withoutTokenPath(checkedUrl(loginUrl, 'login URL')),
    scimDomain: api.host,
  };
}

/** Whether a host (as in `URL.hostname`) is this machine: the only place where plain http is accepted. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function checkedUrl(text: string, what: string): URL {
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(withScheme)) {
    throw new ConnectionError('badUrl', `The ${what} is not a URL. Give it like https://api.mypurecloud.com.`);
  }
  const url = new URL(withScheme);
  if (url.username !== '' || url.password !== '') {
    throw new ConnectionError('badUrl', `The ${what} holds a user name or password. Leave them out; client id and secret are asked for.`);
  }
  if (url.search !== '' || url.hash !== '') {
    throw new ConnectionError(
      'badUrl',
      `The ${what} ends in "${url.search}${url.hash}". Give it without a query, like https://api.mypurecloud.com.`,
    );
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new ConnectionError(
      'notHttps',
      `The ${what} begins with ${url.protocol}//. Only https:// is used, and http:// on this machine (127.0.0.1).`,
    );
  }
  return url;
}

function loginUrlOf(api: URL): string {
  if (isLoopback(api.hostname)) return api.origin;
  if (api.hostname.startsWith('api.')) return `https://login.${api.host.slice('api.'.length)}`;
  throw new ConnectionError(
    'loginUrlNeeded',
    `The login URL of ${api.host} is not known: it follows from the base URL only where that begins with "api.". Give it too (--login-url).`,
  );
}

/** A SCIM base that was copied whole (`…/api/v2/scim/v2`) means its host. */
function withoutApiPath(url: URL): string {
  return `${url.origin}${url.pathname.replace(/\/api\/v2(\/.*)?$/, '').replace(/\/+$/, '')}`;
}

function withoutTokenPath(url: URL): string {
  return `${url.origin}${url.pathname.replace(/\/oauth\/token\/?$/, '').replace(/\/+$/, '')}`;
}

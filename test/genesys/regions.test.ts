import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ConnectionError, connectionForRegion, connectionForUrl, regions } from '../../src/genesys/regions';

const articleRegions: Readonly<Record<string, string>> = {
  'Americas (Canada)': 'api.cac1.pure.cloud',
  'Americas (US East)': 'api.mypurecloud.com',
  'Americas (US West)': 'api.usw2.pure.cloud',
  'Asia Pacific (Mumbai)': 'api.aps1.pure.cloud',
  'Asia Pacific (Seoul)': 'api.apne2.pure.cloud',
  'Asia Pacific (Sydney)': 'api.mypurecloud.com.au',
  'Asia Pacific (Tokyo)': 'api.mypurecloud.jp',
  'EMEA (Dublin)': 'api.mypurecloud.ie',
  'EMEA (Frankfurt)': 'api.mypurecloud.de',
  'EMEA (London)': 'api.euw2.pure.cloud',
};

describe('regions', () => {
  it('are 18, each with its own domain, name and AWS region', () => {
    assert.equal(regions.length, 18);
    for (const key of ['domain', 'name', 'awsRegion'] as const) assert.equal(new Set(regions.map((region) => region[key])).size, 18, key);
  });

  it("keep the article's ten names and domains", () => {
    for (const [name, scimDomain] of Object.entries(articleRegions)) {
      const region = regions.find((candidate) => candidate.name === name);
      assert.equal(region && connectionForRegion(region.domain).scimDomain, scimDomain);
    }
  });

  it("know the same domains as Genesys' own SDK", () => {
    const sdk = readFileSync('node_modules/purecloud-platform-client-v2/src/purecloud-platform-client-v2/PureCloudRegionHosts.js', 'utf8');
    const theirs = [...sdk.matchAll(/'([a-z0-9.-]+\.[a-z]+)'/g)].map((match) => match[1]);
    assert.deepEqual([...new Set(theirs)].sort(), regions.map((region) => region.domain).sort());
  });

  it('give API, login and SCIM domain', () => {
    assert.deepEqual(connectionForRegion(' MyPureCloud.ie '), {
      host: 'api.mypurecloud.ie',
      apiUrl: 'https://api.mypurecloud.ie',
      loginUrl: 'https://login.mypurecloud.ie',
      scimDomain: 'api.mypurecloud.ie',
    });
  });

  it('refuse a domain that is none of them', () => {
    assert.throws(() => connectionForRegion('mypurecloud.evil'), isRefused('unknownRegion'));
  });
});

describe('connectionForUrl', () => {
  const accepted: readonly [base: string, login: string | undefined, apiUrl: string, loginUrl: string][] = [
    ['https://api.mypurecloud.com', undefined, 'https://api.mypurecloud.com', 'https://login.mypurecloud.com'],
    ['api.mypurecloud.com', undefined, 'https://api.mypurecloud.com', 'https://login.mypurecloud.com'],
    ['https://api.mypurecloud.com/', '', 'https://api.mypurecloud.com', 'https://login.mypurecloud.com'],
    ['https://api.mypurecloud.com/api/v2/scim/v2', undefined, 'https://api.mypurecloud.com', 'https://login.mypurecloud.com'],
    ['https://api.example:8443', undefined, 'https://api.example:8443', 'https://login.example:8443'],
    ['http://127.0.0.1:9000', undefined, 'http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
    ['http://localhost:9000/', undefined, 'http://localhost:9000', 'http://localhost:9000'],
    ['http://[::1]:9000', undefined, 'http://[::1]:9000', 'http://[::1]:9000'],
    [
      'https://gateway.contoso.example/genesys/',
      'https://sso.contoso.example/oauth/token',
      'https://gateway.contoso.example/genesys',
      'https://sso.contoso.example',
    ],
  ];
  for (const [base, login, apiUrl, loginUrl] of accepted) {
    it(`takes ${base}`, () => {
      const connection = connectionForUrl(base, login);
      assert.deepEqual([connection.apiUrl, connection.loginUrl, connection.host], [apiUrl, loginUrl, new URL(apiUrl).host]);
    });
  }

  const refused: readonly [base: string, login: string | undefined, reason: ConnectionError['reason']][] = [
    ['http://api.mypurecloud.com', undefined, 'notHttps'],
    ['http://127.0.0.1.evil.example', undefined, 'notHttps'],
    ['http://localhost.evil.example', undefined, 'notHttps'],
    ['ftp://api.mypurecloud.com', undefined, 'notHttps'],
    ['https://api.mypurecloud.com', 'http://login.mypurecloud.com', 'notHttps'],
    ['https://mypurecloud.com', undefined, 'loginUrlNeeded'],
    ['https://scim.contoso.example', ' ', 'loginUrlNeeded'],
    ['https://name:word@api.mypurecloud.com', undefined, 'badUrl'],
    ['https://api.mypurecloud.com?region=ie', undefined, 'badUrl'],
    ['https://', undefined, 'badUrl'],
    ['', undefined, 'badUrl'],
    ['not a url', undefined, 'badUrl'],
  ];
  for (const [base, login, reason] of refused) {
    it(`refuses "${base}"${login === undefined ? '' : ` with "${login}"`}: ${reason}`, () => {
      assert.throws(() => connectionForUrl(base, login), isRefused(reason));
    });
  }

  it('does not repeat a password in its message', () => {
    assert.throws(
      () => connectionForUrl('https://name:verysecret@api.mypurecloud.com'),
      (error) => error instanceof ConnectionError && !error.message.includes('verysecret'),
    );
  });
});

function isRefused(reason: ConnectionError['reason']): (error: unknown) => boolean {
  return (error) => error instanceof ConnectionError && error.reason === reason && error.message.length > 20;
}

import assert from 'node:assert/strict';
import { appOf } from '../../src/okta/oktaRecords';

describe('The hosts in the settings of an Okta app', () => {
  const cases = [
    { title: 'a domain', settings: { app: { domain: 'API.mypurecloud.ie' } }, hosts: ['api.mypurecloud.ie'] },
    { title: 'a URL, as its host', settings: { app: { url: 'https://api.mypurecloud.de:443/scim' } }, hosts: ['api.mypurecloud.de'] },
    { title: 'nothing else that the settings hold', settings: { app: { token: 'abc.def ghi', secret: 'x', on: true, n: 3 } }, hosts: [] },
    { title: 'none without settings', settings: undefined, hosts: undefined },
  ] as const;
  for (const { title, settings, hosts } of cases) {
    it(title, () => assert.deepEqual(appOf({ id: 'app', ...(settings && { settings }) }, 'app').hosts, hosts));
  }
});

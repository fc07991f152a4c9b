import { strict as assert } from 'node:assert';
import { confirmedOktaDomain, oktaDomain, OktaDomainError } from '../../../src/okta/collect/oktaDomain';

const good: readonly (readonly [text: string, origin: string, known: boolean])[] = [
  ['contoso.okta.com', 'https://contoso.okta.com', true],
  [' Contoso.OKTA.com ', 'https://contoso.okta.com', true],
  ['https://contoso.okta.com/', 'https://contoso.okta.com', true],
  ['contoso.okta.com.', 'https://contoso.okta.com', true],
  ['https://contoso-admin.okta.com/admin/app/instance/0oa1', 'https://contoso.okta.com', true],
  ['contoso-admin.oktapreview.com', 'https://contoso.oktapreview.com', true],
  ['dev-123456.okta-emea.com', 'https://dev-123456.okta-emea.com', true],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080', true],
  ['http://localhost:8080/', 'http://localhost:8080', true],
  ['http://[::1]:8080', 'http://[::1]:8080', true],
  ['https://127.0.0.1:8443', 'https://127.0.0.1:8443', true],
  ['login.contoso.example', 'https://login.contoso.example', false],
  ['contoso.okta.com:8443', 'https://contoso.okta.com:8443', false],
  ['contoso.okta.com.evil.example', 'https://contoso.okta.com.evil.example', false],
  ['evilokta.com', 'https://evilokta.com', false],
  ['a.b.okta.com', 'https://a.b.okta.com', false],
  ['contoso.okta-gov.com', 'https://contoso.okta-gov.com', false],
  ['cöntoso.okta.example', 'https://xn--cntoso-wxa.okta.example', false],
];

const bad: readonly (readonly [text: string, message: RegExp])[] = [
  ['', /Give the domain/],
  ['contoso', /contoso\.okta\.com/],
  ['okta.com', /Okta's own site/],
  ['www.okta.com', /Okta's own site/],
  ['login.okta.com', /Okta's own site/],
  ['http://contoso.okta.com', /Only https/],
  ['ftp://contoso.okta.com', /not with ftp/],
  ['https://me:secret@contoso.okta.com', /no user name and no password/],
  ['contoso.okta.com evil.example', /is no domain/],
  ['https://', /is no domain/],
  ['http://127.0.0.1.evil.example', /Only https/],
  ['http://169.254.169.254', /Only https/],
];

describe('oktaDomain', () => {
  for (const [text, origin, known] of good) {
    it(`takes ${JSON.stringify(text)} for ${origin}, ${known ? 'known' : 'to be confirmed'}`, () => {
      assert.deepEqual(oktaDomain(text), { origin, host: new URL(origin).host, known });
    });
  }

  for (const [text, message] of bad) {
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(
        () => oktaDomain(text),
        (error) =>
          error instanceof OktaDomainError &&
          error.reason === 'badDomain' &&
          message.test(error.message) &&
          !error.message.includes('secret'),
      ));
  }
});

describe('confirmedOktaDomain', () => {
  it('asks for a domain that is not Okta’s a second time', () => {
    assert.equal(confirmedOktaDomain('contoso.okta.com', null).host, 'contoso.okta.com');
    assert.equal(confirmedOktaDomain('login.contoso.example', 'https://login.contoso.example/').host, 'login.contoso.example');
    for (const confirmation of [null, 'login.contoso.exampl', 'contoso.okta.com', 'login.contoso.example:8443']) {
      assert.throws(
        () => confirmedOktaDomain('login.contoso.example', confirmation),
        (error) =>
          error instanceof OktaDomainError &&
          error.reason === 'unconfirmed' &&
          error.message.includes('--confirm-domain login.contoso.example'),
      );
    }
  });
});

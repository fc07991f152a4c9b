import assert from 'node:assert/strict';
import type { RequestErrorReason } from '../../src/http/requestError';
import { transportError } from '../../src/http/transportError';

/** Codes as Node and OpenSSL give them; a test cannot make a real machine's trust store or name server fail. */
const table: readonly [code: string, reason: RequestErrorReason, cure: RegExp, retriable: boolean][] = [
  ['ENOTFOUND', 'network', /region or base URL.*http\.proxy/, false],
  ['ECONNREFUSED', 'network', /Nothing listens.*port/, false],
  ['EHOSTUNREACH', 'network', /network and http\.proxy/, false],
  ['EAI_AGAIN', 'connectionLost', /lost/, true],
  ['ECONNRESET', 'connectionLost', /lost/, true],
  ['EPIPE', 'connectionLost', /lost/, true],
  ['ERR_STREAM_PREMATURE_CLOSE', 'connectionLost', /lost/, true],
  ['ETIMEDOUT', 'timeout', /in time/, true],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls', /http\.systemCertificates.*NODE_EXTRA_CA_CERTS/, false],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', /http\.systemCertificates.*NODE_EXTRA_CA_CERTS/, false],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', /http\.systemCertificates.*NODE_EXTRA_CA_CERTS/, false],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls', /http\.systemCertificates.*NODE_EXTRA_CA_CERTS/, false],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', /belongs to another host/, false],
  ['CERT_HAS_EXPIRED', 'tls', /clock/, false],
  ['EPROTO', 'tls', /does not speak https/, false],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', /does not speak https/, false],
];

describe('transportError', () => {
  for (const [code, reason, cure, retriable] of table) {
    it(`explains ${code}`, () => {
      const cause = Object.assign(new Error('request failed'), { code });
      const error = transportError(cause, 'api.example', null, 'the region or base URL');
      assert.equal(error.reason, reason);
      assert.match(error.message, cure);
      assert.match(error.message, /api\.example/);
      assert.match(error.message, new RegExp(code), 'the code helps a search');
      assert.equal(error.retriable, retriable);
      assert.equal(error.cause, cause);
    });
  }

  it('finds the code in a cause', () => {
    const cause = new Error('outer', { cause: Object.assign(new Error('inner'), { code: 'CERT_HAS_EXPIRED' }) });
    assert.equal(transportError(cause, 'api.example', null, 'the region or base URL').reason, 'tls');
  });

  it('says so when it was our own time limit', () => {
    const error = transportError(new Error('aborted'), 'api.example', 60_000, 'the region or base URL');
    assert.deepEqual([error.reason, error.retriable], ['timeout', true]);
    assert.match(error.message, /60 seconds/);
  });

  it('has words for what it does not know', () => {
    const error = transportError(new Error('something odd'), 'api.example', null, 'the region or base URL');
    assert.equal(error.reason, 'network');
    assert.match(error.message, /something odd/);
  });
});

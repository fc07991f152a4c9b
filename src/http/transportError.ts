import { RequestError } from './requestError';

const certificateCodes = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
]);

const lostCodes = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'Z_BUF_ERROR',
  'Z_DATA_ERROR',
  'EAI_AGAIN',
]);

/**
 * What kept an answer away, in words, with the setting that may cure it. `timeoutMs` is the limit when it was our own time limit that ended
 * the request; `addressName` what an admin would have set wrong.
 */
export function transportError(cause: unknown, host: string, timeoutMs: number | null, addressName: string): RequestError {
  if (cause instanceof RequestError) return cause;
  const code = codeOf(cause);
  const bracket = code === null ? '' : ` (${code})`;
  if (timeoutMs !== null) return failure('timeout', `${host} did not answer in full within ${Math.round(timeoutMs / 1000)} seconds.`);
  if (code === 'max-size') {
    return failure('tooLarge', `The answer of ${host} is longer than this program reads at once.`);
  }
  if (code === 'ENOTFOUND') {
    return failure(
      'network',
      `${host} cannot be found. Check ${addressName} and this machine's network; where only a proxy reaches the internet, set http.proxy, on the command line HTTPS_PROXY${bracket}.`,
    );
  }
  if (code === 'ECONNREFUSED') {
    return failure(
      'network',
      `Nothing listens at ${host}. Check ${addressName} and its port; behind a proxy, set http.proxy, on the command line HTTPS_PROXY${bracket}.`,
    );
  }
  if (code !== null && certificateCodes.has(code)) {
    return failure(
      'tls',
      `The certificate of ${host} is signed by nobody whom this machine trusts, as with a proxy that opens encrypted traffic. Install your ` +
        `company's certificate and keep http.systemCertificates on; on the command line set NODE_EXTRA_CA_CERTS to its file${bracket}.`,
    );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return failure('tls', `The certificate of ${host} belongs to another host. Check ${addressName}${bracket}.`);
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return failure(
      'tls',
      `The certificate of ${host} is not valid at this time. Check this machine's clock, then the certificate${bracket}.`,
    );
  }
  if (code === 'EPROTO' || code?.startsWith('ERR_SSL') === true || code?.startsWith('ERR_TLS') === true) {
    return failure('tls', `${host} does not speak https as expected. Check ${addressName} and its port, and http.proxy${bracket}.`);
  }
  if ((code !== null && lostCodes.has(code)) || isHangUp(cause)) {
    return failure('connectionLost', `The connection to ${host} was lost before the answer was whole${bracket}.`);
  }
  if (code === 'ETIMEDOUT') return failure('timeout', `${host} did not answer in time. Check the network and http.proxy${bracket}.`);
  return failure('network', `${host} could not be reached. Check the network and http.proxy (${code ?? textOf(cause)}).`);

  function failure(reason: ConstructorParameters<typeof RequestError>[0]['reason'], message: string): RequestError {
    return new RequestError({ reason, message, cause });
  }
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('type' in error && error.type === 'max-size') return 'max-size';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : null;
}

function isHangUp(error: unknown): boolean {
  return /socket hang up|premature close|aborted|unexpected end of file/i.test(textOf(error));
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { Refusal } from './reply';

/** Okta's shape of an error, recorded in samples/okta/error-429-rate-limit.json. */
export function oktaError(
  status: number,
  errorCode: string,
  errorSummary: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return new Refusal({
    status,
    headers,
    body: { errorCode, errorSummary, errorLink: errorCode, errorId: 'oaeSandbox00000000000000', errorCauses: [] },
  });
}

export function oktaNotFound(id: string): Refusal {
  return oktaError(404, 'E0000007', `Not found: Resource not found: ${id}`);
}

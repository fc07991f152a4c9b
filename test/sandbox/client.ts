import { strict as assert } from 'node:assert';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox';

export type Json = Readonly<Record<string, unknown>>;

/** An answer of the sandbox with its body as read; `{}` where there is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

export interface SendOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Speaks to a sandbox as a SCIM client would, with a token of its own. */
export class TestClient {
  private constructor(
    readonly sandbox: Sandbox,
    readonly token: string,
  ) {}

  static async of(sandbox: Sandbox): Promise<TestClient> {
    const { status, body } = await requestToken(sandbox, sandbox.clientSecret);
    assert.equal(status, 200);
    return new TestClient(sandbox, String(body.access_token));
  }

  /** @param path behind `/api/v2/scim`, or a whole one that begins with `/api/` or `/oauth/`. */
  async send(method: string, path: string, { body, headers = {} }: SendOptions = {}): Promise<Answer> {
    const url = this.sandbox.baseUrl + (/^\/(?:api|oauth)\//.test(path) ? path : `/api/v2/scim${path}`);
    const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(url, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(sent === undefined ? {} : { 'Content-Type': 'application/scim+json' }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    });
    return answerOf(response);
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  /** @param operations of a PATCH. */
  patch(path: string, operations: readonly unknown[], headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('PATCH', path, { body: patchBody(operations), headers });
  }

  /** The group of that name, read in full. */
  async group(name: string): Promise<Json> {
    const { body } = await this.get(`/groups?filter=${encodeURIComponent(`displayName eq "${name}"`)}`);
    return first(body);
  }

  async memberIds(groupId: string): Promise<readonly string[]> {
    const { body } = await this.get(`/groups/${groupId}`);
    return (body.members as Json[]).map((member) => String(member.value));
  }
}

export function patchBody(operations: readonly unknown[]): Json {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
}

export function resources(list: Json): readonly Json[] {
  return list.Resources as Json[];
}

export function first(list: Json): Json {
  const [resource] = resources(list);
  assert.ok(resource, 'the list is not empty');
  return resource;
}

export async function requestToken(sandbox: Sandbox, secret: string, form = 'grant_type=client_credentials'): Promise<Answer> {
  const response = await fetch(`${sandbox.loginUrl}/oauth/token`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${sandbox.clientId}:${secret}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: form,
  });
  return answerOf(response);
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Json) };
}

/** Runs a check against a sandbox of its own, without rate limit unless it is asked for. */
export async function withSandbox(options: SandboxOptions, check: (client: TestClient) => Promise<void>): Promise<void> {
  const sandbox = await startSandbox({ requestsPerMinute: 0, oktaRequestsPerMinute: 0, ...options });
  try {
    await check(await TestClient.of(sandbox));
  } finally {
    await sandbox.close();
  }
}

/** An org with few people, for tests that do not need the story. */
export const small: SandboxOptions = { users: 60, groups: 6 };

export interface OktaAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  /** The address of the next page, from the `Link` headers; null on the last one. */
  readonly next: string | null;
}

/** A GET to the Okta side. @param path one that begins with `/`, or a whole address as `Link` gives it. */
export async function oktaGet(sandbox: Sandbox, path: string, headers: Readonly<Record<string, string>> = {}): Promise<OktaAnswer> {
  const response = await fetch(path.startsWith('/') ? sandbox.oktaUrl + path : path, {
    headers: { Authorization: `SSWS ${sandbox.oktaToken}`, ...headers },
  });
  const next = /<([^>]*)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
  return { status: response.status, headers: response.headers, body: await response.json(), next };
}

/** Every record of a listing of the Okta side, page by page. */
export async function oktaAll(sandbox: Sandbox, path: string): Promise<readonly Json[]> {
  const records: Json[] = [];
  for (let next: string | null = path; next !== null;) {
    const page: OktaAnswer = await oktaGet(sandbox, next);
    assert.equal(page.status, 200, next);
    records.push(...(page.body as Json[]));
    ({ next } = page);
  }
  return records;
}

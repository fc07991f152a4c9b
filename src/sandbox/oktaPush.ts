import { listResponseSchema, patchOpSchema } from '../genesys/scim';
import { isRecord } from './httpMessages';
import { oktaAppId } from './identities';

/** How Okta sends a full push; which of the two it is for Genesys is not documented (product.md, section 5). */
export type PushModel = 'replace' | 'batched';

export interface PushOptions {
  /** API base without trailing slash, for instance `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  readonly accessToken: string;
  /** The Genesys group's name; case does not matter to the server. */
  readonly group: string;
  readonly members: readonly PushedMember[];
  readonly model: PushModel;
  /** Memberships in a request of the batched model; 256 as was reported. */
  readonly batch?: number;
  readonly signal?: AbortSignal;
  /** Called before each request that writes, with the members in it: for looking at the group between two of them, or stopping the push. */
  readonly beforeWrite?: (members: number) => void | Promise<void>;
}

export interface PushedMember {
  /** Genesys user id. */
  readonly value: string;
  readonly display: string;
}

/** One request that was sent, with its answer. */
export interface PushStep {
  readonly method: 'GET' | 'PATCH';
  readonly path: string;
  readonly members: number;
  readonly status: number;
  /** What the server said of a request that it refused; null for one that it took. */
  readonly refusal: string | null;
}

/** The group that is to be pushed does not exist, or not once. */
export class PushError extends Error {
  readonly reason = 'badPush';
  constructor(message: string) {
    super(message);
    this.name = 'PushError';
  }
}

/**
 * Pushes a group as Okta would: look it up by name, send its name, then the members (facts/okta.md, section 3.1). Stops at the first request
 * that is refused, as Okta does not retry a 400.
 *
 * @returns every request that was sent, in order.
 * @throws PushError where there is no such group.
 */
export async function pushLikeOkta(options: PushOptions): Promise<readonly PushStep[]> {
  const pusher = new Pusher(options);
  const group = await pusher.findGroup();
  for (const operation of operationsOf(group, options)) {
    await options.beforeWrite?.(operation.members);
    if (!(await pusher.patch(group.id, operation))) break;
  }
  return pusher.steps;
}

/**
 * The pushed set of an Okta group, from the Management API of the sandbox: members that are active and hold an account
 * (product.md, section 5).
 *
 * @throws PushError where Okta has no such group.
 */
export async function readPushedSet(okta: {
  readonly oktaUrl: string;
  readonly oktaToken: string;
  readonly group: string;
  readonly signal?: AbortSignal;
}): Promise<readonly PushedMember[]> {
  const groups = await readAll(okta, `/api/v1/groups?q=${encodeURIComponent(okta.group)}`);
  const group = groups.find((one) => isRecord(one.profile) && one.profile.name === okta.group && one.type === 'OKTA_GROUP');
  if (!group) throw new PushError(`Okta has no group named "${okta.group}".`);
  const accounts = new Map<unknown, PushedMember>();
  for (const { id, externalId, credentials } of await readAll(okta, `/api/v1/apps/${oktaAppId}/users?limit=500`)) {
    if (typeof externalId !== 'string') continue;
    accounts.set(id, { value: externalId, display: isRecord(credentials) ? String(credentials.userName) : '' });
  }
  const members = await readAll(okta, `/api/v1/groups/${String(group.id)}/users`);
  return members.flatMap(({ id, status }) => {
    const account = status === 'DEPROVISIONED' || status === 'STAGED' ? undefined : accounts.get(id);
    return account ? [account] : [];
  });
}

interface Operation {
  readonly op: 'replace' | 'add';
  readonly path?: string;
  readonly value: unknown;
  readonly members: number;
}

function* operationsOf(group: { readonly id: string }, { group: name, members, model, batch = 256 }: PushOptions): Generator<Operation> {
  yield { op: 'replace', value: { id: group.id, displayName: name }, members: 0 };
  const first = model === 'replace' ? members : members.slice(0, batch);
  yield { op: 'replace', path: 'members', value: first, members: first.length };
  for (let from = first.length; from < members.length; from += batch) {
    const value = members.slice(from, from + batch);
    yield { op: 'add', path: 'members', value, members: value.length };
  }
}

class Pusher {
  readonly steps: PushStep[] = [];

  constructor(private readonly options: PushOptions) {}

  async findGroup(): Promise<{ readonly id: string }> {
    const { group } = this.options;
    const filter = encodeURIComponent(`displayName eq ${JSON.stringify(group)}`);
    const answer = await this.send('GET', `/groups?filter=${filter}&startIndex=1&count=100`, null, 0);
    const { schemas, Resources: found } = isRecord(answer) ? answer : {};
    const list = Array.isArray(schemas) && schemas.includes(listResponseSchema) && Array.isArray(found) ? (found as unknown[]) : [];
    const [first] = list;
    const id = isRecord(first) ? first.id : undefined;
    if (typeof id !== 'string' || list.length > 1) {
      throw new PushError(`Genesys Cloud has ${list.length === 0 ? 'no group' : `${list.length} groups`} named "${group}".`);
    }
    return { id };
  }

  async patch(id: string, { members, ...operation }: Operation): Promise<boolean> {
    await this.send('PATCH', `/groups/${id}`, { schemas: [patchOpSchema], Operations: [operation] }, members);
    return this.steps.at(-1)?.refusal === null;
  }

  private async send(method: PushStep['method'], path: string, body: unknown, members: number): Promise<unknown> {
    const { baseUrl, accessToken, signal } = this.options;
    const response = await fetch(`${baseUrl}/api/v2/scim/v2${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${accessToken}`,
        'User-Agent': 'Okta SCIM Client 1.0.0',
        Accept: 'application/scim+json',
        'Content-Type': 'application/scim+json',
      },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    const text = await response.text();
    this.steps.push({ method, path, members, status: response.status, refusal: response.ok ? null : text });
    return response.ok ? (JSON.parse(text) as unknown) : null;
  }
}

type OktaReader = Pick<Parameters<typeof readPushedSet>[0], 'oktaUrl' | 'oktaToken' | 'signal'>;

/** Every page of a listing, by its `Link`. */
async function readAll({ oktaUrl, oktaToken, signal }: OktaReader, path: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const records: Readonly<Record<string, unknown>>[] = [];
  for (let url: string | undefined = `${oktaUrl}${path}`; url !== undefined;) {
    const response: Response = await fetch(url, { headers: { Authorization: `SSWS ${oktaToken}` }, ...(signal ? { signal } : {}) });
    if (!response.ok) throw new PushError(`Okta answered ${response.status} for ${path}.`);
    const page: unknown = await response.json();
    if (Array.isArray(page)) records.push(...(page as unknown[]).filter(isRecord));
    url = /<([^>]*)>;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  }
  return records;
}

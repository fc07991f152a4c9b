import { setTimeout as delay } from 'node:timers/promises';
import type { FaultRule } from './faultRules';
import { isRecord, type SandboxRequest } from './httpMessages';
import type { OrgState } from './orgState';
import { tooManyRequests } from './rateLimit';
import { gatewayError, scimError, type Reply } from './reply';

/** What a fault needs of the org. */
export interface FaultHost {
  readonly org: OrgState;
  readonly movesVersion: boolean;
  /** Makes the token of a request run out. */
  readonly expireToken: (request: SandboxRequest) => void;
}

type Operate = (request: SandboxRequest) => Reply | Promise<Reply>;

interface Counted {
  readonly rule: FaultRule;
  /** Requests that it has let pass. */
  passed: number;
  acted: number;
}

/** Fault rules around the operations of the Genesys side. */
export class Faults {
  private readonly rules: readonly Counted[];
  /** What a group was before a write that shows late, by path. */
  private readonly late = new Map<string, { readonly reply: Reply; reads: number }>();

  constructor(
    rules: readonly FaultRule[],
    private readonly host: FaultHost,
  ) {
    this.rules = rules.map((rule) => ({ rule, passed: 0, acted: 0 }));
  }

  /**
   * Answers a request through the rules. @param path behind the SCIM base, else in full.
   * @throws Refusal of the operation, or of the fault.
   */
  async around(request: SandboxRequest, path: string, operate: Operate): Promise<Reply> {
    const rule = this.acting(request.method, path);
    if (rule === null) return this.shown(request, path, operate);
    const text = request.method === 'GET' ? '' : await request.body();
    return this.fail(rule, { ...request, body: () => Promise.resolve(text) }, path, operate);
  }

  /** The first rule that matches and is not used up. */
  private acting(method: string, path: string): FaultRule | null {
    for (const counted of this.rules) {
      const { rule } = counted;
      if ((rule.method !== null && rule.method !== method) || !isMeant(rule, path)) continue;
      if (rule.times !== -1 && counted.acted >= rule.times) continue;
      if (counted.passed < rule.after) {
        counted.passed += 1;
        continue;
      }
      counted.acted += 1;
      return rule;
    }
    return null;
  }

  private async shown(request: SandboxRequest, path: string, operate: Operate): Promise<Reply> {
    const old = request.method === 'GET' ? this.late.get(path) : undefined;
    if (old === undefined) return operate(request);
    old.reads -= 1;
    if (old.reads === 0) this.late.delete(path);
    return old.reply;
  }

  private async fail(rule: FaultRule, request: SandboxRequest, path: string, operate: Operate): Promise<Reply> {
    switch (rule.fault) {
      case 'slow':
        await delay(rule.seconds * 1000);
        return this.shown(request, path, operate);
      case 'wrongTotal':
        return withBody(await operate(request), (body) => ({ ...body, totalResults: Number(body.totalResults) + 1 }), 'totalResults');
      case 'shiftRows':
        return withBody(await operate(shifted(request)), (body) => ({ ...body, startIndex: Number(body.startIndex) - 1 }), 'startIndex');
      case 'cutMembers':
        return withBody(await this.shown(request, path, operate), (body) => cut(body, rule.members));
      case 'lag':
        return this.storeLate(rule, request, path, operate);
      case 'silentDrop':
        return operate(await dropping(rule.members, request));
      case 'otherHandEdits':
        return this.besideOthers(rule, request, path, operate);
      case 'truncate':
        return { ...(await operate(request)), broken: 'truncate' };
      case 'expireToken':
        return this.expire(rule, request, operate);
      default:
        if (rule.when === 'after') await operate(request);
        return failure(rule);
    }
  }

  /** Before: the token is refused now. After: it is refused from the next request on. */
  private async expire({ when }: FaultRule, request: SandboxRequest, operate: Operate): Promise<Reply> {
    const reply = when === 'after' ? await operate(request) : null;
    this.host.expireToken(request);
    if (reply !== null) return reply;
    throw gatewayError(401, 'bad.credentials', 'Invalid login credentials.');
  }

  /** The write is stored, and reads go on showing what was before. */
  private async storeLate({ reads }: FaultRule, request: SandboxRequest, path: string, operate: Operate): Promise<Reply> {
    const before = await operate(reading(request));
    const reply = await operate(request);
    if (request.method !== 'GET' && !this.late.has(path)) this.late.set(path, { reply: before, reads });
    return reply;
  }

  private async besideOthers(rule: FaultRule, request: SandboxRequest, path: string, operate: Operate): Promise<Reply> {
    if (rule.when === 'before') await this.editByOthers(rule, request, path);
    const reply = await operate(request);
    if (rule.when === 'after') await this.editByOthers(rule, request, path);
    return reply;
  }

  /** Another hand takes one member out, or puts one in. */
  private async editByOthers({ member }: FaultRule, request: SandboxRequest, path: string): Promise<void> {
    const id = /^\/groups\/([^/]+)$/.exec(path)?.[1];
    const group = id === undefined ? undefined : this.host.org.group(decodeURIComponent(id));
    if (!group) return;
    const text = request.method === 'GET' ? '' : await request.body();
    const members = new Set(group.memberSet());
    const chosen = member ?? [...members].find((one) => !text.includes(one) && !group.isDerived(one));
    if (chosen === undefined) return;
    if (!members.delete(chosen)) members.add(chosen);
    this.host.org.writeMembers(group, members, this.host.movesVersion);
  }
}

/** A rule without a path is for SCIM alone. */
const isMeant = (rule: FaultRule, path: string): boolean =>
  path.startsWith(rule.path) && (rule.path !== '/' || !/^\/(?:api|oauth)\//.test(path));

function failure({ fault, retryAfter }: FaultRule): Reply {
  const status = Number(fault.replace('stale', ''));
  if (fault.startsWith('stale')) throw scimError(status, status === 400 ? 'invalidVers' : null, 'Version does not match current version.');
  if (fault === 'reset') return { status: 200, broken: 'reset' };
  if (fault === 'html') return page();
  if (fault === '429') throw tooManyRequests(retryAfter ?? 1);
  const wait: Record<string, string> = retryAfter === null ? {} : { 'Retry-After': String(retryAfter) };
  throw gatewayError(status, 'internal.server.error', 'The server was unable to complete the request.', wait);
}

/** What a proxy puts in the place of an answer. */
function page(): Reply {
  return {
    status: 200,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: '<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><form></form></body></html>',
  };
}

/** The same resource as a read. */
function reading({ headers, ...request }: SandboxRequest): SandboxRequest {
  return { ...request, method: 'GET', headers: { authorization: headers.authorization } };
}

/** One row was added in front meanwhile: everything stands one place on. */
function shifted(request: SandboxRequest): SandboxRequest {
  const query = new URLSearchParams(request.query);
  query.set('startIndex', String(Number(query.get('startIndex') ?? '1') + 1));
  return { ...request, query };
}

/** The request without the first `count` members that it names; null: without any. A write of nobody is answered as a read. */
async function dropping(count: number | null, request: SandboxRequest): Promise<SandboxRequest> {
  if (request.method === 'GET') return request;
  if (count === null) return reading(request);
  const body: unknown = JSON.parse(await request.body());
  if (!isRecord(body) || !Array.isArray(body.Operations)) return request;
  let left = count;
  const operations = (body.Operations as readonly unknown[]).flatMap((operation) => {
    if (left === 0 || !isRecord(operation)) return [operation];
    if (!Array.isArray(operation.value)) {
      left -= 1;
      return [];
    }
    const value = (operation.value as readonly unknown[]).slice(left);
    left = Math.max(0, left - operation.value.length);
    return value.length === 0 ? [] : [{ ...operation, value }];
  });
  if (operations.length === 0) return reading(request);
  return { ...request, body: () => Promise.resolve(JSON.stringify({ ...body, Operations: operations })) };
}

/** @param needed a field that only the answers have that are meant. */
function withBody(
  reply: Reply,
  change: (body: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
  needed?: string,
): Reply {
  if (!isRecord(reply.body) || (needed !== undefined && !(needed in reply.body))) return reply;
  return { ...reply, body: change(reply.body) };
}

/** Shows only so many members of a group, or of each group of a listing. */
function cut(body: Readonly<Record<string, unknown>>, most: number | null): Readonly<Record<string, unknown>> {
  if (Array.isArray(body.Resources)) {
    return { ...body, Resources: (body.Resources as readonly unknown[]).map((one) => (isRecord(one) ? cut(one, most) : one)) };
  }
  if (!Array.isArray(body.members)) return body;
  return { ...body, members: body.members.slice(0, most ?? Math.floor(body.members.length / 2)) as unknown[] };
}

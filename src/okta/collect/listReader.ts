import { oneLine } from '../../http/oneLine';
import { RequestError } from '../../http/requestError';
import type { JsonObject, JsonValue } from '../../input/problem';
import { textAt } from '../oktaRecords';
import { isList, isObject, objectAt } from '../recordKinds';
import type { CollectProblem } from './collect';
import type { CollectFolder } from './collectFolder';
import type { CollectReport } from './collectReport';
import type { GroupFacts } from './groupsToRead';
import { filledIn, type OktaList } from './lists';
import { looksLikeId } from './oktaApps';
import { circleError, type OktaClient, type OktaRequest } from './oktaClient';
import { oktaRights } from './oktaRights';

interface Ids {
  readonly app?: string;
  readonly group?: string;
  readonly mapping?: string;
}

/** A list that begins anew so often has no end. */
const restartsAtMost = 3;

/** Reads one list after the other into the folder, each from where it was left. */
export class ListReader {
  constructor(
    private readonly client: OktaClient,
    private readonly folder: CollectFolder,
    private readonly report: CollectReport,
    private readonly tell: (problem: CollectProblem) => void,
  ) {}

  /** Reads a list, or the object that it is. What an export can do without and Okta refuses is told as a problem. */
  async read(list: OktaList, ids: Ids, signal: AbortSignal): Promise<void> {
    this.report.begun(list.title);
    try {
      if (list.find === null) await this.readPages(list, list.title, ids, signal);
      else await this.readFound(list, list.find, ids, signal);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (!list.optional) throw needed(list, error);
      await this.refused(list, ids.group ?? null, error);
    }
  }

  /**
   * Reads a group's members, and once more where their number is not the one that Okta counts: somebody may have joined or left meanwhile.
   * A list that differs still is left as it is, and told.
   */
  async readMembers(list: OktaList, group: string, facts: GroupFacts | null, signal: AbortSignal): Promise<void> {
    const title = `members of ${oneLine(facts?.name ?? group)}`;
    this.report.begun(title);
    try {
      await this.readPages(list, title, { group }, signal);
      if (this.fits(group, facts)) return;
      if (!this.folder.stored('members', group).again) {
        await this.folder.restart('members', group, 'count');
        await this.readPages(list, title, { group }, signal);
      }
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await this.refused(list, group, error);
      return;
    }
    const { records } = countsOf(this.folder, group);
    const expected = facts?.usersCount ?? null;
    if (this.fits(group, facts) || facts === null || expected === null || records > expected) return;
    const message =
      `Okta counts ${expected} members of ${oneLine(facts.name)}, its list has ${records}, read twice. The plan holds this group back; ` +
      'collect again later.';
    this.tell({ list: 'members', group, level: 'incomplete', status: null, message });
  }

  private fits(group: string, facts: GroupFacts | null): boolean {
    const { records, deprovisioned } = countsOf(this.folder, group);
    const expected = facts?.usersCount ?? null;
    return expected === null || expected === records || expected === records - deprovisioned;
  }

  /** An object whose id another list tells. */
  private async readFound(list: OktaList, find: string, ids: Ids, signal: AbortSignal): Promise<void> {
    if (this.folder.stored(list.name).pages.length > 0) return;
    const request = {
      ...this.requestOf(list, list.title, ids),
      query: filledIn(find, ids),
      endpoint: pathOf(find),
      rate: pathOf(find),
      shape: 'list' as const,
    };
    const found = (await this.client.readAll(request, signal)).filter(isObject).filter((record) => looksLikeId(textAt(record, 'id') ?? ''));
    // An org with user types of its own has a mapping for each; that of the default type is for nearly everybody.
    const first = found.find((record) => isOfDefaultUser(record)) ?? found[0];
    const right = oktaRights[list.name];
    if (!first) {
      const message = `Okta has none of this for the app: ${list.title}. Without it ${right.without}.`;
      this.tell({ list: list.name, group: null, level: right.level, status: null, message });
      return;
    }
    await this.readPages(list, list.title, { ...ids, mapping: textAt(first, 'id') ?? '' }, signal);
    if (found.length < 2) return;
    const message = `The app has ${found.length} of this, one for each user type: ${list.title}. The one of the type "user" was saved.`;
    this.tell({ list: list.name, group: null, level: 'note', status: null, message });
  }

  /** Goes on at the next page that is missing; a cursor that Okta has forgotten begins the list anew. */
  private async readPages(list: OktaList, title: string, ids: Ids, signal: AbortSignal): Promise<void> {
    const group = ids.group ?? null;
    const request = this.requestOf(list, title, ids);
    for (let restarts = 0; ;) {
      const { pages } = this.folder.stored(list.name, group);
      const last = pages.at(-1);
      if (last?.next === null) return;
      try {
        await this.readPage(list, request, { ...ids, page: pages.length + 1 }, last?.next ?? request.query, signal);
      } catch (error) {
        if (!last || !isExpiredCursor(error) || restarts === restartsAtMost) throw error;
        restarts++;
        await this.folder.restart(list.name, group, 'cursor');
      }
    }
  }

  private async readPage(
    list: OktaList,
    request: OktaRequest,
    ids: Ids & { readonly page: number },
    query: string,
    signal: AbortSignal,
  ): Promise<void> {
    const group = ids.group ?? null;
    const { bytes, value, next } = await this.client.read({ ...request, query }, signal);
    const before = this.folder.stored(list.name, group).pages;
    if (next !== null && (next === query || before.some((page) => page.next === next))) throw circleError(request);
    const path = filledIn(list.file, ids);
    const records = isList(value) ? value.filter(isObject) : [];
    const deprovisioned = records.filter((record) => record.status === 'DEPROVISIONED').length;
    await this.folder.add(list.name, group, bytes, { path, records: countOf(value), deprovisioned, next });
    this.report.saved(request.title, path, this.folder.records);
  }

  private requestOf(list: OktaList, title: string, ids: Ids): OktaRequest {
    const query = filledIn(list.query, ids);
    return {
      query,
      shape: list.file.includes('{page}') ? 'list' : 'object',
      title,
      endpoint: pathOf(query),
      rate: pathOf(list.query),
      permission: oktaRights[list.name].permission,
    };
  }

  private async refused(list: OktaList, group: string | null, error: RequestError): Promise<void> {
    await this.folder.restart(list.name, group, 'refused');
    const { without, level } = oktaRights[list.name];
    this.tell({ list: list.name, group, level, status: error.status, message: `${error.message} Without it ${without}.` });
  }
}

/** What Okta says of one query alone: an export can go on without it. */
function isRefusal(error: unknown): error is RequestError {
  return error instanceof RequestError && error.fromService && [400, 403, 404, 405, 410, 501].includes(error.status ?? 0);
}

/** The refusal of what no plan can do without. */
function needed(list: OktaList, error: RequestError): RequestError {
  const { reason, status, detail, permission, correlationId, fromService } = error;
  const message = `${error.message} Without it ${oktaRights[list.name].without}; what has been read stays.`;
  return new RequestError({ reason, status, detail, permission, correlationId, fromService, message });
}

function isExpiredCursor(error: unknown): boolean {
  return error instanceof RequestError && [400, 404, 410].includes(error.status ?? 0);
}

function countsOf(folder: CollectFolder, group: string): { readonly records: number; readonly deprovisioned: number } {
  const { pages } = folder.stored('members', group);
  const sum = (of: 'records' | 'deprovisioned'): number => pages.reduce((total, page) => total + page[of], 0);
  return { records: sum('records'), deprovisioned: sum('deprovisioned') };
}

const pathOf = (query: string): string => query.split('?')[0] ?? query;

const countOf = (value: JsonValue): number => (isList(value) ? value.length : 1);

function isOfDefaultUser(record: JsonObject): boolean {
  return ['source', 'target'].some((key) => {
    const end = objectAt(record, key);
    return end !== null && textAt(end, 'type') === 'user' && textAt(end, 'name') === 'user';
  });
}

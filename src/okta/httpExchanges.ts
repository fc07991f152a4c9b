import type { JsonObject, JsonValue } from '../input/problem';
import { isList, isObject, objectAt } from './recordKinds';
import { textAt } from './oktaRecords';

/** An answer of the Management API that was saved together with its request. */
export interface HttpExchange {
  readonly url: string;
  readonly body: string;
  /** Of `Link: …; rel="next"`. */
  readonly nextUrl: string | null;
}

/** Answers from a HAR file (the browser's developer tools) or a Postman collection; null where the object is neither. */
export function exchangesOf(record: JsonObject): readonly HttpExchange[] | null {
  const entries = objectAt(record, 'log')?.entries;
  if (isList(entries)) return entries.filter(isObject).flatMap(harExchange).filter(isOfUse);
  const isCollection = isList(record.item) && isObject(record.info);
  return isCollection ? postmanExchanges(record.item).filter(isOfUse) : null;
}

/** Lists and objects that an export is made of; what else the console asks for is nobody's data. */
const endpoints =
  /\/api\/(?:v1\/(?:users|groups|groups\/[^/]+|groups\/[^/]+\/users|apps|apps\/[^/]+|apps\/[^/]+\/(?:users|groups|group-push\/mappings)|mappings|mappings\/[^/]+|meta\/schemas\/.+)|internal\/instance\/[^/]+\/grouppush)$/;

function isOfUse({ url, body }: HttpExchange): boolean {
  const path = url.replace(/[?#].*$/, '');
  return body.trim() !== '' && endpoints.test(path) && !path.endsWith('/rules');
}

function harExchange(entry: JsonObject): readonly HttpExchange[] {
  const [request, response] = [objectAt(entry, 'request'), objectAt(entry, 'response')];
  const content = response && objectAt(response, 'content');
  const url = request && textAt(request, 'url');
  const text = content && textAt(content, 'text');
  if (!response || !content || !url || text === null) return [];
  const body = content.encoding === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text;
  return [{ url, body, nextUrl: nextUrlOf(response.headers, 'name') }];
}

function postmanExchanges(items: JsonValue | undefined, depth = 0): readonly HttpExchange[] {
  if (!isList(items) || depth > 16) return [];
  return items.filter(isObject).flatMap((item) => {
    const responses = isList(item.response) ? item.response.filter(isObject) : [];
    const own = responses.flatMap((response) => {
      const request = objectAt(response, 'originalRequest') ?? objectAt(item, 'request') ?? {};
      const url = textAt(request, 'url') ?? textAt(objectAt(request, 'url') ?? {}, 'raw');
      const body = textAt(response, 'body');
      return url === null || body === null ? [] : [{ url, body, nextUrl: nextUrlOf(response.header, 'key') }];
    });
    return [...own, ...postmanExchanges(item.item, depth + 1)];
  });
}

function nextUrlOf(headers: JsonValue | undefined, nameKey: 'name' | 'key'): string | null {
  const links = isList(headers)
    ? headers
        .filter(isObject)
        .flatMap((header) => (textAt(header, nameKey)?.toLowerCase() === 'link' ? (textAt(header, 'value') ?? []) : []))
    : [];
  return links.map((link) => /<([^>]+)>;\s*rel="?next/.exec(link)?.[1] ?? null).find((url) => url !== null) ?? null;
}

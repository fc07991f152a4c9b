import type { SandboxRequest } from './httpMessages';
import { oktaError } from './oktaReply';
import type { Reply } from './reply';

/** Records in a page of an endpoint, by default and at most (facts/okta.md, section 1.1). */
export interface PageSizes {
  readonly usual: number;
  readonly most: number;
}

/** The life of a cursor, and the time that it is reckoned by. */
export interface CursorLife {
  /** Null: without end. */
  readonly seconds: number | null;
  readonly now: () => Date;
}

/**
 * A page of a list, with Okta's `Link` headers: `self`, and `next` with a cursor that means nothing to anybody else. Nothing in the body
 * tells that there is more.
 *
 * @throws Refusal 400 for a limit that is no number, or a cursor that is none of ours or too old.
 */
export function oktaPage<Item>(
  request: SandboxRequest,
  items: readonly Item[],
  sizes: PageSizes,
  render: (item: Item) => unknown,
  life: CursorLife = immortal,
): Reply {
  const limit = readLimit(request.query.get('limit'), sizes);
  const from = readCursor(request.query.get('after'), life);
  const links = [link(request, null, 'self')];
  if (from + limit < items.length) links.push(link(request, { after: cursorFor(from + limit, life), limit }, 'next'));
  return { status: 200, headers: { Link: links }, body: items.slice(from, from + limit).map(render) };
}

function link(
  { origin, path, query }: SandboxRequest,
  next: { readonly after: string; readonly limit: number } | null,
  rel: string,
): string {
  const url = new URL(path, origin);
  for (const [name, value] of query) url.searchParams.append(name, value);
  if (next) {
    url.searchParams.set('after', next.after);
    url.searchParams.set('limit', String(next.limit));
  }
  return `<${url.href}>; rel="${rel}"`;
}

function readLimit(text: string | null, { usual, most }: PageSizes): number {
  if (text === null || text === '') return usual;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) throw oktaError(400, 'E0000001', 'Api validation failed: limit');
  return Math.min(most, Number(text));
}

const immortal: CursorLife = { seconds: null, now: () => new Date() };

function cursorFor(position: number, { seconds, now }: CursorLife): string {
  const issued = seconds === null ? '' : base36(Math.floor(now().getTime() / 1000));
  return Buffer.from(`000u${base36(position)}${issued}`).toString('base64url');
}

function readCursor(text: string | null, { seconds, now }: CursorLife): number {
  if (text === null || text === '') return 0;
  const [, position, issued] = /^000u([0-9a-z]{8})([0-9a-z]{8})?$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  const tooOld = seconds !== null && issued !== undefined && Number.parseInt(issued, 36) + seconds < now().getTime() / 1000;
  if (position === undefined || tooOld) throw oktaError(400, 'E0000001', 'Api validation failed: after');
  return Number.parseInt(position, 36);
}

const base36 = (number: number): string => number.toString(36).padStart(8, '0');

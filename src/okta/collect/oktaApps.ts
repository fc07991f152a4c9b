import type { JsonObject, JsonValue } from '../../input/problem';
import { isList, isObject } from '../recordKinds';
import { textAt } from '../oktaRecords';
import { oneLine } from '../../http/oneLine';
import { RequestError } from '../../http/requestError';
import { CollectError, type OktaAccess, type OktaAppEntry } from './collect';
import { OktaClient, type OktaRequest } from './oktaClient';
import { oktaRights } from './oktaRights';

/**
 * The apps of an Okta org: those that Okta provisions into first, then by label.
 *
 * @throws RequestError, CollectError `badToken`, and the signal's own reason when it fires.
 */
export async function listApps(access: OktaAccess): Promise<readonly OktaAppEntry[]> {
  const client = new OktaClient(access);
  try {
    return await readApps(client, '/api/v1/apps?limit=200', access.signal);
  } finally {
    client.close();
  }
}

/**
 * The app that an id or a label names; the only one where neither was given.
 *
 * @throws CollectError `appNotFound` or `appAmbiguous`, with the apps that there are.
 */
export async function findApp(client: OktaClient, wanted: string | null, signal?: AbortSignal): Promise<OktaAppEntry> {
  const text = wanted?.trim() ?? '';
  if (text === '') return theOnly(await readApps(client, '/api/v1/apps?limit=200', signal));
  if (looksLikeId(text)) {
    const app = await appById(client, text, signal);
    if (app) return app;
  }
  const alike = await readApps(client, `/api/v1/apps?q=${encodeURIComponent(text)}&limit=200`, signal);
  const apps = labelled(alike, text).length > 0 ? alike : await readApps(client, '/api/v1/apps?limit=200', signal);
  const byId = apps.find((app) => app.id === text);
  if (byId) return byId;
  const [first, ...others] = labelled(apps, text);
  if (!first) throw new CollectError('appNotFound', `No app of this org has the id or label "${text}".${listed(apps)}`, { apps });
  if (others.length === 0) return first;
  const same = [first, ...others];
  throw new CollectError(
    'appAmbiguous',
    `${same.length} apps are labelled "${text}". Give the id of the one that is meant.${listed(same)}`,
    {
      apps: same,
    },
  );
}

/** What an app's JSON says of it; null where it is none. */
export function appEntry(record: JsonValue): OktaAppEntry | null {
  if (!isObject(record)) return null;
  const [id, label] = [textAt(record, 'id'), textAt(record, 'label')];
  if (id === null || label === null || !looksLikeId(id)) return null;
  return { id, label, name: textAt(record, 'name') ?? '', status: textAt(record, 'status') ?? '', provisions: provisions(record) };
}

/** Okta's ids are letters and digits; nothing else becomes a part of an address or of a file's name. */
export function looksLikeId(text: string): boolean {
  return /^[0-9A-Za-z]{8,64}$/.test(text);
}

function provisions(record: JsonObject): boolean {
  const features = isList(record.features) ? record.features : [];
  return features.some((feature) => typeof feature === 'string' && /^(?:GROUP_PUSH|PUSH_|REACTIVATE_)/.test(feature));
}

async function appById(client: OktaClient, id: string, signal: AbortSignal | undefined): Promise<OktaAppEntry | null> {
  try {
    return appEntry(
      (await client.read({ ...appRequest(`/api/v1/apps/${id}`), shape: 'object', endpoint: `/api/v1/apps/${id}` }, signal)).value,
    );
  } catch (error) {
    if (error instanceof RequestError && error.reason === 'notFound') return null;
    throw error;
  }
}

async function readApps(client: OktaClient, query: string, signal: AbortSignal | undefined): Promise<readonly OktaAppEntry[]> {
  const records = await client.readAll(appRequest(query), signal);
  const apps = records.map(appEntry).filter((app) => app !== null);
  return apps.sort((a, b) => Number(b.provisions) - Number(a.provisions) || compare(a.label, b.label) || compare(a.id, b.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function appRequest(query: string): OktaRequest {
  return { query, shape: 'list', title: 'the apps', endpoint: '/api/v1/apps', rate: '/api/v1/apps', permission: oktaRights.app.permission };
}

/** Exactly labelled so, else but for case. */
function labelled(apps: readonly OktaAppEntry[], text: string): readonly OktaAppEntry[] {
  const exactly = apps.filter((app) => app.label === text);
  const fold = (label: string): string => label.normalize('NFKC').toLowerCase();
  return exactly.length > 0 ? exactly : apps.filter((app) => fold(app.label) === fold(text));
}

function theOnly(apps: readonly OktaAppEntry[]): OktaAppEntry {
  const [first, ...others] = apps;
  if (!first)
    throw new CollectError('appNotFound', 'This org has no app that the token may see. Check the domain, and the rights of the token.');
  if (others.length === 0) return first;
  throw new CollectError(
    'appAmbiguous',
    `This org has ${apps.length} apps. Say which one feeds Genesys Cloud, by id or label (--okta-app).${listed(apps)}`,
    { apps },
  );
}

const shownAtMost = 30;

function listed(apps: readonly OktaAppEntry[]): string {
  const lines = apps
    .slice(0, shownAtMost)
    .map((app) => `\n  ${app.id}  ${oneLine(app.label)}${app.status === 'ACTIVE' ? '' : ` (${app.status.toLowerCase()})`}`);
  const rest = apps.length > shownAtMost ? `\n  and ${apps.length - shownAtMost} more` : '';
  return `${lines.join('')}${rest}`;
}

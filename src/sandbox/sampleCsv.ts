import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Cast } from './cast';
import { genesysUserId, oktaUserId, sidesOf, type Sides } from './identities';
import { appGroupName, oktaGroupEntries, statsOf } from './oktaRecords';
import { fileNameOf, pushedGroups } from './sampleFiles';

/**
 * The CSVs of the rockstar browser extension, cell by cell (facts/okta.md, section 1.2): a header without quotes, every other cell quoted,
 * line feeds, UTF-8 without BOM. There is no CSV of push mappings, profile mappings or schemas, and none of the groups that Okta imported
 * from the app: those that are linked do not stand in its directory.
 */
export async function writeCsvExport(folder: string, cast: Cast): Promise<void> {
  await writeCsv(
    join(folder, 'Export Users.csv'),
    userColumns.map(([title]) => title),
    userRows(cast),
  );
  await writeCsv(join(folder, 'Export Groups.csv'), ['id', 'name', 'description', 'type', 'usersCount', 'appsCount'], groupRows(cast));
  await writeCsv(join(folder, 'Export App Users.csv'), appUserColumns, appUserRows(cast));
  for (const group of pushedGroups(cast)) {
    const file = join(folder, 'members', `${fileNameOf(group.name)}.csv`);
    await writeCsv(file, ['id', 'login', 'firstName', 'lastName', 'status'], memberRows(cast, group.okta?.members() ?? []));
  }
}

type Cell = string | number | null;

interface ExportedUser extends Sides {
  readonly id: string;
  readonly status: string;
}

/** The columns that somebody chose in rockstar, by the titles of the org's profile attributes. */
const userColumns: readonly (readonly [title: string, cell: (user: ExportedUser) => Cell])[] = [
  ['User Id', ({ id }) => id],
  ['Status', ({ status }) => status],
  ['Username', ({ login }) => login],
  ['First name', ({ firstName }) => firstName],
  ['Last name', ({ lastName }) => lastName],
  ['Primary email', ({ okta }) => okta.email],
  ['Display name', ({ okta }) => okta.displayName],
  ['Title', ({ okta }) => okta.title],
  ['Department', ({ okta }) => okta.department],
  ['Division', ({ okta }) => okta.division],
  ['Employee number', ({ okta }) => okta.employeeNumber],
  ['Mobile phone', ({ okta }) => okta.mobilePhone],
  ['Primary phone', ({ okta }) => okta.workPhone],
  ['ManagerId', ({ okta }) => okta.manager],
];

const appUserColumns = 'id,userName,scope,externalId,firstName,lastName,syncState,salesforceGroups,samlRoles,groupName'.split(',');

/** Everybody and then the deactivated, as from the two queries that an admin needs for them. */
function* userRows(cast: Cast): Generator<readonly Cell[]> {
  for (const deprovisioned of [false, true]) {
    for (let part = 0; part < cast.parts; part += 1) {
      const status = cast.standing(part).okta;
      if (status === null || (status === 'DEPROVISIONED') !== deprovisioned) continue;
      const user = { id: oktaUserId(part), status, ...sidesOf(cast, part) };
      yield userColumns.map(([, cell]) => cell(user));
    }
  }
}

function* groupRows(cast: Cast): Generator<readonly Cell[]> {
  for (const entry of oktaGroupEntries(cast)) {
    if (entry.type === 'APP_GROUP') continue;
    const { usersCount, appsCount } = statsOf(entry);
    yield [entry.id, entry.name, '', entry.type, usersCount, appsCount];
  }
}

function* appUserRows(cast: Cast): Generator<readonly Cell[]> {
  for (let part = 0; part < cast.parts; part += 1) {
    const { assignment } = cast.standing(part);
    if (assignment === null) continue;
    const { firstName, lastName, okta } = sidesOf(cast, part);
    const held = assignment === 'held';
    const syncState = held ? 'SYNCHRONIZED' : assignment === 'failed' ? 'ERROR' : 'DISABLED';
    const externalId = held ? genesysUserId(cast.accountOf(part)) : null;
    yield [oktaUserId(part), okta.email, 'GROUP', externalId, firstName, lastName, syncState, '', '', appGroupName];
  }
}

function* memberRows(cast: Cast, members: Iterable<number>): Generator<readonly Cell[]> {
  for (const part of members) {
    const { login, firstName, lastName } = sidesOf(cast, part);
    yield [oktaUserId(part), login, firstName, lastName, cast.standing(part).okta];
  }
}

async function writeCsv(file: string, header: readonly string[], rows: Iterable<readonly Cell[]>): Promise<void> {
  const stream = createWriteStream(file);
  let text = `${header.join(',')}\n`;
  for (const row of rows) {
    text += `${row.map(quoted).join(',')}\n`;
    if (text.length < 65_536) continue;
    if (!stream.write(text)) await once(stream, 'drain');
    text = '';
  }
  stream.end(text);
  await finished(stream);
}

function quoted(cell: Cell): string {
  return `"${String(cell ?? '').replaceAll('"', '""')}"`;
}

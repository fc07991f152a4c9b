import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cast, CastGroup } from './cast';
import { appUserSchema, oktaApp, profileMapping } from './oktaApp';
import { appGroups, appUser, oktaGroups, oktaOrigin, oktaUser, pushMappings, type OktaRecord } from './oktaRecords';

/** Records in a page, as the Management API gives at most (facts/okta.md, section 1.1). */
export const pageSizes = { users: 200, appUsers: 500, members: 1000 } as const;

/** Writes an export as saved API answers, one file a page. */
export async function writeJsonExport(folder: string, cast: Cast): Promise<void> {
  const parts = { from: 0, to: cast.parts };
  await writePages(folder, 'users', pageSizes.users, users(cast, parts, false));
  await writePages(folder, 'users-deprovisioned', pageSizes.users, users(cast, parts, true));
  await writePages(folder, 'app-users', pageSizes.appUsers, assignments(cast));
  await writeJson(folder, 'groups.json', [...oktaGroups(cast, oktaOrigin)]);
  for (const group of pushedGroups(cast)) {
    const records = memberRecords(cast, group);
    await writePages(folder, join('members', fileNameOf(group.name)), pageSizes.members, records, { alwaysNumbered: false });
  }
  await writeJson(folder, 'app.json', oktaApp(oktaOrigin));
  await writeJson(folder, 'app-groups.json', [...appGroups(cast, oktaOrigin)]);
  await writeJson(folder, 'push-mappings.json', [...pushMappings(cast, oktaOrigin)]);
  await writeJson(folder, 'mapping.json', profileMapping(oktaOrigin));
  await writeJson(folder, 'schema.json', appUserSchema(oktaOrigin));
}

/** The groups that an admin would export the members of. */
export function pushedGroups(cast: Cast): readonly CastGroup[] {
  return cast.groups.filter((group) => group.okta?.push);
}

/** A group's name as a file name on any system. */
export function fileNameOf(name: string): string {
  return name.replace(/[<>:"/\\|?*\p{Cc}]/gu, '_');
}

/** Okta users of a cast; deactivated ones come only when asked for, as in Okta. */
export function* users(
  cast: Cast,
  { from, to }: { readonly from: number; readonly to: number },
  deprovisioned: boolean,
): Generator<OktaRecord> {
  for (let part = from; part < to; part += 1) {
    if ((cast.standing(part).okta === 'DEPROVISIONED') !== deprovisioned) continue;
    const user = oktaUser(cast, part, oktaOrigin);
    if (user) yield user;
  }
}

/** App assignments of a cast. */
export function* assignments(cast: Cast): Generator<OktaRecord> {
  for (let part = 0; part < cast.parts; part += 1) {
    const assignment = appUser(cast, part, oktaOrigin);
    if (assignment) yield assignment;
  }
}

/** A group's members as whole users, deactivated ones included, as in Okta. */
export function* memberRecords(cast: Cast, group: CastGroup): Generator<OktaRecord> {
  for (const part of group.okta?.members() ?? []) {
    const user = oktaUser(cast, part, oktaOrigin);
    if (user) yield user;
  }
}

async function writePages(
  folder: string,
  name: string,
  size: number,
  records: Iterable<OktaRecord>,
  { alwaysNumbered = true }: { readonly alwaysNumbered?: boolean } = {},
): Promise<void> {
  let page: OktaRecord[] = [];
  let number = 0;
  const flush = async (last: boolean): Promise<void> => {
    number += 1;
    const suffix = alwaysNumbered || !last || number > 1 ? `-${number}` : '';
    await writeJson(folder, `${name}${suffix}.json`, page);
    page = [];
  };
  for (const record of records) {
    if (page.length === size) await flush(false);
    page.push(record);
  }
  await flush(true);
}

async function writeJson(folder: string, name: string, value: unknown): Promise<void> {
  await writeFile(join(folder, name), JSON.stringify(value));
}

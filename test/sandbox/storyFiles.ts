import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resources, type Json } from './client';

export interface OktaPerson {
  readonly id: string;
  readonly status: string;
  readonly profile: Json;
  readonly assignment: Json | null;
}

/** The JSON export, read as plainly as can be. */
export interface Files {
  readonly people: ReadonlyMap<string, OktaPerson>;
  readonly groups: ReadonlyMap<string, Json>;
  readonly membersOf: ReadonlyMap<string, readonly string[]>;
  readonly pushes: readonly Json[];
}

/** The org, read over SCIM. */
export interface Genesys {
  readonly users: ReadonlyMap<string, Json>;
  readonly groups: readonly { readonly name: string; readonly members: readonly string[] }[];
}

export async function readFiles(folder: string): Promise<Files> {
  const read = async (name: string): Promise<Json[]> => JSON.parse(await readFile(join(folder, name), 'utf8')) as Json[];
  const names = await readdir(folder);
  const all = async (pattern: RegExp): Promise<Json[]> => (await Promise.all(names.filter((name) => pattern.test(name)).map(read))).flat();
  const assignments = new Map((await all(/^app-users-/)).map((one) => [one.id, one]));
  const people = (await all(/^users-/)).map((user) => ({ ...user, assignment: assignments.get(user.id) ?? null }) as unknown as OktaPerson);
  const membersOf = new Map<string, string[]>();
  for (const file of await readdir(join(folder, 'members'))) {
    const name = file.replace(/(?:-\d+)?\.json$/, '');
    membersOf.set(name, [...(membersOf.get(name) ?? []), ...(await read(join('members', file))).map((user) => String(user.id))]);
  }
  return {
    people: new Map(people.map((person) => [person.id, person])),
    groups: new Map((await read('groups.json')).map((one) => [String(one.id), one])),
    membersOf,
    pushes: await read('push-mappings.json'),
  };
}

export async function readGenesys(get: (path: string) => Promise<{ readonly body: Json }>): Promise<Genesys> {
  const users = new Map<string, Json>();
  for (const filter of ['', '&filter=active%20eq%20false']) {
    for (let startIndex = 1, end = 1; startIndex <= end; startIndex += 1000) {
      const { body } = await get(`/users?count=1000&startIndex=${startIndex}${filter}`);
      end = Number(body.totalResults);
      for (const user of resources(body)) users.set(String(user.id), user);
    }
  }
  const groups = resources((await get('/groups?count=1000')).body).map((one) => ({
    name: String(one.displayName),
    members: (one.members as Json[]).map((member) => String(member.value)),
  }));
  return { users, groups };
}

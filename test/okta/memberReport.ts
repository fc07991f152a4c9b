import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What an admin gets from a report that nobody documented: a row for each membership, people by login, groups by name. */
export const reportName = 'Mitgliederliste.csv';
export const reportHeader = ['Lfd. Nr.', 'Mitarbeiter', 'Konto', 'Team'] as const;

/** What its columns hold, as `okta-export.json` says it. */
export const reportColumns = { 'Lfd. Nr.': 'ignore', Mitarbeiter: 'ignore', Konto: 'login', Team: 'groupName' } as const;

interface Member {
  readonly profile: { readonly login: string; readonly firstName: string; readonly lastName: string };
}

/**
 * Puts one CSV of all memberships in the place of the members files of a sample export (form `json`, whose members files are named after
 * their groups). It is separated by semicolons and begins with a byte order mark, as spreadsheets write it.
 */
export async function replaceMembersByReport(folder: string): Promise<void> {
  const members = join(folder, 'members');
  const rows: string[][] = [];
  for (const file of (await readdir(members)).sort()) {
    const team = file.replace(/(-\d+)?\.json$/, '');
    for (const { profile } of JSON.parse(await readFile(join(members, file), 'utf8')) as readonly Member[]) {
      rows.push([String(rows.length + 1), `${profile.lastName}, ${profile.firstName}`, profile.login, team]);
    }
  }
  await rm(members, { recursive: true });
  const text = [[...reportHeader], ...rows].map((row) => row.map((cell) => `"${cell}"`).join(';')).join('\r\n');
  await writeFile(join(folder, reportName), `\uFEFF${text}\r\n`);
}

/** Puts a CSV with titles that say nothing in the place of the members file of a group (form `json`, a single page). */
export async function replaceMembersByCsv(folder: string, group: string): Promise<void> {
  const file = join(folder, 'members', `${group}.json`);
  const members = JSON.parse(await readFile(file, 'utf8')) as readonly Member[];
  await rm(file);
  const rows = members.map(({ profile }) => `${profile.firstName} ${profile.lastName},${profile.login}`);
  await writeFile(join(folder, 'members', `${group}.csv`), ['Person,Konto', ...rows, ''].join('\n'));
}

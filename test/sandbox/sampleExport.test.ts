import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import papaparse from 'papaparse';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { SampleSize } from '../../src/sandbox/sampleCast';
import { oktaAll, withSandbox, type Json } from './client';
import { storyGroups } from './storyNumbers';

type Options = Parameters<typeof writeSampleExport>[1];

async function exported(options: Options): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'export-'));
  try {
    await writeSampleExport(folder, options);
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
    const texts = await Promise.all(paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const));
    return new Map(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function recordsOf(files: ReadonlyMap<string, string>, pattern: RegExp): readonly (readonly [string, Json[]])[] {
  return [...files].filter(([path]) => pattern.test(path)).map(([path, text]) => [path, JSON.parse(text) as Json[]]);
}

describe('the sample export', () => {
  const sizes: readonly SampleSize[] = [{}, { users: 150, groups: 4 }];
  for (const form of ['json', 'csv'] as const) {
    for (const size of sizes) {
      it(`has the same bytes at every time (${form}, ${JSON.stringify(size)})`, async () => {
        const digest = (files: ReadonlyMap<string, string>): string =>
          createHash('sha256')
            .update(JSON.stringify([...files]))
            .digest('hex');
        const [first, second] = [await exported({ form, ...size }), await exported({ form, ...size })];
        assert.ok(first.size > 5);
        assert.equal(digest(first), digest(second));
      });
    }
  }

  it('holds in JSON what the Okta side answers', async () => {
    const files = await exported({ form: 'json' });
    await withSandbox({}, async ({ sandbox }) => {
      const local = (records: readonly unknown[]): unknown =>
        JSON.parse(JSON.stringify(records).replaceAll(sandbox.oktaUrl, 'https://contoso.okta.example'));
      const saved = (pattern: RegExp): Json[] => recordsOf(files, pattern).flatMap(([, records]) => records);
      const byId = (records: readonly Json[]): readonly Json[] => [...records].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
      assert.deepEqual(byId(saved(/^users-\d/)), byId(local(await oktaAll(sandbox, '/api/v1/users')) as Json[]));
      const [app] = await oktaAll(sandbox, '/api/v1/apps');
      assert.deepEqual([JSON.parse(files.get('app.json') ?? '')], local([app]));
      const path = `/api/v1/apps/${String(app?.id)}`;
      assert.deepEqual(byId(saved(/^app-users/)), byId(local(await oktaAll(sandbox, `${path}/users?limit=500`)) as Json[]));
      assert.deepEqual(saved(/^groups\.json$/), local(await oktaAll(sandbox, '/api/v1/groups?expand=stats')));
      assert.deepEqual(saved(/^push-mappings/), local(await oktaAll(sandbox, `${path}/group-push/mappings`)));
    });
  });

  const pageSizes: readonly (readonly [RegExp, number])[] = [
    [/^users-/, 200],
    [/^app-users-/, 500],
    [/^members\//, 1000],
  ];
  for (const size of [{}, { users: 1500 }, { users: 2000, groups: 7 }, { users: 400 }]) {
    it(`has no page that looks like the first of more (${JSON.stringify(size)})`, async () => {
      const files = await exported({ form: 'json', ...size });
      const groups = recordsOf(files, /^groups\.json$/).flatMap(([, records]) => records.filter(({ type }) => type === 'OKTA_GROUP'));
      const usersCounts = new Map(groups.map((group) => [(group.profile as Json).name, group._embedded]));
      for (const [pattern, most] of pageSizes) {
        const listings = new Map<string, number[]>();
        for (const [path, records] of recordsOf(files, pattern)) {
          const listing = path.replace(/(?:-\d+)?\.json$/, '');
          listings.set(listing, [...(listings.get(listing) ?? []), records.length]);
        }
        for (const [listing, lengths] of listings) {
          const sorted = lengths.sort((a, b) => b - a);
          const last = sorted.at(-1) ?? 0;
          assert.ok(
            sorted.slice(0, -1).every((length) => length === most),
            listing,
          );
          const group = listing.replace('members/', '');
          const total = lengths.reduce((sum, length) => sum + length, 0);
          // A member list is proved by its group's count; other listings have nothing but their length.
          if (pattern.source.includes('members')) assert.equal(((usersCounts.get(group) as Json).stats as Json).usersCount, total, group);
          else assert.ok(last < most && total % 50 !== 0 && total % 20 !== 0, `${listing}: ${lengths.join()}`);
        }
      }
    });
  }

  it('holds every pushed group and nothing that lies in the future', async () => {
    const files = await exported({ form: 'json' });
    const groups = new Set([...files.keys()].flatMap((path) => /^members\/(.*?)(?:-\d+)?\.json$/.exec(path)?.[1] ?? []));
    assert.deepEqual([...groups].sort(), storyGroups.map(({ name }) => name).sort());
    for (const [path, text] of files) {
      for (const [time] of text.matchAll(/20\d\d-\d\d-\d\dT[\d:.]+Z/g)) assert.ok(time < '2025-06-30', `${path}: ${time}`);
    }
  });

  const headers: Readonly<Record<string, string>> = {
    'Export Users.csv':
      'User Id,Status,Username,First name,Last name,Primary email,Display name,Title,Department,Division,Employee number,Mobile phone,Primary phone,ManagerId',
    'Export Groups.csv': 'id,name,description,type,usersCount,appsCount',
    'Export App Users.csv': 'id,userName,scope,externalId,firstName,lastName,syncState,salesforceGroups,samlRoles,groupName',
    'members/VIP.csv': 'id,login,firstName,lastName,status',
  };
  it('is in CSV as rockstar writes it', async () => {
    const files = await exported({ form: 'csv' });
    for (const [path, header] of Object.entries(headers)) {
      const [first, ...lines] = (files.get(path) ?? '').split('\n');
      assert.equal(first, header, path);
      assert.equal(lines.pop(), '', 'ends with a line feed');
      for (const line of lines) assert.match(line, /^"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*$/);
    }
    assert.equal([...files.keys()].filter((path) => path.startsWith('members/')).length, storyGroups.length);
  });

  it('tells in both forms of the same people', async () => {
    const [json, csv] = [await exported({ form: 'json' }), await exported({ form: 'csv' })];
    const rows = (path: string): Record<string, string>[] =>
      papaparse.parse<Record<string, string>>(csv.get(path) ?? '', { header: true, skipEmptyLines: true }).data;
    const people = recordsOf(json, /^users-/).flatMap(([, records]) => records);
    const users = rows('Export Users.csv');
    assert.deepEqual(users.map((user) => user['User Id']).sort(), people.map((user) => String(user.id)).sort());
    const phones = new Map(users.map((user) => [user['User Id'], user['Primary phone']]));
    for (const { id, profile } of people) assert.equal(phones.get(String(id)), (profile as Json).primaryPhone ?? '');
    const accounts = recordsOf(json, /^app-users-/).flatMap(([, records]) => records.map(({ id, externalId }) => [id, externalId ?? '']));
    assert.deepEqual(
      rows('Export App Users.csv')
        .map((user) => [user.id, user.externalId])
        .sort(),
      accounts.sort(),
    );
  });
});

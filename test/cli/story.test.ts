import { strict as assert } from 'node:assert';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePlan } from '../../src/plan/parsePlan';
import type { GroupPlan, Plan } from '../../src/plan/plan';
import { storyAttributes, storyGroups, storyMembers, storyUsers, type StoryGroup } from '../sandbox/storyNumbers';
import { CommandLine, credentials, type Listening } from './commandLine';

const now = '2025-11-20T12:00:00Z';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:';

describe('the command line tells the sample story', () => {
  let cli: CommandLine;
  let line: Listening;
  let okta: string;
  let plan: Plan;
  let planText: string;

  before(async () => {
    cli = await CommandLine.build();
    ({ line } = await cli.sandbox());
    okta = join(cli.folder, 'export');
    assert.equal((await cli.run(['sandbox', 'export', okta])).code, 0);
    const { code, stdout, stderr } = await live('--format', 'json');
    assert.deepEqual([code, stderr], [3, '']);
    planText = stdout;
    plan = parsePlan(stdout, 'stdout');
  });

  after(() => cli.close());

  it('has every pushed group once', () => {
    assert.deepEqual(plan.groups.map(({ name }) => name).sort(), storyGroups.map(({ name }) => name).sort());
  });

  for (const expected of storyGroups) {
    it(`${expected.name}: ${expected.verdict}`, () => {
      assert.deepEqual(numbersOf(plan, expected.name), expectedNumbers(expected));
    });
  }

  it('counts members, users and attributes', () => {
    assert.deepEqual(plan.summary.members, storyMembers);
    assert.deepEqual(
      countBy(plan.users.map(({ action }) => action).filter((action) => action !== 'conflict')),
      without(storyUsers, 'conflict'),
    );
    assert.equal(plan.conflicts.flatMap(({ oktaUserIds }) => oktaUserIds).length, storyUsers.conflict);
    const compared = plan.users.filter(({ action }) => action === 'update' || action === 'pingPong');
    const kinds = compared.flatMap(({ attributes }) => attributes.map(({ kind, path }) => `${kind} ${shortPath(path)}`));
    assert.deepEqual(countBy(kinds), storyAttributes);
  });

  it('says the time, the phone region and the org that it was asked for', () => {
    assert.equal(plan.settings.now, new Date(now).toISOString());
    assert.equal(plan.settings.phoneRegion, 'US');
    assert.equal(plan.org.host, new URL(line.baseUrl).host);
    assert.equal(plan.complete, true);
  });

  it('says what reading the org cost, in the plan and in its reports', async () => {
    const { requests } = plan;
    assert.ok(requests !== undefined && requests.sent > 3 && requests.retried === 0 && requests.avoided > 0);
    for (const format of ['text', 'markdown', 'html']) {
      const { stdout } = await live('--format', format);
      assert.match(stdout, /[1-9][\d,]* requests were sent, none of them repeated; [1-9][\d,]* were avoided by large\s+pages/);
    }
  });

  it('makes the same bytes a second time', async () => {
    const { stdout } = await live('--format', 'json');
    assert.equal(withoutCreation(stdout), withoutCreation(planText));
  });

  for (const [format, expected] of [
    ['text', /Support Tier 1/],
    ['markdown', /^#.*[\s\S]*Support Tier 1/],
    ['csv', /Support Tier 1/],
    ['html', /^<!doctype html>[\s\S]*Support Tier 1[\s\S]*<\/html>/i],
  ] as const) {
    it(`writes it as ${format}`, async () => {
      const { code, stdout, stderr } = await live('--format', format);
      assert.deepEqual([code, stderr], [3, '']);
      assert.match(stdout, expected);
    });
  }

  it('writes --out for its owner only, and then nothing to stdout', async () => {
    const file = join(cli.folder, 'out.scimplan.json');
    const { code, stdout } = await live('--format', 'json', '--out', file);
    assert.deepEqual([code, stdout], [3, '']);
    assert.equal(withoutCreation(await readFile(file, 'utf8')), withoutCreation(planText));
    if (process.platform !== 'win32') assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it('finds the same against a saved snapshot, but for what only a live org tells', async () => {
    const file = join(cli.folder, 'org.scimsnapshot.ndjson');
    const saved = await cli.run(['snapshot', '--base-url', line.baseUrl, '--out', file], credentials(line));
    assert.equal(saved.code, 0, saved.stderr);
    if (process.platform !== 'win32') assert.equal((await stat(file)).mode & 0o777, 0o600);
    const { code, stdout } = await cli.run([...planArgs(), '--snapshot', file, '--format', 'json']);
    assert.equal(code, 3);
    const fromFile = parsePlan(stdout, 'stdout');
    for (const expected of storyGroups) {
      const guards = expected.guards.filter((guard) => guard !== 'roles');
      assert.deepEqual(numbersOf(fromFile, expected.name), { ...expectedNumbers(expected), guards });
    }
    const risky = fromFile.groups.find(({ name }) => name === 'Support Tier 1');
    assert.equal(risky?.rolesGranted, null);
    assert.deepEqual([...new Set(risky.removals.map(({ origin }) => origin))], [null]);
  });

  it('takes the mapping of --mapping instead of the one in the export', async () => {
    const mapping = JSON.parse(await readFile(join(okta, 'mapping.json'), 'utf8')) as { properties: Record<string, unknown> };
    assert.ok(mapping.properties.title !== undefined);
    const file = join(cli.folder, 'other-mapping.json');
    await writeFile(file, JSON.stringify({ ...mapping, properties: without(mapping.properties, 'title') }));
    const { stdout } = await live('--format', 'json', '--mapping', file);
    // What no mapping sets keeps the value that Okta holds for the app, so no change in Okta reaches it.
    assert.equal(changedTitles(plan), storyAttributes['change title']);
    assert.equal(changedTitles(parsePlan(stdout, 'stdout')), 0);
  });

  it('refuses a --mapping that is none', async () => {
    const { code, stdout, stderr } = await live('--mapping', join(okta, 'groups.json'));
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /holds no profile mapping/);
  });

  it('plans against the embedded org with --sandbox', async () => {
    const { code, stdout } = await cli.run([...planArgs(), '--sandbox', '--max-requests-per-minute', '100000', '--format', 'json']);
    assert.equal(code, 3);
    assert.deepEqual(parsePlan(stdout, 'stdout').summary, plan.summary);
  });

  function planArgs(): readonly string[] {
    return ['plan', '--okta', okta, '--now', now, '--phone-region', 'US'];
  }

  function live(...more: readonly string[]) {
    const args = [...planArgs(), '--base-url', line.baseUrl, '--max-requests-per-minute', '100000', ...more];
    return cli.run(args, credentials(line));
  }
});

function numbersOf(plan: Plan, name: string): unknown {
  const [group, ...others] = plan.groups.filter((one) => one.name === name);
  assert.ok(group && others.length === 0, name);
  const { genesysName, match, pushStatus, verdict, guards, members, pushedInactive, removalsAtWorst } = group;
  return {
    name,
    genesysName,
    match,
    pushStatus,
    verdict,
    guards,
    ...{ members: members ?? 0, pushedInactive: pushedInactive ?? 0, removalsAtWorst: removalsAtWorst ?? 0 },
    ...listsOf(group),
  };
}

function listsOf({ adds, removals, notPushed }: GroupPlan): object {
  return {
    adds: adds.length,
    removals: countBy(removals.map(({ reason }) => reason)),
    notPushed: countBy(notPushed.map(({ reason }) => reason)),
  };
}

function expectedNumbers(expected: StoryGroup): StoryGroup {
  return { ...expected, guards: [...expected.guards] };
}

function shortPath(path: string): string {
  return path.replace(enterprise, '').replace('manager.value', 'manager');
}

function changedTitles(plan: Plan): number {
  const updates = plan.users.filter(({ action }) => action === 'update');
  return updates.flatMap(({ attributes }) => attributes).filter(({ kind, path }) => kind === 'change' && path === 'title').length;
}

/** The page sizes that the first run found save the second one requests. */
function withoutCreation(text: string): string {
  return text.replace(/"createdAt": *"[^"]*"/, '"createdAt":""').replace(/^"requests": *\{[^}]*\},\n/m, '');
}

function without<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

function countBy(texts: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

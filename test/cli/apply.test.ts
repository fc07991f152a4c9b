import { strict as assert } from 'node:assert';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planId } from '../../src/plan/planFile';
import type { Plan } from '../../src/plan/plan';
import { CommandLine, credentials, type Listening } from './commandLine';

const group = 'Support Tier 1';
const lifts = ['--lift', 'genesysBlock=1240', '--lift', 'count', '--lift', 'percent', '--lift', 'roles'];

describe('apply, resume, undo and restore as processes', () => {
  let cli: CommandLine;
  let line: Listening;
  let plan: string;
  let journals: string;

  before(async () => {
    cli = await CommandLine.build();
    ({ line } = await cli.sandbox());
    const folder = join(cli.folder, 'export');
    await cli.run(['sandbox', 'export', folder]);
    plan = join(cli.folder, 'plan.scimplan.json');
    journals = join(cli.folder, 'journals');
    const made = await run('plan', '--okta', folder, '--format', 'json', '--out', plan);
    assert.equal(made.code, 3);
  });
  after(() => cli.close());

  const run = (...args: readonly string[]) => cli.run([...args, '--base-url', line.baseUrl], credentials(line));
  const apply = (...args: readonly string[]) => run('apply', plan, '--journal', journals, ...args);
  const journalOf = (stdout: string): string => /^Journal: (.+)$/m.exec(stdout)?.[1] ?? '';

  async function members(): Promise<number> {
    const out = join(cli.folder, `${Math.random()}.scimsnapshot.ndjson`);
    await run('snapshot', '--out', out);
    const found = (await readFile(out, 'utf8'))
      .split('\n')
      .find((text) => text.includes(`"displayName":"${group}"`) && text.includes('"members"'));
    return (JSON.parse(found ?? '{"members":[]}') as { members: unknown[] }).members.length;
  }

  const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['nothing said', [], /Confirm by the count, 1240\.\n.*Lift genesysBlock=1240 for "Support Tier 1"\./],
    ['a wrong count', ['--confirm', '1241', ...lifts], /"1241" is not the count, 1240\./],
    ['the name in place of the count', ['--confirm', group, ...lifts], /is not the count, 1240\./],
    ['a guard that is not lifted', ['--confirm', '1240', ...lifts.slice(0, -2)], /Lift roles for "Support Tier 1"\./],
    ['the block lifted by another count', ['--confirm', '1240', '--lift', 'genesysBlock=1', ...lifts.slice(2)], /by its count, 1240/],
    ['a lift for another group', ['--confirm', '1240', ...lifts.slice(0, -1), 'roles:VIP'], /Lift roles for "Support Tier 1"\./],
  ];
  for (const [what, args, words] of refusals) {
    it(`writes nothing with ${what}`, async () => {
      const { code, stdout } = await apply('--group', group, ...args);
      assert.equal(code, 3);
      assert.match(stdout, /^Remove 1,240 of 1,512 members from "Support Tier 1" in Contoso CX \(sandbox\)\?$/m);
      assert.match(stdout, /The group grants Agent and Supervisor in Home; they lose what they hold through it\./);
      assert.match(stdout, words);
      assert.deepEqual(await readdir(journals).catch(() => []), []);
    });
  }

  it('refuses plans that were changed, of another org, of a newer format, and one that is old', async () => {
    const good = JSON.parse(await readFile(plan, 'utf8')) as Plan;
    const rehashed = (change: Partial<Plan>): Plan => {
      const other = { ...good, ...change };
      return { ...other, id: planId(other) };
    };
    const edited = good.groups.map((one) => (one.name === group ? { ...one, removals: one.removals.slice(1) } : one));
    const cases: readonly (readonly [string, unknown, number, RegExp])[] = [
      ['edited', { ...good, groups: edited }, 1, /its id does not fit its content/],
      ['otherOrg', rehashed({ org: { ...good.org, orgId: 'another', name: 'Fabrikam' } }), 1, /The plan is of Fabrikam/],
      ['newer', { ...good, format: 'scim-preflight/plan@2' }, 1, /this version reads scim-preflight\/plan@1/],
      ['partial', rehashed({ complete: false }), 3, /The plan is partial/],
    ];
    for (const [name, content, expected, words] of cases) {
      const path = join(cli.folder, `${name}.scimplan.json`);
      await writeFile(path, JSON.stringify(content));
      const { code, stdout, stderr } = await run('apply', path, '--group', group, '--confirm', '1240', ...lifts);
      assert.deepEqual([name, code], [name, expected]);
      assert.match(`${stdout}${stderr}`, words);
    }
    const old = join(cli.folder, 'old.scimplan.json');
    await writeFile(old, JSON.stringify({ ...good, createdAt: '2026-01-01T00:00:00.000Z' }));
    const { code, stdout } = await run('apply', old, '--group', group, '--confirm', '1240', ...lifts);
    assert.equal(code, 3);
    assert.match(stdout, /Lift oldPlan: the plan is \d+ hours old, over your limit of 24\./);
  });

  it('adds without a word, removes behind the gate, undoes once, and restores', async () => {
    assert.equal(await members(), 1512);
    const done = await apply('--group', group, '--confirm', '1240', ...lifts, '--lift', 'emptyPush');
    assert.equal(done.code, 0, done.stdout);
    assert.match(done.stdout, /^Support Tier 1: 1,240 removed and 3 added, all checked\.$/m);
    assert.match(done.stderr, /emptyPush has not tripped; the lift is ignored\./);
    assert.equal(await members(), 275);
    const journal = journalOf(done.stdout);
    assert.equal((await stat(journal)).mode & 0o777, 0o600);

    const again = await apply('--group', group, '--confirm', '1240', ...lifts);
    assert.equal(again.code, 3);
    assert.match(again.stdout, /it changed since the plan was made \(then 1,512 members, now 275\); nothing was written/);
    assert.equal((await run('resume', journal)).code, 1);

    const only = join(cli.folder, 'undo.scimplan.json');
    assert.equal((await run('undo', journal, '--plan-only', only)).code, 0);
    const reversal = JSON.parse(await readFile(only, 'utf8')) as Plan;
    assert.deepEqual([reversal.summary.members.adds, reversal.summary.members.removals], [1240, 3]);
    assert.equal((await run('undo', journal)).code, 3);
    assert.equal(await members(), 275);
    const undone = await run('undo', journal, '--journal', journals, '--confirm', '3', '--lift', 'manyAdds', '--lift', 'roles');
    assert.equal(undone.code, 0, undone.stdout);
    assert.equal(await members(), 1512);
    const twice = await run('undo', journal, '--confirm', '3', '--lift', 'manyAdds', '--lift', 'roles');
    assert.deepEqual([twice.code, twice.stderr.includes('undone already')], [1, true]);

    const removed = await apply('--group', group, '--only', 'removals', '--confirm', '1240', ...lifts);
    assert.equal(removed.code, 0, removed.stdout);
    assert.equal(await members(), 272);
    const restored = await run(
      'restore',
      journalOf(removed.stdout),
      '--group',
      group,
      '--confirm',
      '1240',
      '--lift',
      'manyAdds',
      '--journal',
      journals,
    );
    assert.equal(restored.code, 0, restored.stdout);
    assert.equal(await members(), 1512);
  });

  it('leaves people in a conflict and groups that are not resolved alone, and says so', async () => {
    const { code, stdout } = await apply('--only', 'adds');
    assert.equal(code, 3);
    assert.match(stdout, /held back\. It is not resolved/);
  });
});

import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSnapshot } from '../../src/genesys/snapshotFile';
import { parsePlan } from '../../src/plan/parsePlan';
import { groupId, groupRecord, userRecord } from '../okta/handMade';
import { scimGroup, scimUser, snapshot } from '../plan/examples';
import { CommandLine } from './commandLine';
import { writeSmallExport } from './smallExport';

describe('the last import, on the command line', () => {
  let cli: CommandLine;
  before(async function () {
    this.timeout(60_000);
    cli = await CommandLine.build();
  });
  after(() => cli.close());

  it('is compared with, stands in the plan where it decided something, and gives the same bytes again', async () => {
    const { okta, genesys } = await writeSmallExport(join(cli.folder, 'export'), [1, 2, 3]);
    const planOf = async (now: string, ...more: readonly string[]): Promise<string> => {
      const args = ['plan', '--okta', okta, '--snapshot', genesys, '--now', now, '--format', 'json', ...more];
      return (await cli.run(args)).stdout;
    };
    const first = parsePlan(await planOf('2026-03-26T00:00:00Z'), 'first');
    assert.deepEqual([first.settings.lastImport, first.settings.fewerPercent], [null, 10]);
    assert.equal((await readdir(join(cli.folder, 'home', 'imports'))).length, 1);

    // Whoever fetched the members again got fewer, and the stats that were fetched with them say the same.
    await writeFile(join(okta, 'members', 'Team.json'), JSON.stringify([userRecord(1), userRecord(2)]));
    await writeFile(join(okta, 'groups.json'), JSON.stringify([groupRecord(1, 'Team', { usersCount: 2 })]));
    const inspected = await cli.run(['inspect', okta, '--format', 'json']);
    assert.deepEqual([inspected.code, inspected.stdout.includes('"fewer-than-last-time"')], [0, true]);

    const text = await planOf('2026-03-27T00:00:00Z');
    const second = parsePlan(text, 'second');
    assert.deepEqual(second.settings.lastImport, {
      at: '2026-03-26T00:00:00.000Z',
      counts: { users: 3, groups: 1, assignments: 3, pushMappings: 1, memberships: { [groupId(1)]: 3 } },
    });
    const [group] = second.groups;
    assert.deepEqual([group?.confirmed, group?.guards.includes('unconfirmedMembers'), group?.removals.length], [false, true, 1]);
    assert.equal(await planOf('2026-03-27T00:00:00Z'), text);

    const lenient = parsePlan(await planOf('2026-03-27T00:00:00Z', '--fewer-percent', '50'), 'lenient');
    assert.deepEqual([lenient.settings.lastImport, lenient.settings.fewerPercent, lenient.groups[0]?.confirmed], [null, 50, true]);
  });

  it('says on top that a saved snapshot is older than it may be', async () => {
    const { okta } = await writeSmallExport(join(cli.folder, 'aged'), [1, 2, 3]);
    const file = join(cli.folder, 'aged.scimsnapshot.ndjson');
    const users = [1, 2, 3].map((number) => scimUser(`g${number}`));
    await writeSnapshot(snapshot(users, [scimGroup('g90', 'Team', ['g1', 'g2'])], { takenAt: '2026-03-24T12:00:00.000Z' }), file);
    const run = (...more: readonly string[]): Promise<string> =>
      cli.run(['plan', '--okta', okta, '--snapshot', file, '--now', '2026-03-26T00:00:00Z', ...more]).then(({ stdout }) => stdout);
    const words = '! The snapshot of Contoso CX is 36 hours old: Genesys Cloud may have changed since.';
    const [usual, patient] = [await run(), await run('--old-snapshot-hours', '36')];
    assert.ok(usual.includes(words), usual);
    assert.ok(!patient.includes('hours old'), patient);
    assert.equal(parsePlan(await run('--format', 'json', '--old-snapshot-hours', '36'), 'patient').settings.oldSnapshotHours, 36);
  });

  it('takes no percentage that is none', async () => {
    const { code, stderr } = await cli.run(['plan', '--okta', cli.folder, '--sandbox', '--fewer-percent', '110']);
    assert.equal(code, 1);
    assert.match(stderr, /from 0 to 100/);
  });
});

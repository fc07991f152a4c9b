import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { completeManifest } from '../../src/okta/manifestFile';
import { parsePlan } from '../../src/plan/parsePlan';
import type { Plan } from '../../src/plan/plan';
import { replaceMembersByReport, reportColumns, reportName } from '../okta/memberReport';
import { CommandLine, credentials, type Listening } from './commandLine';

describe('the command line reads what okta-export.json says of columns', () => {
  let cli: CommandLine;
  let line: Listening;
  let sample: Plan;
  let okta: string;

  before(async () => {
    cli = await CommandLine.build();
    ({ line } = await cli.sandbox());
    okta = join(cli.folder, 'export');
    assert.equal((await cli.run(['sandbox', 'export', okta])).code, 0);
    sample = await plan();
    await replaceMembersByReport(okta);
  });
  after(() => cli.close());

  async function plan(): Promise<Plan> {
    const args = ['plan', '--okta', okta, '--base-url', line.baseUrl, '--now', '2025-11-20T12:00:00Z', '--format', 'json'];
    const { stdout, stderr } = await cli.run(args, credentials(line));
    assert.equal(stderr, '');
    return parsePlan(stdout, 'stdout');
  }

  it('does not know the members without it', async () => {
    const { inputs, groups } = await plan();
    assert.equal(inputs.find(({ path }) => path === reportName)?.kind, 'unknown');
    assert.deepEqual(new Set(groups.map(({ verdict }) => verdict)), new Set(['unresolved']));
  });

  it('plans the same with it as from the members files', async () => {
    await completeManifest(okta, { files: [{ path: reportName, kind: 'groupMembers', columns: reportColumns }] });
    const { groups, summary, inputs, complete } = await plan();
    assert.equal(inputs.find(({ path }) => path === reportName)?.kind, 'groupMembers');
    assert.deepEqual([summary, complete], [sample.summary, sample.complete]);
    assert.equal(summary.members.removals, 1246);
    assert.deepEqual(groups, sample.groups);
  });
});

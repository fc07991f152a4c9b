import { strict as assert } from 'node:assert';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startLoopback } from '../http/loopback';
import { OktaOrg } from '../okta/collect/collecting';
import { parsePlan } from '../../src/plan/parsePlan';
import { CommandLine, credentials, type Listening } from './commandLine';

describe('collect, on the command line', () => {
  let cli: CommandLine;
  let line: Listening;
  let domain: string;

  before(async function () {
    this.timeout(60_000);
    cli = await CommandLine.build();
    ({ line } = await cli.sandbox());
    domain = line.oktaUrl;
  });

  after(() => cli.close());

  const token = () => ({ SCIM_PREFLIGHT_OKTA_TOKEN: line.oktaToken });
  const collect = (out: string, ...more: readonly string[]) => [
    'collect',
    '--okta-domain',
    domain,
    '--out',
    join(cli.folder, out),
    ...more,
  ];

  it('writes an export that plans to the same as the sample', async function () {
    this.timeout(60_000);
    const { code, stdout, stderr } = await cli.run(collect('whole', '--okta-app', 'Genesys Cloud', '--format', 'json'), token());
    assert.deepEqual([code, stderr], [0, '']);
    const { records, files, oktaApp, problems } = JSON.parse(stdout) as Record<string, unknown>;
    assert.equal((records as { users: number }).users, 4518);
    assert.equal((oktaApp as { label: string }).label, 'Genesys Cloud');
    assert.ok((files as unknown[]).length > 60);
    assert.ok((problems as { level: string }[]).every(({ level }) => level === 'note'));
    const sample = join(cli.folder, 'sample');
    assert.equal((await cli.run(['sandbox', 'export', sample])).code, 0);
    const [collected, shipped] = await Promise.all(
      [join(cli.folder, 'whole'), sample].map(async (okta) => {
        const plan = await cli.run(['plan', '--okta', okta, '--base-url', line.baseUrl, '--format', 'json'], credentials(line));
        assert.equal(plan.code, 3, plan.stderr);
        return parsePlan(plan.stdout, 'stdout');
      }),
    );
    assert.deepEqual(collected?.groups, shipped?.groups);
    assert.deepEqual(collected?.users, shipped?.users);
    assert.ok(collected?.groups.every((group) => group.confirmed || group.members === null));
    const inspected = await cli.run(['inspect', join(cli.folder, 'whole')]);
    assert.equal(inspected.code, 0, inspected.stdout);
  });

  it('says what it read in a line', async () => {
    const { code, stdout, stderr } = await cli.run(collect('text'), token());
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(
      stdout,
      /text: Genesys Cloud \(\w+\), 4518 users, 78 groups, 4456 memberships, 4477 assignments, 39 push mappings in \d+ files; complete\./,
    );
  });

  const refused: readonly (readonly [what: string, args: () => readonly string[], secret: () => Record<string, string>, stderr: RegExp])[] =
    [
      ['no token', () => collect('none'), () => ({}), /Set SCIM_PREFLIGHT_OKTA_TOKEN/],
      [
        'another org’s token',
        () => collect('none'),
        () => ({ SCIM_PREFLIGHT_OKTA_TOKEN: 'x'.repeat(42) }),
        /does not accept the API token/,
      ],
      [
        'a domain that is not confirmed',
        () => ['collect', '--okta-domain', 'login.contoso.example', '--out', 'none'],
        token,
        /--confirm-domain login\.contoso\.example/,
      ],
      ['no domain', () => ['collect', '--out', 'none'], token, /--okta-domain/],
      ['no folder', () => ['collect', '--okta-domain', 'contoso.okta.com'], token, /--out/],
      ['an app that is not there', () => collect('none', '--okta-app', 'Zendesk'), token, /No app.*"Zendesk"\.\n {2}\w+ {2}Genesys Cloud/],
      ['a folder that holds an export', () => collect('text'), token, /holds an export already/],
    ];
  for (const [what, args, secret, words] of refused) {
    it(`ends with 1 for ${what}, and writes nothing`, async () => {
      const { code, stdout, stderr } = await cli.run(args(), secret());
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, words);
      await assert.rejects(readdir(join(cli.folder, 'none')));
    });
  }

  it('asks for the app where there are several, with the list', async () => {
    const apps = ['Genesys Cloud', 'Genesys Cloud (test)', 'Payroll'].map((label, at) => ({
      id: `0oaContoso000000000${at}`,
      name: 'genesyscloud',
      label,
      status: at === 1 ? 'INACTIVE' : 'ACTIVE',
      features: at === 2 ? [] : ['GROUP_PUSH'],
    }));
    const server = await startLoopback(() => ({ json: apps }));
    try {
      const { code, stderr } = await cli.run(['collect', '--okta-domain', server.url, '--out', join(cli.folder, 'several')], token());
      assert.equal(code, 1);
      assert.match(
        stderr,
        /This org has 3 apps.*--okta-app\)\.\n {2}0oaContoso0000000000 {2}Genesys Cloud\n {2}0oaContoso0000000001 {2}Genesys Cloud \(test\) \(inactive\)\n {2}0oaContoso0000000002 {2}Payroll/,
      );
    } finally {
      await server.close();
    }
  });

  it('ends with 3 where something could not be read, goes on after an error, and says so', async () => {
    const org = await OktaOrg.start({ users: 300, groups: 4 });
    try {
      const secret = { SCIM_PREFLIGHT_OKTA_TOKEN: org.sandbox.oktaToken };
      const folder = join(cli.folder, 'again');
      const args = ['collect', '--okta-domain', org.sandbox.oktaUrl, '--out', folder];
      const refusal = (status: number) => ({
        status,
        body: { errorCode: 'E0000006', errorSummary: 'no', errorLink: 'x', errorId: 'x', errorCauses: [] },
      });
      org.intercept = (request, usual) => (request.path.endsWith('/users') && request.path.includes('/apps/') ? refusal(403) : usual());
      const broken = await cli.run(args, secret);
      assert.equal(broken.code, 1);
      assert.match(
        broken.stderr,
        /again is not complete\. Run the same command again to go on\.\nscim-preflight: The admin who made the API token may not read assignments/,
      );
      org.intercept = (request, usual) => (request.path.includes('group-push') ? refusal(403) : usual());
      const partly = await cli.run(args, secret);
      assert.equal(partly.code, 3);
      assert.match(partly.stderr, /again: going on with the collection that was begun at 20/);
      assert.match(
        partly.stdout,
        /not everything could be read\.\nincomplete: .*may not read push mappings.*previews each that has a namesake/,
      );
      const manifest = JSON.parse(await readFile(join(folder, 'okta-export.json'), 'utf8')) as { complete: boolean; missing: unknown[] };
      assert.equal(manifest.complete, true);
      assert.ok(manifest.missing.length > 0);
      await rm(folder, { recursive: true });
    } finally {
      await org.close();
    }
  });
});

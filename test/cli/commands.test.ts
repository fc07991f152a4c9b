import { strict as assert } from 'node:assert';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePlan } from '../../src/plan/parsePlan';
import { CommandLine, credentials, type Listening } from './commandLine';
import { writeSmallExport } from './smallExport';

describe('the commands of the command line', () => {
  let cli: CommandLine;
  let line: Listening;

  before(async () => {
    cli = await CommandLine.build();
    ({ line } = await cli.sandbox());
  });

  after(() => cli.close());

  describe('sandbox', () => {
    it('prints one line, lives, and ends when it is told to', async () => {
      const sandbox = await cli.sandbox();
      const keys = ['baseUrl', 'loginUrl', 'clientId', 'clientSecret', 'oktaUrl', 'oktaToken', 'pid'];
      assert.deepEqual(Object.keys(sandbox.line), keys);
      assert.doesNotThrow(() => process.kill(sandbox.line.pid, 0));
      assert.equal((await fetch(`${sandbox.line.baseUrl}/api/v2/scim/users`)).status, 401);
      const { code, stdout, stderr } = await sandbox.stop();
      assert.deepEqual([code, stderr], [0, '']);
      assert.deepEqual(JSON.parse(stdout), sandbox.line);
      await assert.rejects(fetch(sandbox.line.baseUrl));
    });

    for (const form of ['json', 'csv'] as const) {
      it(`exports ${form} that holds all it should`, async () => {
        const folder = join(cli.folder, `export-${form}`);
        assert.equal((await cli.run(['sandbox', 'export', folder, '--form', form])).code, 0);
        const files = await readdir(folder, { recursive: true });
        assert.ok(files.some((file) => file.endsWith(`.${form}`)));
        const { code, stdout } = await cli.run(['inspect', folder, '--format', 'json']);
        assert.equal(code, 0);
        const kinds = new Set((JSON.parse(stdout) as { kind: string }[]).map(({ kind }) => kind));
        assert.ok(!kinds.has('unknown') && kinds.has('users') && kinds.has('groups'), [...kinds].join());
      });
    }

    const risky = 'Support Tier 1';
    it(`push --model replace of ${risky} runs into the block`, async () => {
      const { code, stdout } = await push(risky, '--model', 'replace');
      const steps = stepsOf(stdout);
      assert.equal(code, 3);
      assert.equal(steps.at(-1)?.status, 400);
      assert.match(steps.at(-1)?.refusal ?? '', /more than 1000 members/);
    });

    it('push --model batched sends as many requests as it takes', async () => {
      const { code, stdout } = await push('Sales EMEA', '--model', 'batched', '--batch', '20');
      assert.equal(code, 0);
      assert.deepEqual(
        stepsOf(stdout).map(({ method, members, status }) => [method, members, status]),
        [
          ['GET', 0, 200],
          ['PATCH', 0, 200],
          ['PATCH', 20, 200],
          ['PATCH', 20, 200],
          ['PATCH', 20, 200],
          ['PATCH', 5, 200],
        ],
      );
    });
  });

  describe('plan', () => {
    for (const [what, members, code, adds] of [
      ['nothing would change', [1, 2, 3], 0, 0],
      ['a member would be added', [1, 2], 2, 1],
    ] as const) {
      it(`ends with ${code} where ${what}`, async () => {
        const { okta, genesys } = await writeSmallExport(join(cli.folder, `small-${code}`), members);
        const ended = await cli.run(['plan', '--okta', okta, '--snapshot', genesys, '--now', '2026-03-26T00:00:00Z', '--format', 'json']);
        const plan = parsePlan(ended.stdout, 'stdout');
        assert.equal(ended.code, code, JSON.stringify([plan.problems, plan.groups, plan.users], null, 1));
        assert.deepEqual(plan.summary.members, { adds, removals: 0, peopleRemoved: 0 });
        assert.equal(plan.groups.length, 1);
      });
    }

    const wrongs: readonly (readonly [string, (okta: string) => readonly string[], RegExp])[] = [
      ['a path that is not there', () => ['--okta', '/no/such/export', '--base-url', line.baseUrl], /\/no\/such\/export/],
      ['no org to compare with', (okta) => ['--okta', okta], /--snapshot, --sandbox, --region or --base-url/],
      ['two orgs to compare with', (okta) => ['--okta', okta, '--sandbox', '--base-url', line.baseUrl], /one of --snapshot/],
      ['no export', () => ['--base-url', line.baseUrl], /--okta/],
      ['an unknown option', (okta) => ['--okta', okta, '--sandbox', '--nope'], /--nope/],
      ['a format that is none', (okta) => ['--okta', okta, '--sandbox', '--format', 'pdf'], /pdf/],
      ['a time that is none', (okta) => ['--okta', okta, '--sandbox', '--now', 'yesterday'], /2026-11-20T12:00:00Z/],
      ['a number that is none', (okta) => ['--okta', okta, '--sandbox', '--max-removals', 'many'], /whole number/],
      ['a region that is none', (okta) => ['--okta', okta, '--region', 'nowhere.example'], /nowhere\.example/],
    ];
    for (const [what, args, message] of wrongs) {
      it(`ends with 1 for ${what}`, async () => {
        const { okta } = await writeSmallExport(join(cli.folder, 'wrong'), [1]);
        const { code, stdout, stderr } = await cli.run(['plan', ...args(okta)], credentials(line));
        assert.deepEqual([code, stdout], [1, '']);
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /^ {4}at /m, 'no stack');
      });
    }

    it('ends with 1 for a wrong secret, and says what Genesys said', async () => {
      const { okta } = await writeSmallExport(join(cli.folder, 'wrong'), [1]);
      const wrong = { ...credentials(line), SCIM_PREFLIGHT_CLIENT_SECRET: 'notTheSecret4711' };
      const { code, stdout, stderr } = await cli.run(['plan', '--okta', okta, '--base-url', line.baseUrl], wrong);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /does not accept this client id and secret.*401 invalid_client/);
    });

    it('ends with 1 without credentials, and names the variables', async () => {
      const { okta } = await writeSmallExport(join(cli.folder, 'wrong'), [1]);
      const { code, stderr } = await cli.run(['plan', '--okta', okta, '--base-url', line.baseUrl]);
      assert.equal(code, 1);
      assert.match(stderr, /SCIM_PREFLIGHT_CLIENT_ID and SCIM_PREFLIGHT_CLIENT_SECRET/);
    });
  });

  describe('inspect', () => {
    it('says what each file is, and ends with 0 where all is whole', async () => {
      const { okta } = await writeSmallExport(join(cli.folder, 'whole'), [1]);
      const { code, stdout, stderr } = await cli.run(['inspect', okta, '--format', 'json']);
      const files = JSON.parse(stdout) as Record<string, unknown>[];
      assert.deepEqual([code, stderr], [0, '']);
      for (const file of files) assert.deepEqual(Object.keys(file), ['path', 'kind', 'records', 'recognizedBy', 'problems']);
      const users = files.find(({ kind }) => kind === 'users');
      assert.match(String(users?.path), /users\.json$/);
      assert.equal(users?.records, 3);
    });

    it('ends with 3 for a file that was cut, and says where', async () => {
      const { okta } = await writeSmallExport(join(cli.folder, 'cut'), [1]);
      const whole = await readFile(join(okta, 'users.json'), 'utf8');
      await writeFile(join(okta, 'users.json'), whole.slice(0, -200));
      const { code, stdout } = await cli.run(['inspect', okta, '--format', 'json']);
      const files = JSON.parse(stdout) as {
        path: string;
        problems: { level: string; code: string; message: string; line: number | null }[];
      }[];
      const found = files.flatMap(({ problems }) => problems).find((problem) => problem.code === 'truncated');
      assert.equal(code, 3);
      assert.deepEqual(found && Object.keys(found), ['level', 'code', 'message', 'line']);
      assert.equal(found?.level, 'incomplete');
    });

    it('ends with 1 where there is nothing to read', async () => {
      const empty = join(cli.folder, 'empty');
      await mkdir(empty, { recursive: true });
      for (const path of [empty, '/no/such/export']) {
        const { code, stdout, stderr } = await cli.run(['inspect', path]);
        assert.deepEqual([code, stdout], [1, '']);
        assert.notEqual(stderr, '');
      }
    });
  });

  describe('token', () => {
    it('prints the token and its expiry, and the token works', async () => {
      const { code, stdout, stderr } = await cli.run(['token', '--base-url', line.baseUrl, '--format', 'json'], credentials(line));
      const token = JSON.parse(stdout) as { accessToken: string; expiresAt: string };
      assert.deepEqual([code, stderr, Object.keys(token)], [0, '', ['accessToken', 'expiresAt']]);
      assert.equal(new Date(token.expiresAt).toISOString(), token.expiresAt);
      const headers = { authorization: `Bearer ${token.accessToken}` };
      assert.equal((await fetch(`${line.baseUrl}/api/v2/scim/users?count=1`, { headers })).status, 200);
    });

    it('ends with 1 for a wrong secret', async () => {
      const wrong = { ...credentials(line), SCIM_PREFLIGHT_CLIENT_SECRET: 'notTheSecret4711' };
      const { code, stdout, stderr } = await cli.run(['token', '--base-url', line.baseUrl], wrong);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /401 invalid_client/);
    });
  });

  function push(group: string, ...more: readonly string[]) {
    return cli.run(['sandbox', 'push', group, '--base-url', line.baseUrl, ...more], credentials(line));
  }
});

interface Step {
  readonly method: string;
  readonly members: number;
  readonly status: number;
  readonly refusal: string | null;
}

function stepsOf(stdout: string): readonly Step[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Step);
}

import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { CommandLine } from './commandLine';

interface Found {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

const ends = '"source": {"type":"user","name":"user"},\n "target": {"id":"0oa1","type":"appuser","name":"genesys_cloud"}';
const good = `{"id": "prm1",\n ${ends},\n "properties": {"displayName": {"expression": "user.displayName", "pushStatus": "PUSH"}}}\n`;
const user = (phone: string): string =>
  `[{"id":"00u1","status":"ACTIVE","profile":{"login":"a@x.io","email":"a@x.io","displayName":"A","primaryPhone":"${phone}"}},\n` +
  `{"id":"00u2","status":"DEPROVISIONED","profile":{"login":"b@x.io","email":"b@x.io"}}]`;

/** Files, arguments behind the folder, the exit code, and `path line:column-endLine:endColumn severity code` of what is found. */
const table: readonly (readonly [
  title: string,
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  code: number,
  found: readonly string[],
])[] = [
  ['a mapping in which nothing is wrong', { 'mapping.json': good }, [], 0, []],
  [
    'a warning, and no error',
    { 'mapping.json': good.replace('PUSH', 'DONT_PUSH') },
    [],
    2,
    ['mapping.json 4:82-4:91 warning dont-push-no-protection'],
  ],
  [
    'an error behind characters of two units, lines with CRLF and a byte order mark',
    { 'mapping.json': `\uFEFF${good.replace('user.displayName', '🙂 user.').replace(/\n/g, '\r\n')}` },
    [],
    3,
    ['mapping.json 4:48-4:50 error expression-syntax'],
  ],
  ['a phone that needs a region', { 'users.json': user('(317) 222-2222') }, [], 2, ['users.json 1:112-1:126 warning phone-not-e164']],
  ['a phone that the region tells', { 'users.json': user('+13172222222') }, ['--phone-region', 'US'], 0, []],
  [
    'a CSV',
    {
      'users.csv':
        'User Id,Status,Username,Email,Primary phone\r\n00u1,ACTIVE,a@x.io,a@x.io,"317 222\r\n2222"\r\n00u2,DEPROVISIONED,b@x.io,b@x.io,\r\n',
    },
    ['--phone-region', 'US'],
    3,
    ['users.csv 1:1-1:44 warning dropped-column', 'users.csv 2:28-3:5 error phone-invalid'],
  ],
  [
    'what the files beside it tell: the app, its user name, the users',
    {
      'app.json':
        '{"id":"0oa1","label":"CC","signOnMode":"SAML_2_0","settings":{"app":{"domain":"api.mypurecloud.ie"}},\n"credentials":{"userNameTemplate":{"template":"${source.login}"}}}',
      'mapping.json': good
        .replace('genesys_cloud', 'contact_center')
        .replace('"displayName": ', '"firstName": ')
        .replace('user.displayName', 'user.nickname'),
      'users.json': user('+13172222222').replace('a@x.io', 'adam'),
    },
    [],
    3,
    [
      'app.json 2:48-2:63 error username-not-email',
      'mapping.json 4:3-4:13 error missing-required',
      'mapping.json 4:18-4:27 warning unsupported-attribute',
      'mapping.json 4:51-4:59 information expression-null',
      'users.json 1:53-1:57 error username-not-email',
    ],
  ],
  ['broken JSON, once and where it breaks', { 'mapping.json': good.slice(0, 60) }, [], 3, ['mapping.json 3:3-3:4 error truncated']],
  ['a file of nothing that is known', { 'notes.txt': 'Saved on Monday.' }, [], 0, ['notes.txt 1:1-1:1 information unknown-file']],
];

describe('scim-preflight lint', () => {
  let cli: CommandLine;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lint-'));
    cli = await CommandLine.build();
  });
  after(async () => {
    await cli.close();
    await rm(folder, { recursive: true });
  });

  async function write(name: string, files: Readonly<Record<string, string>>): Promise<string> {
    const into = join(folder, name);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(into, path)), { recursive: true });
      await writeFile(join(into, path), text);
    }
    return into;
  }

  for (const [index, [title, files, args, code, expected]] of table.entries()) {
    it(title, async () => {
      const into = await write(String(index), files);
      const json = await cli.run(['lint', into, ...args, '--format', 'json']);
      assert.equal(json.stderr, '');
      const found = JSON.parse(json.stdout) as readonly Found[];
      assert.deepEqual(
        found.map((one) => `${one.path} ${one.line}:${one.column}-${one.endLine}:${one.endColumn} ${one.severity} ${one.code}`),
        expected,
        JSON.stringify(found, null, 1),
      );
      assert.equal(json.code, code);
    });
  }

  it('says which way a mapping goes, then what is wrong, then how much', async () => {
    const into = await write('text', { 'mapping.json': good.replace('PUSH', 'DONT_PUSH') });
    const { stdout, code } = await cli.run(['lint', into]);
    assert.equal(code, 2);
    assert.deepEqual(stdout.split('\n'), [
      'mapping.json: From Okta to genesys_cloud: what Okta sends to Genesys Cloud.',
      'mapping.json:4:82: warning: displayName is set to create only, and that does not protect it: Okta pushes the whole profile of the app user at every update. (dont-push-no-protection)',
      '1 warning in 1 file.',
      '',
    ]);
  });

  it('cannot run on what is not there, nor for a region that is none', async () => {
    const missing = await cli.run(['lint', join(folder, 'nowhere')]);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /nowhere/);
    const region = await cli.run(['lint', folder, '--phone-region', 'XX']);
    assert.equal(region.code, 1);
  });

  it('finds in the sample what its story tells, members’ files aside', async () => {
    const sample = join(folder, 'sample');
    await writeSampleExport(sample, { form: 'json' });
    const { stdout, code } = await cli.run(['lint', sample, '--phone-region', 'US', '--format', 'json']);
    const found = JSON.parse(stdout) as readonly Found[];
    assert.equal(code, 3);
    const at = (path: string): string[] => [...new Set(found.filter((one) => one.path === path).map((one) => one.code))].sort();
    assert.ok(at('mapping.json').includes('manager-not-guid'));
    assert.ok(found.some((one) => one.code === 'phone-not-e164' && one.path.startsWith('users')));
    assert.ok(!found.some((one) => one.code === 'phone-not-e164' && one.path.startsWith('members/')));
    assert.ok(!found.some((one) => one.path === 'schema.json'));
  });

  it('finds no error in real mappings of other apps', async () => {
    const fixtures = join(import.meta.dirname, '..', 'fixtures', 'okta');
    const files = (await readdir(fixtures)).filter((file) => /mapping|schema/.test(file) && file.endsWith('.json'));
    assert.ok(files.length > 0);
    for (const file of files) {
      const into = join(folder, 'real');
      await mkdir(into, { recursive: true });
      await copyFile(join(fixtures, file), join(into, file));
      assert.ok((await readFile(join(into, file))).length > 0);
    }
    const { stdout } = await cli.run(['lint', join(folder, 'real'), '--format', 'json']);
    const found = (JSON.parse(stdout) as readonly Found[]).filter(({ severity }) => severity === 'error');
    assert.deepEqual(found, []);
  });
});

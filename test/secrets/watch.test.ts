import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SearchResult } from './searchRecords';
import { resultText, Watch } from './watch';

// Made here and now: what stands in a source file is in the compiled one, too.
const secret = ['p', 'l', 'a', 'n', 't', 'e', 'd', '-"', Math.random().toString(36).slice(2), '" & Co'].join('');

/** Ways out for a secret, as code of a process that knows it from the environment. `folder` is one that the process removes at its end. */
const ways: readonly (readonly [string, string])[] = [
  ['a file', `fs.writeFileSync(file, 'x' + secret)`],
  ['a file, by a callback', `fs.writeFile(file, 'x' + secret, () => undefined)`],
  ['a file, by a promise', `await fs.promises.writeFile(file, [secret])`],
  ['a file, by an iterable', `await fs.promises.writeFile(file, (async function* () { yield 'a'; yield secret; })())`],
  ['an appended line', `await fs.promises.appendFile(file, JSON.stringify({ secret }))`],
  [
    'a stream, cut in two',
    `const s = fs.createWriteStream(file); s.write(secret.slice(0, 7)); await new Promise((r) => s.end(secret.slice(7), r))`,
  ],
  ['a file handle', `const h = await fs.promises.open(file, 'w'); await h.write('ab' + secret); await h.close()`],
  ['a file handle, as a whole', `const h = await fs.promises.open(file, 'w'); await h.appendFile('abc' + secret); await h.close()`],
  ['a descriptor', `const d = fs.openSync(file, 'w'); fs.writeSync(d, Buffer.from('..' + secret)); fs.closeSync(d)`],
  ['many megabytes', `fs.writeFileSync(file, 'x'.repeat(3_000_001) + secret + 'x'.repeat(3_000_000))`],
  ['a file that is removed', `fs.writeFileSync(file, secret); fs.unlinkSync(file)`],
  [
    'a file that another program wrote',
    `cp.execFileSync('sh', ['-c', 'printf %s "$SCIM_PREFLIGHT_CLIENT_SECRET" > "$FILE"'], { env: { ...process.env, FILE: file } })`,
  ],
  ['stdout', `console.log('it is ' + secret)`],
  ['stderr', `console.error({ it: secret })`],
  ['the stdout of another program', `await new Promise((r) => cp.execFile('sh', ['-c', 'echo "$SCIM_PREFLIGHT_CLIENT_SECRET"'], r))`],
  [
    'a log of a process that is killed',
    `fs.appendFileSync(file, secret); process.kill(process.pid, 'SIGKILL'); await new Promise(() => undefined)`,
  ],
  ['an expected error', `await assert.rejects(Promise.reject(new Error('a', { cause: new Error(secret) })))`],
  [
    'something hidden in an error',
    `assert.throws(() => { throw Object.defineProperty(new Error('a'), 'request', { value: { a: { b: secret } } }); })`,
  ],
  ['an error that nobody catches', `setTimeout(() => { throw Object.assign(new Error('a'), { secret }); })`],
  ['a URL', `fs.writeFileSync(file, 'https://example.com/?a=' + encodeURIComponent(secret))`],
  ['a Basic header', `fs.writeFileSync(file, Buffer.from('client-1:' + secret).toString('base64'))`],
  ['a token of a login', `fs.writeFileSync(file, await login())`],
];

/** A server and a request to it in the process that is watched, and in it alone. */
const prelude = `
const [fs, http, os, path, cp, assert] = ['fs', 'http', 'os', 'path', 'child_process', 'assert'].map((name) => require(name));
const secret = process.env.SCIM_PREFLIGHT_CLIENT_SECRET;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'planted-'));
const file = path.join(folder, 'it');
const login = async () => {
  const token = require('crypto').randomBytes(30).toString('base64url');
  const server = http.createServer((request, response) => response.end(JSON.stringify({ access_token: token }))).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const authorization = 'Basic ' + Buffer.from('client-1:' + secret).toString('base64');
  const answer = await fetch('http://127.0.0.1:' + server.address().port + '/oauth/token', { method: 'POST', headers: { authorization } });
  server.close();
  return (await answer.json()).access_token;
};
process.once('exit', () => fs.rmSync(folder, { recursive: true }));
`;

describe('the search for secrets', () => {
  let watch: Watch;

  beforeEach(() => {
    watch = Watch.create();
  });

  afterEach(() => watch.close());

  /** Runs code under a watch of its own; the one of this suite does not know what is planted. */
  async function run(code: string): Promise<SearchResult> {
    const env = { ...process.env, ...watch.environment, SCIM_PREFLIGHT_CLIENT_SECRET: secret };
    await new Promise<void>((resolve) => {
      execFile(process.execPath, ['--eval', `${prelude}(async () => { await login(); ${code} })();`], { env }, () => resolve());
    });
    return watch.search();
  }

  for (const [name, code] of ways) {
    it(`finds one in ${name}`, async () => {
      const result = await run(code);
      assert.notEqual(result.findings.length, 0);
      const text = resultText(result);
      assert.match(text, /\[secret\]/);
      assert.ok(!text.includes(secret) && !text.includes(JSON.stringify(secret).slice(1, -1)));
    });
  }

  it('finds none where none gets out, and says what it searched', async () => {
    const result = await run(
      `fs.writeFileSync(file, 'nothing'); console.log('nothing'); await assert.rejects(Promise.reject(new Error('no')))`,
    );
    assert.deepEqual(result.findings, []);
    const { files, lines, errors, processes, secrets } = result;
    // The secret, the header with it, and the token.
    assert.deepEqual({ files, lines, errors, processes, secrets }, { files: 1, lines: 1, errors: 1, processes: 1, secrets: 3 });
  });

  it('allows `token` and `sandbox` to print them on stdout, and nothing else to anybody', async () => {
    const script = path.join(await mkdtemp(path.join(tmpdir(), 'planted-cli-')), 'cli.js');
    await writeFile(script, 'console[process.argv.at(-1)](process.env.SCIM_PREFLIGHT_CLIENT_SECRET)');
    const env = { ...process.env, ...watch.environment, SCIM_PREFLIGHT_CLIENT_SECRET: secret };
    const findings: unknown[] = [];
    for (const args of [
      ['token', 'log'],
      ['sandbox', 'log'],
      ['sandbox', 'push', 'log'],
      ['token', 'error'],
      ['plan', 'log'],
    ]) {
      await new Promise<void>((resolve) => void execFile(process.execPath, [script, ...args], { env }, () => resolve()));
      findings.push((await watch.search()).findings.length);
    }
    await rm(path.dirname(script), { recursive: true });
    assert.deepEqual(findings, [0, 0, 1, 2, 3]);
  });

  it('fails a run of mocha, and names the test', async function () {
    this.timeout(60_000);
    const folder = await mkdtemp(path.join(tmpdir(), 'planted-suite-'));
    const spec = path.join(folder, 'it.cjs');
    await writeFile(spec, `it('leaks', () => require('fs').writeFileSync(__filename + '.txt', process.env.SCIM_PREFLIGHT_CLIENT_SECRET))`);
    const mocha = path.join('node_modules', 'mocha', 'bin', 'mocha.js');
    const args = ['--import', 'tsx', mocha, '--no-config', '--require=./test/secrets/mochaHooks.ts', spec];
    const env = { ...process.env, NODE_OPTIONS: '', SCIM_PREFLIGHT_CLIENT_SECRET: secret };
    const [code, stdout] = await new Promise<[unknown, string]>((resolve) => {
      execFile(process.execPath, args, { env }, (error, said) => resolve([error?.code, said]));
    });
    await rm(folder, { recursive: true });
    assert.equal(code, 1, stdout);
    assert.match(stdout, /1 passing[\s\S]*1 failing[\s\S]*it\.cjs\.txt, written by .*, in "leaks": …[^\n]*\[secret\]/);
  });
});

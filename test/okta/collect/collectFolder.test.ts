import { strict as assert } from 'node:assert';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CollectError, type CollectErrorReason, type CollectOptions } from '../../../src/okta/collect/collect';
import { folderState } from '../../../src/okta/collect/collectState';
import { failureOf, hashesOf, manifestIn, OktaOrg, pathsIn } from './collecting';

describe('the folder of a collection', () => {
  let org: OktaOrg;
  let other: OktaOrg;
  before(async () => {
    org = await OktaOrg.start({ users: 300, groups: 4 });
    other = await OktaOrg.start({ users: 300, groups: 4 });
  });
  after(async () => {
    await org.close();
    await other.close();
  });

  async function brokenOff(name: string): Promise<string> {
    org.intercept = (request, usual) =>
      request.path.endsWith('/group-push/mappings')
        ? {
            status: 401,
            body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided', errorLink: 'x', errorId: 'x', errorCauses: [] },
          }
        : usual();
    await failureOf(org.collect(name));
    org.intercept = null;
    return org.folder(name);
  }

  async function refused(collecting: Promise<unknown>, reason: CollectErrorReason, words: RegExp): Promise<void> {
    const error = await failureOf(collecting);
    assert.ok(error instanceof CollectError, String(error));
    assert.equal(error.reason, reason);
    assert.match(error.message, words);
  }

  it('may be new, empty, or hold what systems put there', async () => {
    await mkdir(org.folder('empty'));
    await writeFile(join(org.folder('empty'), '.DS_Store'), '');
    // Killed before its first page.
    await mkdir(org.folder('just begun'));
    for (const name of ['okta-export.lock', 'okta-export.state.json.part']) await writeFile(join(org.folder('just begun'), name), '');
    for (const name of ['new/and/deep', 'empty', 'just begun']) {
      assert.deepEqual(await folderState(org.folder(name)), { kind: 'free' });
      assert.equal((await org.collect(name)).problems.filter((one) => one.level === 'incomplete').length, 0);
    }
  });

  it('is refused when it holds an export or anything else, and stays as it is', async () => {
    await org.collect('whole');
    await mkdir(org.folder('photos'));
    await writeFile(join(org.folder('photos'), 'holiday.jpg'), 'x');
    await mkdir(join(org.folder('script'), '.collecting'), { recursive: true });
    for (const [name, words] of [
      ['whole', /holds an export already.*choose another one/],
      ['photos', /holds other files \(holiday\.jpg\)/],
      ['script', /a script has begun/],
    ] as const) {
      const before = await hashesOf(org.folder(name)).catch(() => null);
      await refused(org.collect(name), 'folderTaken', words);
      assert.deepEqual(await hashesOf(org.folder(name)).catch(() => null), before);
    }
  });

  it('is refused to another org, another app, and to who does not want to go on', async () => {
    const folder = await brokenOff('broken');
    const state = await folderState(folder);
    assert.ok(state.kind === 'resumable' && state.head.app.label === 'Genesys Cloud');
    await refused(org.collect('broken', { resume: false }), 'folderResumable', /was broken off.*Go on with it, or choose another folder/);
    await refused(other.collect('x', { folder }), 'folderTaken', /Another org needs another folder/);
    await refused(org.collect('broken', { app: 'Something else' }), 'appNotFound', /No app/);
    await org.collect('broken');
  });

  it('is written to by one collection at a time', async () => {
    // Whichever of the two comes first, the other is refused.
    const both = [org.collect('twice'), org.collect('twice')];
    const outcomes = await Promise.allSettled(both);
    const loser = outcomes.findIndex(({ status }) => status === 'rejected');
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    await refused(both[loser] ?? Promise.resolve(), 'folderInUse', /Another collection/);
    const folder = await brokenOff('locked');
    await writeFile(join(folder, 'okta-export.lock'), JSON.stringify({ pid: process.ppid, host: (await import('node:os')).hostname() }));
    await refused(org.collect('locked'), 'folderInUse', new RegExp(`process ${process.ppid}.*delete .*okta-export\\.lock`));
    await rm(join(folder, 'okta-export.lock'));
    await org.collect('locked');
  });

  it('that cannot be written to is said, marked as not complete, and gone on with', async () => {
    await writeFile(org.folder('file'), '');
    await refused(
      org.collect('x', { folder: join(org.folder('file'), 'below') }),
      'cannotWrite',
      /a file stands where a folder is needed \(ENOTDIR\)/,
    );
    await refused(org.collect('x', { folder: org.folder('file') }), 'cannotWrite', /ENOTDIR/);
    // In the middle of it, somebody puts a file where the members go.
    org.intercept = (request, usual) => {
      if (request.path.endsWith('/mappings') && request.path.includes('group-push'))
        queueMicrotask(() => void writeFile(join(org.folder('middle'), 'members'), ''));
      return usual();
    };
    await refused(org.collect('middle'), 'cannotWrite', /What was collected before stays.*go on/);
    org.intercept = null;
    assert.equal((await manifestIn(org.folder('middle'))).complete, false);
    await rm(join(org.folder('middle'), 'members'));
    await org.collect('middle');
    assert.equal((await manifestIn(org.folder('middle'))).complete, true);
  });
});

describe('the token of a collection', () => {
  let org: OktaOrg;
  before(async () => (org = await OktaOrg.start({ users: 300, groups: 4 })));
  after(() => org.close());

  it('is in no file, log, progress or error, whatever the server mirrors', async () => {
    const { oktaToken: token } = org.sandbox;
    const told: string[] = [];
    const log = { info: (line: string) => told.push(line), warn: (line: string) => told.push(line) };
    const mirrors: readonly ((path: string) => ReturnType<NonNullable<OktaOrg['intercept']>> | null)[] = [
      () => null,
      (path) =>
        path.includes('group-push')
          ? { status: 403, body: { errorCode: 'E0000006', errorSummary: `token ${token} may not`, errorId: token } }
          : null,
      (path) =>
        path === '/api/v1/users'
          ? { status: 401, headers: { 'X-Okta-Request-Id': token }, body: { errorCode: token, errorSummary: `SSWS ${token}` } }
          : null,
      (path) => (path === '/api/v1/users' ? { status: 200, body: `<html><title>${token}</title></html>` } : null),
      (path) => (path === '/api/v1/users' ? { status: 200, body: [{ id: '00u1', status: 'ACTIVE', profile: { login: token } }] } : null),
      (path) =>
        path === '/api/v1/users' ? { status: 200, headers: { Link: `</api/v1/users?after=${token}>; rel="next"` }, body: [] } : null,
      (path) =>
        path === '/api/v1/users'
          ? {
              status: 200,
              headers: { Link: `</api/v1/users?after=%${token.charCodeAt(0).toString(16)}${token.slice(1)}>; rel="next"` },
              body: [],
            }
          : null,
      (path) => (path === '/api/v1/users' ? { status: 302, headers: { Location: `https://evil.example/?${token}` } } : null),
      (path) => (path === '/api/v1/users' ? { status: 302, headers: { Location: `https://${token}.example/` } } : null),
      (path) =>
        path === '/api/v1/users' ? { status: 200, headers: { Link: `<https://${token}.example/x>; rel="next"` }, body: [] } : null,
    ];
    for (const [at, mirror] of mirrors.entries()) {
      org.intercept = (request, usual) => mirror(request.path) ?? usual();
      const more: Partial<CollectOptions> = { log, onProgress: (progress) => told.push(JSON.stringify(progress)) };
      const [outcome] = await Promise.allSettled([org.collect(`mirror ${at}`, more)]);
      told.push(outcome.status === 'fulfilled' ? JSON.stringify(outcome.value) : everythingOf(outcome.reason));
      assert.equal(outcome.status, at < 2 ? 'fulfilled' : 'rejected', `${at}: ${told.at(-1) ?? ''}`);
    }
    org.intercept = null;
    assert.ok(told.length > 100);
    const hidden = told.filter((one) => one.toLowerCase().includes(token.toLowerCase()));
    assert.deepEqual(hidden, []);
    for (const at of mirrors.keys()) {
      for (const path of await pathsIn(org.folder(`mirror ${at}`)).catch(() => [])) {
        assert.ok(!(await readFile(join(org.folder(`mirror ${at}`), path), 'latin1')).includes(token), path);
      }
    }
    assert.ok((await pathsIn(org.folder('mirror 0'))).length > 10);
  });

  it('that is none is refused without being told', async () => {
    for (const token of ['', ' ', 'two words here', 'break\nbreak', 'ümlaut-token', 'tiny']) {
      const error = await failureOf(org.collect('no token', { token }));
      assert.ok(error instanceof CollectError && error.reason === 'badToken');
      assert.ok(token.trim() === '' || !error.message.includes(token));
    }
    assert.equal((await org.collect('prefixed', { token: `SSWS ${org.sandbox.oktaToken}\n` })).app.label, 'Genesys Cloud');
  });
});

function everythingOf(error: unknown): string {
  const parts: string[] = [];
  for (let one = error; one instanceof Error; one = one.cause) parts.push(one.stack ?? '', one.message, JSON.stringify(one));
  return parts.join('\n');
}

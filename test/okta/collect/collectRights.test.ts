import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RequestError, type RequestErrorReason } from '../../../src/http/requestError';
import { readExport } from '../../../src/okta/readExport';
import type { Reply } from '../../../src/sandbox/reply';
import { startLoopback } from '../../http/loopback';
import { at, failureOf, manifestIn, OktaOrg, pathsIn, refusal } from './collecting';

const small = { users: 900, groups: 8 };

describe('collectExport where the token lacks rights', () => {
  let org: OktaOrg;
  before(async () => (org = await OktaOrg.start(small)));
  after(() => org.close());

  const optional: readonly (readonly [what: string, pattern: RegExp, list: string, level: string, without: RegExp])[] = [
    ['push mappings', /group-push/, 'pushMappings', 'incomplete', /previews each that has a namesake/],
    ['assigned groups', /\/apps\/\w+\/groups/, 'appGroups', 'incomplete', /assigned to the app and pushed/],
    ['the mappings', /\/mappings\?targetId/, 'mapping', 'incomplete', /default mapping/],
    ['one mapping', /\/mappings\/\w+\?$/, 'mapping', 'incomplete', /default mapping/],
    ['the app schema', /\/schemas\/apps/, 'appUserSchema', 'incomplete', /names alone/],
    ['the user schema', /\/schemas\/user/, 'userSchema', 'note', /titles/],
  ];
  for (const [what, pattern, list, level, without] of optional) {
    for (const status of [403, 404]) {
      it(`goes on without ${what} (${status}), and says so`, async () => {
        org.intercept = at(pattern, () => refusal(status));
        const { problems, folder } = await org.collect(`${list} ${status} ${what}`);
        const told = problems.find((one) => one.list === list);
        assert.ok(told, JSON.stringify(problems));
        assert.deepEqual([told.status, told.level], [status, level]);
        assert.match(told.message, without);
        if (status === 403) assert.match(told.message, /Read-only Administrator.*"View (users|applications) and their details"/);
        const { complete, missing = [], files } = await manifestIn(folder);
        assert.equal(complete, true);
        assert.ok(missing.some((one) => one.message === told.message && one.status === status));
        assert.ok(files.length > 10);
        const { trust } = await readExport([folder], {
          oktaApp: null,
          confirmedMembers: {},
          now: new Date().toISOString(),
          oldExportHours: 24,
        });
        assert.ok(
          trust.problems.some((one) => one.code === 'not-collected' && one.path === 'okta-export.json' && without.test(one.message)),
        );
      });
    }
  }

  it('goes on without the members of a group, and says so', async () => {
    await org.collect('all members');
    const group = (await manifestIn(org.folder('all members'))).files.find((one) => one.kind === 'groupMembers')?.group ?? '';
    org.intercept = at(new RegExp(`/groups/${group}/users`), () => refusal(403));
    const { problems } = await org.collect('no members');
    assert.deepEqual(
      problems.filter(({ level }) => level === 'incomplete').map((one) => [one.list, one.group, one.status]),
      [['members', group, 403]],
    );
    assert.equal((await pathsIn(org.folder('no members'))).includes(`members/${group}-1.json`), false);
  });

  const needed: readonly (readonly [pattern: RegExp, status: number, reason: RequestErrorReason, words: RegExp])[] = [
    [
      /^\/api\/v1\/users\?limit/,
      403,
      'forbidden',
      /may not read users \(GET \/api\/v1\/users\).*Read-only Administrator.*"View users and their details"/,
    ],
    [/^\/api\/v1\/users\?filter/, 403, 'forbidden', /deactivated users/],
    [/^\/api\/v1\/groups\?/, 403, 'forbidden', /"View groups and their details"/],
    [/\/apps\/\w+\/users/, 403, 'forbidden', /assignments/],
    [/^\/api\/v1\/apps\?/, 403, 'forbidden', /the apps/],
    [/^\/api\/v1\/apps\?/, 401, 'unauthorized', /does not accept the API token.*Security > API > Tokens/],
    [/^\/api\/v1\/users\?/, 401, 'unauthorized', /does not accept the API token/],
  ];
  for (const [pattern, status, reason, words] of needed) {
    it(`stops at ${status} for ${pattern.source}`, async () => {
      org.intercept = at(pattern, () => refusal(status));
      const name = `needed ${status} ${pattern.source.replace(/\W/g, '')}`;
      const error = await failureOf(org.collect(name));
      assert.ok(error instanceof RequestError);
      assert.equal(error.reason, reason);
      assert.match(error.message, words);
      if (reason === 'forbidden' && !pattern.source.includes('apps\\?')) assert.match(error.message, /Without it there is no plan/);
    });
  }
});

describe('collectExport from what is not Okta', () => {
  let org: OktaOrg;
  before(async () => (org = await OktaOrg.start(small)));
  after(() => org.close());

  const html = '<!doctype html><html><title>Contoso - Sign In</title></html>';
  const answers: readonly (readonly [what: string, reply: Reply, reason: RequestErrorReason, words: RegExp])[] = [
    ['a sign-in page', { status: 200, body: html }, 'notOkta', /a web page.*Check the Okta domain.*"Contoso - Sign In"/],
    ['a page that says 404', { status: 404, body: html }, 'notOkta', /a web page/],
    ['a page that says 403', { status: 403, body: html }, 'notOkta', /a web page/],
    ['another product', { status: 200, body: { items: [] } }, 'notOkta', /not Okta’s Management API/],
    ['a list of something else', { status: 200, body: [{ name: 'x' }] }, 'notOkta', /not Okta’s Management API/],
    ['another product’s refusal', { status: 401, body: { message: 'unauthorized' } }, 'notOkta', /not Okta’s Management API/],
    [
      'a redirect to another host',
      { status: 302, headers: { Location: 'https://evil.example/login' } },
      'redirect',
      /evil\.example; that is not followed.*the Okta domain/,
    ],
  ];
  for (const [what, reply, reason, words] of answers) {
    it(`tells ${what}, and makes no folder`, async () => {
      org.intercept = () => reply;
      const error = await failureOf(org.collect(what));
      assert.ok(error instanceof RequestError, String(error));
      assert.equal(error.reason, reason);
      assert.match(error.message, words);
      await assert.rejects(readFile(join(org.folder(what), 'okta-export.json')));
    });
  }

  it('follows no next link to another host', async () => {
    const evil = await startLoopback(() => ({ json: [] }));
    try {
      for (const target of [
        `${evil.url}/api/v1/users?after=x`,
        `//${new URL(evil.url).host}/api`,
        'https://evil.example/x',
        'file:///etc/passwd',
      ]) {
        org.intercept = at(/^\/api\/v1\/users\?/, (usual) => ({ ...usual, headers: { Link: `<${target}>; rel="next"` } }));
        const error = await failureOf(org.collect(`hostile ${target.replace(/\W/g, '')}`));
        assert.ok(error instanceof RequestError && error.reason === 'redirect', String(error));
        assert.match(error.message, /not followed/);
      }
      assert.deepEqual(evil.received, []);
    } finally {
      await evil.close();
    }
  });

  it('refuses ids that would lead out of the folder', async () => {
    org.intercept = at(/group-push/, () => ({
      status: 200,
      body: [{ id: 'gPm1', sourceGroupId: '../../outside', targetGroupId: '..', status: 'ACTIVE' }],
    }));
    await org.collect('ids');
    assert.ok((await pathsIn(org.folder('ids'))).every((path) => /^[\w-]+(\/[\w-]+)?\.json$/.test(path)));
  });
});

import assert from 'node:assert/strict';
import { filterOf, searchChoices } from '../../src/vscode/orgSearch';
import { connectionOf, entryOf, placeOf } from '../../src/vscode/orgTarget';
import { dateWords, isShortLived, remindAt, timeLeft } from '../../src/vscode/lifetime';
import { markdownText } from '../../src/vscode/markdownText';
import { orgIdOf, resourceOf } from '../../src/vscode/services';
import { toStableJson } from '../../src/vscode/stableJson';

const now = Date.parse('2026-11-23T12:00:00Z');
const after = (milliseconds: number) => new Date(now + milliseconds).toISOString();
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('How long a token lasts', () => {
  const cases: readonly [number, string | null][] = [
    [41 * day + 5 * hour, '41 days'],
    [450 * day, '450 days'],
    [2 * day, '2 days'],
    [2 * day - 1, '47 hours'],
    [24 * hour, '24 hours'],
    [2 * hour - 1, '119 minutes'],
    [minute, '1 minute'],
    [1, '1 minute'],
    [0, null],
    [-day, null],
  ];
  for (const [milliseconds, words] of cases) {
    it(`says ${String(words)} for ${milliseconds} ms`, () => assert.equal(timeLeft(after(milliseconds), now), words));
  }

  it('calls what cannot be read over', () => assert.equal(timeLeft('soon', now), null));

  it('finds a day too short for Okta and 450 days long enough', () => {
    assert.equal(isShortLived(after(0), after(day)), true);
    assert.equal(isShortLived(after(0), after(30 * day)), false);
    assert.equal(isShortLived(after(0), after(450 * day)), false);
  });

  it('reminds 14 days before the end, of short ones after two thirds of their life', () => {
    assert.equal(remindAt(after(0), after(450 * day)), after(436 * day));
    assert.equal(remindAt(after(0), after(9 * day)), after(6 * day));
  });

  it('names the time of day only where it matters', () => {
    assert.match(dateWords('2026-11-24T06:00:00Z', now), /2[34] November 2026.*\d\d:\d\d/);
    assert.match(dateWords('2028-02-16T12:00:00Z', now), /^16 February 2028$/);
  });
});

describe('Where an org is', () => {
  const cases = [
    [{ kind: 'region', domain: 'mypurecloud.ie' }, 'Dublin', 'api.mypurecloud.ie'],
    [{ kind: 'region', domain: 'mypurecloud.com' }, 'US East', 'api.mypurecloud.com'],
    [{ kind: 'region', domain: 'moon.pure.cloud' }, 'moon.pure.cloud', null],
    [{ kind: 'url', baseUrl: 'https://api.example.net/api/v2/scim/v2', loginUrl: null }, 'api.example.net', 'api.example.net'],
    [{ kind: 'url', baseUrl: 'http://127.0.0.1:8080', loginUrl: null }, '127.0.0.1:8080', '127.0.0.1:8080'],
    [{ kind: 'sandbox' }, 'loopback', null],
  ] as const;
  for (const [target, place, host] of cases) {
    it(`is ${place} for ${JSON.stringify(target)}`, () => {
      assert.equal(placeOf(target), place);
      const entry = entryOf({ id: '1', name: 'Contoso CX', target, clientId: 'c', readOnly: true, orgId: null });
      assert.deepEqual([entry.host, entry.readOnly, entry.sandbox], [host, true, target.kind === 'sandbox']);
    });
  }

  it('asks for tokens where a login URL says', () => {
    const target = { kind: 'url', baseUrl: 'https://gateway.example.net', loginUrl: 'https://id.example.net/oauth/token' } as const;
    assert.equal(connectionOf(target).loginUrl, 'https://id.example.net');
  });
});

describe('A search', () => {
  it('quotes its value, whatever stands in it', () => {
    assert.equal(filterOf({ attribute: 'userName', value: 'anna@contoso.example' }), 'userName eq "anna@contoso.example"');
    assert.equal(filterOf({ attribute: 'displayName', value: 'a "b" \\ c' }), 'displayName eq "a \\"b\\" \\\\ c"');
  });

  it('offers what Genesys documents, and nothing twice', () => {
    const attributes = (kind: 'users' | 'groups') => searchChoices(kind).map((choice) => choice.attribute);
    assert.deepEqual(attributes('groups'), ['displayName', 'id']);
    assert.deepEqual(attributes('users'), ['userName', 'email', 'externalId', 'id', 'division', 'manager', 'employeeNumber']);
  });
});

describe('What a command was called on', () => {
  const resource = { kind: 'user', orgId: 'o', id: 'u', name: 'Anna' } as const;

  it('is the resource, or that of a node', () => {
    assert.deepEqual(resourceOf(resource), resource);
    assert.deepEqual(resourceOf({ kind: 'user', id: 'o/users/u', resource }), resource);
  });

  for (const odd of [undefined, null, 'u', 7, {}, { ...resource, kind: 'org' }, { ...resource, name: null }, { resource: 'x' }]) {
    it(`is no resource for ${JSON.stringify(odd)}`, () => assert.equal(resourceOf(odd), undefined));
  }

  it('is an org by its id or by a node', () => {
    assert.equal(orgIdOf('o'), 'o');
    assert.equal(orgIdOf({ orgId: 'o', kind: 'list' }), 'o');
    assert.equal(orgIdOf(undefined), undefined);
    assert.equal(orgIdOf({ orgId: 3 }), undefined);
  });
});

describe('A resource as JSON', () => {
  it('has one order of keys, whatever the server sent', () => {
    const one = { meta: { version: '1' }, zeta: 1, userName: 'a', id: '1', emails: [{ type: 'work', value: 'x' }], alpha: 2 };
    const other = { alpha: 2, emails: [{ value: 'x', type: 'work' }], id: '1', userName: 'a', zeta: 1, meta: { version: '1' } };
    assert.equal(toStableJson(one), toStableJson(other));
    assert.deepEqual(Object.keys(JSON.parse(toStableJson(one)) as object), ['id', 'userName', 'emails', 'alpha', 'zeta', 'meta']);
  });

  it('loses nothing and keeps the order of lists', () => {
    const group = { id: '1', members: [{ value: 'b' }, { value: 'a' }], externalId: null };
    assert.deepEqual(JSON.parse(toStableJson(group)), group);
  });
});

describe('An untrusted text in a tooltip', () => {
  const cases = [
    ['Anna Berg', 'Anna Berg'],
    ['**bold** _it_ `code`', '\\*\\*bold\\*\\* \\_it\\_ \\`code\\`'],
    ['[x](command:evil)', '\\[x\\]\\(command\\:evil\\)'],
    ['<img src=x> &amp; http://evil.example', '\\<img src\\=x\\> \\&amp\\; http\\:\\/\\/evil\\.example'],
    ['Zoë Ö. 営業', 'Zoë Ö\\. 営業'],
  ] as const;
  for (const [text, markdown] of cases) it(`is ${markdown}`, () => assert.equal(markdownText(text), markdown));

  it('stays on one line', () => assert.equal(/[\n\r\u2028\u202e]/.test(markdownText('a\nb\r\u2028\u202ec')), false));
});

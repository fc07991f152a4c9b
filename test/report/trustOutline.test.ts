import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { load } from 'cheerio';
import { problem } from '../../src/input/problem';
import type { InputKind, Problem } from '../../src/input/problem';
import type { GroupTrust } from '../../src/plan/groupTrust';
import { fileDiagnostics } from '../../src/report/trustDiagnostics';
import { toMarkdownText } from '../../src/report/markdownReport';
import { trustDocument } from '../../src/report/trustDocument';
import { trustOutline } from '../../src/report/trustOutline';
import type { TrustEntry } from '../../src/report/trustOutline';
import { trustText } from '../../src/report/trustText';
import { memberListProof, memberListWords, trustHeadline, trustSummary } from '../../src/report/trustWords';
import type { TrustInput, TrustSubject } from '../../src/report/trustWords';
import { hostileNames } from './hostilePlan';

const MarkdownIt = createRequire(import.meta.url)('markdown-it') as new (options: object) => { render(text: string): string };
const parser = new MarkdownIt({ html: true, linkify: true });

function input(path: string, kind: InputKind, problems: readonly Problem[] = [], records = 200): TrustInput {
  return { path, kind, records, recognizedBy: 'JSON objects', sha256: 'a'.repeat(64), problems };
}

function group(name: string, given: Partial<GroupTrust> = {}): GroupTrust {
  const nothing = { read: 14, readActive: null, oktaCounts: 14, typed: null, doubtful: false, paths: [] };
  return { oktaGroupId: `00g-${name}`, name, state: 'confirmed', ...nothing, ...given };
}

function subject(given: Partial<TrustSubject>): TrustSubject {
  return { inputs: [], problems: [], groups: { groups: [], others: 0 }, complete: true, ...given };
}

/** Label and description of each entry, two spaces a level, to a depth. */
function draw(entries: readonly TrustEntry[], depth = 9, indent = ''): string[] {
  if (depth === 0) return [];
  return entries.flatMap((entry) => [
    `${indent}${entry.level ?? 'fine'}: ${entry.label}${entry.description === '' ? '' : ` | ${entry.description}`}`,
    ...draw(entry.children, depth - 1, `${indent}  `),
  ]);
}

const cut = (path: string): Problem => problem('truncated', 'The file is cut off.', path, 7);
const full = (path: string): Problem => problem('page-size-count', 'A full page.', path);
const named = (path: string): Problem => problem('group-from-file-name', 'The group was taken from the name.', path);

describe('The outline of trust', () => {
  it('tells what is wrong first, by level, then member lists, then the rest by kind', () => {
    const outline = trustOutline(
      subject({
        inputs: [
          input('app.json', 'apps', [], 1),
          input('a.json', 'groupMembers', [full('a.json')]),
          input('b.json', 'groupMembers', [cut('b.json')]),
          input('groups.json', 'groups', [cut('groups.json'), full('groups.json')]),
          input('users.json', 'users'),
        ],
        problems: [
          problem('old-export', 'The export is 3 days old.'),
          problem('not-read', 'No groups.'),
          problem('unknown-file', 'Strange.'),
        ],
        groups: { groups: [group('VIP')], others: 0 },
      }),
    );
    assert.deepEqual(draw(outline), [
      'incomplete: No groups.',
      'incomplete: groups.json | cut off, last page is full · Okta groups · 200 records',
      '  incomplete: The file is cut off. (line 7)',
      '  doubt: A full page.',
      'incomplete: b.json | cut off · Members of an Okta group · 200 records',
      '  incomplete: The file is cut off. (line 7)',
      'doubt: The export is 3 days old.',
      'doubt: a.json | last page is full · Members of an Okta group · 200 records',
      '  doubt: A full page.',
      'fine: Member lists | 1 of 1 confirmed',
      '  fine: VIP | 14 members read, Okta counts 14',
      'fine: users.json | Okta users · 200 records',
      'fine: app.json | The Okta app · 1 record',
      'note: Strange.',
    ]);
  });

  it('shows the pages of one list in one line, in the order of their numbers', () => {
    const pages = [10, 9, 2, 1].map((page) => input(`users-${page}.json`, 'users'));
    const deprovisioned = [1, 2].map((page) => input(`old/users-deprovisioned-${page}.json`, 'users'));
    const [kind, ...more] = trustOutline(subject({ inputs: [...pages, ...deprovisioned] }));
    assert.equal(more.length, 0);
    assert.deepEqual(draw(kind ? [kind] : [], 2), [
      'fine: Okta users | 6 files, all read · 1,200 records',
      '  fine: users-1.json … users-10.json | 4 pages · 800 records',
      '  fine: old/users-deprovisioned-1.json … users-deprovisioned-2.json | 2 pages · 400 records',
    ]);
    assert.deepEqual(
      kind?.children[0]?.children.map(({ label }) => label),
      ['users-1.json', 'users-2.json', 'users-9.json', 'users-10.json'],
    );
  });

  it('takes members files for pages of one list only where they are of one group', () => {
    const inputs = ['members/Tier 1.json', 'members/Tier 2.json', 'members/VIP-1.json', 'members/VIP-2.json'].map((path) =>
      input(path, 'groupMembers'),
    );
    const paths = {
      VIP: ['members/VIP-1.json', 'members/VIP-2.json'],
      'Tier 1': ['members/Tier 1.json'],
      'Tier 2': ['members/Tier 2.json'],
    };
    const groups = Object.entries(paths).map(([name, of]) => group(name, { paths: of }));
    const labels = (entries: readonly TrustEntry[]): string[] => entries.flatMap((entry) => entry.children.map(({ label }) => label));
    const known = trustOutline(subject({ inputs, groups: { groups, others: 0 } }));
    assert.deepEqual(labels(known.slice(1)), ['members/Tier 1.json', 'members/Tier 2.json', 'members/VIP-1.json … VIP-2.json']);
    // A plan file does not tell whose members a file holds.
    assert.deepEqual(
      labels(trustOutline(subject({ inputs }))),
      inputs.map(({ path }) => path),
    );
  });

  it('keeps 5,000 files apart without 5,000 lines', () => {
    const inputs = Array.from({ length: 5000 }, (_, index) => {
      const path = `members/00gAAAA${index}BBB.json`;
      return input(path, 'groupMembers', index < 150 ? [index < 100 ? cut(path) : full(path)] : [named(path)]);
    });
    const outline = trustOutline(subject({ inputs }));
    assert.deepEqual(draw(outline, 1), [
      'incomplete: Cut off | 100 files',
      'doubt: Last page is full | 50 files',
      'note: Members of Okta groups | 4,850 more files, all read · 970,000 records · group taken from the file’s name',
    ]);
    const text = trustText(subject({ inputs }), 200).split('\n');
    assert.ok(text.length < 450, `${text.length} lines`);
    assert.ok(text.some((line) => line.endsWith('… and 4,840 more (--format json lists all of them)')));
    assert.ok(toMarkdownText(trustDocument(subject({ inputs }), [])).length < 250_000);
    const files = new Set<string>();
    const collect = (entries: readonly TrustEntry[]): void => {
      for (const entry of entries) {
        if (entry.kind === 'file') files.add(entry.place?.path ?? '');
        collect(entry.children);
      }
    };
    collect(outline);
    assert.equal(files.size, 5000, 'every file is in it');
  });

  it('marks no more notes than anybody reads, and every other problem', () => {
    const inputs = Array.from({ length: 300 }, (_, index) =>
      input(`m/${index}.json`, 'groupMembers', [named(`m/${index}.json`), full(`m/${index}.json`)]),
    );
    const marks = [...fileDiagnostics(subject({ inputs })).values()].flat();
    const count = (level: string): number => marks.filter((mark) => mark.level === level).length;
    assert.deepEqual([count('note'), count('doubt')], [50, 300]);
  });
});

describe('How far an export can be believed', () => {
  const confirmed = group('A');
  const cases: readonly (readonly [string, Partial<TrustSubject>, string, string])[] = [
    [
      'nothing wrong',
      { inputs: [input('a', 'users'), input('b', 'groups')] },
      'To be relied on. All 2 files were read whole, and nothing is doubtful.',
      '2 files',
    ],
    ['no file', {}, 'No file was read.', '0 files'],
    [
      'all lists confirmed',
      { inputs: [input('a', 'users')], groups: { groups: [confirmed, group('B')], others: 3 } },
      'To be relied on. The file was read whole, and nothing is doubtful. All 2 member lists are confirmed. 3 other groups have no members file, and no push mapping tells whether they are pushed.',
      '1 file',
    ],
    [
      'doubts',
      { inputs: [input('a', 'users', [full('a')])], problems: [problem('old-export', 'Old.')] },
      'To be relied on with 2 doubts: nothing is known to be missing, but look at what stands below.',
      '1 file · 2 doubts',
    ],
    [
      'groups lost',
      {
        inputs: [input('a', 'groupMembers', [cut('a')])],
        groups: { groups: [confirmed, group('B', { state: 'incomplete' }), group('C', { state: 'unconfirmed' })], others: 0 },
      },
      'To be relied on but for 1 of 3 groups: what a push would do to it cannot be known. 1 of 3 member lists is confirmed, 1 is not confirmed and 1 is incomplete.',
      '1 file · 1 incomplete',
    ],
    [
      'a mapping cut off',
      { inputs: [input('m.json', 'profileMapping', [cut('m.json')])] },
      'To be relied on but for 1 gap that concerns no group.',
      '1 file · 1 incomplete',
    ],
    [
      'partial, by the file that makes it so',
      { complete: false, inputs: [input('a.json', 'groupMembers', [cut('a.json')]), input('users.json', 'users', [cut('users.json')])] },
      'Not to be relied on: users.json is incomplete (cut off, line 7). Nothing in a plan from it can be applied; 1 more gap is listed below.',
      '2 files · 2 incomplete',
    ],
    [
      'another org',
      { complete: false, problems: [problem('wrong-org', 'The assignments belong to another org.')] },
      'Not to be relied on: The assignments belong to another org. Nothing in a plan from it can be applied.',
      '0 files · 1 incomplete',
    ],
  ];
  for (const [name, given, summary, headline] of cases) {
    it(`is told: ${name}`, () => {
      assert.equal(trustSummary(subject(given)), summary);
      assert.equal(trustHeadline(subject(given)), headline);
    });
  }

  const lists: readonly (readonly [given: Partial<GroupTrust>, words: string, proof: string])[] = [
    [{}, '14 members read, Okta counts 14', 'Okta’s count'],
    [{ read: 17, readActive: 14 }, '17 members read, 14 without the deactivated, Okta counts 14', 'Okta’s count, without the deactivated'],
    [{ typed: 14, oktaCounts: null }, '14 members read, you counted 14', 'your count'],
    [{ oktaCounts: null }, '14 members read, as the manifest says', 'the manifest'],
    [{ oktaCounts: 12, readActive: 14 }, '14 members read, as the manifest says', 'the manifest'],
    [{ state: 'unconfirmed', oktaCounts: null }, '14 members read, no count to compare with', 'no count to compare with'],
    [{ state: 'unconfirmed', oktaCounts: 12 }, '14 members read, Okta counts 12 · not confirmed', 'not by Okta’s count'],
    [{ state: 'unconfirmed', doubtful: true }, '14 members read, Okta counts 14 · doubtful', 'a doubt about its file'],
    [{ state: 'incomplete', oktaCounts: 1500 }, '14 members read, Okta counts 1,500 · incomplete', 'something is missing in its file'],
    [{ state: 'unknown', read: null, oktaCounts: 26 }, 'no members file, Okta counts 26', 'no members file'],
    [{ state: 'unknown', read: null, oktaCounts: null }, 'no members file', 'no members file'],
    [{ state: 'unconfirmed', read: null }, 'not confirmed', ''],
    [{ state: 'confirmed', read: null }, 'confirmed', ''],
  ];
  for (const [given, words, proof] of lists) {
    it(`says of a list: ${words}; ${proof}`, () => {
      assert.equal(memberListWords(group('X', given)), words);
      assert.equal(memberListProof(group('X', given)), proof);
    });
  }

  it('shows member lists as a table: what was read, what Okta counts, what proves it', () => {
    const groups = [group('Cut', { state: 'incomplete', oktaCounts: 1500 }), group('VIP')];
    const page = load(
      parser.render(toMarkdownText(trustDocument(subject({ inputs: [input('a', 'users')], groups: { groups, others: 0 } }), []))),
    );
    const rows = page('table').first().find('tr').toArray();
    assert.deepEqual(
      rows.map((row) =>
        page(row)
          .find('th, td')
          .toArray()
          .map((cell) => page(cell).text()),
      ),
      [
        ['Okta group', 'Members', 'Read', 'Okta counts', 'Proved by'],
        ['Cut', 'incomplete', '14', '1,500', 'something is missing in its file'],
        ['VIP', 'confirmed', '14', '14', 'Okta’s count'],
      ],
    );
  });
});

describe('Hostile names in the trust report', () => {
  for (const name of hostileNames) {
    it(`are shown harmlessly: ${JSON.stringify(name)}`, () => {
      const path = name === '' ? 'x' : name;
      const given = subject({
        inputs: [input(path, 'groupMembers', [problem('truncated', `Cut: ${name}`, path)]), input(`${path}2`, 'users')],
        problems: [problem('old-export', name)],
        groups: { groups: [group(name, { state: 'unconfirmed', paths: [path] })], others: 0 },
        complete: false,
      });
      const text = trustText(given, 100);
      assert.equal(
        text.replaceAll('\n', '').replace(/\p{Cc}|[\u202a-\u202e\u2028\u2066-\u2069\u200b\ufeff]/gu, ''),
        text.replaceAll('\n', ''),
      );
      const page = load(parser.render(toMarkdownText(trustDocument(given, [name]))));
      assert.equal(page('a, img, script, hr, pre, h4, em strong').length, 0);
      assert.deepEqual(page('h1').toArray().length, 1);
      assert.equal(page('table').length, 2);
      for (const entry of trustOutline(given)) assert.doesNotMatch(entry.label + entry.description + entry.more.join(''), /[\n\u202e]/u);
    });
  }
});

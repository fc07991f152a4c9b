import assert from 'node:assert/strict';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { manifestOf } from '../../src/okta/manifest';
import {
  completed,
  completeManifest,
  ManifestFileError,
  newManifest,
  writeManifest,
  type ManifestChange,
} from '../../src/okta/manifestFile';
import type { JsonObject } from '../../src/input/problem';

const start = '{\n  "format": "scim-preflight/okta-export@1",\n  "files": []\n}\n';

interface Completion {
  readonly what: string;
  readonly text: string;
  readonly change: ManifestChange;
  readonly expected: string;
}

const completions: readonly Completion[] = [
  { what: 'no change', text: start, change: {}, expected: start },
  {
    what: 'the columns of a file that it does not know',
    text: start,
    change: { files: [{ path: 'people.csv', kind: 'users', columns: { Mail: 'email' } }] },
    expected: `{
  "format": "scim-preflight/okta-export@1",
  "files": [
    {
      "path": "people.csv",
      "kind": "users",
      "columns": {
        "Mail": "email"
      }
    }
  ]
}
`,
  },
  {
    what: 'a key of a file that it knows, between keys that nobody here knows',
    text: '{"note":1,"format":"scim-preflight/okta-export@1","files":[{"z":0,"path":"a.csv","kind":"users","a":[1,{"b":2}]}],"x":{}}',
    change: { files: [{ path: 'a.csv', kind: 'groupMembers' }] },
    expected:
      '{"note":1,"format":"scim-preflight/okta-export@1","files":[{"z":0,"path":"a.csv","kind":"groupMembers","a":[1,{"b":2}]}],"x":{}}',
  },
  {
    what: 'a key that is taken away, and one that stays away',
    text: '{"format":"scim-preflight/okta-export@1","files":[{"path":"a.csv","partial":true,"group":"VIP"}]}',
    change: { files: [{ path: 'a.csv', partial: null, columns: null, typedCount: null }] },
    expected: '{"format":"scim-preflight/okta-export@1","files":[{"path":"a.csv","group":"VIP"}]}',
  },
  {
    what: 'a path that is written otherwise',
    text: String.raw`{"format":"scim-preflight/okta-export@1","files":[{"path":".\\members\\vip.csv"}]}`,
    change: { files: [{ path: 'members/vip.csv', group: 'VIP' }] },
    expected: String.raw`{"format":"scim-preflight/okta-export@1","files":[{"path":".\\members\\vip.csv","group": "VIP"}]}`,
  },
  {
    what: 'the last of two entries for one file: the reader believes that one',
    text: '{"format":"scim-preflight/okta-export@1","files":[{"path":"a.csv","kind":"users"},7,{"path":"a.csv","kind":"users"}]}',
    change: { files: [{ path: 'a.csv', kind: 'groups' }] },
    expected: '{"format":"scim-preflight/okta-export@1","files":[{"path":"a.csv","kind":"users"},7,{"path":"a.csv","kind":"groups"}]}',
  },
  {
    what: 'tabs and CRLF as they are',
    text: '{\r\n\t"format": "scim-preflight/okta-export@1",\r\n\t"files": []\r\n}\r\n',
    change: { complete: false },
    expected: '{\r\n\t"format": "scim-preflight/okta-export@1",\r\n\t"files": [],\r\n\t"complete": false\r\n}\r\n',
  },
  {
    what: 'an empty object',
    text: '{}',
    change: { files: [{ path: 'a.csv', partial: true }] },
    expected: '{"format": "scim-preflight/okta-export@1","files": [{"path": "a.csv","partial": true}]}',
  },
];

describe('completing okta-export.json', () => {
  for (const { what, text, change, expected } of completions) {
    it(`writes ${what}`, () => {
      const actual = completed(text, change, 'okta-export.json');
      assert.deepEqual(JSON.parse(actual), JSON.parse(expected));
      assert.equal(squeezed(actual), squeezed(expected));
      // What is not on one line is written as the rest of it is.
      if (text.includes('\n')) assert.equal(actual, expected);
    });
  }

  const broken: readonly (readonly [what: string, text: string, reason: ManifestFileError['reason'], line: number | null])[] = [
    ['a text that is cut off', '{\n"format": "scim-preflight/okta-export@1",\n"files": [', 'broken', 3],
    ['a comment', '{\n// mine\n}', 'broken', 2],
    ['an empty file', '', 'broken', 1],
    ['a list', '[]', 'broken', 1],
    ['a key that stands there twice', '{\n"files": [],\n"files": []\n}', 'broken', 3],
    ['files that are no list', '{"format":"scim-preflight/okta-export@1","files":{}}', 'broken', null],
    ['a later version', '{"format":"scim-preflight/okta-export@2","files":[]}', 'otherFormat', null],
    ['another document', '{"name":"my-package"}', 'otherFormat', null],
  ];
  for (const [what, text, reason, line] of broken) {
    it(`refuses ${what}, and leaves it as it is`, async () => {
      await withFolder(async (folder) => {
        const path = join(folder, 'okta-export.json');
        await writeFile(path, text);
        await assert.rejects(completeManifest(folder, { complete: false }), (error) => {
          assert.ok(error instanceof ManifestFileError);
          assert.deepEqual([error.reason, error.path, error.line], [reason, path, line]);
          assert.ok(error.message.includes('left as it is'), error.message);
          return true;
        });
        assert.equal(await readFile(path, 'utf8'), text);
        assert.deepEqual(await readdir(folder), ['okta-export.json']);
      });
    });
  }

  it('refuses bytes that are no UTF-8', async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, 'okta-export.json'), Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
      await assert.rejects(completeManifest(folder, {}), ManifestFileError);
    });
  });

  it('takes a byte order mark for what it is', async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, 'okta-export.json'), `\uFEFF${start}`);
      await completeManifest(folder, { complete: false });
      const text = await readFile(join(folder, 'okta-export.json'), 'utf8');
      assert.deepEqual(JSON.parse(text.replace(/^\uFEFF/, '')), { ...newManifest({}), complete: false });
    });
  });

  it('begins one where there is none, and says what the reader understands', async () => {
    await withFolder(async (folder) => {
      const change: ManifestChange = {
        files: [{ path: 'people.csv', kind: 'groupMembers', group: 'VIP', columns: { __proto__x: 'id', Mail: 'email' }, partial: true }],
      };
      const path = await completeManifest(folder, change);
      const read = manifestOf(JSON.parse(await readFile(path, 'utf8')) as JsonObject, 'okta-export.json').files.get('people.csv');
      assert.deepEqual(
        [read?.kind, read?.group, read?.partial, [...(read?.columns ?? [])]],
        [
          'groupMembers',
          'VIP',
          true,
          [
            ['__proto__x', 'id'],
            ['Mail', 'email'],
          ],
        ],
      );
    });
  });

  it('loses none of many changes that are made at once', async () => {
    await withFolder(async (folder) => {
      const paths = Array.from({ length: 40 }, (_, index) => `page-${index}.csv`);
      await Promise.all(paths.map((path) => completeManifest(folder, { files: [{ path, partial: true }] })));
      const { files } = JSON.parse(await readFile(join(folder, 'okta-export.json'), 'utf8')) as { files: { path: string }[] };
      assert.deepEqual(files.map(({ path }) => path).sort(), paths.sort());
    });
  });

  it('writes into the file that a link leads to', async () => {
    await withFolder(async (folder) => {
      await mkdir(join(folder, 'elsewhere'));
      await writeManifest(join(folder, 'elsewhere'), newManifest({ oktaDomain: 'contoso.okta.com' }));
      await symlink(join(folder, 'elsewhere', 'okta-export.json'), join(folder, 'okta-export.json'));
      await completeManifest(folder, { complete: false });
      assert.ok((await lstat(join(folder, 'okta-export.json'))).isSymbolicLink());
      assert.match(await readFile(join(folder, 'elsewhere', 'okta-export.json'), 'utf8'), /contoso[^]*"complete": false/);
    });
  });

  it('leaves nothing behind where it cannot write', async () => {
    await withFolder(async (folder) => {
      await mkdir(join(folder, 'okta-export.json'));
      await assert.rejects(writeManifest(folder, newManifest({})));
      assert.deepEqual(await readdir(folder), ['okta-export.json']);
    });
  });

  it('keeps every other word of any manifest (200 runs)', () => {
    const entry = fc.record({ path: fc.constantFrom('a.csv', 'b.csv', 'c/d.csv'), more: fc.jsonValue() });
    const document = fc.record({ files: fc.array(entry, { maxLength: 4 }), theirs: fc.jsonValue(), tab: fc.constantFrom(0, 2, 4, '\t') });
    fc.assert(
      fc.property(document, fc.string(), (given, header) => {
        const { tab, ...rest } = given;
        const before = { ...newManifest({}), ...rest };
        const columns = Object.fromEntries([[header, 'ignore']]);
        const text = completed(JSON.stringify(before, null, tab), { files: [{ path: 'b.csv', columns }] }, 'm');
        const after = JSON.parse(text) as { readonly files: readonly { readonly columns?: object }[] };
        const changed = after.files[before.files.findLastIndex(({ path }) => path === 'b.csv')] ?? after.files.at(-1);
        assert.deepEqual(changed?.columns, columns);
        const without = { ...after, files: after.files.map((file) => ({ ...file, columns: undefined })) };
        const added = before.files.some(({ path }) => path === 'b.csv') ? [] : [{ path: 'b.csv' }];
        assert.equal(JSON.stringify(without), JSON.stringify({ ...before, files: [...before.files, ...added] }));
      }),
      { numRuns: 200 },
    );
  });
});

/** White space between values aside. */
const squeezed = (text: string): string => text.replace(/\s+/g, '');

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'scim-preflight-manifest-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

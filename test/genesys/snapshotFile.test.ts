import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { problem, type ProblemCode } from '../../src/input/problem';
import { plainUser } from '../../src/genesys/packedUsers';
import type { ScimGroup, ScimUser } from '../../src/genesys/scim';
import type { Snapshot } from '../../src/genesys/snapshot';
import { readSnapshot, SnapshotError, writeSnapshot } from '../../src/genesys/snapshotFile';
import { group, org, user, users } from './testOrg';

describe('snapshot files', () => {
  let folder: string;
  let file: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'scim-preflight-'))));
  after(() => rm(folder, { recursive: true }));
  beforeEach(() => (file = join(folder, 'org.scimsnapshot.ndjson')));

  const sample = snapshotOf(
    [user(2), user(1), user(3, { active: false, title: 'Chef de équipe 😀' })],
    [group(2, ['user-0003', 'group-1']), group(1, ['user-0002', 'user-0001']), group(3, [])],
  );

  describe('*.scimsnapshot.ndjson', () => {
    it('gives back what was written', async () => {
      await writeSnapshot(sample, file);
      const read = await readSnapshot([file]);
      assert.deepEqual([...read.users].map(([id, one]) => [id, plainUser(one)]).sort(), [...sample.users].sort());
      assert.deepEqual(members(read), members(sample));
      assert.deepEqual([read.org, read.takenAt, read.complete, read.live], [sample.org, sample.takenAt, true, false]);
      assert.deepEqual([read.problems, read.unprovedGroups.size, read.deletedMembers.size], [[], 0, 0]);
      const [input] = read.inputs;
      assert.deepEqual([input?.path, input?.kind, input?.records], ['org.scimsnapshot.ndjson', 'snapshot', 6]);
      assert.equal(
        input?.sha256,
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex'),
      );
    });

    it('has the header of the specification, then users and groups by id', async () => {
      await writeSnapshot(sample, file);
      const [header, ...rest] = (await readFile(file, 'utf8')).split('\n');
      assert.equal(
        header,
        '{"format":"scim-preflight/snapshot@1","org":{"name":"Contoso CX","host":"api.example","orgId":null,"clientId":"client-1"},' +
          '"takenAt":"2026-11-23T10:00:00.000Z","complete":true,"problems":[],"users":3,"groups":3}',
      );
      const ids = rest.filter(Boolean).map((line) => (JSON.parse(line) as { id: string }).id);
      assert.deepEqual(ids, ['user-0001', 'user-0002', 'user-0003', 'group-1', 'group-2', 'group-3']);
      assert.equal(rest.at(-1), '', 'it ends with a line break');
    });

    it('is the same bytes in whatever order the server sent things', async () => {
      await writeSnapshot(sample, file);
      const expected = await readFile(file, 'utf8');
      const reversed = (one: object): never => Object.fromEntries(Object.entries(one).reverse()) as never;
      const turned = snapshotOf(
        [...sample.users.values()].reverse().map(reversed),
        [...sample.groups.values()].reverse().map((one) => ({ ...one, members: [...(one.members ?? [])].reverse() })),
      );
      await writeSnapshot(turned, file);
      assert.equal(await readFile(file, 'utf8'), expected);
    });

    it('is for this user alone, also where an older one was for everybody, and leaves nothing else behind', async () => {
      await writeFile(file, 'old');
      await chmod(file, 0o644);
      await writeSnapshot(sample, file);
      if (process.platform !== 'win32') assert.equal((await stat(file)).mode & 0o777, 0o600);
      assert.deepEqual(
        (await readdir(folder)).filter((name) => name.endsWith('.tmp')),
        [],
      );
    });

    it('keeps the old file where the new one cannot be written', async () => {
      await assert.rejects(writeSnapshot(sample, join(folder, 'missing', 'x.scimsnapshot.ndjson')));
      await mkdir(join(folder, 'taken.scimsnapshot.ndjson', 'x'), { recursive: true });
      await assert.rejects(writeSnapshot(sample, join(folder, 'taken.scimsnapshot.ndjson')));
      assert.deepEqual(
        (await readdir(folder)).filter((name) => name.endsWith('.tmp')),
        [],
      );
      await rm(join(folder, 'taken.scimsnapshot.ndjson'), { recursive: true });
    });

    it('keeps what was not proved, and what was wrong, when it was taken', async () => {
      const doubtful = {
        ...sample,
        complete: false,
        problems: [problem('listing-moved', 'moved'), problem('members-cut', 'cut')],
        unprovedGroups: new Map([['group-1', 'cut']]),
      };
      await writeSnapshot(doubtful, file);
      const read = await readSnapshot([file]);
      assert.deepEqual([read.complete, read.problems, read.unprovedGroups], [false, doubtful.problems, doubtful.unprovedGroups]);
    });

    it('does not prove a member that no line holds, even one that Genesys did not know', async () => {
      await writeSnapshot({ ...snapshotOf([user(1)], [group(1, ['user-0001', 'gone'])]), deletedMembers: new Set(['gone']) }, file);
      const read = await readSnapshot([file]);
      assert.deepEqual([[...read.unprovedGroups.keys()], read.deletedMembers.size, codes(read)], [['group-1'], 0, ['member-unresolved']]);
    });

    it('that is cut at any byte is never complete', async () => {
      await writeSnapshot(sample, file);
      const bytes = await readFile(file);
      const cutFile = join(folder, 'cut.scimsnapshot.ndjson');
      // Without its last line break alone nothing is missing.
      for (let length = 0; length < bytes.length - 1; length++) {
        await writeFile(cutFile, bytes.subarray(0, length));
        const read = await readSnapshot([cutFile]).catch((error: unknown) => error);
        const refused = read instanceof SnapshotError && read.reason === 'noSnapshot';
        assert.ok(refused || !(read as Snapshot).complete, `complete with ${length} of ${bytes.length} bytes`);
      }
      await rm(cutFile);
    });

    it('that lost or gained lines is not complete', async () => {
      await writeSnapshot(sample, file);
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      for (const index of [1, 2, 3, 4, 5, 6]) {
        await writeFile(file, `${lines.filter((_line, at) => at !== index).join('\n')}\n`);
        const read = await readSnapshot([file]);
        assert.deepEqual([read.complete, codes(read).includes('truncated')], [false, true], `without line ${index + 1}`);
      }
      await writeFile(file, `${[...lines, lines[1]].join('\n')}\n`);
      const doubled = await readSnapshot([file]);
      assert.equal(doubled.complete, false);
      assert.ok(codes(doubled).includes('duplicate-resource'));
    });

    it('with a byte changed anywhere never crashes, and never loses a record in silence', async () => {
      await writeSnapshot(sample, file);
      const bytes = await readFile(file);
      const spoiltFile = join(folder, 'spoilt.scimsnapshot.ndjson');
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
          const spoilt = Buffer.from(bytes);
          spoilt[at] = byte;
          await writeFile(spoiltFile, spoilt);
          const read = await readSnapshot([spoiltFile]).catch((error: unknown) => error);
          if (read instanceof SnapshotError) return;
          const { complete, users: people, groups } = read as Snapshot;
          assert.ok(!complete || (people.size === 3 && groups.size === 3));
        }),
        { numRuns: 300 },
      );
      await rm(spoiltFile);
    });

    const broken: readonly [what: string, line: string, place: string, words: RegExp][] = [
      ['no JSON', '{"id":"user-0009","userName":"x","active":nope}', ':3:', /no JSON value/],
      ['a user without active', '{"id":"user-0009","userName":"x"}', ':3:1', /no active/],
      ['a group without an id', '{"displayName":"G","members":[]}', '', /neither users nor groups/],
      ['a number', '42', '', /neither users nor groups/],
    ];
    for (const [what, line, place, words] of broken) {
      it(`says where a line is ${what}, and reads the rest`, async () => {
        await writeSnapshot(sample, file);
        const lines = (await readFile(file, 'utf8')).split('\n');
        lines.splice(2, 1, line);
        await writeFile(file, lines.join('\n'));
        const read = await readSnapshot([file]);
        assert.equal(read.complete, false);
        assert.equal(read.users.size, 2);
        const said = read.problems.find((one) => words.test(one.message));
        assert.ok(said?.message.startsWith(`org.scimsnapshot.ndjson${place}`), said?.message);
        if (place !== '') assert.deepEqual([said?.path, said?.line], ['org.scimsnapshot.ndjson', 3]);
      });
    }

    it('may have passed through an editor: byte order mark, CRLF, empty lines, no line break at the end', async () => {
      await writeSnapshot(sample, file);
      const text = (await readFile(file, 'utf8')).trimEnd().replaceAll('\n', '\r\n\r\n');
      await writeFile(file, `\uFEFF${text}`);
      const read = await readSnapshot([file]);
      assert.deepEqual([read.complete, read.users.size, read.groups.size, read.problems], [true, 3, 3, []]);
    });

    it('of a newer format is refused in words', async () => {
      await writeSnapshot(sample, file);
      await writeFile(file, (await readFile(file, 'utf8')).replace('snapshot@1', 'snapshot@2'));
      const read = await readSnapshot([file]);
      assert.equal(read.complete, false);
      assert.match(read.problems[0]?.message ?? '', /snapshot@2.*newer version/);
    });

    it('comes one at a time', async () => {
      await writeSnapshot(sample, file);
      await writeSnapshot(sample, join(folder, 'other.scimsnapshot.ndjson'));
      await assert.rejects(readSnapshot([folder]), { name: 'SnapshotError', reason: 'severalSnapshots' });
      await rm(join(folder, 'other.scimsnapshot.ndjson'));
    });
  });

  describe('SCIM list responses', () => {
    let lists: string;
    let count = 0;
    beforeEach(async () => {
      lists = join(folder, `lists-${++count}`);
      await mkdir(lists);
    });
    const save = (name: string, content: unknown) =>
      writeFile(join(lists, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    const read = () => readSnapshot([lists]);

    it('are read as pages of active users, inactive users and groups, whatever their files are called', async () => {
      await save('a.json', page(users(2), 3));
      await save('b.txt', page([user(3)], 3));
      await save('c.json', page(users(2, 10, { active: false }), 2));
      await save('d', page([group(1, ['user-0001', 'user-0010']), group(2, [])], 2));
      const snapshot = await read();
      assert.deepEqual([snapshot.complete, snapshot.users.size, snapshot.groups.size, snapshot.problems], [true, 5, 2, []]);
      assert.deepEqual(
        snapshot.inputs.map((input) => [input.path, input.kind, input.records]),
        [
          ['a.json', 'scimUsers', 2],
          ['b.txt', 'scimUsers', 1],
          ['c.json', 'scimUsers', 2],
          ['d', 'scimGroups', 2],
        ],
      );
      assert.deepEqual([snapshot.org, snapshot.takenAt], [{ name: `lists-${count}`, host: '', orgId: null, clientId: null }, null]);
    });

    it('tell the host where their resources do', async () => {
      const location = (kind: string) => `https://api.mypurecloud.ie/api/v2/scim/v2/${kind}/1`;
      await save('users.json', page([user(1, { meta: { location: location('users') } })], 1));
      await save('groups.json', page([{ ...group(1, []), meta: { location: location('groups') } }], 1));
      assert.equal((await read()).org.host, 'api.mypurecloud.ie');
    });

    it('may stand in one array, in one file after another, and as an empty page whose name tells its kind', async () => {
      await save('all.json', [page(users(2), 2), page([], 0)]);
      await save('groups.json', page([], 0));
      const snapshot = await read();
      // The empty page in all.json is of a kind that nothing tells: that is a note.
      assert.deepEqual([snapshot.complete, snapshot.users.size, codes(snapshot)], [true, 2, ['empty-list-of-unknown-kind']]);
    });

    it('hold two listings with the same total', async () => {
      await save('1.json', page(users(2), 2));
      await save('2.json', page(users(2, 10, { active: false }), 2));
      await save('groups.json', page([], 0));
      assert.equal((await read()).complete, true);
    });

    it('may come twice', async () => {
      await save('1.json', page(users(2), 2));
      await save('1 (copy).json', page(users(2), 2));
      await save('groups.json', page([], 0));
      assert.deepEqual([(await read()).complete, codes(await read())], [true, []]);
    });

    const short: readonly [what: string, pages: readonly unknown[], code: ProblemCode][] = [
      ['pages of users are missing', [page(users(2), 3), page([group(1, [])], 1)], 'listing-short'],
      ['pages of groups are missing', [page(users(2), 2), page([group(1, [])], 2)], 'listing-short'],
      [
        'pages of one of two listings are missing',
        [page(users(2), 2), page([user(10, { active: false })], 2), page([group(1, [])], 1)],
        'listing-short',
      ],
      ['there are more records than promised', [page(users(3), 2), page([group(1, [])], 1)], 'listing-short'],
      ['there are no groups', [page(users(2), 2)], 'not-read'],
      ['there are no users', [page([group(1, [])], 1)], 'not-read'],
      ['a page does not say how many there are', [{ Resources: users(2) }, page(users(2), 2), page([group(1, [])], 1)], 'truncated'],
      ['a record is broken', [page([user(1), { ...user(2), active: 'true' }], 2), page([group(1, [])], 1)], 'unreadable'],
      [
        'an error answer was saved in place of a page',
        [page(users(2), 2), page([group(1, [])], 1), { message: 'Rate limit', code: 'too.many.requests', status: 429 }],
        'unreadable',
      ],
      ['there is a single record', [user(1), page(users(2), 2), page([group(1, [])], 1)], 'not-read'],
    ];
    for (const [what, pages, code] of short) {
      it(`are not complete where ${what}`, async () => {
        for (const [index, content] of pages.entries()) await save(`file-${index}.json`, content);
        const snapshot = await read();
        assert.deepEqual([snapshot.complete, codes(snapshot).includes(code)], [false, true], JSON.stringify(snapshot.problems));
      });
    }

    it('that break off are named with line and column', async () => {
      await save('groups.json', page([group(1, [])], 1));
      const text = JSON.stringify(page(users(3), 3), null, 2);
      await save('users.json', text.slice(0, text.indexOf('user-0003')));
      const snapshot = await read();
      assert.equal(snapshot.complete, false);
      const said = snapshot.problems.find((one) => one.code === 'truncated');
      assert.match(said?.message ?? '', /^users\.json:\d+:\d+: the text ends before the data does/);
      assert.equal(said?.path, 'users.json');
    });

    it('do not make a group empty that has no members in them', async () => {
      await save('users.json', page(users(1), 1));
      await save('groups.json', page([{ id: 'group-1', displayName: 'Group 1' }, group(2, [])], 2));
      const snapshot = await read();
      assert.deepEqual([[...snapshot.unprovedGroups.keys()], codes(snapshot)], [['group-1'], ['not-read']]);
    });

    it('are read as UTF-16, as PowerShell writes them', async () => {
      await writeFile(join(lists, 'users.json'), Buffer.from(`\uFEFF${JSON.stringify(page(users(2), 2))}`, 'utf16le'));
      await save('groups.json', page([], 0));
      assert.deepEqual([(await read()).complete, (await read()).users.size], [true, 2]);
    });

    it('may stand among other files, which are listed', async () => {
      await save('users.json', page(users(1), 1));
      await save('groups.json', page([], 0));
      await save('notes.txt', 'call Anna');
      await save('okta.json', [{ id: '00u1', status: 'ACTIVE', profile: { login: 'anna@contoso.example' } }]);
      const snapshot = await read();
      assert.deepEqual(
        snapshot.inputs
          .filter((input) => input.kind === 'unknown')
          .map((input) => input.path)
          .sort(),
        ['notes.txt', 'okta.json'],
      );
    });

    it('of which two disagree about a user are a note; the later change counts', async () => {
      await save('1.json', page([user(1, { title: 'new', meta: { lastModified: '2026-11-02T00:00:00Z' } })], 1));
      await save('2.json', page([user(1, { title: 'old', meta: { lastModified: '2026-11-01T00:00:00Z' } })], 1));
      await save('groups.json', page([], 0));
      const snapshot = await read();
      assert.deepEqual(
        [snapshot.users.get('user-0001')?.title, codes(snapshot), snapshot.complete],
        ['new', ['conflicting-records'], true],
      );
    });
  });

  it('that are none are refused in words', async () => {
    const other = join(folder, 'other.json');
    await writeFile(other, '{"hello":"world"}');
    for (const path of [other, join(folder, 'nowhere.ndjson')]) await assert.rejects(readSnapshot([path]), SnapshotError);
    await rm(other);
  });

  it('can be cancelled while they are read', async () => {
    await writeSnapshot(sample, file);
    await assert.rejects(readSnapshot([file], { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});

function snapshotOf(people: readonly ScimUser[], groups: readonly ScimGroup[]): Snapshot {
  return {
    org,
    takenAt: '2026-11-23T10:00:00.000Z',
    live: true,
    complete: true,
    problems: [],
    users: new Map(people.map((one) => [one.id, one])),
    groups: new Map(groups.map((one) => [one.id, one])),
    deletedMembers: new Set(),
    unprovedGroups: new Map(),
    groupFacts: new Map(),
    inputs: [],
  };
}

function page(resources: readonly unknown[], totalResults: number): unknown {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

function members(snapshot: Snapshot): unknown {
  return [...snapshot.groups.values()].map((one) => [one.id, one.members?.map((member) => member.value).sort()]).sort();
}

function codes(snapshot: Snapshot): ProblemCode[] {
  return snapshot.problems.map((one) => one.code);
}

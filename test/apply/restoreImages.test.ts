import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchSizes } from '../../src/apply/batches';
import { journalFormat, type JournalOrg } from '../../src/apply/journal';
import { JournalFile } from '../../src/apply/journalFile';
import { readRestoreImages, restoreMismatch } from '../../src/apply/restoreImages';
import { tool } from './sampleOrg';

const org: JournalOrg = { name: 'Contoso CX', host: 'api.mypurecloud.ie', orgId: 'org', clientId: 'client' };
const user = (id: string): object => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id,
  userName: `${id}@contoso.example`,
  displayName: id,
  active: true,
});
const group = (id: string, members?: readonly string[]): object => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  id,
  displayName: `Group ${id}`,
  ...(members && { members: members.map((value) => ({ value })) }),
});

describe('the images that a file holds', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'images-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function snapshot(header: object, ...records: readonly object[]): Promise<string> {
    const path = join(folder, 'org.scimsnapshot.ndjson');
    const whole = {
      format: 'scim-preflight/snapshot@1',
      org,
      takenAt: '2026-11-19T10:00:00Z',
      complete: true,
      problems: [],
      users: 2,
      groups: 2,
    };
    await writeFile(path, [{ ...whole, ...header }, ...records].map((record) => `${JSON.stringify(record)}\n`).join(''));
    return path;
  }

  const records = [user('anna'), user('bert'), group('g', ['anna', 'bert']), group('h', ['anna'])];

  const wholes: readonly (readonly [
    string,
    object,
    readonly object[],
    readonly (readonly [string, number, boolean])[],
    readonly string[],
  ])[] = [
    [
      'a snapshot that is proved',
      {},
      records,
      [
        ['g', 2, true],
        ['h', 1, true],
      ],
      [],
    ],
    [
      'one group that is not proved',
      { unprovedGroups: { h: 'its list may be cut' } },
      records,
      [
        ['g', 2, true],
        ['h', 1, false],
      ],
      [],
    ],
    [
      'a snapshot that is not complete',
      { complete: false },
      records,
      [
        ['g', 2, false],
        ['h', 1, false],
      ],
      [],
    ],
    ['a snapshot that was cut off', {}, records.slice(0, 3), [['g', 2, false]], []],
    ['a group without its members', { complete: false }, [...records.slice(0, 3), group('h')], [['g', 2, false]], ['Group h']],
  ];
  for (const [title, header, lines, expected, without] of wholes) {
    it(`tells what is proved of ${title}`, async () => {
      const saved = await readRestoreImages(await snapshot(header, ...lines));
      assert.deepEqual(
        saved.images.map(({ groupId, members, whole }) => [groupId, members.length, whole]),
        expected,
      );
      assert.deepEqual(
        [saved.withoutMembers, saved.org, saved.at, saved.userNames.anna],
        [without, org, '2026-11-19T10:00:00Z', 'anna@contoso.example'],
      );
    });
  }

  it('knows no org of the lists of a SCIM server, and holds them all the same', async () => {
    const path = join(folder, 'groups.json');
    const list = { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 1, startIndex: 1, itemsPerPage: 1 };
    await writeFile(path, JSON.stringify({ ...list, Resources: [group('g', ['anna'])] }));
    const saved = await readRestoreImages(path);
    assert.deepEqual([saved.org, saved.at, saved.images.map(({ name }) => name)], [null, null, ['Group g']]);
    assert.equal(restoreMismatch('groups.json', saved, org), null);
  });

  it('takes no snapshot for lists whose header is of a newer format, or broken', async () => {
    for (const header of [{ format: 'scim-preflight/snapshot@2' }, { org: 'Contoso CX' }]) {
      await assert.rejects(readRestoreImages(await snapshot(header, ...records)), {
        name: 'SnapshotError',
        message: /It is not known which org/,
      });
    }
  });

  it('believes no journal that was changed', async () => {
    const journal = await JournalFile.create(folder, 'x');
    const selection = { groupId: 'g', name: 'VIP', oktaGroupId: '', userNames: { anna: 'anna@contoso.example' }, derived: [], guards: [] };
    await journal.write({
      type: 'open',
      format: journalFormat,
      kind: 'guard',
      tool,
      org,
      planId: '',
      undoes: null,
      sizes: batchSizes(),
      selection: [{ ...selection, mode: 'both', adds: [], removals: [] }],
      confirmation: null,
      lifts: [],
    });
    await journal.write({ type: 'before', groupId: 'g', name: 'VIP', version: null, members: ['anna', 'bert'] });
    await journal.close();
    const saved = await readRestoreImages(journal.path);
    assert.deepEqual(saved.images, [{ groupId: 'g', name: 'VIP', members: ['anna', 'bert'], whole: true }]);
    assert.deepEqual(saved.userNames, { anna: 'anna@contoso.example' });
    const text = await readFile(journal.path, 'utf8');
    await writeFile(journal.path, text.replace('"bert"', '"mallory"'));
    await assert.rejects(readRestoreImages(journal.path), { name: 'JournalError', reason: 'changed' });
  });

  const orgs: readonly (readonly [string, Partial<JournalOrg>, boolean])[] = [
    ['the same org', {}, true],
    ['the same org with another OAuth client', { clientId: 'other' }, true],
    ['another org of the same region', { orgId: 'other' }, false],
    ['an org without its id, by host and client', { orgId: null }, true],
    ['another client where no id is known', { orgId: null, clientId: 'other' }, false],
    ['lists of the same host', { orgId: null, clientId: null }, true],
    ['lists of another host', { orgId: null, clientId: null, host: 'api.mypurecloud.com' }, false],
  ];
  for (const [title, change, fits] of orgs) {
    it(`${fits ? 'takes' : 'refuses'} ${title}`, () => {
      const words = restoreMismatch('a.ndjson', { org: { ...org, ...change } }, org);
      if (fits) assert.equal(words, null);
      else assert.match(words ?? '', /^a\.ndjson is of Contoso CX \(\S+\), not of Contoso CX/);
    });
  }
});

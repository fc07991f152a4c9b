import assert from 'node:assert/strict';
import { readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readExport } from '../../src/okta/readExport';
import type { Source } from '../../src/okta/source';
import { now, readOptions, withExport, type Files } from './exportFolder';
import { groupId, groupRecord, rockstarCsv, rockstarMember, rockstarMembersHeader, userId } from './handMade';

const slim = (number: number): object => ({ id: userId(number), status: 'ACTIVE', profile: { login: `ü${number}`, note: '"}]' } });
const link = { app: { href: 'https://x/api/v1/apps/0oa1' } };

const members = [userId(1), userId(2)];
const whole: Files = {
  'users.json': [slim(1), slim(2)],
  'groups.json': [groupRecord(1, 'A', { usersCount: 2 })],
  'app-users.json': [{ id: userId(1), scope: 'USER', externalId: 'g', _links: link }],
  'push.json': [{ id: 'gPm1', sourceGroupId: groupId(1), _links: link }],
  'members/A.json': [slim(1), slim(2)],
};

/** Cuts one file of the export at every byte, from its end to its beginning, and reads what is left each time. */
async function cutEverywhere(files: Files, path: string, check: (source: Source, length: number) => void): Promise<void> {
  await withExport(files, async (folder) => {
    const file = join(folder, path);
    for (let { length } = await readFile(file); length > 0;) {
      length -= 1;
      await truncate(file, length);
      await utimes(file, new Date(now), new Date(now));
      check(await readExport([folder], readOptions), length);
    }
  });
}

describe('an export that is cut off at any byte', () => {
  for (const path of ['users.json', 'groups.json', 'app-users.json', 'push.json']) {
    it(`${path}: the plan is partial`, async () => {
      await cutEverywhere(whole, path, ({ trust }, length) => assert.equal(trust.complete, false, `cut behind ${length} bytes`));
    });
  }

  const memberForms: readonly (readonly [string, string, string | Buffer])[] = [
    ['one array', 'members/A.json', JSON.stringify([slim(1), slim(2)])],
    ['indented', 'members/A.json', JSON.stringify([slim(1), slim(2)], null, 1)],
    ['UTF-8 with a mark', 'members/A.json', `\uFEFF${JSON.stringify([slim(1), slim(2)])}`],
    ['UTF-16', 'members/A.json', Buffer.from(`\uFEFF${JSON.stringify([slim(1), slim(2)])}`, 'utf16le')],
  ];
  for (const [name, path, content] of memberForms) {
    it(`members as ${name}: the group is incomplete, the rest stands`, async () => {
      await cutEverywhere({ ...whole, 'members/A.json': undefined, [path]: content }, path, (source, length) => {
        const list = source.members.get(groupId(1));
        assert.deepEqual([list?.incomplete, list?.confirmed, source.trust.complete], [true, false, true], `cut behind ${length} bytes`);
      });
    });
  }

  // Forms in which a file that ends between two records looks whole: what is missing shows by the count.
  const openForms: readonly (readonly [string, string, string])[] = [
    ['NDJSON', 'members/A.json', `${JSON.stringify(slim(1))}\n${JSON.stringify(slim(2))}\n`],
    ['pages one after the other', 'members/A.json', `[${JSON.stringify(slim(1))}]\n[${JSON.stringify(slim(2))}]\n`],
    ['rockstar CSV', 'members/A.csv', rockstarCsv(rockstarMembersHeader, [rockstarMember(1), rockstarMember(2)])],
    ['unquoted CSV', 'members/A.csv', `id,login,status\n${userId(1)},a,ACTIVE\n${userId(2)},b,ACTIVE\n`],
    ['CSV with ids at the end', 'members/A.csv', `login,oktaid\na,${userId(1)}\nb,${userId(2)}\n`],
    ['rows group,user', 'group_users.csv', `group,user\r\n${groupId(1)},${userId(1)}\r\n${groupId(1)},${userId(2)}\r\n`],
  ];
  for (const [name, path, content] of openForms) {
    it(`members as ${name}: never confirmed unless they are all there`, async () => {
      await cutEverywhere({ ...whole, 'members/A.json': undefined, [path]: content }, path, (source, length) => {
        const list = source.members.get(groupId(1));
        if (list?.confirmed === true) assert.deepEqual(list.userIds, members, `cut behind ${length} bytes`);
        else
          assert.ok(
            list === undefined || list.incomplete || list.userIds.length > 0,
            `cut behind ${length} bytes: empty and not incomplete`,
          );
      });
    });
  }

  it('users as CSV: the plan is partial while the header is not whole', async () => {
    const header = 'User Id,Status,Username\n';
    const files = { ...whole, 'users.json': undefined, 'users.csv': header };
    await cutEverywhere(files, 'users.csv', ({ trust }, length) => assert.equal(trust.complete, false, `cut behind ${length} bytes`));
  });

  it('says nothing of a file that is whole', async () => {
    await withExport(whole, async (folder) => {
      await writeFile(join(folder, 'push.json'), `${await readFile(join(folder, 'push.json'), 'utf8')}\n`);
      const { trust } = await readExport([folder], { ...readOptions, oldExportHours: 1e6 });
      assert.deepEqual([trust.complete, trust.problems.filter(({ level }) => level !== 'note')], [true, []]);
    });
  });
});

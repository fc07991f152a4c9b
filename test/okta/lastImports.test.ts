import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeFolder } from '../../src/input/homeFolder';
import { inspectTrust } from '../../src/okta/inspectExport';
import { importMemory } from '../../src/okta/lastImports';
import { readExport } from '../../src/okta/readExport';
import type { Source } from '../../src/okta/source';
import { now, readOptions, withExport, type Files } from './exportFolder';
import { appUserRecord, groupId, groupRecord, pushMappingRecord, userRecord } from './handMade';

const people = (count: number): unknown[] => Array.from({ length: count }, (_, index) => userRecord(index));
const assigned = (count: number): unknown[] => people(count).map((_, index) => appUserRecord(index, `g${index}`));
const pushed = (count: number): unknown[] => people(count).map((_, index) => pushMappingRecord(index, index, index + 100));
const groups = (count: number): unknown[] => Array.from({ length: count }, (_, index) => groupRecord(index, `Group ${index}`));

const first: Files = {
  'users.json': people(20),
  'groups.json': groups(20),
  'app-users.json': assigned(20),
  'push.json': pushed(20),
  'members/Group 1.json': people(20),
  'members/Group 2.json': people(20),
};
const folder = (name: string): string => join(homeFolder(), name);

/** Reads as `plan` does; every import of one test is of the same folder, whatever stands in it. */
async function imports(...all: readonly (readonly [files: Files, at?: string, percent?: number])[]): Promise<Source[]> {
  return withExport({}, async (path) => {
    const sources: Source[] = [];
    for (const [files, at = now, fewerPercent = 10] of all) {
      await rm(path, { recursive: true });
      for (const [name, content] of Object.entries(files)) {
        if (content === undefined) continue;
        await mkdir(join(path, name, '..'), { recursive: true });
        await writeFile(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
      }
      sources.push(await readExport([path], { ...readOptions, oldExportHours: 1e9, now: at, fewerPercent, memory: importMemory([path]) }));
    }
    return sources;
  });
}

const fewer = ({ trust }: Pick<Source, 'trust'>): readonly (readonly [string | null, string])[] =>
  trust.problems.filter(({ code }) => code === 'fewer-than-last-time').map(({ path, message }) => [path, message]);

describe('fewer than last time', () => {
  beforeEach(() => rm(folder('imports'), { recursive: true, force: true }));

  const table: readonly (readonly [string, Files, readonly (string | null)[], doubtful: boolean])[] = [
    ['the same number', { 'users.json': [...people(19), userRecord(50)] }, [], false],
    ['users, by 10 %', { 'users.json': people(18) }, [], false],
    ['users, by more than 10 %', { 'users.json': people(17) }, [null], false],
    ['more users', { 'users.json': people(40) }, [], false],
    ['groups', { 'groups.json': groups(17) }, [null], false],
    ['assignments', { 'app-users.json': assigned(17) }, [null], false],
    ['assignments, by their file', { 'app-users.json': undefined }, [null], false],
    ['push mappings', { 'push.json': pushed(17) }, [null], false],
    ['members of a group', { 'members/Group 1.json': people(17) }, ['members/Group 1.json'], true],
    ['all members of a group', { 'members/Group 1.json': [] }, ['members/Group 1.json'], true],
    ['members of a group, by their file', { 'members/Group 1.json': undefined }, [], false],
  ];
  for (const [name, files, paths, doubtful] of table) {
    it(`${name}: ${paths.length === 0 ? 'nothing is said' : 'a doubt'}`, async () => {
      const [before, after] = await imports([first], [{ ...first, ...files }]);
      assert.ok(before && after);
      assert.deepEqual(fewer(before), []);
      assert.deepEqual(
        fewer(after).map(([path]) => path),
        paths,
      );
      assert.deepEqual(
        [after.members.get(groupId(1))?.doubtful ?? false, after.members.get(groupId(2))?.doubtful, after.trust.complete],
        [doubtful, false, true],
      );
      assert.equal(after.trust.lastImport === null, paths.length === 0);
    });
  }

  it('a doubt about one group of many in one file is of that group alone', async () => {
    const rows = (group: number, count: number): string =>
      people(count)
        .map((_, user) => `${groupId(group)},${String(userRecord(user).id)}\n`)
        .join('');
    const pairs = (count: number): Files => ({
      'groups.json': groups(3),
      'users.json': people(20),
      'm.csv': `group,user\n${rows(1, count)}${rows(2, 20)}`,
    });
    const [, after] = await imports([pairs(20)], [pairs(17)]);
    assert.deepEqual([after?.members.get(groupId(1))?.doubtful, after?.members.get(groupId(2))?.doubtful], [true, false]);
    assert.deepEqual(after?.trust.lastImport?.counts.memberships, { [groupId(1)]: 20 });
  });

  it('says what it compares with: numbers and the time of the last import', async () => {
    const [, after] = await imports([first, '2026-11-19T08:00:00.000Z'], [{ ...first, 'users.json': people(10) }]);
    assert.match(after ? (fewer(after)[0]?.[1] ?? '') : '', /^10 users, and 20 in the last import \(2026-11-19T08:00:00.000Z\)/);
    assert.equal(after?.trust.lastImport?.at, '2026-11-19T08:00:00.000Z');
  });

  it('the threshold is a setting', async () => {
    const [, half, more] = await imports(
      [first],
      [{ ...first, 'users.json': people(10) }, now, 50],
      [{ ...first, 'users.json': people(4) }, now, 50],
    );
    assert.deepEqual([half && fewer(half).length, more && fewer(more).length], [0, 1]);
  });

  it('the same files again say the same, the third export is compared with the second', async () => {
    const smaller = { ...first, 'users.json': people(10) };
    const all = await imports(
      [first],
      [smaller],
      [smaller, '2026-11-21T12:00:00.000Z'],
      [{ ...smaller, 'groups.json': groups(19) }],
      [first],
    );
    assert.deepEqual(
      all.map((one) => fewer(one).length),
      [0, 1, 1, 0, 0],
    );
    assert.deepEqual(all[2]?.trust.lastImport, all[1]?.trust.lastImport);
  });

  it('an incomplete export is compared, and is no measure for the next', async () => {
    const cut = { ...first, 'users.json': JSON.stringify(people(10)).slice(0, -5) };
    const [, broken, again] = await imports([first], [cut], [{ ...first, 'users.json': people(10) }]);
    assert.deepEqual([broken?.trust.complete, broken && fewer(broken).length, again && fewer(again).length], [false, 1, 1]);
  });

  it('an incomplete list of members is no measure for the next', async () => {
    const cut = { ...first, 'members/Group 1.json': JSON.stringify(people(10)).slice(0, -5) };
    const [, broken, again] = await imports([first], [cut], [{ ...first, 'members/Group 1.json': people(10) }]);
    assert.deepEqual([broken?.members.get(groupId(1))?.incomplete, broken && fewer(broken).length], [true, 0]);
    assert.deepEqual([again?.members.get(groupId(1))?.doubtful, again && fewer(again).length], [true, 1]);
  });

  it('inspect says it too, and remembers nothing', async () => {
    await withExport(first, async (path) => {
      const memory = importMemory([path]);
      const options = { ...readOptions, oldExportHours: 1e9, memory };
      await inspectTrust([path], options);
      await assert.rejects(stat(folder('imports')));
      await readExport([path], options);
      await writeFile(join(path, 'members/Group 1.json'), '[]');
      const said = (await inspectTrust([path], options)).inputs.flatMap(({ problems }) => problems.map(({ code }) => code));
      assert.ok(said.includes('fewer-than-last-time'), said.join());
    });
  });
});

describe('what is remembered of imports', () => {
  beforeEach(() => rm(folder('imports'), { recursive: true, force: true }));

  it('is counts and ids of groups, for the owner only, a file for each set of paths', async () => {
    await imports([first]);
    await imports([first]);
    const files = await readdir(folder('imports'));
    assert.equal(files.length, 2);
    for (const file of files) {
      const path = join(folder('imports'), file);
      assert.match(file, /^[0-9a-f]{64}\.json$/);
      const text = await readFile(path, 'utf8');
      assert.ok(!/Group |user\d|contoso/.test(text), text);
      if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o600);
    }
  });

  const broken: readonly (readonly [string, string])[] = [
    ['is empty', ''],
    ['is cut off', '{"current":{"fing'],
    ['is something else', '[1]'],
    [
      'has numbers that are none',
      '{"current":{"fingerprint":"a","at":"2026-01-01","counts":{"users":-1,"groups":"2","assignments":null,"pushMappings":null,"memberships":{}}}}',
    ],
  ];
  for (const [name, text] of broken) {
    it(`a memory that ${name} counts as none, and is written anew`, async () => {
      await withExport(first, async (path) => {
        const options = { ...readOptions, memory: importMemory([path]) };
        await readExport([path], options);
        const [file = ''] = await readdir(folder('imports'));
        const memory = join(folder('imports'), file);
        const whole = await readFile(memory, 'utf8');
        await writeFile(memory, text);
        assert.deepEqual(fewer(await readExport([path], options)), []);
        assert.equal(await readFile(memory, 'utf8'), whole);
      });
    });
  }

  it('a memory that cannot be written fails nothing', async () => {
    await mkdir(homeFolder(), { recursive: true });
    await writeFile(folder('imports'), 'a file in the place of the folder');
    const [source] = await imports([first]);
    assert.equal(source?.trust.complete, true);
    await chmod(folder('imports'), 0o600);
    await rm(folder('imports'));
  });
});

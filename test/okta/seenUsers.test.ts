import assert from 'node:assert/strict';
import { SeenUsers } from '../../src/okta/seenUsers';
import { codesOf, readFiles } from './exportFolder';
import { groupId, groupRecord, userId, userRecord } from './handMade';

describe('users that are repeated byte for byte', () => {
  const raw = (text: string): { bytes: Buffer; start: number; end: number } => {
    const bytes = Buffer.from(`,${text},`);
    return { bytes, start: 1, end: bytes.length - 1 };
  };
  const record = '{"id":"00u1","profile":{"login":"é"}}';

  const table: readonly (readonly [string, string, string | null])[] = [
    ['the same bytes', record, '00u1'],
    ['another byte', record.replace('é', 'è'), null],
    ['a byte more', record.replace('é', 'é '), null],
    ['another id', record.replace('00u1', '00u2'), null],
    ['other white space', record.replace(':', ': '), null],
    ['another first key', '{"status":"x","id":"00u1"}', null],
    ['the beginning', '{"id":"00u1"', null],
  ];
  for (const [name, text, expected] of table) {
    it(`${name}: ${expected ?? 'not known'}`, () => {
      const seen = new SeenUsers(true);
      seen.add('00u1', raw(record));
      assert.equal(seen.find(raw(text)), expected);
    });
  }

  it('knows nobody where it is not asked to, nor by an id that is written with escapes', () => {
    const [off, escaped] = [new SeenUsers(false), new SeenUsers(true)];
    off.add('00u1', raw(record));
    escaped.add('00u1', raw('{"id":"00\\u0075\\u0031"}'));
    assert.deepEqual([off.find(raw(record)), escaped.find(raw('{"id":"00\\u0075\\u0031"}'))], [null, null]);
  });

  it('keeps many apart', () => {
    const seen = new SeenUsers(true);
    const texts = Array.from({ length: 5000 }, (_, index) => JSON.stringify(userRecord(index)));
    for (const [index, text] of texts.entries()) seen.add(userId(index), raw(text));
    assert.ok(texts.every((text, index) => seen.find(raw(text)) === userId(index)));
    assert.ok(texts.every((text) => seen.find(raw(text.replace('ACTIVE', 'STAGED'))) === null));
  });

  const users = Array.from({ length: 50 }, (_, index) => userRecord(index));
  const groups = [groupRecord(1, 'Agents', { usersCount: 50 })];
  for (const usersFile of ['a-users.json', 'users.json']) {
    it(`members are the same whether ${usersFile} is read before or behind them`, async () => {
      const source = await readFiles({ [usersFile]: users, 'groups.json': groups, 'members/Agents.json': [...users].reverse() });
      assert.deepEqual(source.members.get(groupId(1))?.userIds, users.map(({ id }) => id).reverse());
      assert.deepEqual([source.users.get(userId(7))?.profile.firstName, source.users.size], ['First7', 50]);
      assert.deepEqual(codesOf(source, 'members/Agents.json'), ['group-from-file-name']);
    });
  }

  it('a repeated record that is damaged is damaged', async () => {
    const damaged = JSON.stringify(users).replace('"First7"', '"First7!');
    const { members } = await readFiles({ 'a-users.json': users, 'groups.json': groups, 'members/Agents.json': damaged });
    assert.equal(members.get(groupId(1))?.incomplete, true);
  });
});

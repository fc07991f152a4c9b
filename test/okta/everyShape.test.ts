import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Source } from '../../src/okta/source';
import { plainAppUsers, plainUser, readFiles, type Files } from './exportFolder';
import { appUserRecord, groupId, groupRecord, userId, userRecord } from './handMade';

/** A list of records as one of the forms in which admins save it: contents by file name, `name` in front. */
type Form = (name: string, records: readonly unknown[]) => Files;

const forms: Readonly<Record<string, Form>> = {
  'one array': (name, records) => ({ [`${name}.json`]: records }),
  indented: (name, records) => ({ [`${name}.json`]: JSON.stringify(records, null, 2) }),
  'sorted keys': (name, records) => ({ [`${name}.json`]: JSON.stringify(records.map(sorted), null, 2) }),
  NDJSON: (name, records) => ({ [`${name}.json`]: records.length === 0 ? [] : records.map((record) => JSON.stringify(record)).join('\n') }),
  'pages in files': (name, records) => Object.fromEntries(pagesOf(records).map((page, index) => [`${name}-${index + 1}.json`, page])),
  'pages one after the other': (name, records) => ({
    [`${name}.json`]: pagesOf(records)
      .map((page) => JSON.stringify(page))
      .join(''),
  }),
  envelopes: (name, records) => ({
    [`${name}.json`]: records.length === 0 ? [] : records.map((data) => JSON.stringify({ stream: 's', data, emitted_at: 1 })).join('\r\n'),
  }),
  'a byte order mark': (name, records) => ({ [`${name}.json`]: `\uFEFF${JSON.stringify(records)}\r\n` }),
  'UTF-16': (name, records) => ({ [`${name}.json`]: Buffer.from(`\uFEFF${JSON.stringify(records)}`, 'utf16le') }),
};

function pagesOf(records: readonly unknown[]): readonly (readonly unknown[])[] {
  const half = Math.ceil(records.length / 2);
  return [records.slice(0, half), records.slice(half)];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** What must be the same in every form. */
function content(source: Source): unknown {
  const { users, groups, members, trust } = source;
  const byKey = (map: ReadonlyMap<string, unknown>): unknown => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    users: byKey(new Map([...users].map(([id, user]) => [id, plainUser(user)]))),
    groups: byKey(groups),
    members: [...members.values()].map(({ userIds, confirmed, incomplete }) => ({ userIds: [...userIds].sort(), confirmed, incomplete })),
    assigned: byKey(plainAppUsers(source)),
    complete: trust.complete,
    worse: trust.problems.filter(({ level }) => level !== 'note'),
  };
}

describe('the same records in every form', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', '}', ']', ',', '\n', 'é', '営', '👩', '\u202e') });
  const status = fc.constantFrom('ACTIVE', 'DEPROVISIONED', 'SUSPENDED', 'STAGED');
  const people = fc.uniqueArray(fc.record({ number: fc.nat(99), status, title: text, member: fc.boolean() }), {
    selector: ({ number }) => number,
    maxLength: 9,
  });

  for (const [name, form] of Object.entries(forms)) {
    it(name, async () => {
      await fc.assert(
        fc.asyncProperty(people, async (list) => {
          const users = list.map(({ number, status: of, title }) => userRecord(number, { status: of, profile: { title } }));
          const members = users.filter((_, index) => list[index]?.member === true);
          const assigned = list.map(({ number, member }) => appUserRecord(number, member ? `g${number}` : null));
          const groups = [groupRecord(1, 'Agents', { usersCount: members.length })];
          const write = (as: Form): Files => ({
            ...as('users', users),
            ...as('members/Agents', members),
            ...as('app-users', assigned),
            'groups.json': groups,
          });
          const source = await readFiles(write(form));
          assert.deepEqual(content(source), content(await readFiles(write((path, records) => ({ [`${path}.json`]: records })))));
          assert.deepEqual([...source.users.keys()].sort(), list.map(({ number }) => userId(number)).sort());
          assert.deepEqual(source.members.get(groupId(1))?.userIds.length, members.length);
          assert.equal(source.members.get(groupId(1))?.confirmed, true);
        }),
        { numRuns: 25 },
      );
    });
  }
});

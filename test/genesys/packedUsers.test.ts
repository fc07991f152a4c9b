import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PackedUser, plainUser } from '../../src/genesys/packedUsers';
import { enterpriseSchema, genesysSchema, type ScimUser } from '../../src/genesys/scim';
import { newScimContent, type ScimContent, ScimFileSink } from '../../src/genesys/scimContent';
import { JsonRecordReader } from '../../src/input/jsonRecords';
import { RecordTemplates } from '../../src/input/recordTemplates';
import { scimValueReader } from '../../src/mapping/scimUserValue';

/** What the sink of a snapshot file makes of a text. */
function read(text: string, templates: RecordTemplates | null): { readonly content: ScimContent; readonly sink: ScimFileSink } {
  const content = newScimContent();
  const sink = new ScimFileSink('a.ndjson', content);
  const reader = new JsonRecordReader(sink, templates);
  reader.push(Buffer.from(text));
  reader.finish();
  return { content, sink };
}

const paths = [
  'userName',
  'active',
  'displayName',
  'title',
  'externalId',
  'emails[type eq "work"].value',
  'phoneNumbers[type eq "mobile"].value',
];
const readers = [...paths, `${enterpriseSchema}:department`, `${enterpriseSchema}:manager.value`].map(scimValueReader);

/** Compares what both ways told; returns how many users were not parsed. */
function assertSame(text: string): number {
  const [byRows, parsed] = [read(text, new RecordTemplates()), read(text, null)];
  const told = ({ content, sink }: ReturnType<typeof read>): unknown => ({
    users: [...content.users].map(([id, user]) => [id, JSON.stringify(user), plainUser(user)]),
    groups: [...content.groups],
    counts: sink.counts,
    kinds: [...sink.kinds],
    faults: sink.faults,
    more: sink.unreportedFaults,
  });
  assert.deepEqual(told(byRows), told(parsed));
  for (const [id, expected] of parsed.content.users) {
    const user = byRows.content.users.get(id);
    assert.ok(user);
    assert.deepEqual(
      readers.map((reader) => reader(user)),
      readers.map((reader) => reader(expected)),
    );
    for (const name of ['schemas', 'roles', 'groups', 'meta', genesysSchema] as const)
      assert.deepEqual(user[name] ?? null, expected[name] ?? null);
  }
  return [...byRows.content.users.values()].filter((user) => user instanceof PackedUser).length;
}

const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('Anna Berg', 'Bj\u00f6rn', 'anna@contoso.example', '+13172222222', '') },
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constant(null),
);
const odd = fc.constantFrom(3, true, {}, []);
const id = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 100_000 }).map((index) => `user-${index}`) },
  fc.constantFrom('user-1', 'user-2', '', 'a b', 'a\u0085', 'é', 'x'.repeat(201), 4),
);
const typedValue = fc.record({ value: text, type: fc.constantFrom('work', 'mobile', null), primary: fc.constantFrom(true, false, null) });
const user = fc.record({
  schemas: fc.constant(['urn:ietf:params:scim:schemas:core:2.0:User']),
  id,
  userName: fc.oneof({ weight: 12, arbitrary: fc.constantFrom('anna@contoso.example', 'b@contoso.example') }, fc.constantFrom('', null, 1)),
  active: fc.oneof({ weight: 12, arbitrary: fc.boolean() }, odd),
  displayName: text,
  title: fc.oneof({ weight: 12, arbitrary: text }, odd),
  externalId: text,
  emails: fc.tuple(typedValue),
  phoneNumbers: fc.oneof({ weight: 9, arbitrary: fc.tuple(typedValue, typedValue) }, fc.constantFrom([], null, 'none')),
  [enterpriseSchema]: fc.record({ department: text, manager: fc.constantFrom({ value: 'user-1' }, { value: null }) }),
  meta: fc.record({ version: text }),
});
const group = fc.record({ id, displayName: text, members: fc.array(fc.record({ value: id }), { maxLength: 3 }) });

describe('users of snapshot files that are not parsed', () => {
  it('read like those that are, and what is wrong with others is said alike', () => {
    let rows = 0;
    const records = fc.array(fc.oneof({ weight: 9, arbitrary: user }, group), { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(records, fc.boolean(), (all, lines) => {
        const list = { totalResults: all.length, Resources: all };
        rows += assertSame(lines ? all.map((one) => JSON.stringify(one)).join('\n') : JSON.stringify(list));
      }),
      { numRuns: 200 },
    );
    assert.ok(rows > 1000, `only ${rows} users were told by a template`);
  });

  it('are the same bytes again', () => {
    const users: readonly ScimUser[] = Array.from({ length: 20 }, (_, index) => ({
      id: `user-${index}`,
      userName: `u${index}@contoso.example`,
      active: index % 2 === 0,
      emails: [{ value: `u${index}@contoso.example`, type: 'work', primary: true }],
      [genesysSchema]: { routingSkills: [{ name: 'Sales', proficiency: index / 2 }] },
      title: null,
    }));
    const lines = users.map((one) => JSON.stringify(one));
    assert.equal(assertSame(lines.join('\n')), users.length - 1);
    const again = [...read(lines.join('\n'), new RecordTemplates()).content.users.values()].map((one) => JSON.stringify(one));
    assert.deepEqual(again, lines);
  });
});

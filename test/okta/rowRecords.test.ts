import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JsonRecordReader } from '../../src/input/jsonRecords';
import { RecordTemplates } from '../../src/input/recordTemplates';
import { ExportData } from '../../src/okta/exportData';
import { ExportFile } from '../../src/okta/exportFile';
import { JsonExportFile } from '../../src/okta/jsonExportFile';
import { RowAppUser, RowUser } from '../../src/okta/rowRecords';

/** Everything that a file told, in plain values. */
function read(text: string, templates: RecordTemplates | null): { readonly told: unknown; readonly rows: number } {
  const modifiedAt = '2026-11-20T12:00:00.000Z';
  const file = new ExportFile({ path: 'a.json', absolutePath: '/a.json', size: text.length, modifiedAt, passedOver: null, lost: false });
  const data = new ExportData(true);
  const reader = new JsonRecordReader(new JsonExportFile(file, data), templates);
  reader.push(Buffer.from(text));
  reader.finish();
  const appUsers = data.buckets.map(({ appId, users, holdsAccounts, section }) => ({
    appId,
    holdsAccounts,
    section: section.kind,
    users: [...users].map(([key, { userId, externalId, status, syncState, userName, lastUpdated, profile }]) => [
      key,
      { userId, externalId, status, syncState, userName, lastUpdated, profile },
    ]),
  }));
  const told = {
    users: [...data.users].map(([key, { id, status, login, email, lastUpdated, profile }]) => [
      key,
      { id, status, login, email, lastUpdated, profile },
    ]),
    withoutStatus: [...data.withoutStatus()],
    lists: data.userLists.map(({ userIds, section }) => [section.kind, userIds]),
    appUsers,
    strangers: data.strangers.map(({ what, offset }) => [what, offset]),
    disagreements: [...data.disagreements.values()],
    sections: file.sections.map((section) => section.report()),
  };
  const rows =
    [...data.users.values()].filter((user) => user instanceof RowUser).length +
    data.buckets.flatMap(({ users }) => [...users.values()]).filter((user) => user instanceof RowAppUser).length;
  return { told, rows };
}

function assertSame(text: string): number {
  const byRows = read(text, new RecordTemplates());
  assert.deepEqual(byRows.told, read(text, null).told);
  return byRows.rows;
}

const idOf = (index: number): string => `00u${String(index).padStart(17, '0')}`;
const id = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 100, max: 1_000_000 }).map(idOf) },
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 40 }).map(idOf) },
  fc.constantFrom('', '00u\u007f', '00u\u0000', 'é', null, 7, {}),
);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('anna@contoso.example', 'Bj\u00f6rn', 'x', '') },
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom(null, 3, true),
);
const status = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('ACTIVE', 'DEPROVISIONED', 'STAGED') },
  fc.constantFrom('', 'ODD', null, 1),
);
const time = fc.constantFrom('2025-01-01T00:00:00.000Z', '2025-02-01T00:00:00.000Z', null, 5);
const profile = fc.oneof(
  { weight: 30, arbitrary: fc.record({ login: text, email: text, mobilePhone: text }) },
  fc.record({ login: text, skills: fc.array(text, { maxLength: 2 }) }),
  fc.constantFrom({}, null, '{"login":"a"}'),
);
const userParts = { id, status, lastUpdated: time, profile };
const userRecord = fc.oneof({ weight: 9, arbitrary: fc.record(userParts) }, fc.record(userParts, { requiredKeys: ['id', 'profile'] }));
const appUserParts = {
  id,
  externalId: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('9a1b', '77', null) }, fc.constantFrom('', 12, 'a\u0001', {})),
  status: text,
  lastUpdated: time,
  syncState: fc.constantFrom('SYNCHRONIZED', 'ERROR', null),
  credentials: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom({ userName: 'anna@contoso.example' }, { userName: null }) },
    fc.constant({}),
  ),
  profile,
  _links: fc.constantFrom(
    { app: { href: 'https://contoso.okta.com/api/v1/apps/0oa1' } },
    { app: { href: 'https://contoso.okta.com/api/v1/apps/0oa2' } },
  ),
};
const embedded = { _embedded: fc.constantFrom({ user: { id: '00u1', status: 'ACTIVE', profile: { login: 'e' } } }, {}) };
const appUserRecord = fc.oneof(
  { weight: 9, arbitrary: fc.record(appUserParts) },
  fc.record({ ...appUserParts, ...embedded }, { requiredKeys: ['id', 'syncState', 'credentials', 'profile'] }),
);
const typed = fc.record({ id, type: fc.constantFrom('OKTA_GROUP', 'x'), status, profile });

describe('records that are told by templates', () => {
  it('tell what parsing them tells: users, app users, problems and their places', () => {
    let rows = 0;
    const records = fc.array(fc.oneof({ weight: 5, arbitrary: userRecord }, { weight: 5, arbitrary: appUserRecord }, typed), {
      maxLength: 60,
      size: 'max',
    });
    fc.assert(
      fc.property(records, fc.boolean(), (all, lines) => {
        rows += assertSame(lines ? all.map((one) => JSON.stringify(one)).join('\n') : JSON.stringify(all));
      }),
      { numRuns: 200 },
    );
    assert.ok(rows > 1000, `only ${rows} records were told by a template`);
  });

  it('tell it of a text that is damaged, too', () => {
    const records = fc.array(fc.oneof(userRecord, appUserRecord), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(records, fc.nat(), fc.nat({ max: 4 }), fc.string({ maxLength: 2 }), (all, place, removed, added) => {
        const whole = JSON.stringify(all);
        const at = place % whole.length;
        assertSame(whole.slice(0, at) + added + whole.slice(at + removed));
      }),
      { numRuns: 500 },
    );
  });

  it('are kept for users and app users as the Management API writes them', () => {
    const users = Array.from({ length: 50 }, (_, index) => ({
      id: `00u${index}`,
      status: index % 3 === 0 ? 'DEPROVISIONED' : 'ACTIVE',
      lastUpdated: '2025-01-01T00:00:00.000Z',
      profile: { login: `u${index}@contoso.example`, email: `u${index}@contoso.example`, title: index % 2 === 0 ? null : 'Agent' },
      _links: { self: { href: `https://contoso.okta.com/api/v1/users/00u${index}` } },
    }));
    // The first one is the template's own.
    assert.equal(assertSame(JSON.stringify(users)), users.length - 1);
  });
});

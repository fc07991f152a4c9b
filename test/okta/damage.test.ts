import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ExportError } from '../../src/okta/exportError';
import { AppChoiceNeeded } from '../../src/okta/source';
import { readFiles } from './exportFolder';
import {
  appRecord,
  appId,
  appUserRecord,
  groupId,
  groupRecord,
  pushMappingRecord,
  rockstarCsv,
  rockstarMember,
  rockstarMembersHeader,
  rockstarUser,
  rockstarUsersHeader,
  userId,
  userRecord,
} from './handMade';

/** A whole small export of every kind. */
const files: Readonly<Record<string, string>> = {
  'users.json': JSON.stringify([userRecord(1), userRecord(2)], null, 1),
  'Export Users.csv': rockstarCsv(rockstarUsersHeader, [rockstarUser(1), rockstarUser(2)]),
  'groups.json': JSON.stringify([groupRecord(1, 'A', { usersCount: 2 })]),
  'app.json': JSON.stringify(appRecord(appId, 'Genesys Cloud')),
  'app-users.json': [appUserRecord(1, 'g1'), appUserRecord(2, null)].map((record) => JSON.stringify(record)).join('\n'),
  'push.json': JSON.stringify([pushMappingRecord(1, 1, 2)]),
  'group_users.csv': `group,user\r\n${groupId(1)},${userId(1)}\r\n${groupId(1)},${userId(2)}\r\n`,
  'members/A.csv': rockstarCsv(rockstarMembersHeader, [rockstarMember(1), rockstarMember(2)]),
  'okta-export.json': JSON.stringify({
    format: 'scim-preflight/okta-export@1',
    oktaApp: { id: appId },
    files: [{ path: 'users.json', records: 2 }],
  }),
};

describe('a damaged export', () => {
  it('is read, whatever bytes are changed, put in or taken out, and no error but a clear one is thrown', async () => {
    const damage = fc.record({
      path: fc.constantFrom(...Object.keys(files)),
      at: fc.nat(2000),
      removed: fc.nat(40),
      added: fc.oneof(
        fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
        fc
          .constantFrom('"', '{', '}', '[', ']', ',', ':', '\\', '\n', '\0', '[]', '{}', 'null', '\uFEFF', '""', ';')
          .map((text) => Buffer.from(text)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        const damaged: Record<string, Buffer> = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
        for (const { path, at, removed, added } of damages) {
          const bytes = damaged[path] ?? Buffer.alloc(0);
          const start = at % (bytes.length + 1);
          damaged[path] = Buffer.concat([bytes.subarray(0, start), added, bytes.subarray(start + removed)]);
        }
        try {
          const { trust, members } = await readFiles(damaged);
          assert.deepEqual(
            new Set(trust.inputs.map(({ path }) => path)),
            new Set(
              Object.keys(files).concat(
                trust.inputs.filter(({ recognizedBy }) => recognizedBy === 'listed in the manifest').map(({ path }) => path),
              ),
            ),
          );
          for (const { userIds } of members.values()) assert.equal(new Set(userIds).size, userIds.length);
        } catch (error) {
          assert.ok(error instanceof ExportError || error instanceof AppChoiceNeeded, String(error));
        }
      }),
      { numRuns: 150 },
    );
  });
});

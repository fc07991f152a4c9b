import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '../../src/input/problem';
import { ExportData } from '../../src/okta/exportData';
import { ExportFile, Section } from '../../src/okta/exportFile';
import type { OktaStatus } from '../../src/okta/source';
import { plainUser } from './exportFolder';

const runs = 300;
const walked = { path: 'a', absolutePath: '/a', size: 0, modifiedAt: new Date(0).toISOString(), passedOver: null, lost: false };
const section = new Section(new ExportFile(walked), 'users', '');

const text = fc.constantFrom(null, '', 'a@x', 'b@x', 'Zoë');
const told = fc.record({
  id: fc.constantFrom('u1', 'u2', 'u3'),
  status: fc.constantFrom<OktaStatus | null>(null, 'ACTIVE', 'DEPROVISIONED', 'STAGED'),
  lastUpdated: fc.constantFrom(null, '2025-03-13T23:26:50.000Z', '2025-03-14T23:26:50.000Z', 'no time'),
  profile: fc.dictionary(fc.constantFrom('login', 'email', 'title', 'badges'), fc.oneof(text, fc.jsonValue()), { noNullPrototype: true }),
  hasStatus: fc.boolean(),
  partial: fc.boolean(),
});

const textAt = (profile: JsonObject, name: string): string | null => {
  const value = profile[name];
  return typeof value === 'string' ? value : null;
};

describe('packed records', () => {
  it('of users say what unpacked ones say, whatever files tell of them one after the other', () => {
    fc.assert(
      fc.property(fc.array(told, { minLength: 1, maxLength: 12 }), (records) => {
        const [packed, unpacked] = [new ExportData(false, 0), new ExportData(false, Number.POSITIVE_INFINITY)];
        for (const data of [packed, unpacked]) {
          for (const { hasStatus, partial, ...record } of records) {
            const profile = JSON.parse(JSON.stringify(record.profile)) as JsonObject;
            const user = { ...record, status: hasStatus ? record.status : null, profile };
            data.addUser({ ...user, login: textAt(profile, 'login'), email: textAt(profile, 'email') }, hasStatus, partial, section);
          }
          for (const user of data.users.values()) if (user.id === 'u3') data.assumeStatus(user, 'ACTIVE');
        }
        assert.deepEqual([...packed.users.values()].map(plainUser), [...unpacked.users.values()].map(plainUser));
        assert.deepEqual([...packed.disagreements.values()], [...unpacked.disagreements.values()]);
      }),
      { numRuns: runs },
    );
  });

  it('of app users keep their account, their times and their profile', () => {
    const base = { userId: 'u1', externalId: 'g1', status: 'PROVISIONED', syncState: null, userName: 'a@x' };
    const profile = { email: 'a@x', mobilePhone: null, badges: ['a', 1] };
    const [early, late] = ['2025-03-13T23:26:50.000Z', '2025-03-14T23:26:50.000Z'];
    for (const packFrom of [0, Number.POSITIVE_INFINITY]) {
      const data = new ExportData(false, packFrom);
      const bucket = data.newBucket(section, 'app');
      const read = (): unknown => {
        const one = bucket.users.get('u1');
        return one && [one.userId, one.externalId, one.status, one.syncState, one.userName, one.lastUpdated, one.profile];
      };
      data.addAppUser(bucket, { ...base, lastUpdated: early, profile });
      assert.deepEqual(read(), ['u1', 'g1', 'PROVISIONED', null, 'a@x', early, profile]);
      data.addAppUser(bucket, { ...base, externalId: 'g2', lastUpdated: late, profile: null });
      assert.deepEqual(read(), ['u1', 'g2', 'PROVISIONED', null, 'a@x', late, null]);
      data.addAppUser(bucket, { ...base, lastUpdated: early, profile });
      assert.deepEqual(read(), ['u1', 'g2', 'PROVISIONED', null, 'a@x', late, null]);
    }
  });
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { buildPlan } from '../../src/plan/buildPlan';
import type { Plan } from '../../src/plan/plan';
import { defaultSettings } from '../../src/plan/settings';
import { scimGroup, scimUser, snapshot } from '../plan/examples';
import { now, readFiles, type Files } from './exportFolder';
import { appId, appRecord, appUserRecord, groupId, groupRecord, pushMappingRecord, userRecord } from './handMade';

const numRuns = 120;

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const account = (number: number): string => `g${number}`;

/** A collected folder in pages: Agents are the users 1 to 8 of 10, Others 3 to 10. */
const data: Readonly<Record<string, { readonly kind: string; readonly group?: string; readonly records: readonly unknown[] }>> = {
  'users-1.json': { kind: 'users', records: range(1, 6).map((number) => userRecord(number)) },
  'users-2.json': { kind: 'users', records: range(7, 10).map((number) => userRecord(number)) },
  'groups-1.json': { kind: 'groups', records: [groupRecord(1, 'Agents'), groupRecord(2, 'Others')] },
  'app-users-1.json': { kind: 'appUsers', records: range(1, 5).map((number) => appUserRecord(number, account(number))) },
  'app-users-2.json': { kind: 'appUsers', records: range(6, 10).map((number) => appUserRecord(number, account(number))) },
  'push-mappings-1.json': { kind: 'pushMappings', records: [pushMappingRecord(1, 1, 11), pushMappingRecord(2, 2, 12)] },
  'app.json': { kind: 'apps', records: [appRecord(appId, 'Genesys Cloud')] },
  [`members/${groupId(1)}-1.json`]: { kind: 'groupMembers', group: groupId(1), records: range(1, 4).map((number) => userRecord(number)) },
  [`members/${groupId(1)}-2.json`]: { kind: 'groupMembers', group: groupId(1), records: range(5, 8).map((number) => userRecord(number)) },
  [`members/${groupId(2)}-1.json`]: { kind: 'groupMembers', group: groupId(2), records: range(3, 6).map((number) => userRecord(number)) },
  [`members/${groupId(2)}-2.json`]: { kind: 'groupMembers', group: groupId(2), records: range(7, 10).map((number) => userRecord(number)) },
};
const paths = Object.keys(data);

const manifest = {
  format: 'scim-preflight/okta-export@1',
  complete: true,
  collectedAt: now,
  oktaApp: { id: appId, label: 'Genesys Cloud' },
  files: paths.map((path) => {
    const { kind, group, records } = data[path] ?? { kind: '', records: [] };
    const sha256 = createHash('sha256').update(JSON.stringify(records)).digest('hex');
    return { path, kind, ...(group === undefined ? {} : { group }), records: records.length, sha256 };
  }),
};

const genesys = snapshot(
  range(1, 10).map((number) => scimUser(account(number), { userName: `user${number}@contoso.example` })),
  [scimGroup('G1', 'Agents', range(1, 10).map(account)), scimGroup('G2', 'Others', range(1, 10).map(account))],
);

async function planOf(files: Files): Promise<Plan> {
  const source = await readFiles({ 'okta-export.json': manifest, ...files });
  return buildPlan(source, genesys, { ...defaultSettings, now }, { name: 'scim-preflight', version: 'test' });
}

/** `group account` of every removal that could be applied. */
function appliable(plan: Plan): readonly string[] {
  const groups = plan.complete ? plan.groups.filter(({ verdict }) => verdict !== 'unresolved') : [];
  return groups.flatMap(({ name, removals }) => removals.map(({ genesysUserId }) => `${name} ${genesysUserId}`)).sort();
}

const contents = (kept: readonly string[]): Files => Object.fromEntries(kept.map((path) => [path, data[path]?.records]));
const atStake = ['Agents g10', 'Agents g9', 'Others g1', 'Others g2'];

describe('a collected export that was copied in part', () => {
  it('copied whole: who is not in the group is removed, and it is confirmed', async () => {
    const plan = await planOf(contents(paths));
    assert.deepEqual(appliable(plan), atStake);
    assert.deepEqual(
      plan.groups.map(({ verdict, confirmed }) => [verdict, confirmed]),
      [
        ['safe', true],
        ['safe', true],
      ],
    );
  });

  it(`without some of its files: nobody else is removed (${numRuns} runs)`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(paths, { maxLength: paths.length - 1 }), async (kept) => {
        const plan = await planOf(contents(kept));
        assert.deepEqual(
          appliable(plan).filter((one) => !atStake.includes(one)),
          [],
        );
        const lost = paths.filter((path) => !kept.includes(path));
        for (const path of lost)
          assert.ok(
            plan.problems.some((one) => one.path === path && one.level === 'incomplete'),
            path,
          );
      }),
      { numRuns },
    );
  });

  it(`with some pages under the names of others: no removal of anybody else is confirmed (${numRuns} runs)`, async () => {
    const swaps = fc.array(fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...paths)), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(swaps, async (swapped) => {
        const files: Record<string, unknown> = { ...contents(paths) };
        for (const [target, from] of swapped) files[target] = data[from]?.records;
        const plan = await planOf(files);
        const confirmed = plan.complete ? plan.groups.filter((group) => group.confirmed && group.verdict !== 'unresolved') : [];
        const removals = confirmed.flatMap(({ name, removals: all }) => all.map(({ genesysUserId }) => `${name} ${genesysUserId}`));
        assert.deepEqual(
          removals.filter((one) => !atStake.includes(one)),
          [],
        );
      }),
      { numRuns },
    );
  });
});

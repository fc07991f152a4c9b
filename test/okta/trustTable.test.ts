import assert from 'node:assert/strict';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeFolder } from '../../src/input/homeFolder';
import { problemLevels, type ProblemCode } from '../../src/input/problem';
import { importMemory } from '../../src/okta/lastImports';
import { readExport } from '../../src/okta/readExport';
import { buildPlan } from '../../src/plan/buildPlan';
import type { GroupPlan, Plan } from '../../src/plan/plan';
import { defaultSettings } from '../../src/plan/settings';
import { scimGroup, scimUser, snapshot } from '../plan/examples';
import { readOptions, withExport, type Files } from './exportFolder';
import { appId, appUserRecord, orgUrl } from './handMade';
import { otherDay, whole, type TrustCase } from './trustCases';
import { doubtCases } from './trustCasesOfDoubts';
import { memberCases } from './trustCasesOfMembers';
import { planCases } from './trustCasesOfPlan';

const trustCases = [...planCases, ...memberCases, ...doubtCases];

/** Every user has an account; of both groups a push removes user 3, and of Agents that is what is at stake. */
const genesys = snapshot(
  [1, 2, 3, 4].map((number) => scimUser(`g${number}`, { userName: `user${number}@contoso.example` })),
  [scimGroup('G1', 'Agents', ['g1', 'g2', 'g3']), scimGroup('G2', 'Others', ['g1', 'g2', 'g3'])],
);

async function planOf({ files, before, options, code, path }: Omit<TrustCase, 'name' | 'reach'>): Promise<Plan> {
  const all: Files = { ...whole, ...files };
  return withExport(before ? { ...whole, ...before } : all, async (folder) => {
    const memory = importMemory([folder]);
    if (before) {
      await readExport([folder], { ...readOptions, memory });
      for (const [name, content] of Object.entries(all)) await writeFile(join(folder, name), JSON.stringify(content));
    }
    if (code === 'old-export' && path !== null) await utimes(join(folder, path), otherDay, otherDay);
    const used = { ...readOptions, ...(before ? { oldExportHours: 1e9 } : {}), ...options };
    const source = await readExport([folder], { ...used, memory });
    return buildPlan(source, genesys, { ...defaultSettings, now: used.now }, { name: 'scim-preflight', version: 'test' });
  });
}

function groupOf(plan: Plan, name: string): GroupPlan {
  const [group, ...others] = plan.groups.filter((one) => one.name === name);
  assert.ok(group && others.length === 0, `${name} stands once in the plan`);
  return group;
}

const verdictOf = (plan: Plan, name: string): readonly [string, string, boolean] => {
  const { verdict, guards, confirmed } = groupOf(plan, name);
  return [verdict, guards.join(), confirmed];
};
const safe = ['safe', '', true];

describe('each code of the trust report, its level and its reach in the plan', () => {
  after(() => rm(join(homeFolder(), 'imports'), { recursive: true, force: true }));

  it('a whole export: both groups are confirmed and safe, nothing is in doubt', async () => {
    const plan = await planOf({ files: {}, code: 'truncated', path: null });
    assert.deepEqual([plan.complete, verdictOf(plan, 'Agents'), verdictOf(plan, 'Others')], [true, safe, safe]);
    assert.deepEqual(
      groupOf(plan, 'Agents').removals.map(({ genesysUserId }) => genesysUserId),
      ['g3'],
    );
    assert.deepEqual(
      plan.problems.filter(({ level }) => level !== 'note'),
      [],
    );
  });

  for (const { name, reach, ...rest } of trustCases) {
    const level = problemLevels[rest.code];
    it(`${name}: ${rest.code}, ${level}, reach: ${reach}`, async () => {
      const plan = await planOf(rest);
      const said = plan.problems.filter(({ code, path }) => code === rest.code && path === rest.path);
      assert.ok(said.length > 0, `said are ${plan.problems.map(({ code, path }) => `${code} ${path ?? ''}`).join(', ')}`);
      assert.deepEqual(new Set(said.map((one) => one.level)), new Set([level]));
      assert.equal(plan.complete, reach !== 'plan');
      const others = plan.groups.find((group) => group.name === 'Others');
      switch (reach) {
        case 'plan':
          for (const group of plan.groups) {
            const changes = group.adds.length + group.removals.length > 0;
            assert.ok(!changes || (group.verdict === 'unresolved' && group.guards.includes('incompleteSource')), group.name);
          }
          assert.equal(plan.summary.members.removals, 0);
          break;
        case 'group': {
          const agents = groupOf(plan, 'Agents');
          assert.equal(agents.verdict, 'unresolved');
          assert.ok(agents.guards.includes('incompleteSource'), agents.guards.join());
          assert.equal(agents.confirmed, false);
          break;
        }
        case 'unconfirmed':
          assert.deepEqual(verdictOf(plan, 'Agents'), ['review', 'unconfirmedMembers', false]);
          break;
        case 'said':
          assert.deepEqual(verdictOf(plan, 'Agents'), safe);
      }
      if (reach !== 'plan') assert.ok(others && verdictOf(plan, 'Others').join() === safe.join(), 'the other group stands');
    });
  }

  it('a full page of assignments that may not be the last: who seems not to be assigned is not safe to go', async () => {
    const page = [appUserRecord(1, 'g1'), ...Array.from({ length: 49 }, (_, index) => appUserRecord(index + 10, null))];
    const plan = await planOf({ files: { 'app-users.json': page }, code: 'page-size-count', path: 'app-users.json' });
    const agents = groupOf(plan, 'Agents');
    assert.deepEqual(
      agents.removals.map(({ genesysUserId, reason }) => [genesysUserId, reason]),
      [
        ['g2', 'notAssigned'],
        ['g3', 'notInOktaGroup'],
      ],
    );
    assert.deepEqual([agents.verdict, agents.guards.join()], ['review', 'percent,unconfirmedMembers']);
    const whole = await planOf({ files: { 'app-users.json': page.slice(0, 49) }, code: 'page-size-count', path: null });
    assert.equal(groupOf(whole, 'Agents').guards.join(), 'percent');
  });

  it('names every code that a file can have', () => {
    const ofSnapshots: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
      'listing-moved',
      'listing-short',
      'duplicate-resource',
      'members-cut',
      'member-unresolved',
      'round-member-count',
      'old-snapshot',
      'not-read',
    ]);
    const codes = (Object.keys(problemLevels) as ProblemCode[]).filter((code) => !ofSnapshots.has(code));
    assert.deepEqual(
      codes.filter((code) => !trustCases.some((one) => one.code === code)),
      [],
    );
  });
});

describe('mapping, schema or app that are not whole', () => {
  const mapping = {
    id: 'prm1',
    source: { id: 'otyuser', name: 'user', type: 'user' },
    target: { id: appId, name: 'genesys', type: 'appuser' },
    properties: { title: { expression: 'user.title', pushStatus: 'PUSH' } },
  };
  const schema = {
    id: `${orgUrl}/meta/schemas/apps/${appId}/default`,
    definitions: {
      base: {
        properties: { title: { title: 'Title', externalName: 'title', externalNamespace: 'urn:ietf:params:scim:schemas:core:2.0:User' } },
      },
    },
  };
  const titled = {
    'users.json': [1, 2, 3].map((number) => ({
      id: `00u${String(number).padStart(17, '0')}`,
      status: 'ACTIVE',
      profile: { login: `other${number}@contoso.example`, title: 'Chief' },
    })),
  };
  const nameless = (whole['app-users.json'] as Record<string, unknown>[]).map((record) => ({ ...record, credentials: undefined }));
  const cutOff = (value: unknown): string => JSON.stringify(value, null, 1).split('\n').slice(0, -3).join('\n');
  const compared = async (files: Files): Promise<readonly string[]> => {
    const plan = await planOf({ files: { ...titled, ...files }, code: 'truncated', path: null });
    assert.equal(plan.complete, true);
    const all = new Set(plan.users.flatMap(({ attributes }) => attributes.map(({ path }) => path)));
    return ['title', 'userName'].filter((path) => all.has(path));
  };

  const table: readonly (readonly [string, Files, readonly string[]])[] = [
    ['all are whole', { 'm.json': mapping, 's.json': schema }, ['title']],
    ['there is no mapping', {}, ['title']],
    ['the mapping is cut off', { 'm.json': cutOff(mapping), 's.json': schema }, []],
    ['the schema is cut off', { 'm.json': mapping, 's.json': cutOff(schema) }, []],
    ['another file has the mapping whole', { 'm.json': cutOff(mapping), 'n.json': mapping, 's.json': schema }, ['title']],
    [
      'no assignment tells a user name: the login',
      { 'm.json': mapping, 's.json': schema, 'app-users.json': nameless },
      ['title', 'userName'],
    ],
    [
      'and the app is cut off: no user name is compared',
      { 'm.json': mapping, 's.json': schema, 'app-users.json': nameless, 'app.json': cutOff(whole['app.json']) },
      ['title'],
    ],
  ];
  for (const [name, files, paths] of table) {
    it(`${name}: of title and userName, compared is ${paths.join(' and ') || 'none'}`, async () => {
      assert.deepEqual(await compared(files), paths);
    });
  }
});

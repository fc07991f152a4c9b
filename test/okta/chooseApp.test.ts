import assert from 'node:assert/strict';
import { ExportError } from '../../src/okta/exportError';
import { AppChoiceNeeded } from '../../src/okta/source';
import { readFiles, type Files } from './exportFolder';
import { appId, appRecord, appUserRecord, groupId, groupRecord, otherAppId, pushMappingRecord, userId, userRecord } from './handMade';

const both: Files = {
  'apps.json': [appRecord(appId, 'Genesys Cloud'), appRecord(otherAppId, 'Salesforce')],
  'a.json': [appUserRecord(1, 'g1')],
  'b.json': [pushMappingRecord(1, 1, 2, otherAppId)],
};

describe('one Okta app', () => {
  it('asks where several apps have assignments or push mappings', async () => {
    await assert.rejects(readFiles(both), (error) => {
      assert.ok(error instanceof AppChoiceNeeded);
      assert.deepEqual(error.apps, [
        { id: appId, label: 'Genesys Cloud' },
        { id: otherAppId, label: 'Salesforce' },
      ]);
      return true;
    });
  });

  const chosen: readonly (readonly [string, string])[] = [
    ['its id', appId],
    ['its label', 'Genesys Cloud'],
    ['its label in another case', ' genesys CLOUD '],
  ];
  for (const [name, oktaApp] of chosen) {
    it(`takes the one that is asked for by ${name}, and nothing of the other`, async () => {
      const source = await readFiles(both, { oktaApp });
      assert.deepEqual([source.app?.id, source.assignments?.byUser.size, source.pushMappings], [appId, 1, null]);
    });
  }

  it('asks whoever can choose, once and without reading again', async () => {
    const asked: string[][] = [];
    const read: string[] = [];
    const source = await readFiles(both, {
      chooseApp: (apps) => {
        asked.push(apps.map(({ id }) => id));
        return Promise.resolve(otherAppId);
      },
      onProgress: ({ path }) => read.push(path),
    });
    assert.deepEqual(asked, [[appId, otherAppId]]);
    assert.deepEqual(read, [...new Set(read)]);
    assert.deepEqual([source.app?.id, source.assignments, source.pushMappings?.length], [otherAppId, null, 1]);
  });

  it('gives up where nobody chooses', async () => {
    await assert.rejects(readFiles(both, { chooseApp: () => Promise.resolve(null) }), AppChoiceNeeded);
  });

  it('takes the one that a manifest names', async () => {
    const source = await readFiles({
      ...both,
      'okta-export.json': { format: 'scim-preflight/okta-export@1', oktaApp: { id: otherAppId, label: 'x' } },
    });
    assert.deepEqual([source.app?.label, source.assignments, source.pushMappings?.length], ['Salesforce', null, 1]);
  });

  it('throws where what is asked for is not there, and names what is', async () => {
    await assert.rejects(readFiles(both, { oktaApp: 'Zendesk' }), (error) => {
      assert.ok(error instanceof ExportError);
      assert.equal(error.reason, 'unknownApp');
      assert.match(error.message, /Genesys Cloud .*Salesforce/);
      return true;
    });
  });

  it('takes the only app that is told of', async () => {
    const source = await readFiles({ 'app.json': appRecord(appId, 'Genesys Cloud'), 'users.json': [userRecord(1)] });
    assert.equal(source.app?.label, 'Genesys Cloud');
  });

  it('takes none of several that feed nothing', async () => {
    assert.equal((await readFiles({ 'apps.json': both['apps.json'] })).app, null);
  });

  it('gives files that name no app to the chosen one', async () => {
    const source = await readFiles({ ...both, 'b.json': [appUserRecord(2, 'g2', null)] });
    assert.deepEqual([...(source.assignments?.byUser.keys() ?? [])], [userId(1), userId(2)]);
    assert.match(source.trust.assumptions.join(), /b\.json/);
  });

  it('does not let a broken file of another app make the plan partial', async () => {
    const broken = JSON.stringify([appUserRecord(1, 's1', otherAppId), appUserRecord(2, 's2', otherAppId)]).slice(0, -9);
    const source = await readFiles({ ...both, 'b.json': broken }, { oktaApp: appId });
    assert.deepEqual([source.trust.complete, source.trust.problems.some(({ path }) => path === 'b.json')], [true, false]);
    assert.equal((await readFiles({ ...both, 'b.json': broken }, { oktaApp: otherAppId })).trust.complete, false);
  });

  it('prefers the record that holds an account, or the newer one', async () => {
    const { assignments } = await readFiles({
      'a.json': [appUserRecord(1, null), { ...appUserRecord(2, 'new'), lastUpdated: '2026-01-01T00:00:00.000Z' }],
      'b.csv': `id,userName,scope,externalId\n${userId(1)},a,USER,g1\n`,
      'c.json': [appUserRecord(2, 'old')],
    });
    assert.deepEqual([assignments?.byUser.get(userId(1))?.externalId, assignments?.byUser.get(userId(2))?.externalId], ['g1', 'new']);
  });

  it('an empty list of assignments by its name: nobody is assigned', async () => {
    const { assignments, pushMappings } = await readFiles({
      'app-users.json': [],
      'push-mappings.json': [],
      'groups.json': [groupRecord(1, 'A')],
    });
    assert.deepEqual([assignments?.byUser.size, assignments?.holdsAccounts, pushMappings], [0, false, []]);
    assert.equal(groupId(1).length, 20);
  });
});

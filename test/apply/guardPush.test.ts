import { strict as assert } from 'node:assert';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { GuardError, GuardedPush, lookInterval } from '../../src/apply/guardPush';
import { quietMs, type GuardTarget } from '../../src/apply/guardPushGroup';
import { compareGuarded } from '../../src/apply/guardPushOutcome';
import { readJournal } from '../../src/apply/journalFile';
import { canBeResumed, canBeUndone, journalState } from '../../src/apply/journalState';
import { prepareApply } from '../../src/apply/prepareApply';
import { restorePlan } from '../../src/apply/restore';
import { readRestoreImages } from '../../src/apply/restoreImages';
import { runApply } from '../../src/apply/runApply';
import { wholePlan } from '../../src/apply/undoApply';
import { RequestError } from '../../src/http/requestError';
import { systemClock } from '../../src/http/clock';
import type { GroupPlan } from '../../src/plan/plan';
import { defaultSettings } from '../../src/plan/settings';
import { pushLikeOkta, readPushedSet, type PushStep } from '../../src/sandbox/oktaPush';
import type { SandboxOptions } from '../../src/sandbox/sandbox';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { connectionForUrl } from '../../src/genesys/regions';
import { FakeClock } from '../http/fakeClock';
import { passing } from './passing';
import { SampleOrg, tool } from './sampleOrg';

const targetOf = (group: GroupPlan): GuardTarget => ({
  groupId: group.genesysGroupId ?? '',
  name: group.name,
  oktaGroupId: group.oktaGroupId,
  prediction: {
    removals: group.removals.map(({ genesysUserId }) => genesysUserId),
    adds: group.adds.map(({ genesysUserId }) => genesysUserId),
    atWorst: group.removalsAtWorst ?? 0,
  },
});

describe('guarding a push that Okta does', () => {
  let sample: SampleOrg;
  afterEach(() => sample.stop());

  async function start(options: SandboxOptions = {}): Promise<SampleOrg> {
    sample = await SampleOrg.start(options);
    return sample;
  }

  function begin(targets: readonly GuardTarget[], change: Partial<Parameters<typeof GuardedPush.begin>[1]> = {}): Promise<GuardedPush> {
    const { door, journals: folder, org, plan } = sample;
    return GuardedPush.begin(targets, { door, clock: systemClock, folder, org, tool, planId: plan.id, userNames: new Map(), ...change });
  }

  /** Okta's own push, with a token of its own. */
  async function push(group: string, model: 'replace' | 'batched', beforeWrite?: () => Promise<void>): Promise<readonly PushStep[]> {
    const { baseUrl, oktaUrl, oktaToken } = sample.sandbox;
    const { accessToken } = await new TokenProvider(connectionForUrl(baseUrl), sample.sandbox).get();
    const members = await readPushedSet({ oktaUrl, oktaToken, group });
    return pushLikeOkta({ baseUrl, accessToken, group, members, model, ...(beforeWrite && { beforeWrite }) });
  }

  /** The one group of a guard. */
  function only(guard: GuardedPush): GuardedPush['groups'][number] {
    const [group] = guard.groups;
    assert.ok(group && guard.groups.length === 1);
    return group;
  }

  const ended = (): AbortSignal => AbortSignal.abort();
  const follow = (guard: GuardedPush): Promise<void> => guard.follow({ everyMs: 1000, signal: ended(), onLook: () => undefined });

  async function restore(path: string): Promise<void> {
    const { plan, gone } = await restorePlan((await readRestoreImages(path)).images, {
      door: sample.door,
      org: sample.org,
      tool,
      settings: { ...defaultSettings, now: new Date().toISOString() },
      createdAt: new Date().toISOString(),
      assumptions: [],
      exact: false,
      userNames: {},
      rolesOf: () => Promise.resolve([]),
    });
    assert.deepEqual(gone, []);
    const prepared = await prepareApply(plan, wholePlan(plan), sample.prepareOptions());
    const result = await runApply(prepared, passing(prepared.gate), sample.runOptions(), 'restore');
    assert.equal(result.end, 'done');
  }

  it('sees the 1,744 of a synced group of 2,000 who are out for a time, and everybody back at the end', async () => {
    const { plan } = await start({ switches: { block: 'none' } });
    const group = sample.group('Service Desk');
    const guard = await begin([targetOf(group)]);
    const steps = await push('Service Desk', 'batched', () => guard.look());
    assert.ok(steps.every(({ status }) => status === 200));
    await follow(guard);
    const seen = only(guard);
    assert.deepEqual(
      seen.looks.filter(({ moved }) => moved).map(({ members, out, back }) => [members, out, back]),
      [
        [256, 1744, 0],
        [512, 1488, 256],
        [768, 1232, 512],
        [1024, 976, 768],
        [1280, 720, 1024],
        [1536, 464, 1280],
        [1792, 208, 1536],
        [2000, 0, 1744],
      ],
    );
    const comparison = compareGuarded(seen);
    assert.deepEqual(
      [comparison.largestOut, comparison.people.cameBack.length, comparison.asPredicted, comparison.missing],
      [1744, 1744, true, []],
    );
    assert.equal(seen.target.prediction?.atWorst, 1744);
    const { lines } = await readJournal(guard.path);
    const state = journalState(lines);
    assert.deepEqual(
      [state.open.kind, state.open.planId, state.groups[0]?.before?.members.length, canBeResumed(state), canBeUndone(state)],
      ['guard', plan.id, 2000, false, false],
    );
    assert.deepEqual(lines.map(({ entry }) => entry.type).slice(-2), ['look', 'guardEnd']);
  });

  it('puts back whom a push that stopped in the middle left out', async () => {
    await start({ switches: { block: 'none' } });
    const group = sample.group('Service Desk');
    const before = await sample.members(group);
    const guard = await begin([targetOf(group)]);
    let writes = 0;
    const stops = push('Service Desk', 'batched', async () => {
      await guard.look();
      if (++writes === 4) throw new Error('Okta stopped here.');
    });
    await assert.rejects(stops, /stopped here/);
    await follow(guard);
    const comparison = compareGuarded(only(guard));
    assert.deepEqual(
      [comparison.asPredicted, comparison.actual, comparison.people.removedUnexpectedly.length, comparison.people.cameBack.length],
      [false, { removals: 1488, adds: 0 }, 1488, 256],
    );
    await restore(guard.path);
    assert.deepEqual([...(await sample.members(group))].sort(), [...before].sort());
  });

  it('puts back whom a push takes out as was predicted', async () => {
    await start({ switches: { block: 'none' } });
    const group = sample.group('Support Tier 1');
    const before = await sample.members(group);
    const guard = await begin([targetOf(group)]);
    // The one account that is gone in Genesys would have the whole request refused.
    const { baseUrl } = sample.sandbox;
    const { accessToken } = await new TokenProvider(connectionForUrl(baseUrl), sample.sandbox).get();
    const removals = new Set(group.removals.map(({ genesysUserId }) => genesysUserId));
    const after = [...before].filter((id) => !removals.has(id)).concat(group.adds.map(({ genesysUserId }) => genesysUserId));
    const members = after.map((value) => ({ value, display: '' }));
    const steps = await pushLikeOkta({ baseUrl, accessToken, group: group.name, members, model: 'batched' });
    assert.equal(steps.at(-1)?.status, 200);
    await follow(guard);
    const comparison = compareGuarded(only(guard));
    assert.deepEqual(
      [comparison.asPredicted, comparison.predicted, comparison.actual, comparison.missing.length],
      [true, { removals: 1240, adds: 3 }, { removals: 1240, adds: 3 }, 1240],
    );
    await restore(guard.path);
    const now = await sample.members(group);
    assert.deepEqual(
      [...before].filter((id) => !now.has(id)),
      [],
    );
    assert.equal(now.size, before.size + 3);
  });

  it('says that nobody left where Genesys blocked the push', async () => {
    await start();
    const group = sample.group('Support Tier 1');
    const guard = await begin([targetOf(group)]);
    assert.equal((await push('Support Tier 1', 'replace')).at(-1)?.status, 400);
    await follow(guard);
    const { asPredicted, actual, people } = compareGuarded(only(guard));
    assert.deepEqual([asPredicted, actual, people.notRemoved.length, people.notAdded.length], [false, { removals: 0, adds: 0 }, 1240, 3]);
  });

  it('saves before-images that only their owner reads, before anything else', async () => {
    await start();
    const group = sample.group('VIP');
    const guard = await begin([targetOf(group)], { userNames: new Map(group.removals.map(({ genesysUserId: id }) => [id, 'somebody'])) });
    assert.equal((await stat(guard.path)).mode & 0o777, 0o600);
    const { images } = await readRestoreImages(guard.path);
    const [image] = images;
    assert.deepEqual([image?.name, image?.members], ['VIP', [...(await sample.members(group))].sort()]);
    await follow(guard);
  });

  it('does not guard a group of which Genesys lists but a part', async () => {
    await start({ switches: { memberLimit: 5 } });
    await assert.rejects(
      begin([targetOf(sample.group('VIP'))]),
      (error) => error instanceof GuardError && error.message.includes('not be whole'),
    );
  });

  it('does not begin where the before-images cannot be saved', async () => {
    await start();
    const folder = join(sample.folder, 'export', 'groups.json');
    await assert.rejects(begin([targetOf(sample.group('VIP'))], { folder }), { name: 'JournalError' });
  });

  it('looks again after a look that failed, and settles after a quiet time', async () => {
    await start();
    const clock = new FakeClock();
    const ids = ['a', 'b', 'c'];
    const answers: (readonly string[] | RequestError | null)[] = [
      ids,
      ids,
      ['a'],
      new RequestError({ reason: 'serverError', message: 'Genesys did not answer.' }),
      ['a', 'b', 'd'],
      null,
    ];
    const door = {
      readGroup: () => {
        const answer = answers.shift() ?? null;
        if (answer instanceof RequestError) return Promise.reject(answer);
        return Promise.resolve(answer === null ? null : { name: 'G', version: null, members: new Set(answer) });
      },
      memberCount: () => Promise.resolve(null),
    };
    const guard = await begin([{ groupId: 'g', name: 'G', oktaGroupId: '', prediction: null }], { door, clock });
    const group = only(guard);
    for (let look = 0; look < 4; look++) await guard.look();
    assert.deepEqual(
      group.looks.map(({ members, out, back, added, moved, problem }) => [members, out, back, added, moved, problem]),
      [
        [3, 0, 0, 0, false, null],
        [1, 2, 0, 0, true, null],
        [null, 2, 0, 0, false, 'Genesys did not answer.'],
        [3, 1, 1, 1, true, null],
      ],
    );
    assert.equal(group.settled(clock.now()), false);
    clock.pass(quietMs);
    assert.equal(group.settled(clock.now()), true);
    assert.deepEqual(compareGuarded(group).asPredicted, null);
    await guard.look();
    assert.deepEqual([group.gone, group.looks.at(-1)?.out], [true, 3]);
    await follow(guard);
  });

  it('keeps half of the requests for others', async () => {
    await start();
    assert.deepEqual([lookInterval(1, 300), lookInterval(10, 300), lookInterval(1, 30)], [1000, 8000, 8000]);
  });
});

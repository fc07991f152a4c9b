import { strict as assert } from 'node:assert';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readJournal } from '../../src/apply/journalFile';
import { prepareApply, type PreparedApply } from '../../src/apply/prepareApply';
import { restorePlan, type GroupImage } from '../../src/apply/restore';
import { readRestoreImages } from '../../src/apply/restoreImages';
import { prepareResume, runResume } from '../../src/apply/resumeApply';
import { GateNotPassed, runApply, type ApplyResult } from '../../src/apply/runApply';
import { wholePlan } from '../../src/apply/undoApply';
import { writeSnapshot } from '../../src/genesys/snapshotFile';
import { takeSnapshot } from '../../src/genesys/takeSnapshot';
import type { GroupPlan } from '../../src/plan/plan';
import { defaultSettings } from '../../src/plan/settings';
import type { SandboxOptions } from '../../src/sandbox/sandbox';
import { passing } from './passing';
import { hastyClock, SampleOrg, tool } from './sampleOrg';

describe('restoring what was saved', () => {
  let sample: SampleOrg;
  let vip: GroupPlan;
  let before: ReadonlySet<string>;
  afterEach(() => sample.stop());

  async function start(options: SandboxOptions = {}): Promise<void> {
    sample = await SampleOrg.start({ switches: { block: 'none' }, ...options });
    vip = sample.group('VIP');
    before = await sample.members(vip);
    assert.equal(before.size, 20);
  }

  const idOf = (group: GroupPlan): string => group.genesysGroupId ?? '';

  async function saveSnapshot(): Promise<string> {
    const file = join(sample.folder, 'org.scimsnapshot.ndjson');
    await writeSnapshot(await takeSnapshot(sample.client, sample.org), file);
    return file;
  }

  /** Another hand takes three out and puts one in, past our engine. */
  async function accident(): Promise<{ readonly out: readonly string[]; readonly come: string }> {
    const out = [...before].slice(0, 3);
    const come = [...(await sample.members(sample.group('Service Desk')))].find((id) => !before.has(id)) ?? '';
    await sample.door.patchMembers(idOf(vip), { op: 'remove', ids: out }, null);
    await sample.door.patchMembers(idOf(vip), { op: 'add', ids: [come] }, null);
    assert.equal((await sample.members(vip)).size, 18);
    return { out, come };
  }

  async function prepare(images: readonly GroupImage[], exact = false): Promise<{ prepared: PreparedApply; gone: readonly GroupImage[] }> {
    const now = new Date().toISOString();
    const settings = { ...defaultSettings, now };
    const rolesOf = (): Promise<null> => Promise.resolve(null);
    const options = { door: sample.door, org: sample.org, tool, settings, createdAt: now, assumptions: [], exact, userNames: {}, rolesOf };
    const { plan, gone } = await restorePlan(images, options);
    return { prepared: await prepareApply(plan, wholePlan(plan), sample.prepareOptions()), gone };
  }

  async function restore(images: readonly GroupImage[], exact = false): Promise<ApplyResult> {
    const { prepared } = await prepare(images, exact);
    return await runApply(prepared, passing(prepared.gate), sample.runOptions(), 'restore');
  }

  const only = (images: readonly GroupImage[]): readonly GroupImage[] => images.filter(({ groupId }) => groupId === idOf(vip));

  it('adds back whoever is missing of a saved snapshot; who came since stays', async () => {
    await start();
    const file = await saveSnapshot();
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const { come } = await accident();
    const { images, userNames, org, at, withoutMembers } = await readRestoreImages(file);
    assert.deepEqual([org, withoutMembers, images.every(({ whole }) => whole)], [sample.org, [], true]);
    assert.ok(at !== null && [...before].every((id) => userNames[id]?.includes('@') === true));
    const { prepared } = await prepare(images);
    assert.deepEqual(
      prepared.works.map(({ group, adds, removals }) => [group.name, adds.length, removals.length]),
      [['VIP', 3, 0]],
      'groups that are as they were have no part in it',
    );
    const result = await runApply(prepared, passing(prepared.gate), sample.runOptions(), 'restore');
    assert.equal(result.end, 'done');
    assert.deepEqual([...(await sample.members(vip))].sort(), [...before, come].sort());
    const journal = result.journal ?? '';
    assert.equal((await stat(journal)).mode & 0o777, 0o600);
    const text = await readFile(journal, 'utf8');
    assert.ok(!text.includes(sample.sandbox.clientSecret) && !text.includes(sample.sandbox.oktaToken));
    const [open] = (await readJournal(journal)).lines;
    assert.ok(open?.entry.type === 'open' && open.entry.kind === 'restore');
  });

  it('removes who came since only where it is to be exact, and never without the gate', async () => {
    await start();
    const file = await saveSnapshot();
    await accident();
    const { prepared } = await prepare(only((await readRestoreImages(file)).images), true);
    assert.deepEqual(
      prepared.works.map(({ adds, removals }) => [adds.length, removals.length]),
      [[3, 1]],
    );
    const unasked = runApply(prepared, { confirmation: null, lifts: [] }, sample.runOptions(), 'restore');
    await assert.rejects(unasked, (error) => error instanceof GateNotPassed);
    assert.equal((await sample.members(vip)).size, 18);
    await runApply(prepared, passing(prepared.gate), sample.runOptions(), 'restore');
    assert.deepEqual([...(await sample.members(vip))].sort(), [...before].sort());
  });

  it('goes back to the before-image of a journal, and from there again', async () => {
    await start();
    const file = await saveSnapshot();
    const { out } = await accident();
    const { journal } = await restore(only((await readRestoreImages(file)).images));
    const { images, org } = await readRestoreImages(journal ?? '');
    assert.deepEqual([org?.orgId, images.map(({ name, members }) => [name, members.length])], [sample.org.orgId, [['VIP', 18]]]);
    // Exactly as it was before the restore: those three are out again.
    assert.equal((await restore(images, true)).end, 'done');
    const now = await sample.members(vip);
    assert.deepEqual([now.size, out.some((id) => now.has(id))], [18, false]);
  });

  it('has nothing to do where nobody is missing, and names groups that have gone', async () => {
    await start();
    const { images } = await readRestoreImages(await saveSnapshot());
    const lost = { groupId: 'd9f6b1a0-0000-4000-8000-000000000000', name: 'Night Shift', members: [...before] };
    const { prepared, gone } = await prepare([...images, lost], true);
    assert.deepEqual([prepared.plan.groups, prepared.works, prepared.gate, gone], [[], [], null, [lost]]);
    const [someone = ''] = before;
    await sample.door.patchMembers(idOf(vip), { op: 'remove', ids: [someone] }, null);
    const other = await prepare([lost, ...only(images)]);
    assert.deepEqual([other.prepared.works.map(({ adds }) => adds), other.gone], [[[someone]], [lost]]);
  });

  it('asks nothing more once it is cancelled', async () => {
    await start();
    const { images } = await readRestoreImages(await saveSnapshot());
    const now = new Date().toISOString();
    const settings = { ...defaultSettings, now };
    const cancel = new AbortController();
    let reads = 0;
    const door = { ...sample.door, readGroup: (id: string) => (++reads === 2 && cancel.abort(), sample.door.readGroup(id)) };
    const rolesOf = (): Promise<null> => Promise.resolve(null);
    const options = { door, org: sample.org, tool, settings, createdAt: now, assumptions: [], exact: false, userNames: {}, rolesOf };
    await assert.rejects(restorePlan(images, { ...options, signal: cancel.signal }), { name: 'AbortError' });
    assert.equal(reads, 2);
  });

  it('refuses everything where the list of now is cut', async () => {
    await start();
    const { images } = await readRestoreImages(await saveSnapshot());
    await accident();
    const list = sample.door.readGroup.bind(sample.door);
    const cut = {
      ...sample.door,
      readGroup: async (id: string) => {
        const now = await list(id);
        return now && { ...now, members: new Set([...now.members].slice(0, 5)) };
      },
    };
    const now = new Date().toISOString();
    const settings = { ...defaultSettings, now };
    const rolesOf = (): Promise<null> => Promise.resolve(null);
    const options = { door: cut, org: sample.org, tool, settings, createdAt: now, assumptions: [], exact: true, userNames: {}, rolesOf };
    const { plan } = await restorePlan(only(images), options);
    const { works, refused } = await prepareApply(plan, wholePlan(plan), sample.prepareOptions({ door: cut }));
    assert.deepEqual([works, refused.map(({ message }) => message.includes('the list is not whole'))], [[], [true]]);
  });

  it('ends between two batches when it is cancelled, and goes on from there', async () => {
    await start();
    const desk = sample.group('Service Desk');
    const all = await sample.members(desk);
    const file = await saveSnapshot();
    const out = [...all].slice(0, 900);
    await sample.door.patchMembers(idOf(desk), { op: 'remove', ids: out }, null);
    const images = (await readRestoreImages(file)).images.filter(({ groupId }) => groupId === idOf(desk));
    const { prepared } = await prepare(images);
    const cancel = new AbortController();
    const run = sample.runOptions({ signal: cancel.signal, onProgress: ({ added }) => added >= 250 && cancel.abort() });
    const result = await runApply(prepared, passing(prepared.gate), run, 'restore');
    assert.equal(result.groups[0]?.end, 'cancelled');
    const half = (await sample.members(desk)).size;
    assert.ok(half > all.size - 900 && half < all.size, String(half));
    const resumed = await prepareResume(result.journal ?? '', {
      door: sample.door,
      org: sample.org,
      tool,
      settings: { ...defaultSettings, now: new Date().toISOString() },
      createdAt: new Date().toISOString(),
      sizes: run.sizes,
      clock: hastyClock(),
    });
    assert.equal((await runResume(resumed, passing(resumed.gate), sample.runOptions())).end, 'done');
    assert.deepEqual([...(await sample.members(desk))].sort(), [...all].sort());
  });
});

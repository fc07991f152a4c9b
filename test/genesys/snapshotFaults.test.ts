import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RequestError } from '../../src/http/requestError';
import type { Snapshot } from '../../src/genesys/snapshot';
import { takeSnapshot } from '../../src/genesys/takeSnapshot';
import type { Received, Reply } from '../http/loopback';
import { errorBody, group, org, type Rig, startRig, users } from './testOrg';

interface ListPage {
  readonly totalResults: number;
  readonly Resources: readonly unknown[];
}

/** What can go wrong with one answer; the rest of the org stays as it is. */
const faults: Readonly<Record<string, (usual: Reply, request: Received) => Reply>> = {
  none: (usual) => usual,
  reset: () => ({ fault: 'reset' }),
  cut: (usual) => ({ ...usual, fault: 'cut' }),
  truncated: (usual) => ({ text: JSON.stringify(usual.json ?? {}).slice(0, -7), headers: { 'content-type': 'application/json' } }),
  unavailable: () => ({ status: 503, text: '<html>busy</html>' }),
  slowDown: () => errorBody(429, 'too.many.requests.retry.after', 'wait', { 'retry-after': '3' }),
  expired: () => errorBody(401, 'bad.credentials', 'expired'),
  webPage: () => ({ text: '<html><title>Sign in</title></html>', headers: { 'content-type': 'text/html' } }),
  wrongTotal: (usual) => changedPage(usual, (page) => ({ ...page, totalResults: Math.max(0, page.totalResults - 3) })),
  shiftedRows: (usual) => changedPage(usual, (page) => ({ ...page, Resources: page.Resources.slice(1) })),
  emptyPage: (usual) => changedPage(usual, (page) => ({ ...page, Resources: [] })),
  doubledRow: (usual) =>
    changedPage(usual, (page) => ({ ...page, Resources: [...page.Resources.slice(0, -1), ...page.Resources.slice(0, 1)] })),
  cutMembers: (usual) => changedPage(usual, (page) => ({ ...page, Resources: page.Resources.map(withFewerMembers) })),
  noMembers: (usual) => changedPage(usual, (page) => ({ ...page, Resources: page.Resources.map(withoutMembers) })),
};

describe('a snapshot under faults', () => {
  it('is either exact, or not complete, or refused: never wrong in silence', async () => {
    const kinds = fc.constantFrom(...Object.keys(faults));
    const sequence = fc.array(fc.oneof({ weight: 6, arbitrary: fc.constant('none') }, { weight: 1, arbitrary: kinds }), {
      minLength: 5,
      maxLength: 60,
    });
    let exact = 0;
    let partial = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(sequence, fc.constantFrom(10, 25, 100), async (script, pageSize) => {
        const rig = await startFaulty(script);
        try {
          const snapshot = await takeSnapshot(rig.client, org, { pageSize });
          if (snapshot.complete) {
            exact++;
            assertExact(snapshot, rig);
          } else {
            partial++;
            assert.ok(snapshot.problems.some((one) => one.level === 'incomplete'));
          }
        } catch (error) {
          if (!(error instanceof RequestError)) throw error;
          refused++;
        } finally {
          await rig.close();
        }
      }),
      { numRuns: 150 },
    );
    assert.ok(exact > 0 && partial + refused > 0, `${exact} exact, ${partial} partial, ${refused} refused`);
  });

  for (const fault of Object.keys(faults)) {
    for (const times of [1, 3, 10_000]) {
      it(`ends, whatever: ${fault} on every ${times === 10_000 ? 'answer' : `answer of the first ${times}`}`, async () => {
        const rig = await startFaulty(
          Array.from({ length: times }, () => fault),
          false,
        );
        try {
          const snapshot = await takeSnapshot(rig.client, org, { pageSize: 25 });
          if (snapshot.complete) assertExact(snapshot, rig);
        } catch (error) {
          if (!(error instanceof RequestError)) throw error;
        } finally {
          await rig.close();
        }
      });
    }
  }
});

/** An org whose answers follow a script, over and over or once. */
async function startFaulty(script: readonly string[], repeat = true): Promise<Rig> {
  const rig = await startRig();
  rig.org.active = users(70);
  rig.org.inactive = users(12, 1001, { active: false });
  rig.org.groups = [
    group(
      1,
      rig.org.active.slice(0, 40).map((one) => one.id),
    ),
    group(2, ['user-0001', 'group-1', 'user-1003']),
    group(3, []),
    group(
      4,
      rig.org.inactive.map((one) => one.id),
    ),
  ];
  rig.org.memberCounts = new Map(rig.org.groups.map((one) => [one.id, one.members?.length ?? 0]));
  let index = 0;
  rig.org.intercept = (request) => {
    if (request.path === '/oauth/token') return undefined;
    const name = repeat ? script[index++ % script.length] : script[index++];
    return faults[name ?? 'none']?.(rig.org.answerPlain(request), request);
  };
  return rig;
}

/** Whatever the snapshot says is proved is as it is in the org. */
function assertExact(snapshot: Snapshot, rig: Rig): void {
  assert.deepEqual([...snapshot.users.keys()].sort(), [...rig.org.active, ...rig.org.inactive].map((one) => one.id).sort());
  assert.equal(snapshot.deletedMembers.size, 0);
  for (const real of rig.org.groups) {
    if (snapshot.unprovedGroups.has(real.id)) continue;
    assert.deepEqual(snapshot.groups.get(real.id)?.members, real.members);
  }
}

function changedPage(usual: Reply, change: (page: ListPage) => ListPage): Reply {
  const { json } = usual;
  const isPage = typeof json === 'object' && json !== null && 'totalResults' in json;
  return isPage ? { ...usual, json: change(json as ListPage) } : usual;
}

function withFewerMembers(resource: unknown): unknown {
  const members: unknown = (resource as { members?: unknown }).members;
  return Array.isArray(members) ? { ...(resource as object), members: members.slice(0, -1) as unknown } : resource;
}

function withoutMembers(resource: unknown): unknown {
  return 'members' in (resource as object) ? { ...(resource as object), members: undefined } : resource;
}

import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchSizes } from '../../src/apply/batches';
import { clientDoor } from '../../src/apply/clientDoor';
import { readJournal } from '../../src/apply/journalFile';
import { canBeResumed, expectedMembers, journalState } from '../../src/apply/journalState';
import { prepareApply } from '../../src/apply/prepareApply';
import { prepareResume, runResume } from '../../src/apply/resumeApply';
import { reversalPlan } from '../../src/apply/reversal';
import { runApply } from '../../src/apply/runApply';
import { wholePlan } from '../../src/apply/undoApply';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { defaultSettings } from '../../src/plan/settings';
import { faultRule, type FaultRule } from '../../src/sandbox/faultRules';
import { startSandbox } from '../../src/sandbox/sandbox';
import { passing } from './passing';
import { hastyClock, tool } from './sampleOrg';

/** What becomes of the token and the credentials while 20 people are removed in batches of five. */
interface Case {
  readonly what: string;
  readonly faults: readonly (Pick<FaultRule, 'fault'> & Partial<FaultRule>)[];
  /** The secret is another one from the second batch on. */
  readonly wrongSecret: boolean;
  readonly tokenSeconds?: number;
  readonly end: 'done' | 'failed';
}

const cases: readonly Case[] = [
  {
    what: 'the token runs out before each batch',
    faults: [{ fault: 'expireToken', times: -1, after: 0, when: 'after' }],
    wrongSecret: false,
    end: 'done',
  },
  { what: 'the token is refused at the second batch', faults: [{ fault: 'expireToken', after: 1 }], wrongSecret: false, end: 'done' },
  {
    what: 'the fresh token is refused as well',
    faults: [{ fault: 'expireToken', after: 1, times: 3 }],
    wrongSecret: false,
    end: 'failed',
  },
  { what: 'every token lives for a second', faults: [], wrongSecret: false, tokenSeconds: 1, end: 'done' },
  {
    what: 'the token is revoked and the credentials are wrong',
    faults: [{ fault: 'expireToken', after: 1 }],
    wrongSecret: true,
    end: 'failed',
  },
  {
    what: 'the token is revoked once the second batch is done, and the credentials are wrong',
    faults: [{ fault: 'expireToken', after: 1, when: 'after' }],
    wrongSecret: true,
    end: 'failed',
  },
];

describe('a token that ends in the middle of an apply', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tokens-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const { what, faults, wrongSecret, tokenSeconds, end } of cases) {
    it(`${end === 'done' ? 'does not stop it' : 'stops it, and it can be resumed'}: ${what}`, async () => {
      const sandbox = await startSandbox({
        users: 60,
        groups: 4,
        requestsPerMinute: 0,
        faults: faults.map((rule) => faultRule({ method: 'PATCH', path: '/groups', ...rule })),
        ...(tokenSeconds === undefined ? {} : { tokenSeconds }),
      });
      const connection = connectionForUrl(sandbox.baseUrl);
      let sent = 0;
      const credentials = (secret: string) => ({ clientId: sandbox.clientId, clientSecret: secret });
      const tokens = new TokenProvider(connection, () =>
        Promise.resolve(credentials(wrongSecret && sent >= 2 ? 'another secret' : sandbox.clientSecret)),
      );
      const client = new GenesysClient(connection, tokens, { requestsPerMinute: 1_000_000 });
      const good = new GenesysClient(connection, new TokenProvider(connection, sandbox), { requestsPerMinute: 1_000_000 });
      try {
        const { Resources: groups = [] } = await good.listGroups({ startIndex: 1, count: 100 });
        const [group] = [...groups].sort((a, b) => (b.members?.length ?? 0) - (a.members?.length ?? 0));
        assert.ok(group?.members && group.members.length >= 24);
        const org = { name: sandbox.orgName, host: new URL(sandbox.baseUrl).host, orgId: sandbox.orgId, clientId: sandbox.clientId };
        const now = new Date().toISOString();
        const ours = { ...defaultSettings, now };
        const before = new Set(group.members.map(({ value }) => value));
        const removals = [...before].slice(0, 20);
        const asked = { org, tool, settings: ours, createdAt: now };
        const seen = { name: group.displayName, version: group.meta?.version ?? null, members: before };
        const names = { oktaGroupId: '', userNames: {}, reason: 'notInOktaGroup' as const, rolesGranted: [] };
        const plan = reversalPlan([{ ...names, groupId: group.id, now: seen, adds: [], removals }], { ...asked, assumptions: [] });
        const door = clientDoor(client);
        const counting = {
          ...door,
          patchMembers: (...args: Parameters<typeof door.patchMembers>) => {
            sent += 1;
            return door.patchMembers(...args);
          },
        };
        const sizes = batchSizes(5);
        const run = { door: counting, clock: hastyClock(), sizes, lagMs: 1000, folder, tool, org };
        const prepared = await prepareApply(plan, wholePlan(plan), {
          door: counting,
          target: org,
          ours,
          sizes,
          now,
          oldPlanHours: 24,
          changedInputs: [],
        });
        const result = await runApply(prepared, passing(prepared.gate), run);
        const members = async () => (await clientDoor(good).readGroup(group.id))?.members ?? new Set<string>();
        const path = result.journal ?? '';
        const [state] = journalState((await readJournal(path)).lines).groups;
        assert.ok(state);
        const open = new Set(state.pending?.ids);
        const [expected, actual] = [expectedMembers(state), await members()];
        const untrue = [...before].filter((id) => expected.has(id) !== actual.has(id) && !open.has(id));
        assert.deepEqual([result.groups[0]?.end, untrue], [end, []]);
        if (end === 'failed') {
          assert.deepEqual([sent, result.end, actual.size], [2, 'notAllDone', before.size - (faults[0]?.when === 'after' ? 10 : 5)]);
          assert.match(result.groups[0]?.message ?? '', /client|secret|credentials/i);
          assert.ok(canBeResumed(journalState((await readJournal(path)).lines)));
          // As soon as the credentials are right again, the same journal goes on.
          const rest = await prepareResume(path, { ...asked, door: clientDoor(good), sizes, clock: hastyClock(), lagMs: 0 });
          assert.equal((await runResume(rest, passing(rest.gate), { ...run, door: clientDoor(good) })).end, 'done');
        }
        assert.deepEqual([...(await members())].sort(), [...before].filter((id) => !removals.includes(id)).sort());
      } finally {
        client.close();
        good.close();
        await sandbox.close();
      }
    });
  }
});

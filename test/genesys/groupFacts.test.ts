import assert from 'node:assert/strict';
import { readGroupFact, readGroupFacts } from '../../src/genesys/groupFacts';
import type { GroupFacts } from '../../src/genesys/snapshot';
import type { Reply } from '../http/loopback';
import { errorBody, group, type Rig, startRig } from './testOrg';

const forbidden = errorBody(403, 'missing.permissions', 'no');
const none = errorBody(404, 'not.found', 'no');

/** What the four documents of group-1 answer; those that are not named are not there. */
interface Documents {
  readonly subject?: Reply;
  readonly group?: Reply;
  readonly individuals?: Reply;
  readonly rule?: Reply;
}

describe('readGroupFacts', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
    rig.org.groups = [group(1, ['hand', 'owner', 'ruled'])];
  });
  afterEach(() => rig.close());

  async function read(documents: Documents): Promise<GroupFacts> {
    rig.org.intercept = ({ path }) => {
      if (path === '/api/v2/authorization/subjects/group-1') return documents.subject ?? none;
      if (path === '/api/v2/groups/group-1') return documents.group ?? none;
      if (path === '/api/v2/groups/group-1/individuals') return documents.individuals ?? none;
      if (path === '/api/v2/groups/group-1/dynamicsettings') return documents.rule ?? none;
      return undefined;
    };
    return readGroupFact(rig.client, 'group-1');
  }

  const hand: Reply = { json: { entities: [{ id: 'hand' }], total: 1, pageCount: 1 } };
  const rule: Reply = { json: { group: { id: 'group-1' }, query: {} } };

  it('reads grants by role and division, each once, and sorted', async () => {
    const grant = (role: string, division: string) => ({ role: { id: 'r', name: role }, division: { id: 'd', name: division } });
    const { rolesGranted } = await read({
      subject: {
        json: {
          id: 'group-1',
          grants: [grant('Supervisor', 'Home'), grant('Agent', 'Sales'), grant('Agent', 'Home'), grant('Agent', 'Home')],
        },
      },
    });
    assert.deepEqual(rolesGranted, [
      { role: 'Agent', division: 'Home' },
      { role: 'Agent', division: 'Sales' },
      { role: 'Supervisor', division: 'Home' },
    ]);
  });

  const grants: readonly [what: string, reply: Reply, expected: GroupFacts['rolesGranted']][] = [
    ['no grants', { json: { grants: [] } }, []],
    ['no list of grants', { json: { id: 'group-1' } }, []],
    [
      'grants without names, which have ids',
      { json: { grants: [{ role: { id: 'r1' }, division: { id: 'd1' } }] } },
      [{ role: 'r1', division: 'd1' }],
    ],
    ['a grant that cannot be understood', { json: { grants: [{ what: 'ever' }] } }, null],
    ['grants that are no list', { json: { grants: 'all' } }, null],
    ['a refusal', forbidden, null],
    ['nothing', none, null],
    ["another server's 404", { status: 404, text: '<html>Cannot GET</html>' }, null],
  ];
  for (const [what, reply, expected] of grants) {
    it(`makes ${JSON.stringify(expected)} of ${what}`, async () =>
      assert.deepEqual((await read({ subject: reply })).rolesGranted, expected));
  }

  it("reads Genesys' own member count", async () => {
    assert.equal((await read({ group: { json: { id: 'group-1', memberCount: 1512 } } })).memberCount, 1512);
    for (const reply of [forbidden, none, { json: {} }, { json: { memberCount: 'many' } }])
      assert.equal((await read({ group: reply })).memberCount, null);
  });

  const origins: readonly [what: string, documents: Documents, expected: Readonly<Record<string, string>> | null][] = [
    ['people added by hand', { individuals: hand }, { hand: 'individual' }],
    ['a rule: whoever was not added by hand', { individuals: hand, rule }, { hand: 'individual', owner: 'rule', ruled: 'rule' }],
    [
      'owners that are members by being owners',
      { individuals: hand, rule, group: { json: { owners: [{ id: 'owner' }, { id: 'hand' }], includeOwners: true } } },
      { hand: 'owner', owner: 'owner', ruled: 'rule' },
    ],
    [
      'owners that are not counted as members',
      { individuals: hand, group: { json: { owners: [{ id: 'owner' }], includeOwners: false } } },
      { hand: 'individual' },
    ],
    [
      'owners of whom it is not said',
      { individuals: hand, group: { json: { owners: [{ id: 'owner' }, { id: 'hand' }] } } },
      { hand: 'individual', owner: 'owner' },
    ],
    ['a refusal', { individuals: forbidden, rule }, null],
    ['a list of which only a part came', { individuals: { json: { entities: [{ id: 'hand' }], total: 40 } } }, null],
    ['no list', { individuals: { json: {} } }, null],
  ];
  for (const [what, documents, expected] of origins) {
    it(`tells origins from ${what}`, async () => {
      const { origins: read_ } = await read(documents);
      assert.deepEqual(read_ && Object.fromEntries(read_), expected);
    });
  }

  it('has everything null, and no error, where nothing may be read', async () => {
    const refused = { subject: forbidden, group: forbidden, individuals: forbidden, rule: forbidden };
    assert.deepEqual(await read(refused), { rolesGranted: null, memberCount: null, origins: null });
  });

  it('reads each group once, and takes members that are known', async () => {
    rig.org.groups.push(group(2, ['ruled']));
    rig.org.intercept = ({ path }) => (path.endsWith('/individuals') ? hand : path.endsWith('/dynamicsettings') ? rule : undefined);
    const known = new Map(rig.org.groups.map((one) => [one.id, one]));
    const facts = await readGroupFacts(rig.client, ['group-1', 'group-2', 'group-1'], undefined, known);
    assert.deepEqual([...facts.keys()].sort(), ['group-1', 'group-2']);
    assert.equal(facts.get('group-2')?.origins?.get('ruled'), 'rule');
    assert.ok(!rig.server.received.some((request) => request.path.includes('/scim/')));
    assert.equal(rig.client.statistics.requests, 8);
  });

  it('does not hide that the server is in trouble', async () => {
    rig.org.intercept = ({ path }) => (path.includes('/authorization/') ? { status: 503, text: '' } : undefined);
    await assert.rejects(readGroupFacts(rig.client, ['group-1']), { reason: 'serverError' });
  });

  it('can be cancelled', async () => {
    await assert.rejects(readGroupFacts(rig.client, ['group-1'], AbortSignal.abort()), { name: 'AbortError' });
  });
});

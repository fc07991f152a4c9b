import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Snapshot } from '../../src/genesys/snapshot';
import { parsePlan, PlanFileError } from '../../src/plan/parsePlan';
import { serializePlan } from '../../src/plan/planFile';
import { appUser, oktaGroup, oktaUser, plan, scimGroup, scimUser, snapshot, source } from './examples';

const made = plan(
  source({
    users: [oktaUser('a', { profile: { title: 'Lead' } }), oktaUser('b')],
    groups: [oktaGroup('o', 'Sales')],
    members: { o: ['a', 'b'] },
    assignments: [appUser('a', 'a'), appUser('b', null)],
  }),
  snapshot([scimUser('a'), scimUser('c')], [scimGroup('s', 'Sales', ['c'])], {
    groupFacts: new Map([
      ['s', { rolesGranted: [{ role: 'Agent', division: 'Home' }], memberCount: 1, origins: new Map([['c', 'individual']]) }],
    ]),
  }),
);
const text = [...serializePlan(made)].join('');

function failure(changed: string): PlanFileError {
  try {
    parsePlan(changed, 'x.scimplan.json');
  } catch (error) {
    assert.ok(error instanceof PlanFileError);
    return error;
  }
  throw new assert.AssertionError({ message: 'the plan was accepted' });
}

describe('the plan file', () => {
  it('is read back as it was', () => {
    assert.deepEqual(parsePlan(text, 'x'), made);
  });

  it('is read back with the last import that decided something', () => {
    const { trust, ...rest } = source({});
    const lastImport = {
      at: '2026-11-20T12:00:00.000Z',
      counts: { users: 3, groups: 2, assignments: null, pushMappings: 1, memberships: { b: 2, a: 1 } },
    };
    const compared = plan({ ...rest, trust: { ...trust, lastImport } }, snapshot([], []));
    const written = [...serializePlan(compared)].join('');
    assert.deepEqual(parsePlan(written, 'x').settings.lastImport, lastImport);
    assert.match(written, /"memberships":\{"a":1,"b":2\}/);
    const reordered = JSON.parse(written) as { settings: object };
    reordered.settings = Object.fromEntries(Object.entries(reordered.settings).reverse());
    assert.equal(parsePlan(JSON.stringify(reordered), 'x').id, compared.id);
  });

  it('says what reading a live org cost, and is the same plan whatever it cost', () => {
    const at = (requests?: Snapshot['requests']) => plan(source({}), snapshot([], [], requests && { requests }));
    const cost = { sent: 1028, retried: 3, avoided: 3372 };
    const written = [...serializePlan(at(cost))].join('');
    assert.deepEqual(parsePlan(written, 'x').requests, cost);
    assert.equal(at(cost).id, at({ ...cost, retried: 4 }).id);
    assert.equal(at().id, at(cost).id);
    assert.ok(!('requests' in at()));
    assert.equal(failure(written.replace('"sent":1028', '"sent":-1')).reason, 'notAPlan');
  });

  it('has one array element a line', () => {
    assert.ok(text.split('\n').some((line) => line.startsWith('{"name":"Sales"')));
  });

  it('carries the hash of its compact JSON without id and createdAt', () => {
    const { id, createdAt, ...rest } = JSON.parse(text) as Record<string, unknown>;
    assert.equal(createdAt, made.createdAt);
    assert.equal(id, createHash('sha256').update(JSON.stringify(rest)).digest('hex'));
  });

  it('carries it however many users there are', () => {
    for (const count of [63, 64, 65, 130]) {
      const users = Array.from({ length: count }, (_, index) => oktaUser(`u${index}`));
      const many = plan(source({ users }), snapshot([], []));
      assert.equal(many.users.length, count);
      const signed = JSON.stringify({ ...many, id: undefined, createdAt: undefined });
      assert.equal(many.id, createHash('sha256').update(signed).digest('hex'));
    }
  });

  it('carries it, and keeps one element a line, however many members a group has', () => {
    for (const count of [255, 256, 257, 513, 5000]) {
      const members = Array.from({ length: count }, (_, index) => `m${index}`);
      const users = members.slice(count / 2).map((id) => oktaUser(id));
      const long = plan(
        source({ users, groups: [oktaGroup('o', 'Sales')], members: { o: users.map(({ id }) => id) } }),
        snapshot(
          members.map((id) => scimUser(id)),
          [scimGroup('s', 'Sales', members)],
        ),
      );
      const [group] = long.groups;
      assert.ok(group && group.removals.length >= count / 2 - 1);
      const signed = JSON.stringify({ ...long, id: undefined, createdAt: undefined });
      assert.equal(long.id, createHash('sha256').update(signed).digest('hex'));
      const written = [...serializePlan(long)].join('');
      assert.ok(written.split('\n').includes(JSON.stringify(group)));
      assert.deepEqual(parsePlan(written, 'x'), long);
    }
  });

  it('is accepted in another key order and layout', () => {
    const reordered = Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse());
    assert.equal(parsePlan(JSON.stringify(reordered, null, 4), 'x').id, made.id);
  });

  it('is refused once a removal was taken out by hand', () => {
    const changed = text.replace(/"removals":\[\{.*?\}\]/, '"removals":[]');
    assert.notEqual(changed, text);
    assert.equal(failure(changed).reason, 'changed');
  });

  it('is refused with line and column where it is no JSON', () => {
    const error = failure(text.slice(0, text.indexOf('"summary"') + 12));
    assert.equal(error.reason, 'notJson');
    assert.match(error.message, /^x\.scimplan\.json:\d+:\d+ is not JSON/);
  });

  it('is refused with line and column where it does not fit the schema', () => {
    const error = failure(text.replace('"verdict":"review"', '"verdict":"fine"'));
    assert.equal(error.reason, 'notAPlan');
    assert.match(error.message, /^x\.scimplan\.json:\d+:\d+ is not a plan: \/groups\/0\/verdict/);
  });

  it('is refused by name where it is of a newer format', () => {
    assert.equal(failure(text.replace('plan@1', 'plan@2')).reason, 'newerFormat');
  });

  for (const other of ['[]', 'null', '"x"', '{}', '']) {
    it(`is not ${JSON.stringify(other)}`, () => {
      assert.ok(['notAPlan', 'notJson'].includes(failure(other).reason));
    });
  }
});

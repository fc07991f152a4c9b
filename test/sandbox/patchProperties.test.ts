import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { scimPatch, type ScimPatchOperation, type ScimResource } from 'scim-patch';
import { patchGroup } from '../../src/sandbox/memberPatch';
import type { PatchOperation } from '../../src/sandbox/scimPatch';
import { patchUser } from '../../src/sandbox/scimUsers';
import type { Json } from './client';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const word = fc.constantFrom('a', 'b', 'c', 'Ärger', 'x"y', 'back\\slash', 'and', 'or', '1');
const phoneType = fc.constantFrom('work', 'work2', 'mobile');
const phone = fc.record({ value: word, type: phoneType }, { requiredKeys: ['value', 'type'] });

const user = fc.record(
  {
    userName: word,
    title: word,
    active: fc.boolean(),
    phoneNumbers: fc.uniqueArray(phone, { minLength: 1, maxLength: 4, selector: (one) => one.type }),
    [enterprise]: fc.record({ department: word, employeeNumber: word, manager: fc.record({ value: word }) }, { requiredKeys: [] }),
  },
  { requiredKeys: ['userName', 'active'] },
);

const write = fc.constantFrom('add' as const, 'replace' as const);
const typeFilter = phoneType.map((type) => `phoneNumbers[type eq "${type}"]`);
const scalarPath = fc.constantFrom(
  'title',
  'userName',
  `${enterprise}:department`,
  `${enterprise}:manager.value`,
  'urn:ietf:params:scim:schemas:core:2.0:User:title',
);

/** What both take to mean the same; where RFC 7644 leaves it open (a single object for a list) we ask nothing. */
const userOperation: fc.Arbitrary<PatchOperation> = fc.oneof(
  fc.record({ op: write, path: scalarPath, value: word }),
  fc.record({ op: write, path: fc.constant('active'), value: fc.boolean() }),
  fc.record({
    op: write,
    path: fc.constant('phoneNumbers'),
    value: fc.uniqueArray(phone, { minLength: 1, maxLength: 3, selector: (one) => JSON.stringify(one) }),
  }),
  fc.record({ op: write, path: typeFilter.map((path) => `${path}.value`), value: word }),
  fc.record({ op: fc.constant('replace' as const), path: typeFilter, value: fc.record({ value: word }) }),
  fc.record({ op: write, path: fc.constant(null), value: fc.record({ title: word, active: fc.boolean() }, { requiredKeys: [] }) }),
  fc.record({
    op: fc.constant('remove' as const),
    path: fc.oneof(scalarPath, fc.constant('phoneNumbers'), typeFilter, fc.constant(`${enterprise}:manager`)),
    value: fc.constant(undefined),
  }),
);

describe('PATCH, against scim-patch', () => {
  it('does the same to users', () => {
    let agreed = 0;
    fc.assert(
      fc.property(user.map(plainJson), fc.array(userOperation.map(plainJson), { minLength: 1, maxLength: 5 }), (before, operations) => {
        const ours = attempt(() => {
          const draft: Record<string, unknown> = structuredClone(before);
          patchUser(draft, operations);
          return draft;
        });
        const theirs = attempt(() => operations.reduce<Json>(theirUserPatch, before));
        assert.deepEqual(comparable(ours), comparable(theirs));
        if (ours !== null) agreed += 1;
      }),
      { numRuns: 1500, seed: 7 },
    );
    assert.ok(agreed > 1000, `${agreed} of 1500 patches were possible`);
  });

  const ids = ['m1', 'm2', 'm3', 'm4', 'm5'];
  const someIds = fc.subarray(ids);
  const asMembers = (list: readonly string[]): readonly Json[] => list.map((value) => ({ value }));
  const groupOperation: fc.Arbitrary<PatchOperation> = fc.oneof(
    fc.record({ op: write, path: fc.constant('members'), value: someIds.map(asMembers) }),
    fc.record({
      op: fc.constant('replace' as const),
      path: fc.constant(null),
      value: someIds.map((list) => ({ members: asMembers(list) })),
    }),
    fc.record({
      op: fc.constant('remove' as const),
      path: fc.constantFrom(...ids).map((id) => `members[value eq "${id}"]`),
      value: fc.constant(undefined),
    }),
    fc.record({
      op: fc.constant('remove' as const),
      path: fc.constant('members'),
      value: fc.subarray(ids, { minLength: 1 }).map(asMembers),
    }),
    fc.record({ op: fc.constant('remove' as const), path: fc.constant('members'), value: fc.constant(undefined) }),
  );

  it('does the same to groups, and counts each removal', () => {
    fc.assert(
      fc.property(someIds, fc.array(groupOperation, { minLength: 1, maxLength: 6 }), (before, operations) => {
        let members: readonly string[] = before;
        const removals: number[] = [];
        for (const operation of operations) {
          // One by one: scim-patch cannot search a list that an earlier operation has emptied.
          const after =
            members.length === 0 && operation.op === 'remove' ? [] : memberValues(theirPatch({ members: asMembers(members) }, [operation]));
          removals.push(members.filter((id) => !after.includes(id)).length);
          members = after;
        }
        const patch = patchGroup(new Set(before), operations);
        assert.deepEqual([...patch.members].sort(), [...members].sort());
        assert.deepEqual(patch.removals, removals);
      }),
      { numRuns: 1500, seed: 11 },
    );
  });

  it('never takes out whom it is to keep', () => {
    fc.assert(
      fc.property(someIds, fc.array(groupOperation, { minLength: 1, maxLength: 6 }), (before, operations) => {
        const patch = patchGroup(new Set([...before, 'm1']), operations, (id) => id === 'm1');
        assert.ok(patch.members.has('m1'));
      }),
    );
  });
});

function theirPatch(resource: Json, operations: readonly PatchOperation[]): Json {
  const theirs = operations.map(({ op, path, value }) => ({
    op,
    ...(path === null ? {} : { path }),
    ...(value === undefined ? {} : { value }),
  }));
  return scimPatch(structuredClone(resource) as unknown as ScimResource, theirs as ScimPatchOperation[]) as unknown as Json;
}

/** scim-patch cannot search a list that is not there; to us there is nothing to remove then. */
function theirUserPatch(resource: Json, operation: PatchOperation): Json {
  if (operation.op === 'remove' && operation.path?.includes('[') && !('phoneNumbers' in resource)) return resource;
  return theirPatch(resource, [operation]);
}

/** As it would come over the wire: fast-check makes objects without prototype, which are not deeply equal to ours. */
function plainJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function memberValues(group: Json): readonly string[] {
  return ((group.members ?? []) as Json[]).map((member) => String(member.value));
}

/** Null where it is refused. */
function attempt(patch: () => Json): Json | null {
  try {
    return patch();
  } catch {
    return null;
  }
}

/** Without empty lists and objects, which are no values (RFC 7643, section 2.5). */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([name, one]) => [name, comparable(one)] as const)
    .filter(([, one]) => typeof one !== 'object' || one === null || Object.keys(one).length > 0);
  return Object.fromEntries(entries);
}

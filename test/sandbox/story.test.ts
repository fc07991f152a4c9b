import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { phoneReader } from '../../src/mapping/phone';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { withSandbox, type Json } from './client';
import { readFiles, readGenesys, type Files, type Genesys, type OktaPerson } from './storyFiles';
import { storyAttributes, storyGroups, storyMembers, storyNationalPhones, storyUsers, type StoryGroup } from './storyNumbers';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('the sample story', () => {
  let files: Files;
  let genesys: Genesys;

  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sample-'));
    await writeSampleExport(folder, { form: 'json' });
    files = await readFiles(folder);
    await rm(folder, { recursive: true });
    await withSandbox({}, async (client) => {
      genesys = await readGenesys((path) => client.get(path));
    });
  });

  it('pushes the groups of the table, and no others', () => {
    const pushed = files.pushes.map((push) => (files.groups.get(String(push.sourceGroupId))?.profile as Json).name);
    assert.deepEqual([...pushed].sort(), storyGroups.map(({ name }) => name).sort());
    assert.equal(genesys.groups.length, 40);
  });

  for (const expected of storyGroups) {
    it(`${expected.name}: ${expected.members} members, +${expected.adds} −${total(expected.removals)}`, () => {
      const push = files.pushes.find((one) => nameOfSource(files, one) === expected.name);
      assert.equal(push?.status, expected.pushStatus);
      const named = genesys.groups.filter(({ name }) => name.toLowerCase() === expected.name.toLowerCase());
      assert.equal(named.length, { exact: 1, caseOnly: 1, ambiguous: 2, missing: 0 }[expected.match]);
      if (named.length !== 1) return;
      assert.equal(named[0]?.name, expected.genesysName);
      assert.deepEqual(outcome(expected.name, files, genesys), comparable(expected));
    });
  }

  it('removes three people from two groups', () => {
    const removed = ['Support Tier 1', 'VIP'].flatMap((name) => removalsOf(name, files, genesys).map(([id]) => id));
    assert.deepEqual([removed.length, new Set(removed).size], [storyMembers.removals, storyMembers.peopleRemoved]);
    assert.equal(
      storyGroups.reduce((sum, { adds }) => sum + adds, 0),
      storyMembers.adds,
    );
  });

  it('has as many users of each kind', () => {
    const people = [...files.people.values()];
    const accounts = new Map<unknown, OktaPerson[]>();
    for (const person of people) {
      const account = person.assignment?.externalId;
      if (typeof account === 'string') accounts.set(account, [...(accounts.get(account) ?? []), person]);
    }
    const active = people.filter(isActive);
    const names = new Set([...genesys.users.values()].map((user) => user.userName));
    const hasNamesake = ({ profile }: OktaPerson): boolean => names.has(String(profile.email).toLowerCase());
    const shared = [...accounts.values()].filter((holders) => holders.filter(isActive).length > 1).flat();
    const left = new Set(
      people.filter(({ status }) => status === 'DEPROVISIONED').map(({ profile }) => String(profile.email).toLowerCase()),
    );
    const here = new Set(active.map(({ profile }) => String(profile.email).toLowerCase()));
    const counted = {
      create: active.filter((one) => one.assignment?.externalId === null && !hasNamesake(one)).length,
      accountMissing: active.filter((one) => typeof account(one) === 'string' && !genesys.users.has(String(account(one)))).length,
      deactivate: [...genesys.users.values()].filter(
        ({ userName, active: on }) => on === true && left.has(String(userName)) && !here.has(String(userName)),
      ).length,
      reactivate: active.filter((one) => genesys.users.get(String(account(one)))?.active === false).length,
      unmanaged: [...genesys.users.values()].filter(({ userName }) => !left.has(String(userName)) && !here.has(String(userName))).length,
      conflict: shared.length,
    };
    const { update, pingPong, ...expected } = storyUsers;
    assert.deepEqual(counted, expected);
    assert.equal(update + pingPong, 500, 'counted below, attribute by attribute');
    const rehired = [...accounts.values()].filter((holders) => holders.length === 2 && holders.some((one) => !isActive(one)));
    assert.equal(rehired.length, 1, 'one person was hired again');
    assert.equal(people.filter(({ status }) => status === 'STAGED').length, 1);
  });

  it('differs in the attributes of the table', () => {
    const counted = new Map<string, number>();
    const touched = new Map<string, Set<string>>();
    let national = 0;
    for (const person of files.people.values()) {
      const user = genesys.users.get(String(account(person)));
      if (!isActive(person) || user?.active !== true || person.profile.login !== String(person.profile.email).toLowerCase()) continue;
      for (const [key, isNational] of differences(person, user)) {
        counted.set(key, (counted.get(key) ?? 0) + 1);
        touched.set(person.id, (touched.get(person.id) ?? new Set()).add(key.startsWith('pingPong') ? 'pingPong' : 'update'));
        if (isNational) national += 1;
      }
    }
    assert.deepEqual(Object.fromEntries([...counted].sort()), Object.fromEntries(Object.entries(storyAttributes).sort()));
    assert.equal(national, storyNationalPhones);
    const actions = [...touched.values()].map((kinds) => [...kinds].join());
    assert.equal(actions.filter((action) => action === 'update').length, storyUsers.update);
    assert.equal(actions.filter((action) => action === 'pingPong').length, storyUsers.pingPong);
  });

  it('writes phones in five ways', () => {
    const styles = new Map<string, number>();
    for (const { profile, status } of files.people.values()) {
      const phone = profile.primaryPhone;
      if (typeof phone !== 'string' || status === 'DEPROVISIONED') continue;
      const style = phone.replace(/\d+/g, '0');
      styles.set(style, (styles.get(style) ?? 0) + 1);
    }
    const { '+0': e164 = 0, ...others } = Object.fromEntries(styles);
    assert.deepEqual(others, { '(0) 0-0': 130, '0-0-0': 130, 'tel:+0-0-0-0;ext=0': 40, '+0 0 0 0': 100 });
    assert.ok(e164 > 2000);
  });

  it('is told in many languages', () => {
    const names = [...files.people.values()].map(({ profile }) => String(profile.displayName));
    // eslint-disable-next-line no-control-regex -- everything that is not ASCII is meant
    const foreign = names.filter((name) => /[^\u0000-\u007f]/.test(name));
    assert.ok(foreign.length > 1000, String(foreign.length));
    assert.ok(names.some((name) => name.includes("'")));
    for (const { profile } of files.people.values()) assert.match(String(profile.email), /^[A-Za-z0-9.]+@contoso\.example$/);
  });
});

function comparable({ members, adds, removals, notPushed, pushedInactive, removalsAtWorst }: StoryGroup): unknown {
  return { members, adds, removals, notPushed, pushedInactive, removalsAtWorst };
}

/** Section 5 in short, for data in which everybody who is matched by name is matched by account, too. */
function outcome(name: string, files: Files, genesys: Genesys): unknown {
  const { members, pushed, inOkta } = group(name, files, genesys);
  const adds = [...pushed].filter((id) => !members.includes(id)).length;
  const removals = removalsOf(name, files, genesys);
  const gone = removals.length;
  return {
    members: members.length,
    adds,
    removals: countBy(removals.map(([, reason]) => reason)),
    notPushed: countBy(
      inOkta.flatMap((person) => {
        const reason = whyNotPushed(person) ?? (genesys.users.has(String(account(person))) ? null : 'noGenesysAccount');
        return reason === null ? [] : [reason];
      }),
    ),
    pushedInactive: [...pushed].filter((id) => genesys.users.get(id)?.active === false).length,
    removalsAtWorst: pushed.size <= 256 ? gone : Math.max(gone, members.length - Math.max(0, 256 - adds)),
  };
}

function removalsOf(name: string, files: Files, genesys: Genesys): readonly (readonly [string, string])[] {
  const { members, pushed, inOkta } = group(name, files, genesys);
  const byName = new Map([...files.people.values()].map((person) => [String(person.profile.email).toLowerCase(), person]));
  return members.flatMap((id) => {
    if (pushed.has(id)) return [];
    const person = byName.get(String(genesys.users.get(id)?.userName));
    if (!person) return [[id, 'unknownToOkta'] as const];
    if (!inOkta.includes(person)) return [[id, 'notInOktaGroup'] as const];
    return [[id, whyNotPushed(person) ?? 'none'] as const];
  });
}

function group(
  name: string,
  files: Files,
  genesys: Genesys,
): { members: readonly string[]; pushed: ReadonlySet<string>; inOkta: readonly OktaPerson[] } {
  const members = genesys.groups.find((one) => one.name.toLowerCase() === name.toLowerCase())?.members ?? [];
  const inOkta = (files.membersOf.get(name) ?? []).flatMap((id) => files.people.get(id) ?? []);
  const pushed = inOkta.filter((person) => whyNotPushed(person) === null).map((person) => String(account(person)));
  return { members, pushed: new Set(pushed.filter((id) => genesys.users.has(id))), inOkta };
}

function whyNotPushed(person: OktaPerson): string | null {
  if (!isActive(person)) return 'inactiveInOkta';
  if (person.assignment === null) return 'notAssigned';
  return account(person) === null ? 'notProvisioned' : null;
}

function isActive({ status }: OktaPerson): boolean {
  return status !== 'DEPROVISIONED' && status !== 'STAGED';
}

function account({ assignment }: OktaPerson): unknown {
  return assignment?.externalId ?? null;
}

const phones = phoneReader('US');

/** The kind and attribute of each difference, and whether it is a phone number without country. */
function* differences({ profile, assignment }: OktaPerson, user: Json): Generator<readonly [string, boolean]> {
  const stored = assignment?.profile as Json;
  const extension = user[enterprise] as Json;
  const plain: readonly (readonly [name: string, okta: unknown, stored: unknown, genesys: unknown])[] = [
    ['title', profile.title, stored.title, user.title],
    ['displayName', profile.displayName, stored.displayName, user.displayName],
    ['department', profile.department, stored.department, extension.department],
    ['division', profile.division, stored.division, extension.division],
    ['employeeNumber', profile.employeeNumber, stored.employeeNumber, extension.employeeNumber],
    ['mobile', profile.mobilePhone ?? null, stored.mobilePhone, typed(user.phoneNumbers, 'mobile')],
  ];
  for (const [name, okta, last, now] of plain) if (okta !== now) yield [`${okta === last ? 'latentOverwrite' : 'change'} ${name}`, false];
  const manager = (extension.manager as Json | undefined)?.value ?? null;
  if ((profile.managerId ?? null) !== manager)
    yield [/^[0-9a-f-]{36}$/.test(String(profile.managerId)) ? 'change manager' : 'invalid manager', false];
  if (profile.email !== user.userName) {
    assert.equal(String(profile.email).toLowerCase(), user.userName);
    yield ['pingPong userName', false];
    yield ['pingPong emails[type eq "work"].value', false];
  }
  const phone = profile.primaryPhone ?? null;
  const now = typed(user.phoneNumbers, 'work');
  if (phone === now) return;
  assert.ok(typeof phone === 'string');
  assert.deepEqual(phones(phone), { kind: 'valid', e164: now });
  yield ['pingPong phoneNumbers[type eq "work"].value', !phone.includes('+')];
}

function typed(list: unknown, type: string): unknown {
  return ((list ?? []) as Json[]).find((one) => one.type === type)?.value ?? null;
}

function nameOfSource(files: Files, push: Json): unknown {
  return (files.groups.get(String(push.sourceGroupId))?.profile as Json).name;
}

function countBy(texts: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

import { standings, type Cast, type CastGroup, type Look, type StandingName } from './cast';
import { stream } from './random';

/** A group of more than 1000 members exists from 1,500 users on. */
const largestShare = 0.75;
const largestGroup = 5000;
const membershipsPerUser = 5;

/**
 * An org of any size. Everything is reckoned from numbers when it is asked for; nothing is kept but the members of groups that were asked
 * for.
 *
 * @param users Genesys users, active and inactive ones together.
 * @param groups null: as many as such an org would have, 5 to 500.
 * @throws RangeError unless both are whole numbers from 1 on.
 */
export function scaledCast(users: number, groups: number | null): Cast {
  const count = groups ?? Math.min(500, Math.max(5, Math.round(users / 250)));
  for (const number of [users, count]) {
    if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`A sample org needs whole numbers from 1 on, not ${number}.`);
  }
  const unpadded = users + Math.max(1, Math.round(users * 0.004));
  const usual = scaledStandings(users);
  const extras = padding(unpadded, usual);
  const standing: StandingOf = (part) => (part < unpadded ? usual(part) : (extras[part - unpadded] ?? 'staged'));
  return {
    name: `scaled-${users}-${count}`,
    parts: unpadded + extras.length,
    standing: (part) => standings[standing(part)],
    look: (part) => (standing(part) === 'synced' ? scaledLook(part) : 'same'),
    accountOf: (part) => part,
    linkedTo: (part) => part,
    managerOf: (part) => (part < users && part % 5 === 0 ? part - (part % 100) : null),
    groups: Array.from({ length: count }, (_nothing, at) => scaledGroup(at, { users, groups: count, standing })),
  };
}

type StandingOf = (part: number) => StandingName;

const roles = stream('scaled standing');

/** Of 1000 people 945 are in order. Parts from `users` on are Okta's alone. */
function scaledStandings(users: number): StandingOf {
  return (part) => {
    const number = roles(part) % 1000;
    if (part >= users) return number < 800 ? 'toCreate' : 'accountMissing';
    if (part % 100 === 0) return 'synced'; // they manage the others
    if (number < 945) return 'synced';
    if (number < 960) return 'onlyGenesys';
    if (number < 990) return 'leaver';
    if (number < 991) return 'leaverStillActive';
    if (number < 998) return 'notLinked';
    return 'toReactivate';
  };
}

/**
 * Who is added so that no listing has a length that a full last page would have: odd ones never do. A sample export never looks cut, and
 * always holds somebody who was deactivated.
 */
function padding(parts: number, standing: StandingOf): readonly StandingName[] {
  let [active, deprovisioned, assigned] = [0, 0, 0];
  for (let part = 0; part < parts; part += 1) {
    const { okta, assignment } = standings[standing(part)];
    if (okta === 'DEPROVISIONED') deprovisioned += 1;
    else if (okta !== null) active += 1;
    if (assignment !== null) assigned += 1;
  }
  const extras: StandingName[] = [];
  if (assigned % 2 === 0) extras.push('toCreate');
  if ((active + extras.length) % 2 === 0) extras.push('staged');
  if (deprovisioned % 2 === 0) extras.push('leaverDeleted');
  return extras;
}

const appearances = stream('scaled look');

/** 30 % of the phones are not in E.164. */
function scaledLook(part: number): Look {
  const number = appearances(part) % 1000;
  if (number < 120) return 'phoneParentheses';
  if (number < 220) return 'phoneDashes';
  if (number < 250) return 'phoneTel';
  if (number < 300) return 'phoneSpaced';
  if (number < 310) return 'titleByHand';
  if (number < 315) return 'titlePending';
  if (number < 318) return 'mailCase';
  return 'same';
}

interface Around {
  readonly users: number;
  readonly groups: number;
  readonly standing: StandingOf;
}

const sizes = stream('scaled size');
const starts = stream('scaled start');
const strays = stream('scaled stray');

function scaledGroup(at: number, around: Around): CastGroup {
  const name = at === 0 ? 'All Agents' : `Team ${String(at).padStart(4, '0')}`;
  const members = remembered(() => genesysMembers(at, around));
  return {
    name,
    genesys: { name, members, grants: at % 4 === 0 ? [{ role: 'Agent', division: 'Home' }] : [], owners: [], byRule: false },
    okta: {
      members: remembered(() => oktaMembers(at, members(), around)),
      push: { status: 'ACTIVE', targetListed: true, error: null },
      assignsApp: false,
    },
  };
}

function sizeOf(at: number, { users, groups }: Around): number {
  const largest = Math.min(largestGroup, Math.ceil(users * largestShare));
  if (at === 0) return largest;
  const usual = Math.max(1, (users * membershipsPerUser - largest) / Math.max(1, groups - 1));
  return Math.max(1, Math.min(Math.floor(users / 2), Math.round(usual * (0.5 + (sizes(at) % 1000) / 1000))));
}

/** What becomes of a group: every third one has only people who are in order, and half of those nobody to add. */
function temperOf(at: number): 'inStep' | 'addsOnly' | 'mixed' {
  if (at % 3 !== 1) return 'mixed';
  return at % 2 === 1 ? 'inStep' : 'addsOnly';
}

/** Walks the people by a step that meets nobody twice. */
function genesysMembers(at: number, around: Around): Uint32Array {
  const { users, standing } = around;
  const size = sizeOf(at, around);
  const step = stepFor(users, at);
  const start = starts(at) % users;
  const members = new Uint32Array(size);
  let found = 0;
  for (let walked = 0; walked < users && found < size; walked += 1) {
    const part = (start + walked * step) % users;
    if (temperOf(at) !== 'mixed' && standing(part) !== 'synced') continue;
    members[found] = part;
    found += 1;
  }
  return members.slice(0, found);
}

/** What Genesys has, without a few who were added by hand there, and with a few who were added in Okta. */
function oktaMembers(at: number, genesys: Uint32Array, { users, standing }: Around): Uint32Array {
  const temper = temperOf(at);
  if (temper === 'inStep') return genesys;
  const kept = genesys.filter(
    (part) => standings[standing(part)].okta !== null && (temper !== 'mixed' || strays(part ^ (at << 8)) % 1000 >= 12),
  );
  const known = new Set(genesys);
  const drawn = Array.from({ length: 1 + Math.floor(genesys.length / 200) }, (_nothing, more) => strays(at * 977 + more) % users);
  const come = new Set(drawn.filter((part) => !known.has(part) && standing(part) === 'synced'));
  return Uint32Array.from([...kept, ...come]);
}

function stepFor(users: number, at: number): number {
  let step = 1 + (sizes(at + 7919) % users);
  while (commonDivisor(step, users) !== 1) step += 1;
  return step;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function remembered(make: () => Uint32Array): () => Uint32Array {
  let made: Uint32Array | null = null;
  return () => (made ??= make());
}

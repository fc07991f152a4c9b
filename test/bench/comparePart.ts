import { performance } from 'node:perf_hooks';
import deepDiff from 'deep-diff';
import fastJsonPatch from 'fast-json-patch';
import microdiff from 'microdiff';
import type { ScimUser } from '../../src/genesys/scim';
import { enterpriseSchema } from '../../src/genesys/scim';
import { attributeRules } from '../../src/mapping/attributeRules';
import { phoneReader } from '../../src/mapping/phone';
import { appUserOf, userOf } from '../../src/okta/oktaRecords';
import type { JsonObject } from '../../src/input/problem';
import { UserComparer } from '../../src/plan/compareUser';
import { appUser, oktaUser, oktaUserId, scimUser } from './records';
import { differsByFormatOnly, differsReally, isCreated, isDeactivated } from './traits';

export interface CompareRequest {
  readonly users: number;
}

/** What a comparison made of all pairs. */
interface Compared {
  readonly ms: number;
  /** Users said to differ. */
  readonly flagged: number;
  /** Of those, users who differ in nothing but how the same is written. */
  readonly formatOnly: number;
}

export type CompareResult = Readonly<Record<'ours' | 'microdiff' | 'fastJsonPatch' | 'deepDiff', Compared>>;

/** One user as Okta has it and as Genesys has it, and both as SCIM, with nothing but what is compared: that is what the others are good at. */
interface Pair {
  readonly index: number;
  readonly okta: ReturnType<typeof userOf>;
  readonly stored: ReturnType<typeof appUserOf>;
  readonly genesys: ScimUser;
  readonly desired: JsonObject;
  readonly present: JsonObject;
}

const pairsAtOnce = 10_000;

/**
 * Compares the same pairs with our comparison and with three libraries, each in turn over ten thousand pairs at a time. Ours decides what would
 * change at a push; the libraries say whether two JSON values differ.
 *
 * @throws Error unless ours flags exactly the users that really differ.
 */
function compareAll({ users }: CompareRequest): CompareResult {
  const comparer = new UserComparer(attributeRules(null, null, null), phoneReader(null));
  const comparisons: Readonly<Record<keyof CompareResult, (pair: Pair) => boolean>> = {
    ours: ({ okta, stored, genesys }) => comparer.compare(okta, stored, genesys).some(({ kind }) => kind !== 'pingPong'),
    microdiff: ({ present, desired }) => microdiff(present, desired).length > 0,
    fastJsonPatch: ({ present, desired }) => fastJsonPatch.compare(present, desired).length > 0,
    deepDiff: ({ present, desired }) => (deepDiff.diff(present, desired) ?? []).length > 0,
  };
  const totals = Object.fromEntries(Object.keys(comparisons).map((name) => [name, { ms: 0, flagged: 0, formatOnly: 0 }])) as Record<
    keyof CompareResult,
    { ms: number; flagged: number; formatOnly: number }
  >;
  for (let from = 0; from < users; from += pairsAtOnce) {
    const pairs = pairsOf(from, Math.min(users, from + pairsAtOnce));
    for (const [name, differs] of Object.entries(comparisons) as [keyof CompareResult, (pair: Pair) => boolean][]) {
      const started = performance.now();
      const flagged = pairs.filter(differs);
      totals[name].ms += performance.now() - started;
      totals[name].flagged += flagged.length;
      totals[name].formatOnly += flagged.filter(({ index }) => differsByFormatOnly(index)).length;
      const wrong = name === 'ours' ? pairs.find((pair) => flagged.includes(pair) !== differsReally(pair.index)) : undefined;
      if (wrong) throw new Error(`Our comparison is wrong about user ${wrong.index}.`);
    }
  }
  return totals;
}

function pairsOf(from: number, to: number): readonly Pair[] {
  const pairs: Pair[] = [];
  for (let index = from; index < to; index += 1) {
    if (isCreated(index) || isDeactivated(index)) continue;
    const okta = userOf(jsonOf(oktaUser(index)), oktaUserId(index));
    const genesys = jsonOf(scimUser(index)) as unknown as ScimUser;
    pairs.push({
      index,
      okta,
      stored: appUserOf(jsonOf(appUser(index)), oktaUserId(index)),
      genesys,
      desired: jsonOf(desiredOf(okta)),
      present: jsonOf(presentOf(genesys)),
    });
  }
  return pairs;
}

/** As a parser would make it, and without what is undefined. */
const jsonOf = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

function desiredOf({ profile, login, email }: Pair['okta']): object {
  const { displayName, title, primaryPhone, mobilePhone, department } = profile;
  return {
    active: true,
    userName: login,
    displayName,
    title,
    emails: [{ value: email, type: 'work' }],
    phoneNumbers: [{ value: primaryPhone, type: 'work' }, ...(mobilePhone ? [{ value: mobilePhone, type: 'mobile' }] : [])],
    department,
  };
}

function presentOf({ active, userName, displayName, title, emails, phoneNumbers, [enterpriseSchema]: enterprise }: ScimUser): object {
  const typed = (list: ScimUser['emails']): object[] => (list ?? []).map(({ value, type }) => ({ value, type }));
  return {
    active,
    userName,
    displayName,
    title: title ?? null,
    emails: typed(emails).filter((_, index) => emails?.[index]?.type === 'work'),
    phoneNumbers: typed(phoneNumbers),
    department: enterprise?.department,
  };
}

process.once('message', (request: CompareRequest) => {
  try {
    process.send?.(compareAll(request), () => process.disconnect());
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  }
});

import type { PushedPerson } from './pushedPeople';
import type { UserValue, UserValues, ValueAttribute, ValueKind } from './userValues';

/** How many values are of which kind. */
export type KindCounts = Readonly<Record<ValueKind, number>>;

/** What an attribute comes to for all users. */
export interface AttributeTotals extends ValueAttribute {
  readonly counts: KindCounts;
  /** The first users of each kind that is worth to be looked at. */
  readonly examples: ReadonlyMap<ValueKind, readonly UserValue[]>;
}

/** What a mapping gives all users. */
export interface ValueTotals {
  readonly users: number;
  /** Of the users: Okta would create their accounts. */
  readonly created: number;
  /** Users with a value that is sent again and again. */
  readonly repeated: number;
  /** Of all attributes together; of what is not known only what an expression would give, not what an assignment may store. */
  readonly counts: KindCounts;
  /** By path. */
  readonly attributes: readonly AttributeTotals[];
}

/** The kinds that are worth to be looked at, worst first. */
export const notableKinds = ['invalid', 'change', 'latentOverwrite', 'pingPong', 'unknown'] as const satisfies readonly ValueKind[];

/**
 * Counts what a mapping gives, one user at a time: between two steps others can work, or it can be given up.
 *
 * @param examples that are kept for each attribute and kind.
 */
export function* countValuesInSteps(values: UserValues, people: readonly PushedPerson[], examples = 0): Generator<undefined, ValueTotals> {
  const attributes = values.attributes.map((attribute) => ({
    ...attribute,
    counts: noCounts(),
    examples: new Map<ValueKind, UserValue[]>(),
  }));
  const counts = noCounts();
  let [created, repeated] = [0, 0];
  for (const person of people) {
    if (person.genesys === null) created += 1;
    let isRepeated = false;
    for (const [index, explained] of values.explain(person).entries()) {
      const { kind } = explained;
      const attribute = attributes[index];
      if (!attribute) continue;
      attribute.counts[kind] += 1;
      if (kind !== 'unknown' || attribute.expression !== null) counts[kind] += 1;
      isRepeated ||= kind === 'pingPong';
      if (examples === 0 || !isNotable(kind)) continue;
      const kept = attribute.examples.get(kind);
      if (!kept) attribute.examples.set(kind, [values.valueOf(person, explained)]);
      else if (kept.length < examples) kept.push(values.valueOf(person, explained));
    }
    if (isRepeated) repeated += 1;
    yield undefined;
  }
  return { users: people.length, created, repeated, counts, attributes };
}

function isNotable(kind: ValueKind): boolean {
  return (notableKinds as readonly ValueKind[]).includes(kind);
}

function noCounts(): Record<ValueKind, number> {
  return { equal: 0, pingPong: 0, change: 0, latentOverwrite: 0, invalid: 0, unsupported: 0, readOnly: 0, unknown: 0, leftAlone: 0 };
}

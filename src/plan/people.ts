import { allSteps, type Steps } from '../input/steps';
import { TextMap } from '../input/textMap';
import type { AppUser, OktaStatus, OktaUser, Source } from '../okta/source';

/** An Okta user with what decides about pushes: status, assignment and account (product.md, section 5). */
export interface OktaPerson {
  /** Among `People`. */
  readonly place: number;
  readonly user: OktaUser;
  readonly appUser: AppUser | undefined;
  /** Every status but DEPROVISIONED and STAGED. No status counts as not active. */
  readonly active: boolean;
  /** Assigned to the app; without an assignments file everybody is assumed to be. */
  readonly assigned: boolean;
  /** The Genesys account that Okta holds; null where it holds none, undefined where the export does not tell of accounts. */
  readonly held: string | null | undefined;
}

/** Everybody whom the export tells of, in its order; each has a place, the number below `size` that stands for them in tables. */
export class People implements Iterable<OktaPerson> {
  private readonly all: OktaPerson[] = [];

  private constructor(private readonly ids: Pick<TextMap<unknown>, 'placeOf'>) {}

  static of(source: Pick<Source, 'users' | 'assignments'>): People {
    return allSteps(People.inSteps(source));
  }

  /** Some hundred users at a time: between two steps others can work, or it can be given up. */
  static *inSteps({ users, assignments }: Pick<Source, 'users' | 'assignments'>): Steps<People> {
    const placed = withPlaces(users);
    const people = new People(placed);
    for (const user of placed.values()) {
      if (people.all.length % usersAStep === usersAStep - 1) yield undefined;
      people.all.push(oktaPerson(user, people.all.length, assignments));
    }
    return people;
  }

  get size(): number {
    return this.all.length;
  }

  /** The place of an Okta id; -1 for somebody whom the export does not tell of. */
  placeOf(oktaUserId: string): number {
    return this.ids.placeOf(oktaUserId);
  }

  at(place: number): OktaPerson | undefined {
    return this.all[place];
  }

  get(oktaUserId: string): OktaPerson | undefined {
    return this.all[this.ids.placeOf(oktaUserId)];
  }

  [Symbol.iterator](): Iterator<OktaPerson> {
    return this.all[Symbol.iterator]();
  }
}

const usersAStep = 256;

/** The map itself, where its keys have places without gaps; else a copy of it. */
export function withPlaces<Value>(map: ReadonlyMap<string, Value>): TextMap<Value> {
  return map instanceof TextMap && map.isDense ? (map as TextMap<Value>) : TextMap.of(map);
}

function oktaPerson(user: OktaUser, place: number, assignments: Source['assignments']): OktaPerson {
  const appUser = assignments?.byUser.get(user.id);
  return {
    place,
    user,
    appUser,
    active: user.status !== null && !notPushedStatuses.has(user.status),
    assigned: assignments === null || (appUser !== undefined && isAssignedStatus(appUser.status)),
    held: assignments?.holdsAccounts === true ? (appUser?.externalId ?? null) : undefined,
  };
}

function isAssignedStatus(status: string | null): boolean {
  return status === null || !unassignedStatuses.has(status);
}

const notPushedStatuses: ReadonlySet<OktaStatus> = new Set<OktaStatus>(['DEPROVISIONED', 'STAGED']);
const unassignedStatuses: ReadonlySet<string> = new Set(['UNASSIGNED', 'DEPROVISIONED', 'INACTIVE', 'REVOKED']);

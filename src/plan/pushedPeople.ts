import type { Snapshot } from '../genesys/snapshot';
import type { ScimUser } from '../genesys/scim';
import type { AppUser, OktaUser, Source } from '../okta/source';
import { matchUsersInSteps } from './matchUsers';
import { oktaPerson, type OktaPerson } from './people';

/** An Okta user whose profile Okta pushes. */
export interface PushedPerson {
  readonly user: OktaUser;
  readonly appUser: AppUser | undefined;
  /** The account; null where Okta would create one. */
  readonly genesys: ScimUser | null;
}

/** Whose profiles a push sends: the same people whom a plan compares (product.md, section 6, "Each user"). They do not depend on a mapping. */
export interface PushedPeople {
  /** In the order of the export. */
  readonly people: readonly PushedPerson[];
  /** Assigned and active, and left out: it is not clear who they are in Genesys. */
  readonly inConflict: number;
  /** Assigned and active, and left out: Genesys does not have the account that Okta holds for them. */
  readonly accountMissing: number;
}

const usersAStep = 256;

/** Some hundred users at a time: between two steps others can work, or it can be given up. */
export function* pushedPeopleInSteps({ users, assignments }: Source, snapshot: Snapshot): Generator<undefined, PushedPeople> {
  const everybody = new Map<string, OktaPerson>();
  let taken = 0;
  for (const user of users.values()) {
    if (++taken % usersAStep === 0) yield undefined;
    everybody.set(user.id, oktaPerson(user, assignments));
  }
  const matching = yield* matchUsersInSteps(everybody, snapshot);
  const people: PushedPerson[] = [];
  let [inConflict, accountMissing] = [0, 0];
  for (const { user, appUser, active, assigned, held } of everybody.values()) {
    if (++taken % usersAStep === 0) yield undefined;
    if (!active || !assigned) continue;
    const matched = matching.ofOktaUser(user.id);
    if (matched) people.push({ user, appUser, genesys: snapshot.users.get(matched.genesysUserId) ?? null });
    else if (matching.conflicting.has(user.id)) inConflict += 1;
    else if (held && !snapshot.users.has(held)) accountMissing += 1;
    else people.push({ user, appUser, genesys: null });
  }
  return { people, inConflict, accountMissing };
}

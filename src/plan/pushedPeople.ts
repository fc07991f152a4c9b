import type { Snapshot } from '../genesys/snapshot';
import type { ScimUser } from '../genesys/scim';
import type { Steps } from '../input/steps';
import type { AppUser, OktaUser, Source } from '../okta/source';
import { matchUsersInSteps } from './matchUsers';
import { People } from './people';

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
export function* pushedPeopleInSteps(source: Source, snapshot: Snapshot): Steps<PushedPeople> {
  const everybody = yield* People.inSteps(source);
  const matching = yield* matchUsersInSteps(everybody, snapshot);
  const people: PushedPerson[] = [];
  let [inConflict, accountMissing] = [0, 0];
  for (const { place, user, appUser, active, assigned, held } of everybody) {
    if (place % usersAStep === usersAStep - 1) yield undefined;
    if (!active || !assigned) continue;
    const matched = matching.ofPerson(place);
    if (matched) people.push({ user, appUser, genesys: matching.accounts.at(matched.account) ?? null });
    else if (matching.conflicting.has(place)) inConflict += 1;
    else if (held && !matching.accounts.has(held)) accountMissing += 1;
    else people.push({ user, appUser, genesys: null });
  }
  return { people, inConflict, accountMissing };
}

import type { ScimUser } from '../genesys/scim';
import type { Snapshot } from '../genesys/snapshot';
import type { UserMatching } from './matchUsers';
import type { OktaPerson } from './people';
import type { NotPushedReason } from './plan';

/** What becomes of an Okta user in every group that it is a member of (product.md, section 5, "The pushed set"). */
export interface PushStanding {
  /** The Genesys account that Okta would push; null where it would push none. */
  readonly account: string | null;
  /** The account, where a listing holds it; one that none holds counts only where it is a member already. */
  readonly user: ScimUser | undefined;
  readonly inConflict: boolean;
  /** Why no account is pushed; null where one is. */
  readonly reason: NotPushedReason | null;
}

/** The standing of each Okta user, found once and used for all of its groups. */
export class PushStandings {
  private readonly known = new Map<string, PushStanding>();

  constructor(
    private readonly people: ReadonlyMap<string, OktaPerson>,
    private readonly matching: UserMatching,
    private readonly snapshot: Snapshot,
  ) {}

  of(oktaUserId: string): PushStanding {
    const known = this.known.get(oktaUserId);
    if (known) return known;
    const standing = this.find(oktaUserId);
    this.known.set(oktaUserId, standing);
    return standing;
  }

  private find(oktaUserId: string): PushStanding {
    const person = this.people.get(oktaUserId);
    const inConflict = this.matching.conflicting.has(oktaUserId);
    const notPushed = (reason: NotPushedReason): PushStanding => ({ account: null, user: undefined, inConflict, reason });
    const eligible = person !== undefined && person.active && person.assigned;
    if (inConflict && !(eligible && person.held)) return notPushed('conflict');
    if (!person?.active) return notPushed('inactiveInOkta');
    if (!person.assigned) return notPushed('notAssigned');
    if (person.held === null) return notPushed('notProvisioned');
    const account = person.held ?? this.matching.ofOktaUser(oktaUserId)?.genesysUserId;
    if (account === undefined) return notPushed('noGenesysAccount');
    return { account, user: this.snapshot.users.get(account), inConflict, reason: null };
  }
}

import type { UserMatching } from './matchUsers';
import type { OktaPerson } from './people';
import type { NotPushedReason } from './plan';

/** What becomes of an Okta user in every group that it is a member of (product.md, section 5, "The pushed set"). */
export interface PushStanding {
  /** The Genesys account that Okta would push; null where it would push none. */
  readonly account: string | null;
  /** Its place, where a listing holds it, else -1; one that none holds counts only where it is a member already. */
  readonly accountPlace: number;
  readonly inConflict: boolean;
  /** Why no account is pushed; null where one is. */
  readonly reason: NotPushedReason | null;
}

/** The standing of each Okta user, found once and used for all of its groups. */
export class PushStandings {
  private readonly known: (PushStanding | undefined)[] = [];
  /** By person: `listedAccount`, as far as it is found. */
  private readonly listed: Int32Array;

  constructor(private readonly matching: UserMatching) {
    this.listed = new Int32Array(matching.people.size).fill(-1);
  }

  /**
   * The place of the account that is pushed, where a listing holds it and nothing else is to be said of the person; -1 for everybody whose
   * standing is to be looked at, and for those who are asked about for the first time.
   *
   * @param person its place, or -1.
   */
  listedAccount(person: number): number {
    return person < 0 ? -1 : (this.listed[person] ?? -1);
  }

  /** @param person undefined for somebody of whom the export tells nothing but a membership. */
  of(person: OktaPerson | undefined): PushStanding {
    if (!person) return notPushed.inactiveInOkta;
    const known = this.known[person.place];
    if (known) return known;
    const standing = this.find(person);
    if (!standing.inConflict) this.listed[person.place] = standing.accountPlace;
    // Filled up to there, so that it stays an array and does not become a table.
    while (this.known.length < person.place) this.known.push(undefined);
    this.known[person.place] = standing;
    return standing;
  }

  private find(person: OktaPerson): PushStanding {
    const { place, active, assigned, held } = person;
    const inConflict = this.matching.conflicting.has(place);
    const standings = inConflict ? notPushedInConflict : notPushed;
    if (inConflict && !(active && assigned && held)) return standings.conflict;
    if (!active) return standings.inactiveInOkta;
    if (!assigned) return standings.notAssigned;
    if (held === null) return standings.notProvisioned;
    if (held !== undefined) return { account: held, accountPlace: this.matching.heldAccounts[place] ?? -1, inConflict, reason: null };
    const matched = this.matching.ofPerson(place);
    if (!matched) return standings.noGenesysAccount;
    return { account: matched.genesysUserId, accountPlace: matched.account, inConflict, reason: null };
  }
}

type Standings = Readonly<Record<NotPushedReason, PushStanding>>;

function standingsOf(inConflict: boolean): Standings {
  const because = (reason: NotPushedReason): PushStanding => ({ account: null, accountPlace: -1, inConflict, reason });
  return {
    conflict: because('conflict'),
    inactiveInOkta: because('inactiveInOkta'),
    notAssigned: because('notAssigned'),
    notProvisioned: because('notProvisioned'),
    noGenesysAccount: because('noGenesysAccount'),
  };
}

const notPushed = standingsOf(false);
const notPushedInConflict = standingsOf(true);

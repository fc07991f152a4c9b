/**
 * The accounts that the push of one group names, whose they are, and which of them are members: tables by place that serve one group after the
 * other, so that a membership costs no object.
 */
export class PushedAccounts {
  /** In which round an account was pushed, and found to be a member; in which round a person was in the Okta group. */
  private readonly pushedIn: Int32Array;
  private readonly memberIn: Int32Array;
  private readonly inGroupIn: Int32Array;
  private readonly owners: Int32Array;
  private round = 0;
  private pushed: number[] = [];

  /** @param accounts how many there are; @param people the same: places are below. */
  constructor(accounts: number, people: number) {
    this.pushedIn = new Int32Array(accounts);
    this.memberIn = new Int32Array(accounts);
    this.owners = new Int32Array(accounts);
    this.inGroupIn = new Int32Array(people);
  }

  /** Forgets the group before. */
  begin(): void {
    this.round += 1;
    this.pushed = [];
  }

  addPerson(person: number): void {
    this.inGroupIn[person] = this.round;
  }

  isInOktaGroup(person: number): boolean {
    return this.inGroupIn[person] === this.round;
  }

  add(account: number, owner: number): void {
    this.pushedIn[account] = this.round;
    this.owners[account] = owner;
    this.pushed.push(account);
  }

  has(account: number): boolean {
    return this.pushedIn[account] === this.round;
  }

  /** The place of the person whose account it is. Asked only of an account that `has` tells of. */
  ownerOf(account: number): number {
    return this.owners[account] ?? -1;
  }

  setOwner(account: number, owner: number): void {
    this.owners[account] = owner;
  }

  /** False where the account is not pushed. */
  markMember(account: number): boolean {
    if (!this.has(account)) return false;
    this.memberIn[account] = this.round;
    return true;
  }

  isMember(account: number): boolean {
    return this.memberIn[account] === this.round;
  }

  /** In the order in which they were added. */
  get accounts(): readonly number[] {
    return this.pushed;
  }
}

import type { JsonObject } from '../input/problem';
import type { TimedAppUser } from './oktaRecords';
import type { PackedProfiles } from './packedProfiles';
import { RowAppUser, RowUser } from './rowRecords';
import type { OktaStatus, OktaUser } from './source';

/** An Okta user whose profile is packed: it is read when it is asked for. A spread copy (`{ ...user }`) lacks it. */
export class PackedUser implements OktaUser {
  readonly id: string;
  readonly status: OktaStatus | null;
  readonly login: string | null;
  readonly email: string | null;

  private constructor(
    user: Pick<OktaUser, 'id' | 'status' | 'login' | 'email'>,
    appUser: Pick<TimedAppUser, 'userId' | 'userName'> | undefined,
    private readonly profiles: PackedProfiles,
    private readonly address: number,
  ) {
    // Mostly the same texts: one of each is enough.
    this.id = appUser?.userId ?? user.id;
    this.status = user.status;
    const userName = appUser?.userName ?? null;
    this.login = userName === user.login ? userName : user.login;
    this.email = user.email === this.login ? this.login : user.email;
  }

  /** `appUser`: the same user in an app, with the same id. */
  static of(user: OktaUser, profiles: PackedProfiles, appUser?: TimedAppUser): PackedUser {
    return new PackedUser(user, appUser, profiles, profiles.add(user.profile, user.login, user.lastUpdated));
  }

  get lastUpdated(): string | null {
    return this.profiles.label(this.address);
  }

  get profile(): JsonObject {
    return this.profiles.get(this.address, this.login);
  }

  hasAttribute(name: string): boolean {
    return this.profiles.has(this.address, name);
  }

  withStatus(status: OktaStatus): PackedUser {
    const { id, login, email } = this;
    return new PackedUser({ id, status, login, email }, undefined, this.profiles, this.address);
  }
}

/** Whether the profile of a user is kept as bytes already. */
export function isPacked(user: OktaUser): user is PackedUser | RowUser {
  return user instanceof PackedUser || user instanceof RowUser;
}

export function isPackedAppUser(appUser: TimedAppUser): boolean {
  return appUser instanceof PackedAppUser || appUser instanceof RowAppUser;
}

/** Whether the user's profile has the attribute, null and "" included; a packed profile is not read for that. */
export function hasAttribute(user: OktaUser, name: string): boolean {
  return isPacked(user) ? user.hasAttribute(name) : Object.hasOwn(user.profile, name);
}

const noProfile = -1;

/** An app user whose profile is packed. */
export class PackedAppUser implements TimedAppUser {
  readonly externalId: string | null;
  readonly status: string | null;
  readonly syncState: string | null;
  readonly userName: string | null;
  private readonly hasProfile: boolean;
  private readonly address: number;

  private constructor(
    appUser: TimedAppUser,
    readonly userId: string,
    private readonly profiles: PackedProfiles,
  ) {
    this.externalId = appUser.externalId;
    this.status = appUser.status;
    this.syncState = appUser.syncState;
    this.userName = appUser.userName;
    const { profile, lastUpdated } = appUser;
    this.hasProfile = profile !== null;
    this.address = profile === null && lastUpdated === null ? noProfile : profiles.add(profile ?? {}, appUser.userName, lastUpdated);
  }

  static of(appUser: TimedAppUser, userId: string, profiles: PackedProfiles): PackedAppUser {
    return appUser instanceof PackedAppUser ? appUser : new PackedAppUser(appUser, userId, profiles);
  }

  get lastUpdated(): string | null {
    return this.address === noProfile ? null : this.profiles.label(this.address);
  }

  get profile(): JsonObject | null {
    return this.hasProfile ? this.profiles.get(this.address, this.userName) : null;
  }
}

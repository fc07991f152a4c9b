import { PackedRows, type RowForm } from '../input/packedRows';
import type { JsonObject, JsonValue } from '../input/problem';
import { RecordForms } from '../input/recordForms';
import type { RecordMatch } from '../input/recordMatch';
import type { RecordTemplate } from '../input/recordTemplate';
import { leafKinds, type TemplateNode } from '../input/templateNode';
import { isUsableId, type TimedAppUser } from './oktaRecords';
import { oktaStatus } from './oktaStatus';
import { isObject, recordKind } from './recordKinds';
import type { OktaStatus, OktaUser } from './source';

type ObjectNode = TemplateNode & { readonly kind: 'object' };

/** Where in the records of one form the parts of a user are, and how they are kept. -1: there is no such leaf. */
export interface UserReading {
  readonly kind: 'users';
  readonly form: RowForm;
  readonly id: number;
  readonly status: number;
  readonly login: number;
  readonly email: number;
  readonly lastUpdated: number;
  readonly profile: ObjectNode;
}

export interface AppUserReading {
  readonly kind: 'appUsers';
  readonly form: RowForm;
  readonly id: number;
  readonly externalId: number;
  readonly status: number;
  readonly syncState: number;
  readonly userName: number;
  readonly lastUpdated: number;
  /** Of `_links.app`. */
  readonly href: number;
  readonly profile: ObjectNode;
}

/** Users and app users in the Management API's JSON that were not parsed, since a template tells where everything is. */
export class RowRecords {
  // Two: a plan reads a user and its app user by turns, and the last row is at hand.
  private readonly users = new PackedRows();
  private readonly appUsers = new PackedRows();
  private readonly forms = new RecordForms((match, template) => this.readingOf(match, template));
  private readonly texts = new Map<string, string>();

  /** What a record is; null where it is to be parsed. */
  reading(match: RecordMatch): UserReading | AppUserReading | null {
    return this.forms.of(match).reading;
  }

  /** Null for an id that cannot be used. */
  idOf(match: RecordMatch, reading: UserReading): string | null {
    return usableText(match, reading.id);
  }

  /**
   * Null where something about it has to be said, which whoever parses it does.
   *
   * @param appUser the same user in an app, whose texts are kept once.
   */
  userOf(match: RecordMatch, reading: UserReading, id: string, appUser: TimedAppUser | undefined): RowUser | null {
    const status = reading.status < 0 ? null : this.shared(match.text(reading.status));
    const code = status === null ? null : oktaStatus(status);
    if (status !== null && code === null) return null;
    const told = textOf(match, reading.login);
    const login = told !== null && told === appUser?.userName ? appUser.userName : told;
    const email = textOf(match, reading.email);
    return new RowUser(appUser?.userId ?? id, code, login, email === login ? login : email, {
      rows: this.users,
      reading,
      address: this.users.add(match, reading.form),
    });
  }

  /** @param userOf the user of an id, whose texts are kept once. */
  appUserOf(match: RecordMatch, reading: AppUserReading, userOf: (id: string) => OktaUser | undefined): RowAppUser | null {
    const id = usableText(match, reading.id);
    const externalId = textOf(match, reading.externalId);
    if (id === null || (externalId !== null && externalId !== '' && usableText(match, reading.externalId) === null)) return null;
    const user = userOf(id);
    const userName = textOf(match, reading.userName);
    return new RowAppUser(
      user?.id ?? id,
      externalId === '' ? null : externalId,
      this.shared(textOf(match, reading.status)),
      this.shared(textOf(match, reading.syncState)),
      userName !== null && userName === user?.login ? user.login : userName,
      { rows: this.appUsers, reading, address: this.appUsers.add(match, reading.form) },
    );
  }

  /** One text for the few that many records have. */
  private shared(text: string | null): string | null {
    if (text === null) return null;
    const known = this.texts.get(text);
    if (known === undefined && this.texts.size < mostShared) this.texts.set(text, text);
    return known ?? text;
  }

  private readingOf(match: RecordMatch, template: RecordTemplate): { readonly reading: UserReading | AppUserReading | null } {
    const record = match.value();
    const kind = isObject(record) ? recordKind(record) : null;
    // With a profile the kind rests on structure and types alone, unless a text says the type.
    if (template.part('profile')?.kind !== 'object' || template.leafOf('type') >= 0) return { reading: null };
    if (kind === 'users') return { reading: this.userReading(match, template) };
    return { reading: kind === 'appUsers' ? this.appUserReading(match, template) : null };
  }

  private userReading(match: RecordMatch, template: RecordTemplate): UserReading | null {
    const profile = template.part('profile');
    const status = template.part('status');
    if (profile?.kind !== 'object' || !isTextOrNull(match, status)) return null;
    const [login, email, lastUpdated] = [leafAt(profile, 'login'), leafAt(profile, 'email'), template.leafOf('lastUpdated')];
    return {
      kind: 'users',
      form: this.users.form(match, template, leavesOf(profile) | bitOf(lastUpdated), isText(match, login) ? login : -1),
      id: template.leafOf('id'),
      status: template.leafOf('status'),
      login,
      email,
      lastUpdated,
      profile,
    };
  }

  private appUserReading(match: RecordMatch, template: RecordTemplate): AppUserReading | null {
    const profile = template.part('profile');
    const externalId = template.part('externalId');
    if (profile?.kind !== 'object' || template.part('_embedded') !== undefined || !isTextOrNull(match, externalId)) return null;
    const userName = leafAt(template.part('credentials'), 'userName');
    const lastUpdated = template.leafOf('lastUpdated');
    const kept = leavesOf(profile) | bitOf(lastUpdated);
    return {
      kind: 'appUsers',
      form: this.appUsers.form(match, template, kept, isText(match, userName) ? userName : -1),
      id: template.leafOf('id'),
      externalId: template.leafOf('externalId'),
      status: template.leafOf('status'),
      syncState: template.leafOf('syncState'),
      userName,
      lastUpdated,
      href: leafAt(nodeAt(template.part('_links'), 'app'), 'href'),
      profile,
    };
  }
}

const mostShared = 256;

/** Where a row is kept. */
interface Row<Reading> {
  readonly rows: PackedRows;
  readonly reading: Reading;
  readonly address: number;
}

/** An Okta user whose profile is made when it is asked for. A spread copy (`{ ...user }`) lacks it. */
export class RowUser implements OktaUser {
  readonly #rows: PackedRows;
  readonly #reading: UserReading;
  readonly #address: number;

  constructor(
    readonly id: string,
    readonly status: OktaStatus | null,
    readonly login: string | null,
    readonly email: string | null,
    row: Row<UserReading>,
  ) {
    this.#rows = row.rows;
    this.#reading = row.reading;
    this.#address = row.address;
  }

  get lastUpdated(): string | null {
    return timeIn(this.#rows, this.#address, this.#reading.lastUpdated, this.login);
  }

  attribute(name: string): JsonValue | undefined {
    return partOf(this.#rows, this.#address, this.#reading.profile, name, this.login);
  }

  get profile(): JsonObject {
    return this.#rows.read(this.#address, this.#reading.profile, this.login ?? '') as JsonObject;
  }

  hasAttribute(name: string): boolean {
    return this.#reading.profile.parts.has(name);
  }

  withStatus(status: OktaStatus): RowUser {
    return new RowUser(this.id, status, this.login, this.email, this.row());
  }

  private row(): Row<UserReading> {
    return { rows: this.#rows, reading: this.#reading, address: this.#address };
  }
}

/** An app user whose stored profile is made when it is asked for. */
export class RowAppUser implements TimedAppUser {
  readonly #rows: PackedRows;
  readonly #reading: AppUserReading;
  readonly #address: number;

  constructor(
    readonly userId: string,
    readonly externalId: string | null,
    readonly status: string | null,
    readonly syncState: string | null,
    readonly userName: string | null,
    row: Row<AppUserReading>,
  ) {
    this.#rows = row.rows;
    this.#reading = row.reading;
    this.#address = row.address;
  }

  get lastUpdated(): string | null {
    return timeIn(this.#rows, this.#address, this.#reading.lastUpdated, this.userName);
  }

  attribute(name: string): JsonValue | undefined {
    return partOf(this.#rows, this.#address, this.#reading.profile, name, this.userName);
  }

  get profile(): JsonObject {
    return this.#rows.read(this.#address, this.#reading.profile, this.userName ?? '') as JsonObject;
  }
}

/** Undefined where the profile does not have the attribute. */
function partOf(rows: PackedRows, address: number, { parts }: ObjectNode, name: string, key: string | null): JsonValue | undefined {
  const node = parts.get(name);
  if (node === undefined) return undefined;
  return node.kind === 'leaf' ? rows.leaf(address, node.leaf, key ?? '') : rows.read(address, node, key ?? '');
}

function timeIn(rows: PackedRows, address: number, leaf: number, key: string | null): string | null {
  const time = leaf < 0 ? null : rows.leaf(address, leaf, key ?? '');
  return typeof time === 'string' ? time : null;
}

/** Null for what is no text, and where there is no such leaf. */
function textOf(match: RecordMatch, leaf: number): string | null {
  return leaf < 0 ? null : match.text(leaf);
}

/** Like `recordId`, of texts alone; a text of plain ASCII holds nothing that no id has. */
function usableText(match: RecordMatch, leaf: number): string | null {
  const text = textOf(match, leaf);
  if (text === null || text === '') return null;
  return !match.isSpecial(leaf) || isUsableId(text) ? text : null;
}

function isText(match: RecordMatch, leaf: number): boolean {
  return leaf >= 0 && match.kindOf(leaf) === leafKinds.text;
}

function isTextOrNull(match: RecordMatch, node: TemplateNode | undefined): boolean {
  if (node === undefined) return true;
  return node.kind === 'leaf' && (match.kindOf(node.leaf) === leafKinds.text || match.kindOf(node.leaf) === leafKinds.null);
}

function nodeAt(node: TemplateNode | undefined, name: string): TemplateNode | undefined {
  return node?.kind === 'object' ? node.parts.get(name) : undefined;
}

function leafAt(node: TemplateNode | undefined, name: string): number {
  const inner = nodeAt(node, name);
  return inner?.kind === 'leaf' ? inner.leaf : -1;
}

const bitOf = (leaf: number): number => (leaf < 0 ? 0 : 1 << leaf);

function leavesOf(node: TemplateNode): number {
  if (node.kind === 'leaf') return bitOf(node.leaf);
  return (node.kind === 'list' ? node.items : node.values).reduce((bits, inner) => bits | leavesOf(inner), 0);
}

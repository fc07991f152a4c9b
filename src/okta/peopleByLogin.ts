import type { Turns } from '../input/turns';
import type { UserList } from './exportData';
import type { ExportFile, Section } from './exportFile';
import type { FilePlace } from './filePlace';
import type { OktaUser } from './source';

/** Okta compares logins without case and diacritics (facts/okta.md, section 1.1). */
export function loginKey(login: string): string {
  if (!/[^\0-@[-\x7f]/.test(login)) return login;
  return (/[^\0-\x7f]/.test(login) ? login.normalize('NFD').replace(/\p{M}/gu, '') : login).toLowerCase();
}

/** Somebody as a row without an Okta id names them. */
export interface NamedPerson {
  readonly login: string | null;
  readonly email: string | null;
}

/** A file of users without their ids. */
export interface LoginList {
  readonly list: UserList;
  /** Okta's CSV import template: who is not in Okta yet stands in it, too. */
  readonly isTemplate: boolean;
  /** Those whom no other file knows, under a stand-in for their id. */
  readonly strangers: { readonly user: OktaUser; readonly hasStatus: boolean }[];
}

/** What of `ExportData` is needed here. */
interface Users {
  readonly users: ReadonlyMap<string, OktaUser>;
  readonly userLists: readonly UserList[];
  addUser(user: OktaUser, hasStatus: boolean, partial: boolean, section: Section): string;
}

/**
 * People whom a file names by login or e-mail only: reports, the CSV import template, many a script. They are looked up among the users of
 * whom other files tell both id and login. Who is not found there keeps a stand-in for an id (`login:anna@contoso.example`), so that the
 * same person of several such files is one; what that is worth is judged when all files are read.
 */
export class PeopleByLogin {
  readonly lists: LoginList[] = [];
  /** By section, then by the group that the rows are about ('' where they are about none). */
  private readonly mentions = new Map<Section, Map<string, Map<string, NamedPerson>>>();
  private logins: Map<string, string | null> | null = null;
  private emails: Map<string, string | null> | null = null;

  constructor(private readonly users: ReadonlyMap<string, OktaUser>) {}

  /** The Okta id; null where nobody, or more than one, has this login or, where none is given, this e-mail address. */
  find({ login, email }: NamedPerson): string | null {
    if (login !== null) {
      this.logins ??= this.index((user) => user.login);
      return this.logins.get(loginKey(login)) ?? null;
    }
    if (email === null) return null;
    this.emails ??= this.index((user) => user.email);
    return this.emails.get(loginKey(email)) ?? null;
  }

  /** The user's id, or a stand-in that is held against `section` (and the group) unless a users file names the person. */
  idOf(person: NamedPerson, section: Section, groupId = ''): string {
    const known = this.find(person);
    if (known !== null) return known;
    const id = standIn(person);
    const ofSection = this.mentions.get(section) ?? new Map<string, Map<string, NamedPerson>>();
    this.mentions.set(section, ofSection);
    const ofGroup = ofSection.get(groupId) ?? new Map<string, NamedPerson>();
    ofSection.set(groupId, ofGroup);
    ofGroup.set(id, person);
    return id;
  }

  /** Judges who was not found, when every file is read and placed; adds the problems (`missing-column`). */
  async settle(data: Users, places: ReadonlyMap<ExportFile, FilePlace>, turns: Turns): Promise<void> {
    const isMembers = (section: Section): boolean => places.get(section.file)?.members === true;
    const own = new Set(this.lists.map(({ list }) => list));
    const hasUsersFile = data.userLists.some((list) => !own.has(list) && list.userIds.length > 0 && !isMembers(list.section));
    // Users first: members may be named by the logins of a users file without ids.
    const [members, users] = [
      this.lists.filter(({ list }) => isMembers(list.section)),
      this.lists.filter(({ list }) => !isMembers(list.section)),
    ];
    for (const entry of users) await this.settleUsers(entry, data, hasUsersFile, turns);
    for (const { list, strangers } of members) {
      const lost = strangers.filter(({ user }) => !data.users.has(user.id));
      await addAll(strangers, list, data, turns);
      if (lost.length > 0) list.section.add('missing-column', wordsOfMembers(lost.map(({ user }) => user)));
    }
    for (const [section, groups] of this.mentions) for (const [groupId, byId] of groups) this.settleMentions(data, section, groupId, byId);
  }

  private async settleUsers(entry: LoginList, data: Users, hasUsersFile: boolean, turns: Turns): Promise<void> {
    const { list, isTemplate, strangers } = entry;
    if (strangers.length === 0) return;
    const people = shown(strangers.map(({ user }) => user));
    if (hasUsersFile && isTemplate) {
      const words = `${strangers.length} of its logins are in no file that tells their Okta ids (${people}): they are left out, as people who are yet to be imported.`;
      list.section.add('conflicting-records', words);
      return;
    }
    const words = `There is no column with the Okta user id ("User Id" in rockstar), and no other file tells it for ${strangers.length} users (${people})`;
    list.section.add('missing-column', `${words}: they are ${hasUsersFile ? 'left out' : 'known by login only'}.`, { line: 1 });
    if (!hasUsersFile) await addAll(strangers, list, data, turns);
  }

  private settleMentions(data: Users, section: Section, groupId: string, byId: ReadonlyMap<string, NamedPerson>): void {
    const lost = [...byId].filter(([id]) => !data.users.has(id));
    for (const [id, { login, email }] of lost) {
      data.addUser({ id, status: null, login, email, lastUpdated: null, profile: {} }, false, true, section);
    }
    if (lost.length === 0) return;
    const people = lost.map(([, person]) => person);
    if (groupId === '')
      section.add('missing-column', `${lost.length} people are named by login only and are in no users file (${shown(people)}).`);
    else section.add('missing-column', wordsOfMembers(people), { groupId });
  }

  /** Null for what several users have. */
  private index(keyOf: (user: OktaUser) => string | null): Map<string, string | null> {
    const index = new Map<string, string | null>();
    for (const user of this.users.values()) {
      const key = keyOf(user);
      if (key !== null && key !== '') index.set(loginKey(key), index.has(loginKey(key)) ? null : user.id);
    }
    return index;
  }
}

async function addAll(strangers: LoginList['strangers'], list: UserList, data: Users, turns: Turns): Promise<void> {
  for (const { user, hasStatus } of strangers) {
    list.userIds.push(data.addUser(user, hasStatus, true, list.section));
    if (turns.due()) await turns.next();
  }
}

/** In place of an id; no Okta id has a colon. */
export function standIn({ login, email }: NamedPerson): string {
  return login !== null ? `login:${loginKey(login)}` : `email:${loginKey(email ?? '')}`;
}

const shown = (people: readonly NamedPerson[]): string =>
  people
    .slice(0, 3)
    .map(({ login, email }) => login ?? email ?? '')
    .join(', ') + (people.length > 3 ? ', …' : '');

const wordsOfMembers = (people: readonly NamedPerson[]): string =>
  `${people.length} members are named by login or e-mail only and are in no users file (${shown(people)}): who they are is not known.`;

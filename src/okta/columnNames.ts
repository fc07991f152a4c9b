/**
 * By what names the columns of a CSV go (facts/okta.md, sections 1.2 to 1.6): rockstar's, okta-cli's, those of PowerShell scripts and of the
 * console's reports, whose headers Okta documents only as the names of their filters. Compared without case, spaces, underscores and hyphens.
 */

/** A header as it is compared. An underscore in front stays: `_links` and `_embedded` are Okta's own. */
export function headerKey(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replace(/(?!^)[\s_-]+/g, '');
}

const keys = (names: string): readonly string[] => names.split(/\s+/);

/** The Okta id of a user. */
export const userIdNames = keys('id userid oktaid oktauserid oktauuid user.id useroktaid assigneeoktaid');
export const loginNames = keys(
  'login profile.login profilelogin username oktausername oktalogin userlogin user.login user.profile.login loginname assigneeoktausername',
);
export const emailNames = keys('email profile.email profileemail primaryemail emailaddress useremail mail user.email user.profile.email');
export const statusNames = keys('status userstatus oktauserstatus oktastatus accountstatus user.status');
export const lastUpdatedNames = keys('lastupdated lastupdateddate');
/** Names that can only be a group's. */
export const groupNames = keys('groupid oktagroupid group.id groupname oktagroupname group.profile.name group.name');
/** A group's id or name, or several; a user's own attribute may be called so, too. */
export const plainGroupNames = keys('group groups oktagroup groupmembership groupmemberships');
/** The app by id, then by label. */
export const appIdNames = keys('appid applicationid app.id appinstanceid');
export const appNames = keys(
  'applicationinstance appinstance instancename applicationlabel applabel app.label application applicationname appname app applicationcatalogname',
);
/** The name that a user has in the app. */
export const appUserNames = keys('credentials.username applicationusername appusername applicationlogin applogin assigneeappusername');
export const usersCountNames = keys(
  'userscount _embedded.stats.userscount membercount memberscount usercount numberofusers numberofmembers',
);

/** Columns of a header by any of their names. */
export class Columns {
  private readonly indexes = new Map<string, number>();

  constructor(readonly header: readonly string[]) {
    for (const [index, cell] of header.entries()) {
      const key = headerKey(cell);
      if (!this.indexes.has(key)) this.indexes.set(key, index);
    }
  }

  /** Index of the first of these columns (as `headerKey` writes them) that is there; null where none is. */
  find(...names: readonly string[]): number | null {
    for (const name of names) {
      const index = this.indexes.get(name);
      if (index !== undefined) return index;
    }
    return null;
  }

  has(...names: readonly string[]): boolean {
    return this.find(...names) !== null;
  }
}

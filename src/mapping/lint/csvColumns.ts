/** What is checked in a column of a CSV export. */
export type CsvColumnRole = 'phone' | 'phoneType' | 'userName' | 'manager' | 'country' | 'secret';

export interface CsvLintColumn {
  /** Counted from 0. */
  readonly index: number;
  /** As it stands in the header. */
  readonly title: string;
  readonly role: CsvColumnRole;
}

/** What the columns of a CSV are, for its checks. */
export interface CsvLintColumns {
  /** The first row is a header; false: it is data like the rest. */
  readonly headed: boolean;
  /** In the order of the columns; of a role `country` there is one at most. */
  readonly checked: readonly CsvLintColumn[];
}

/** What is known besides the header: from the user, `okta-export.json`, the mapping and the app. */
export interface CsvColumnHints {
  /** What a column holds by its title, in the words of the manifest: `profile.primaryPhone`, `login`, `ignore` (product.md, section 3). */
  readonly meanings?: ReadonlyMap<string, string>;
  /** Okta attributes that the mapping sends as phone numbers, besides those that are known by their names. */
  readonly phoneAttributes?: readonly string[];
  /** Okta attributes that the mapping sends as manager. */
  readonly managerAttributes?: readonly string[];
  /** The Okta attribute that the app's username template names; null where it names none that is understood. Without it the login. */
  readonly userNameAttribute?: string | null;
}

const keys = (names: string): ReadonlySet<string> => new Set(names.split(/\s+/));

const phoneKeys = keys(
  `primaryphone mobilephone phone phonenumber primaryphonenumber mobilephonenumber mobile mobilenumber cell cellphone workphone workphone2
  workphone3 workphone4 homephone otherphone telephone telephonenumber businessphone officephone secondaryphone`,
);
const phoneTypeKey = /phone(?:number)?\d?type$/;
const appUserNameKeys = keys('credentials.username applicationusername appusername applicationlogin applogin assigneeappusername');
const appUserKeys = keys('externalid syncstate scope appid applicationid app.id appinstanceid');
const secretKeys = keys(
  `password credentials.password credentials.password.value passwordhash credentials.password.hash.value clientsecret apitoken accesstoken
  refreshtoken credentials.recoveryquestion.answer recoveryanswer securityanswer`,
);
/** Of the user's login where `username` is not the name in the app. */
const loginKeys = keys('login username oktausername oktalogin userlogin loginname');
const emailKeys = keys('email primaryemail emailaddress mail useremail');
/** The first of these that is there tells the country of a row. */
const countryKeys = ['countrycode', 'country', 'countryname', 'countryregion'];

/** Recognises the columns to check by the names of Okta's attributes, rockstar's titles and usual headers of scripts. */
export function lintColumnsOf(header: readonly string[], hints: CsvColumnHints = {}): CsvLintColumns {
  const attributes = header.map((title) => attributeKey(hints.meanings?.get(title) ?? title));
  const isAppUsers = attributes.some((key) => appUserKeys.has(key) || appUserNameKeys.has(key));
  const country = countryKeys.map((key) => attributes.indexOf(key)).find((index) => index !== -1);
  const phones = new Set(hints.phoneAttributes?.map(attributeKey));
  const managers = new Set(hints.managerAttributes?.map(attributeKey));
  const userNames = isAppUsers ? new Set(['username', ...appUserNameKeys]) : userNameKeys(hints.userNameAttribute);
  const roleOf = (key: string, index: number): CsvColumnRole | null => {
    if (index === country) return 'country';
    if (userNames.has(key)) return 'userName';
    if (managers.has(key)) return 'manager';
    if (phones.has(key) || phoneKeys.has(key)) return 'phone';
    if (phoneTypeKey.test(key)) return 'phoneType';
    return secretKeys.has(key) ? 'secret' : null;
  };
  const checked = attributes.flatMap((key, index): CsvLintColumn[] => {
    const role = roleOf(key, index);
    return role === null ? [] : [{ index, title: header[index] ?? '', role }];
  });
  return { headed: true, checked };
}

function userNameKeys(attribute: string | null | undefined): ReadonlySet<string> {
  if (attribute === null) return new Set();
  const key = attributeKey(attribute ?? 'login');
  if (key === 'login') return loginKeys;
  return key === 'email' ? emailKeys : new Set([key]);
}

/** A header as it is compared: without case, spaces, underscores, hyphens and what API and okta-cli put in front. */
function attributeKey(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
    .replace(/^(?:user\.)?profile\./, '');
}

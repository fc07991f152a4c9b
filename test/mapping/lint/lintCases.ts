import type { LintCode } from '../../../src/mapping/lint/lintCodes';
import { noContext, type LintContext } from '../../../src/mapping/lint/lintContext';
import { coreUserUrn, enterpriseUserUrn, genesysUserUrn } from '../../../src/mapping/scimNames';

/** A text with ⟦the range⟧ of its only problem. */
export interface LintCase {
  readonly title: string;
  readonly code: LintCode;
  readonly text: string;
  readonly message: string;
  /** After the first fix; null where nothing is offered. */
  readonly after: string | null;
  /** False: the fix is one of several that could be meant. */
  readonly certain?: boolean;
  readonly context?: Partial<LintContext>;
}

const ends = '"source":{"id":"oty1","name":"user","type":"user"},"target":{"id":"0oa1","name":"genesys_cloud","type":"appuser"}';
const name = '"displayName":{"expression":"user.displayName","pushStatus":"PUSH"}';

/** A mapping to Genesys Cloud in which displayName is mapped; the other properties are given as JSON. */
export const mapping = (properties: string): string => `{"id":"prm1",${ends},"properties":{${name}, ${properties}}}`;
const mapped = (variable: string, expression: string): string =>
  mapping(`"${variable}":{"expression":"${expression}","pushStatus":"PUSH"}`);

const displayName = `"displayName":{"externalName":"displayName","externalNamespace":"${coreUserUrn}"}`;
/** The schema of an app that feeds Genesys Cloud; the other attributes are given as JSON. */
export const schema = (variables: string): string =>
  `{"id":"https://a.okta.com/meta/schemas/apps/0oa1/default","name":"genesys_cloud","definitions":{"base":{"properties":{"userName":{"type":"string"}}},` +
  `"custom":{"properties":{${displayName}, ${variables}}}}}`;
const variable = (external: string, urn = coreUserUrn): string =>
  schema(`"extra":{"externalName":"${external}","externalNamespace":"${urn}"}`);

const user = (profile: string): string => `[{"id":"00u1","status":"ACTIVE","profile":{"login":"a@x.io","email":"a@x.io",${profile}}}]`;
const us: Partial<LintContext> = { defaultRegion: 'US' };
const app = (rest: string): string => `{"id":"0oa1","label":"Genesys Cloud","signOnMode":"SAML_2_0",${rest}}`;
const types = 'work, work2, work3, work4, home, mobile, other, microsoftteams, zoomphone, eightbyeight, ringcentral';
const lost = (what: string, urn: string): string => `extra: Genesys Cloud has no ${what} in ${urn}. What Okta sends for it is lost.`;

const people: readonly LintCase[] = [
  {
    title: 'a number of an export that nobody has',
    code: 'phone-invalid',
    text: user('"mobilePhone":"⟦+1 555 123⟧"'),
    message: 'mobilePhone: “+1 555 123” is not a valid phone number.',
    after: null,
  },
  {
    title: 'a national number of an export, by the region of the setting',
    code: 'phone-not-e164',
    text: user('"primaryPhone":"⟦(317) 222-2222⟧"'),
    context: us,
    message: 'primaryPhone: “(317) 222-2222” is not in E.164. Genesys Cloud stores +13172222222.',
    after: user('"primaryPhone":"+13172222222"'),
  },
  {
    title: 'a national number, by the country of its user',
    code: 'phone-not-e164',
    text: user('"countryCode":"GB","primaryPhone":"⟦020 7946 0958⟧"'),
    context: us,
    message: 'primaryPhone: “020 7946 0958” is not in E.164. Genesys Cloud stores +442079460958.',
    after: user('"countryCode":"GB","primaryPhone":"+442079460958"'),
  },
  {
    title: 'a national number of no country',
    code: 'phone-not-e164',
    text: user('"primaryPhone":"⟦317-222-2222⟧"'),
    message:
      'primaryPhone: “317-222-2222” is a national number, and nothing tells its country. Write it in E.164, or set scimPreflight.phone.defaultRegion.',
    after: null,
  },
  {
    title: 'a number that is a number',
    code: 'phone-not-e164',
    text: user('"mobilePhone":⟦3172222222⟧'),
    context: us,
    message: 'mobilePhone: “3172222222” is not in E.164. Genesys Cloud stores +13172222222.',
    after: user('"mobilePhone":"+13172222222"'),
  },
  {
    title: 'an attribute that the mapping sends as a phone',
    code: 'phone-not-e164',
    text: user('"desk":"⟦+1 317 222 2222⟧"'),
    context: { phoneAttributes: new Set(['desk']) },
    message: 'desk: “+1 317 222 2222” is not in E.164. Genesys Cloud stores +13172222222.',
    after: user('"desk":"+13172222222"'),
  },
  {
    title: 'an app user whose user name is no address',
    code: 'username-not-email',
    text: '{"id":"00u1","scope":"USER","credentials":{"userName":"⟦jdoe⟧"},"profile":{}}',
    message: 'userName: “jdoe” is not an e-mail address. Genesys Cloud uses the user name as the main e-mail address.',
    after: null,
  },
  {
    title: 'a user whose login becomes the user name and is no address',
    code: 'username-not-email',
    text: '[{"id":"00u1","status":"ACTIVE","profile":{"login":"⟦jdoe⟧","email":"a@x.io"}}]',
    context: { usernameAttribute: 'login' },
    message: 'login: “jdoe” is not an e-mail address. Genesys Cloud uses the user name as the main e-mail address.',
    after: null,
  },
];

const schemas: readonly LintCase[] = [
  {
    title: 'a phone type with two letters swapped',
    code: 'unknown-phone-type',
    text: variable("phoneNumbers.^[type=='⟦wrok⟧'].value"),
    message: 'Genesys Cloud has no phone type “wrok”. Did you mean work?',
    after: variable("phoneNumbers.^[type=='work'].value"),
  },
  {
    title: 'a phone type that is like none',
    code: 'unknown-phone-type',
    text: variable("phoneNumbers.^[type=='⟦fax⟧'].value"),
    message: `Genesys Cloud has no phone type “fax”. There are ${types}.`,
    after: null,
  },
  {
    title: 'an e-mail type',
    code: 'unknown-email-type',
    text: variable("emails.^[type=='⟦home⟧'].value"),
    message: 'Genesys Cloud has no e-mail type “home”. There are work, other.',
    after: null,
  },
  {
    title: 'the e-mail address that holds the user name',
    code: 'read-only-attribute',
    text: variable("emails.^[type=='⟦other⟧'].value"),
    message: 'The e-mail address of type other cannot be written. Genesys Cloud keeps the userName there and lets nobody write it.',
    after: null,
  },
  {
    title: 'groups',
    code: 'read-only-attribute',
    text: variable('⟦groups⟧'),
    message: 'extra: Genesys Cloud lets nobody write groups. Genesys Cloud takes memberships only through groups.',
    after: null,
  },
  {
    title: 'an attribute of SCIM that Genesys does not have',
    code: 'unsupported-attribute',
    text: variable('⟦name.givenName⟧'),
    message: lost('name.givenName', coreUserUrn),
    after: null,
  },
  {
    title: 'a misspelt attribute',
    code: 'unsupported-attribute',
    text: variable('⟦departmnet⟧', enterpriseUserUrn),
    message: `${lost('departmnet', enterpriseUserUrn)} Did you mean department?`,
    after: variable('department', enterpriseUserUrn),
  },
  {
    title: 'an attribute in the wrong namespace',
    code: 'unsupported-attribute',
    text: variable('routingSkills', `⟦${enterpriseUserUrn}⟧`),
    message: `${lost('routingSkills', enterpriseUserUrn)} It has it in ${genesysUserUrn}.`,
    after: variable('routingSkills', genesysUserUrn),
  },
  {
    title: 'an attribute without a namespace among others that have one',
    code: 'missing-namespace',
    text: schema('"division":{"type":"string","externalName":"⟦division⟧"}'),
    message: 'Okta never sends division: it has no external namespace, and the app’s other attributes have one.',
    after: schema(`"division":{"type":"string","externalName":"division", "externalNamespace": "${enterpriseUserUrn}"}`),
  },
  {
    title: 'an empty namespace',
    code: 'missing-namespace',
    text: schema('"job":{"externalNamespace":"","externalName":"⟦title⟧"}'),
    message: 'Okta never sends job: it has no external namespace, and the app’s other attributes have one.',
    after: schema(`"job":{"externalNamespace":"${coreUserUrn}","externalName":"title"}`),
  },
  {
    title: 'an attribute without external name and namespace',
    code: 'missing-namespace',
    text: schema('"⟦badge⟧":{"type":"string"}'),
    message: 'Okta never sends badge: it has no external namespace, and the app’s other attributes have one.',
    after: null,
  },
  {
    title: 'two attributes for one phone',
    code: 'duplicate-target',
    text: schema(
      `"a":{"externalName":"phoneNumbers.^[type=='work'].value","externalNamespace":"${coreUserUrn}"},` +
        `"b":{"externalName":"⟦phoneNumbers[type eq 'work'].value⟧","externalNamespace":"${coreUserUrn}"}`,
    ),
    message: "b and a both fill phoneNumbers[type eq 'work'].value.",
    after: null,
  },
  {
    title: 'a schema without displayName',
    code: 'missing-required',
    text:
      '{"id":"https://a.okta.com/meta/schemas/apps/0oa1/default","name":"genesys_cloud","definitions":{"custom":{"properties":' +
      `⟦{⟧"title":{"externalName":"title","externalNamespace":"${coreUserUrn}"}}}}}`,
    message: 'No attribute of the app fills displayName: Genesys Cloud creates no user without one.',
    after: null,
  },
];

const attributes: readonly LintCase[] = [
  {
    title: 'a phone type within the default idiom',
    code: 'unknown-phone-type',
    text: mapped('primaryPhoneType', "(user.primaryPhone != null && user.primaryPhone != '') ? '⟦wrk⟧' : ''"),
    message: 'Genesys Cloud has no phone type “wrk”. Did you mean work?',
    after: mapped('primaryPhoneType', "(user.primaryPhone != null && user.primaryPhone != '') ? 'work' : ''"),
  },
  {
    title: 'an e-mail type behind escaped quotes',
    code: 'unknown-email-type',
    text: mapped('emailType', 'user.email == \\"\\" ? \\"\\" : (\\"⟦wrok⟧\\")'),
    message: 'Genesys Cloud has no e-mail type “wrok”. Did you mean work?',
    after: mapped('emailType', 'user.email == \\"\\" ? \\"\\" : (\\"work\\")'),
  },
  {
    title: 'a name of a person',
    code: 'unsupported-attribute',
    text: mapped('⟦firstName⟧', 'user.firstName'),
    message: 'Genesys Cloud has no name.givenName: what Okta sends for firstName is lost.',
    after: null,
  },
  {
    title: 'a misspelt variable',
    code: 'unsupported-attribute',
    text: mapped('⟦mobilPhone⟧', 'user.mobilePhone'),
    message: 'No attribute of Genesys Cloud is known as mobilPhone. Did you mean mobilePhone?',
    after: mapped('mobilePhone', 'user.mobilePhone'),
  },
  {
    title: 'nothing for displayName',
    code: 'missing-required',
    text: `{"id":"prm1",${ends},"⟦properties⟧":{"title":{"expression":"user.title","pushStatus":"PUSH"}}}`,
    message: 'Nothing fills displayName: Genesys Cloud creates no user without one.',
    after: `{"id":"prm1",${ends},"properties":{"displayName": { "expression": "user.displayName", "pushStatus": "PUSH" }, "title":{"expression":"user.title","pushStatus":"PUSH"}}}`,
    certain: false,
  },
  {
    title: 'an attribute that stands twice',
    code: 'duplicate-target',
    text: mapping('"title":{"expression":"user.title"},"⟦title⟧":{"expression":"user.userType"}'),
    message: 'title stands here twice. Only the last one counts.',
    after: null,
  },
  {
    title: 'two attributes for one field',
    code: 'duplicate-target',
    text: mapping('"primaryPhone":{"expression":"user.primaryPhone"},"⟦workPhone⟧":{"expression":"user.mobilePhone"}'),
    message: 'workPhone and primaryPhone both fill phoneNumbers[type eq "work"].value.',
    after: null,
  },
  {
    title: 'the manager by Okta’s attribute',
    code: 'manager-not-guid',
    text: mapped('managerId', '⟦user.managerId⟧'),
    message: 'Genesys Cloud takes the Genesys user id (GUID) of the manager, and managerId does not hold it.',
    after: null,
  },
  {
    title: 'the manager by e-mail, looked up',
    code: 'manager-not-guid',
    text: mapped('managerValue', "⟦user.getLinkedObject('manager').email⟧"),
    message: 'Genesys Cloud takes the Genesys user id (GUID) of the manager, and email does not hold it.',
    after: null,
  },
  {
    title: 'the manager by an attribute whose values are known',
    code: 'manager-not-guid',
    text: mapped('manager', '⟦user.boss⟧'),
    context: { valuesThatAreNoGuid: () => 1204 },
    message:
      'Genesys Cloud takes the Genesys user id (GUID) of the manager, and boss does not hold it. 1,204 users have another value there.',
    after: null,
  },
  {
    title: 'the user name by login',
    code: 'username-not-email',
    text: mapped('userName', '⟦user.login⟧'),
    message: 'Genesys Cloud takes the e-mail address as user name, and user.login is another attribute.',
    after: mapped('userName', 'user.email'),
  },
  {
    title: 'the username format of the app',
    code: 'username-not-email',
    text: app('"credentials":{"userNameTemplate":{"template":"⟦${source.login}⟧","type":"BUILT_IN"}}'),
    message:
      'The application username format is ${source.login}. Genesys Cloud wants Email: it uses the user name as the main e-mail address.',
    after: app('"credentials":{"userNameTemplate":{"template":"${source.email}","type":"BUILT_IN"}}'),
  },
  {
    title: 'create only',
    code: 'dont-push-no-protection',
    text: mapping('"title":{"expression":"user.title","pushStatus":"⟦DONT_PUSH⟧"}'),
    message: 'title is set to create only, and that does not protect it: Okta pushes the whole profile of the app user at every update.',
    after: mapping('"title":{"expression":"user.title","pushStatus":"PUSH"}'),
    certain: false,
  },
  {
    title: 'the list of mappings',
    code: 'mapping-without-expressions',
    text: `[{"id":"prm2","source":{"type":"appuser"},"target":{"type":"user"}},{"id":"⟦prm1⟧",${ends}}]`,
    message:
      'This is a list of 2 mappings, which have no expressions, so nothing in it can be checked. Save the one mapping of the app: GET /api/v1/mappings/prm1.',
    after: null,
  },
  {
    title: 'a fixed number that is not in E.164',
    code: 'phone-not-e164',
    text: mapped('workPhone', "user.site == 'A' ? '⟦(317) 222-2222⟧' : ''"),
    context: us,
    message: 'workPhone: “(317) 222-2222” is not in E.164. Genesys Cloud stores +13172222222.',
    after: mapped('workPhone', "user.site == 'A' ? '+13172222222' : ''"),
  },
  {
    title: 'a fixed number that nobody has',
    code: 'phone-invalid',
    text: mapped('workPhone', "'⟦+1 000⟧'"),
    message: 'workPhone: “+1 000” is not a valid phone number.',
    after: null,
  },
];

const expressions: readonly LintCase[] = [
  {
    title: 'a text that does not end',
    code: 'expression-syntax',
    text: mapped('title', 'String.append(user.title, ⟦\\"x)⟧'),
    message: 'This text has no closing ".',
    after: null,
  },
  {
    title: 'a group function of claims',
    code: 'expression-group-function',
    text: mapped('title', '⟦Groups.contains⟧(\\"a\\", \\"b\\", 10)'),
    message:
      'Groups.contains is for claims of tokens; Okta does not evaluate it in a mapping. isMemberOfGroupName and its relatives are for mappings.',
    after: null,
  },
  {
    title: 'a misspelt function',
    code: 'expression-unknown-function',
    text: mapped('title', '⟦String.apend⟧(user.title, user.city)'),
    message: 'Okta does not document a function String.apend. Did you mean String.append?',
    after: mapped('title', 'String.append(user.title, user.city)'),
  },
  {
    title: 'a function that Okta does not document',
    code: 'expression-unknown-function',
    text: mapped('title', '⟦isSuperOrgAdmin⟧() ? user.title : user.city'),
    message: 'Okta does not document a function isSuperOrgAdmin. What it gives is not known here.',
    after: null,
  },
  {
    title: 'a method that has the name of a function',
    code: 'expression-unknown-function',
    text: mapped('title', 'user.title.city.⟦substring⟧(0, 1)'),
    message: 'Okta does not document a function substring. What it gives is not known here.',
    after: null,
  },
  {
    title: 'an attribute that some users lack',
    code: 'expression-null',
    text: mapped('title', '⟦user.title⟧'),
    context: { userCountWithout: (attribute) => (attribute === 'title' ? 1812 : 0) },
    message: '1,812 users have no title: nothing is sent for them.',
    after: null,
  },
  {
    title: 'an attribute that nobody has',
    code: 'expression-null',
    text: mapped('title', '(user.⟦titel⟧) + user.displayName'),
    context: { profileAttributes: new Set(['title', 'displayName']) },
    message: 'No user of the export has the attribute titel. Did you mean title?',
    after: mapped('title', '(user.title) + user.displayName'),
  },
  {
    title: 'a membership',
    code: 'expression-not-reevaluated',
    text: mapped('title', "⟦isMemberOfGroupName⟧('Supervisors') ? 'Supervisor' : ''"),
    message: 'Okta does not evaluate isMemberOfGroupName again when memberships change.',
    after: null,
  },
  {
    title: 'Okta’s own recipe for E.164',
    code: 'e164-recipe',
    text: mapped('mobilePhone', "⟦String.append('+1', String.replace(user.mobilePhone, '-', ''))⟧"),
    message:
      'This makes wrong phone numbers: “+13172222222” becomes “+1+13172222222”; “1-317-222-2222” becomes “+113172222222”; ' +
      'no value becomes “+1”, or “+1null”; every number of another country begins with +1.',
    after: mapped('mobilePhone', better('user.mobilePhone')),
  },
  {
    title: 'a client secret',
    code: 'secret-in-file',
    text: app('"credentials":{"oauthClient":{"client_id":"0oa1","client_secret":"⟦n0tReal-But-Long-Enough⟧"}}'),
    message: 'The value of client_secret stands in this file. Whoever has the file can use it.',
    after: null,
  },
  {
    title: 'a header that was recorded',
    code: 'secret-in-file',
    text: '{"headers":[{"name":"Authorization","value":"⟦Basic bm90OnJlYWwtYXQtYWxs⟧"}]}',
    message: 'An Authorization header stands in this file. Whoever has the file can use it.',
    after: null,
  },
  {
    title: 'a token within an expression',
    code: 'secret-in-file',
    text: mapped('title', `'key ⟦00${'aB3_'.repeat(10)}⟧'`),
    message: 'A token stands in this file. Whoever has the file can use it.',
    after: null,
  },
];

/** What is offered for a recipe with +1. */
export function better(reference: string): string {
  const digits = ["'-'", "'('", "')'", "'.'"].reduce(
    (inner, drop) => `String.replace(${inner}, ${drop}, '')`,
    `String.removeSpaces(${reference})`,
  );
  return (
    `${reference} == null OR ${reference} == '' OR String.startsWith(${reference}, '+') ? ${reference} : ` +
    `(String.len(${digits}) == 10 ? String.append('+1', ${digits}) : ` +
    `(String.len(${digits}) == 11 AND String.startsWith(${digits}, '1') ? String.append('+', ${digits}) : ${reference}))`
  );
}

export const lintCases: readonly LintCase[] = [...people, ...schemas, ...attributes, ...expressions];

export function contextOf(context: Partial<LintContext> | undefined): LintContext {
  return { ...noContext, ...context };
}

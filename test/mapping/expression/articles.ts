import { unknown } from '../../../src/mapping/expression/value';
import { cases, churchill, user, type Case } from './cases';

const recipe =
  'String.append("+1", String.replace(String.replace(String.replace(String.replace(appuser.mobilePhone, "-", ""), "(", ""), ")", ""), " ", ""))';
const beforeAt =
  'String.stringContains(idpuser.subjectAltNameEmail, "@") ? String.substringBefore(idpuser.subjectAltNameEmail, "@") : idpuser.subjectAltNameEmail';
const alias =
  'isMemberOfGroupName("sample") ? (substringAfter(substringBefore(Arrays.toCsvString(user.proxyAddressess), \',\'), "smtp:")) : user.login';
/** Of Okta's knowledge base and help pages. */
export const articleCases: readonly Case[] = [
  ...cases("KB: Convert an AD user's phone number to E.164 US format", [
    [recipe, '+14151234567', { appuser: { mobilePhone: '415-123-4567' } }],
    [recipe, '+14151234567', { appuser: { mobilePhone: '(415) 123-4567' } }],
    [recipe, '+1+14151234567', { appuser: { mobilePhone: '+1 415-123-4567' } }],
    [recipe, '+114151234567', { appuser: { mobilePhone: '1-415-123-4567' } }],
    [recipe, '+1415.123.4567', { appuser: { mobilePhone: '415.123.4567' } }],
  ]),
  ...cases('KB: Convert the domain in email-based usernames using expression language', [
    ['String.replace(user.email, "example1", "example2")', 'jdoe@example2.com', user({ email: 'jdoe@example1.com' })],
  ]),
  ...cases('KB: How to convert string to array using Okta Expression Language', [
    ['Arrays.add(Arrays.toCsvString({}), "x")', ['x']],
    ['Arrays.add(Arrays.add(Arrays.toCsvString({}),user.a),user.b)', ['1', '2'], user({ a: '1', b: '2' })],
  ]),
  ...cases('KB: Applying Okta Expression Language for managing email aliases across distinct application instances', [
    [alias, unknown, user({ login: 'a@x.example', proxyAddressess: ['smtp:b@x.example', 'SMTP:c@x.example'] })],
    [
      'substringAfter(substringBefore(Arrays.toCsvString(user.proxyAddressess), \',\'), "smtp:")',
      'b@x.example',
      user({ proxyAddressess: ['smtp:b@x.example', 'SMTP:c@x.example'] }),
    ],
  ]),
  ...cases('KB: Custom username DOMAIN\\username for SAML application', [
    ['"XDOMAIN" + toLowerCase(substring( user.firstName, 0, 1)) + toLowerCase(user.lastName)', 'XDOMAINwchurchill', churchill],
    ['"DOMAIN" + workday.userName', unknown],
  ]),
  ...cases('help.okta.com: Smart Card expressions and examples', [
    ['String.substringBefore(idpuser.subjectAltNameEmail, "@")', 'jo', { other: { 'idpuser.subjectAltNameEmail': 'jo@x.example' } }],
    [
      'String.substring(idpuser.subjectCn, String.len(idpuser.subjectCn)-20, String.len(idpuser.subjectCn))',
      '12345678901234567890',
      { other: { 'idpuser.subjectCn': 'CN=12345678901234567890' } },
    ],
    [
      'String.toLowerCase(String.substringBefore(idpuser.subjectAltNameUpn, "@"))',
      'jo',
      { other: { 'idpuser.subjectAltNameUpn': 'JO@x' } },
    ],
    [beforeAt, 'jo', { other: { 'idpuser.subjectAltNameEmail': 'jo@x.example' } }],
    [beforeAt, 'jo', { other: { 'idpuser.subjectAltNameEmail': 'jo' } }],
  ]),
];

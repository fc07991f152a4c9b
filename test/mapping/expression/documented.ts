import { churchill, numbers, page, cases, user, type Case } from './cases';
import { articleCases } from './articles';
import { unknown } from '../../../src/mapping/expression/value';

const strings = cases(page('String functions'), [
  ['String.append("This is", " a test")', 'This is a test'],
  ['String.join(",", "This", "is", "a", "test")', 'This,is,a,test'],
  ['String.join("", "This", "is", "a", "test")', 'Thisisatest'],
  ['String.len("This")', 4],
  ['String.removeSpaces("This is a test")', 'Thisisatest'],
  ['String.replace("This is a test", "is", "at")', 'That at a test'],
  ['String.replaceFirst("This is a test", "is", "at")', 'That is a test'],
  ['String.startsWith("Kiss", "K")', true],
  ['String.stringContains("This is a test", "test")', true],
  ['String.stringContains("This is a test", "doesn\'tExist")', false],
  ['String.stringSwitch("This is a test", "default", "key1", "value1")', 'default'],
  ['String.stringSwitch("This is a test", "default", "test", "value1")', 'value1'],
  ['String.stringSwitch("First match wins", "default", "absent", "value1", "wins", "value2", "match", "value3")', 'value2'],
  ['String.stringSwitch("Substrings count", "default", "ring", "value1")', 'value1'],
  ['String.substring("This is a test", 2, 9)', 'is is a'],
  ['String.substringAfter("abc@okta.com", "@")', 'okta.com'],
  ['String.substringBefore("abc@okta.com", "@")', 'abc'],
  ['String.toUpperCase("This")', 'THIS'],
  ['String.toLowerCase("ThiS")', 'this'],
  ['toUpperCase(source.firstName)', 'ALEXANDER', user({ firstName: 'Alexander' })],
  ['toLowerCase(source.firstName)', 'alexander', user({ firstName: 'AlexANDER' })],
  ["substringBefore(user.email, '@')", 'alex', user({ email: 'alex@okta.com' })],
  ["substringAfter(user.email, '@')", 'okta.com', user({ email: 'alex@okta.com' })],
  ['substring(source.firstName, 1, 4)', 'lex', user({ firstName: 'Alexander' })],
]);

const olderStrings = cases('okta/okta-developer-docs, an older “String Functions” table', [
  ['String.stringSwitch("This is a test", "default", "is", "value1")', 'value1'],
  ['String.stringSwitch("This is a test", "default", "key1", "value1", "test", "value2")', 'value2'],
]);

const arrays = cases(page('Array functions'), [
  ['Arrays.add(user.arrayAttribute, 40)', [10, 20, 30, 40], numbers],
  ['Arrays.remove(user.arrayAttribute, 20)', [10, 30], numbers],
  ['Arrays.clear(user.arrayAttribute)', [], numbers],
  ['Arrays.add({10, 20, 30}, 40)', [10, 20, 30, 40]],
  ['Arrays.remove({10, 20, 30}, 20)', [10, 30]],
  ['Arrays.clear({10, 20, 30})', []],
  ['Arrays.get({0, 1, 2}, 0)', 0],
  ['Arrays.flatten(10, {20, 30}, 40)', [10, 20, 30, 40]],
  ["Arrays.toCsvString(Arrays.flatten('10, 20, 30, 40'))", '10,20,30,40'],
  ['Arrays.contains({10, 20, 30}, 10)', true],
  ['Arrays.contains({10, 20, 30}, 50)', false],
  ['Arrays.size({10, 20, 30})', 3],
  ['Arrays.size(NULL)', 0],
  ['Arrays.isEmpty({10, 20})', false],
  ['Arrays.isEmpty(NULL)', true],
  ['Arrays.toCsvString({"This", "is", " a ", "test"})', 'This,is, a ,test'],
  // “You can use comma-separated values (CSV) as an input parameter for all Arrays* functions.”
  ['Arrays.size("a,b,c")', 3],
  ['Arrays.contains("blue,green", "green")', true],
]);

const conversions = [
  ...cases(page('Data conversion functions'), [
    ['Convert.toInt(user.val)', 1234, user({ val: '1234' })],
    ['Convert.toInt(user.val)', 123, user({ val: 123.4 })],
    ['Convert.toInt(user.val)', 124, user({ val: 123.6 })],
    ['Convert.toNum(user.val)', 3.141, user({ val: '3.141' })],
  ]),
  ...cases(page('Country code conversion functions'), [
    ['Iso3166Convert.toAlpha2("IND")', 'IN'],
    ['Iso3166Convert.toAlpha3("840")', 'USA'],
    ['Iso3166Convert.toNumeric("USA")', '840'],
    ['Iso3166Convert.toName("IN")', 'India'],
    ['Iso3166Convert.toAlpha2("IN")', 'IN'],
    ['Iso3166Convert.toAlpha3("IN")', 'IND'],
    ['Iso3166Convert.toNumeric("004")', '004'],
    ['Iso3166Convert.toAlpha2("276")', 'DE'],
  ]),
];

const constants = cases(page('Constants and operators'), [
  ["'Hello world'", 'Hello world'],
  ['1234', 1234],
  ['3.141', 3.141],
  ['true', true],
  ['{1, 2, 3}[0]', 1],
  ['user.arrayProperty[0]', 'a', user({ arrayProperty: ['a', 'b'] })],
  ['user.firstName + user.lastName', 'WinstonChurchill', churchill],
  ['user.firstName + " " + user.lastName', 'Winston Churchill', churchill],
  ["user.groupCode == 123 ? 'Sales' : 'Other'", 'Sales', user({ groupCode: 123 })],
  ["user.groupCode == 123 ? 'Sales' : 'Other'", 'Other', user({ groupCode: 456 })],
  ['user.nickName ?: user.firstName', 'Winston', churchill],
  ['user.nickName ?: user.firstName', 'Winston', user({ nickName: '', firstName: 'Winston' })],
  ['user.nickName ?: user.firstName', 'Win', user({ nickName: 'Win', firstName: 'Winston' })],
  ['Groups.startsWith("OKTA", "TEST", 100) ?: {}', unknown],
]);

const middle = 'firstName + " " + (String.len(middleInitial) == 0 ? "" : (String.substring(middleInitial, 0, 1) + ". ")) + lastName';
const honorific = `(courtesyTitle != "" ? (courtesyTitle + " ") : honorificPrefix != "" ? (honorificPrefix + " ") : "") + ${middle}`;
const named = { firstName: 'Winston', lastName: 'Churchill' };
const mappings = cases(page('Profile mapping samples'), [
  [middle, 'Winston L. Churchill', user({ ...named, middleInitial: 'Leonard' })],
  [middle, 'Winston Churchill', user({ ...named, middleInitial: '' })],
  [honorific, 'Sir Winston L. Churchill', user({ ...named, middleInitial: 'L', courtesyTitle: 'Sir', honorificPrefix: 'Mr' })],
  [honorific, 'Mr Winston Churchill', user({ ...named, middleInitial: '', courtesyTitle: '', honorificPrefix: 'Mr' })],
  [honorific, 'Winston Churchill', user({ ...named, middleInitial: '', courtesyTitle: '', honorificPrefix: '' })],
]);

const phonePattern = String.raw`user.primaryPhone matches "(\+\d{1,2}\s)?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}"`;
const rules = cases(page('Group rules samples'), [
  ['String.stringContains(user.department, "Sales")', true, user({ department: 'West Sales' })],
  ['String.stringContains(user.department, "Sales")', false, user({ department: 'sales' })],
  ['user.city == "San Francisco"', true, user({ city: 'San Francisco' })],
  ['user.city == "San Francisco"', false, user({ city: 'Oakland' })],
  ['user.salary >= 1000000', true, user({ salary: 1_000_000 })],
  ['user.salary >= 1000000', false, user({ salary: 999_999 })],
  ['!user.isContractor', true, user({ isContractor: false })],
  ['!user.isContractor', false, user({ isContractor: true })],
  ['user.salary > 1000000 AND !user.isContractor', true, user({ salary: 1_000_001, isContractor: false })],
  ['user.salary > 1000000 AND !user.isContractor', false, user({ salary: 1_000_000, isContractor: false })],
  ['user.department matches "California-[a-zA-Z]+-Sales"', true, user({ department: 'California-North-Sales' })],
  ['user.department matches "California-[a-zA-Z]+-Sales"', false, user({ department: 'California-2-Sales' })],
  [phonePattern, true, user({ primaryPhone: '+1 (415) 555-0100' })],
  [phonePattern, true, user({ primaryPhone: '415.555.0100' })],
  [phonePattern, false, user({ primaryPhone: '4155550100' })],
  ["user.title matches '(?i)engineer'", true, user({ title: 'Engineer' })],
  ["user.title matches '(?i)engineer'", false, user({ title: 'Manager' })],
  ['user.hasBadge', true, user({ hasBadge: true })],
  ['String.stringContains(user.email, "@example.com")', true, user({ email: 'a@example.com' })],
  ['Arrays.contains(user.favoriteColors, "blue")', true, user({ favoriteColors: ['red', 'blue'] })],
]);

const either = 'user.employeeNumber != "" AND user.employeeNumber != null ? user.employeeNumber : user.nonEmployeeNumber';
const blanks = [
  ...cases(page('Check for null and blank attributes'), [
    [either, '7', user({ employeeNumber: '7', nonEmployeeNumber: 'n' })],
    [either, 'n', user({ employeeNumber: '', nonEmployeeNumber: 'n' })],
    [either, 'n', user({ nonEmployeeNumber: 'n' })],
    ['user.employeeNumber == null', true],
    ['user.employeeNumber == null', false, user({ employeeNumber: '' })],
    ['user.employeeNumber == ""', true, user({ employeeNumber: '' })],
    ['user.employeeNumber == ""', false],
  ]),
  ...cases('KB: How to search for null and blank (or deleted) values in attributes via API', [
    ['user.attributeValue==null or user.attributeValue==""', true, user({ attributeValue: '' })],
    ['user.attributeValue==null or user.attributeValue==""', true],
    ['user.attributeValue==null or user.attributeValue==""', false, user({ attributeValue: 'x' })],
    ['isMemberOfGroupName("Everyone") and (user.attributeValue==null or user.attributeValue=="")', false, user({ attributeValue: 'x' })],
    ['isMemberOfGroupName("Everyone") and (user.attributeValue==null or user.attributeValue=="")', unknown],
  ]),
];

const domain = 'toUpperCase(substringBefore( substringAfter(user.email, "@"), "."))';
const popular = cases(page('Popular expressions'), [
  ['user.firstName', 'Winston', churchill],
  ['user.firstName + "." + user.lastName', 'Winston.Churchill', churchill],
  ['substring(user.firstName, 0, 1) + user.lastName', 'WChurchill', churchill],
  ['substring(user.firstName, 0, 1) + substring(user.lastName, 0, 6)', 'WChurch', churchill],
  ['toLowerCase(substring( user.firstName, 0, 1)) + "." + toLowerCase(user.lastName)', 'w.churchill', churchill],
  [`${domain} + "\\" + substringBefore( user.email, "@")`, 'GMAIL\\winston.churchill', churchill],
  [`${domain} + "\\" + toLowerCase(substring( user.firstName, 0, 1)) + toLowerCase(user.lastName)`, 'GMAIL\\wchurchill', churchill],
  ['"XDOMAIN\\" + toLowerCase(substring( user.firstName, 0, 1)) + toLowerCase(user.lastName)', 'XDOMAIN\\wchurchill', churchill],
  ['hasWorkdayUser() ? findWorkdayUser().employeeID : null', unknown],
  ['hasDirectoryUser() ? findDirectoryUser().managerUpn : null', unknown],
]);

const references = [
  ...cases(page('Reference user attributes'), [
    ['user.getInternalProperty("id")', '00u1', { internal: { id: '00u1', status: 'ACTIVE' } }],
    ["user.getInternalProperty('status')", 'ACTIVE', { internal: { id: '00u1', status: 'ACTIVE' } }],
    ['user.getInternalProperty("status") == "ACTIVE"', true, { internal: { status: 'ACTIVE' } }],
    ['appuser.firstName', 'Winston', { appuser: { firstName: 'Winston' } }],
    ['zendesk.firstName', 'Win', { other: { 'zendesk.firstName': 'Win' } }],
    ['active_directory.managerUpn', unknown],
    ['google_apps.email', unknown],
    ['idpuser.firstName', unknown],
  ]),
  ...cases(page('Reference app and organization properties'), [
    ['org.name', 'Contoso', { org: { name: 'Contoso', subDomain: 'contoso' } }],
    ['org.subDomain', 'contoso', { org: { name: 'Contoso', subDomain: 'contoso' } }],
    ['app.domain', 'contoso.example', { app: { domain: 'contoso.example' } }],
    ['office365_app.domain', unknown],
  ]),
  ...cases('facts/okta.md, section 2.1: the default idiom of phone types, from a recorded mapping', [
    ["(user.primaryPhone != null && user.primaryPhone != '') ? 'work' : ''", 'work', user({ primaryPhone: '+1' })],
    ["(user.primaryPhone != null && user.primaryPhone != '') ? 'work' : ''", '', user({ primaryPhone: '' })],
    ["(user.primaryPhone != null && user.primaryPhone != '') ? 'work' : ''", ''],
  ]),
];

const lookups = [
  ...cases(page('Group functions'), [
    ['getFilteredGroups({"00gml2xHE3RYRx7cM0g3"}, "group.name", 40)', unknown],
    ['isMemberOfGroupName("group1")', unknown],
    ['isMemberOfGroup("groupId")', unknown],
    ['isMemberOfAnyGroup("groupId1", "groupId2", "groupId3")', unknown],
    ['isMemberOfGroupNameStartsWith("San Fr")', unknown],
    ['isMemberOfGroupNameContains("admin")', unknown],
    ['isMemberOfGroupNameRegex("/.*admin.*")', unknown],
    ["user.getGroups({'group.id': {'00gjitX9HqABSoqTB0g3'}}, {'group.profile.name': 'West Coast.*'})", unknown],
    ["user.getGroups({'group.type': {'OKTA_GROUP', 'APP_GROUP'}})", unknown],
    ['user.getGroups({"group.profile.name": "Everyone", "operator": "STARTS_WITH"}).![name]', unknown],
  ]),
  ...cases(page('Linked object function; manager and assistant, directory and Workday functions'), [
    ['user.getLinkedObject("manager").lastName', unknown],
    ['getManagerUser("active_directory").firstName', unknown],
    ['getManagerAppUser("active_directory", "google").firstName', unknown],
    ['getAssistantUser("active_directory").firstName', unknown],
    ['getAssistantAppUser("active_directory", "google").firstName', unknown],
    ['hasDirectoryUser()', unknown],
  ]),
  ...cases(page('Time functions'), [
    ['Time.now()', unknown],
    ['Time.now("EST", "YYYY-MM-dd HH:mm:ss")', unknown],
    // The pattern is that of the example of Time.now, and its zone UTC.
    ['Time.fromIso8601ToString("2015-07-31T13:36:48Z", "YYYY-MM-dd HH:mm:ss")', '2015-07-31 13:36:48'],
  ]),
  ...cases('developer.okta.com/docs/reference/okta-expression-language-in-identity-engine, “Time functions”', [
    ['Time.fromIso8601ToString("2015-06-17T00:23:19.676Z", "dd MMMM yyyy HH:mm:ss")', '17 June 2015 00:23:19'],
  ]),
  ...cases('Microsoft: FILETIME, 100 ns since 1601', [
    ['Time.fromIso8601ToWindows("1970-01-01T00:00:00Z")', '116444736000000000'],
    ['Time.fromIso8601ToWindows("2015-07-31T17:18:37.979Z")', '130828367179790000'],
  ]),
];

export const documentedCases: readonly Case[] = [
  ...[...strings, ...olderStrings, ...arrays, ...conversions, ...constants, ...mappings],
  ...[...rules, ...blanks, ...popular, ...articleCases, ...references, ...lookups],
];

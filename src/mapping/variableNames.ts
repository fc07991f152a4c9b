import { paths } from './attributeCatalogue';

/** Variable names of SCIM apps (facts/okta.md, section 2.3), for exports without the app's schema. */
const namedPaths: readonly (readonly [name: string, path: string])[] = [
  ['displayName', paths.displayName],
  ['title', paths.title],
  ['email', paths.workEmail],
  ['workEmail', paths.workEmail],
  ['primaryPhone', paths.workPhone],
  ['workPhone', paths.workPhone],
  ['phoneNumber', paths.workPhone],
  ['workPhone2', 'phoneNumbers[type eq "work2"].value'],
  ['workPhone3', 'phoneNumbers[type eq "work3"].value'],
  ['workPhone4', 'phoneNumbers[type eq "work4"].value'],
  ['mobilePhone', paths.mobilePhone],
  ['homePhone', 'phoneNumbers[type eq "home"].value'],
  ['otherPhone', 'phoneNumbers[type eq "other"].value'],
  ['department', paths.department],
  ['division', paths.division],
  ['employeeNumber', paths.employeeNumber],
  ['manager', paths.manager],
  ['managerId', paths.manager],
  ['managerValue', paths.manager],
  ['dateHire', paths.dateHire],
  ['hireDate', paths.dateHire],
  ['externalId', 'externalId'],
  ['firstName', 'name.givenName'],
  ['givenName', 'name.givenName'],
  ['lastName', 'name.familyName'],
  ['familyName', 'name.familyName'],
  ['middleName', 'name.middleName'],
  ['honorificPrefix', 'name.honorificPrefix'],
  ['honorificSuffix', 'name.honorificSuffix'],
  ['nickName', 'nickName'],
  ['profileUrl', 'profileUrl'],
  ['preferredLanguage', 'preferredLanguage'],
  ['locale', 'locale'],
  ['timezone', 'timezone'],
  ['userType', 'userType'],
];

/** By names in lower case. */
export const pathsByVariable: ReadonlyMap<string, string> = new Map(namedPaths.map(([name, path]) => [name.toLowerCase(), path]));

/** As apps write them. */
export const variableNames: readonly string[] = namedPaths.map(([name]) => name);

/** The SCIM path that an app's variable has by its name alone; undefined where the name tells none. */
export function pathOfVariable(variable: string): string | undefined {
  return pathsByVariable.get(variable.toLowerCase().replace(/[_-]/g, ''));
}

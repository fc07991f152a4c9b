import { attributeTarget, paths } from './attributeCatalogue';
import type { AttributeRule } from './attributeRules';
import { profileAttribute, type ProfileOwner } from './profileAttribute';
import { isGuid } from './scimNames';
import { textOf, type UserReader } from './userExpression';

export const activeRule: AttributeRule = {
  target: { support: 'writable', path: paths.active, value: 'boolean' },
  read: (user) => String(user.status !== 'DEPROVISIONED'),
  emptyLeavesAlone: true,
  appVariable: null,
};

function defaultRule(path: string, read: UserReader, appVariable: string): AttributeRule {
  const target = attributeTarget(path);
  if (target.support !== 'writable') throw new Error(`The default mapping fills ${path}, which Genesys does not take.`);
  return { target, read, emptyLeavesAlone: true, appVariable };
}

const fromProfile =
  (name: string): UserReader =>
  (user) =>
    textOf(profileAttribute(user, name));

/** The default mapping of product.md, section 6, without userName and active. */
export const defaultRules: readonly AttributeRule[] = [
  defaultRule(paths.displayName, (user) => textOf(profileAttribute(user, 'displayName')) ?? fullName(user), 'displayName'),
  defaultRule(paths.title, fromProfile('title'), 'title'),
  defaultRule(paths.workEmail, (user) => user.email, 'email'),
  defaultRule(paths.workPhone, fromProfile('primaryPhone'), 'primaryPhone'),
  defaultRule(paths.mobilePhone, fromProfile('mobilePhone'), 'mobilePhone'),
  defaultRule(paths.department, fromProfile('department'), 'department'),
  defaultRule(paths.division, fromProfile('division'), 'division'),
  defaultRule(paths.employeeNumber, fromProfile('employeeNumber'), 'employeeNumber'),
  defaultRule(paths.manager, (user) => guidOrNull(textOf(profileAttribute(user, 'managerId'))), 'managerId'),
];

function fullName(user: ProfileOwner): string | null {
  const name = [textOf(profileAttribute(user, 'firstName')), textOf(profileAttribute(user, 'lastName'))].filter(Boolean).join(' ');
  return name === '' ? null : name;
}

function guidOrNull(value: string | null | undefined): string | null {
  return value && isGuid(value) ? value : null;
}

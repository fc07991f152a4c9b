import { paths } from '../attributeCatalogue';
import { isGuid } from '../scimNames';
import { checkPhone, shortened } from './checkPhone';
import { appIdOfLink } from './genesysApp';
import { isEmail } from './identityValues';
import { escaped, membersOf, textAt, textOf, valueAt, type JsonNode, type JsonTree, type Member } from './jsonTree';
import type { LintContext, PhoneReaders } from './lintContext';
import { mappingTarget } from './mappingTargets';
import { lintProblem, type LintProblem } from './problem';

/** An Okta user of an export: the phones of the profile, and the attribute that becomes the user name. */
export function lintUser(tree: JsonTree, root: JsonNode, context: LintContext, readers: PhoneReaders): readonly LintProblem[] {
  const profile = valueAt(root, 'profile');
  const members = membersOf(profile);
  const named = context.usernameAttribute ?? 'email';
  return members.flatMap((one) => {
    if (one.name === named) return userName(tree, one);
    return isPhoneName(one.name) || context.phoneAttributes.has(one.name) ? phone(tree, one, members, readers) : [];
  });
}

/** An app user: what Okta keeps for the app, and sends at the next push. Those of other apps are none of Genesys Cloud's business. */
export function lintAppUser(tree: JsonTree, root: JsonNode, context: LintContext, readers: PhoneReaders): readonly LintProblem[] {
  const app = appIdOfLink(textAt(root, '_links', 'app', 'href'));
  if (app !== null && context.genesysApps.size > 0 && !context.genesysApps.has(app)) return [];
  const schema = context.schemas.find((one) => one.appId !== null && one.appId === app) ?? null;
  const members = membersOf(valueAt(root, 'profile'));
  const credentials = membersOf(valueAt(root, 'credentials')).filter((one) => one.name === 'userName');
  return [
    ...credentials.flatMap((one) => userName(tree, one)),
    ...members.flatMap((one) => {
      const target = schema ? mappingTarget(one.name, schema) : null;
      if (target?.kind === 'path' && target.path === paths.manager) return manager(tree, one);
      const isPhone = target?.kind === 'path' && target.path.startsWith('phoneNumbers[');
      return isPhone || isPhoneName(one.name) ? phone(tree, one, members, readers) : [];
    }),
  ];
}

export const isPhoneName = (name: string): boolean => /phone$/i.test(name);

function phone(tree: JsonTree, { name, value }: Member, profile: readonly Member[], readers: PhoneReaders): readonly LintProblem[] {
  if (value.type !== 'string' && value.type !== 'number') return [];
  const range = tree.inner(value);
  const text = value.type === 'string' ? String(value.value) : tree.text.slice(range.start, range.end);
  const country = ['countryCode', 'country'].map((one) => textOf(profile.find((member) => member.name === one)?.value)).find((one) => one);
  const problem = checkPhone(name, text, range, readers.of(country ?? null), (e164) => ({
    ...tree.range(value),
    text: `"${escaped(e164)}"`,
  }));
  return problem ? [problem] : [];
}

function userName(tree: JsonTree, { name, value }: Member): readonly LintProblem[] {
  const text = textOf(value);
  if (text === null || text === '' || isEmail(text)) return [];
  const message = `${name}: “${shortened(text)}” is not an e-mail address. Genesys Cloud uses the user name as the main e-mail address.`;
  return [lintProblem('username-not-email', message, tree.inner(value))];
}

function manager(tree: JsonTree, { name, value }: Member): readonly LintProblem[] {
  const text = textOf(value);
  if (text === null || text.trim() === '' || isGuid(text)) return [];
  const message = `${name}: “${shortened(text)}” is not a Genesys user id. Genesys Cloud takes the GUID of the manager.`;
  return [lintProblem('manager-not-guid', message, tree.inner(value))];
}

import type { InputReport } from '../input/problem';
import { allSteps, type Steps } from '../input/steps';
import type { LintContext } from '../mapping/lint/lintContext';
import { isGuid } from '../mapping/scimNames';
import type { OktaUser } from './source';
import { baseAttributes } from './userColumns';

/** What the checks of mappings want to know of the users of an export. */
export type KnownOfUsers = Pick<LintContext, 'profileAttributes' | 'userCountWithout' | 'valuesThatAreNoGuid'>;

const nothingKnown: KnownOfUsers = { profileAttributes: null, userCountWithout: null, valuesThatAreNoGuid: null };
const usersInAStep = 250;

/** What the users of the export have; nothing where a CSV, which may have left columns out, is among their files. */
export function knownOfUsers(inputs: readonly InputReport[], users: ReadonlyMap<string, OktaUser>): KnownOfUsers {
  return allSteps(knownOfUsersInSteps(inputs, users));
}

/** The same, some users at a time: between two steps others can work. */
export function* knownOfUsersInSteps(inputs: readonly InputReport[], users: ReadonlyMap<string, OktaUser>): Steps<KnownOfUsers> {
  const files = inputs.filter((input) => input.kind === 'users');
  if (users.size === 0 || files.length === 0 || files.some((input) => !input.recognizedBy.startsWith('JSON'))) return nothingKnown;
  const profileAttributes = new Set<string>(baseAttributes);
  const values = new Map<string, { filled: number; noGuid: number }>();
  let [counted, seen] = [0, 0];
  for (const { profile, status } of users.values()) {
    if (++seen % usersInAStep === 0) yield undefined;
    for (const name of Object.keys(profile)) profileAttributes.add(name);
    if (status === 'DEPROVISIONED') continue;
    counted += 1;
    for (const [name, value] of Object.entries(profile)) {
      if (value === null || value === '') continue;
      const known = values.get(name) ?? { filled: 0, noGuid: 0 };
      known.filled += 1;
      if (typeof value !== 'string' || !isGuid(value)) known.noGuid += 1;
      values.set(name, known);
    }
  }
  return {
    profileAttributes,
    userCountWithout: (attribute) => counted - (values.get(attribute)?.filled ?? 0),
    valuesThatAreNoGuid: (attribute) => values.get(attribute)?.noGuid ?? 0,
  };
}

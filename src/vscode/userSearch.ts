import { textOf } from '../mapping/userExpression';
import type { OktaUser } from '../okta/source';

/** More are not shown at once. */
export const shownAtMost = 100;

export interface FoundUsers {
  /** The first `shownAtMost`. */
  readonly users: readonly OktaUser[];
  /** How many more there are. */
  readonly rest: number;
}

/**
 * Users with every word of a text in their name, login, e-mail or id, in the order given; case and accents do not matter. Some hundred at
 * a time: between two steps others can work, or it can be given up.
 */
export function* usersWith(users: readonly OktaUser[], text: string): Generator<undefined, FoundUsers> {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return { users: users.slice(0, shownAtMost), rest: Math.max(0, users.length - shownAtMost) };
  const found: OktaUser[] = [];
  let rest = 0;
  for (const [index, user] of users.entries()) {
    if (index % 256 === 255) yield undefined;
    const known = folded([userName(user), user.login, user.email, user.id].join('\n'));
    if (!words.every((word) => known.includes(word))) continue;
    if (found.length < shownAtMost) found.push(user);
    else rest += 1;
  }
  return { users: found, rest };
}

function folded(text: string): string {
  const lower = text.toLowerCase();
  return /^\p{ASCII}*$/u.test(lower) ? lower : lower.normalize('NFD').replace(/\p{M}/gu, '');
}

/** `Anna Berg` as far as the profile tells, else the login. */
export function userName(user: OktaUser): string {
  const { displayName, firstName, lastName } = user.profile;
  const name = textOf(displayName) ?? [textOf(firstName), textOf(lastName)].filter(Boolean).join(' ');
  return name || (user.login ?? user.id);
}

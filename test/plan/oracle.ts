import type { Snapshot } from '../../src/genesys/snapshot';
import type { Source } from '../../src/okta/source';
import { attributeKinds, userActions, verdicts, type PlanSummary } from '../../src/plan/plan';
import type { PlanSettings } from '../../src/plan/settings';
import { groupSlowly } from './oracleGroups';
import { matchUsersSlowly } from './oracleMatch';
import { pairGroupsSlowly } from './oracleNames';
import type { OracleGroup, OraclePlan, OracleUser } from './oracleTypes';
import { usersSlowly } from './oracleUsers';

/**
 * An independent computation of product.md, sections 4 to 6, written from the text alone. It shares no code with the planner.
 *
 * Where the text leaves room: the section and the spot, (the readings), and the one that is taken.
 * - 3 wrong-org (distinct accounts / assignment records; assigned only / all): records that hold an account, all of
 *   them; it exists when a listing has it.
 * - 3 doubt about a members file (of every group in it / of the group that it concerns): the membership's `doubtful`;
 *   such a list is not confirmed, whatever its count.
 * - 3 doubt about an assignments file (said on top / removals unconfirmed): unconfirmed, where somebody of the Okta group
 *   is not pushed for notAssigned, notProvisioned or noGenesysAccount.
 * - 3 every group that would change (adds or removals / a rename too): adds or removals; of an unknown member list it
 *   cannot be said.
 * - 3, 7 partial (one guard / the one of the side that is partial): incompleteSource and incompleteSnapshot, each by
 *   its own side.
 * - 4 rule 1 (assigned app users / all): all; the account of an unassigned one explains and ends the search.
 * - 4 no status: competes like STAGED, is not pushed (`inactiveInOkta`), gets no action, proves no deactivation.
 * - 4 who loses (tries its next rule / is unmatched): unmatched; active and assigned it is a `create`.
 * - 4 one on two (before / after the winner rule): after it; any status. Two inactive ones on one are no conflict.
 * - 4 duplicateLogin (two / all logins equal): all that remain, ignoring case and diacritics.
 * - 4 ambiguous (case counts / not): case does not count, on neither side; two Okta namesakes matter only where
 *   Genesys has the name, else nearMiss or nothing.
 * - 4 nearMiss (with / without case): without; shown by name, no id, no guards, no numbers.
 * - 4 mappings (a row a group / a mapping; which status): a row a mapping, of every status; `sharedTarget` where
 *   another one is ACTIVE.
 * - 4 target name: targetGroupName, else the name of targetGroupId among the groups, else the source's; it decides
 *   `match`, `rename` compares the source's name.
 * - 5 notPushed: the first in the order of the text; `conflict` only without a held account.
 * - 5 otherAccount (rules 2 to 5 / names): names (3 to 5) of any Okta user that holds another account, even where
 *   somebody else matches.
 * - 5 several matches: unassigned ones, or inactive ones that tie: any of their reasons is allowed.
 * - 5 unlisted member (held: matched by rule 1 / unknownToOkta): both allowed.
 * - 5 nested group, deleted member (people / not): members and removals, but not among `peopleRemoved`.
 * - 5 percent of an empty group (null / 0): 0; halves are rounded up; the guard uses the exact ratio.
 * - 5 conflict (changes only / any): any member on either side, held accounts too.
 * - 5 roles (not asked / may not be read): the same where the org is live.
 * - 5 the name (Okta's / Genesys'): either; case does not matter, `*` passes `/` and a leading dot.
 * - 5 unknownMembers (alone / with others): with `rename`, `conflict`, `sharedTarget`, `incompleteSnapshot`, which
 *   need no Okta members.
 * - 6 deactivate (losers match / not; before / beside conflict): losers do not; beside it; its only attribute is
 *   `active`: change.
 * - 6 DEPROVISIONED, STAGED (compared / not): not compared; their Genesys user is `unchanged` unless `deactivate` or
 *   `unmanaged`.
 * - 6 unmanaged (active / all Genesys users): all; the unassigned match stands in the entry.
 * - 6 create (no attributes / all that has a value): all: `change` or `invalid`, never `latentOverwrite`.
 * - 6 unchanged: Genesys users without an entry.
 * - 6 notSent: `pingPong` follows update; `reactivate` is on with REACTIVATE_USERS or with create.
 * - 6 kinds: equal, pingPong, invalid, latentOverwrite, change: the first that holds.
 * - 6 latentOverwrite: the stored profile has the Okta property's name with exactly Okta's value; never userName or
 *   active.
 * - 6 white space (trimmed / runs too): both.
 * - 6 national number: digits and no `+`; other text is invalid. Valid is what libphonenumber's full metadata says.
 * - 6 defaults: a name of what there is; a template without a value gives way to login; managerId that is no GUID is
 *   not sent.
 */
export function planSlowly(source: Source, snapshot: Snapshot, settings: PlanSettings): OraclePlan {
  const matching = matchUsersSlowly(source, snapshot);
  const pairs = pairGroupsSlowly(source, snapshot);
  const wrongOrg = isAnotherOrgs(source, snapshot);
  const sourcePartial = !source.trust.complete || wrongOrg;
  const groups = pairs.map((pair) => groupSlowly(pair, { source, snapshot, settings, matching, pairs, sourcePartial }));
  const users = usersSlowly(source, snapshot, settings, matching);
  return {
    complete: !sourcePartial && snapshot.complete,
    wrongOrg,
    groups,
    users,
    conflicts: matching.conflicts,
    summary: summaryOf(groups, users, snapshot),
  };
}

/** "If fewer than half of the accounts that it holds exist in the snapshot" (section 3, `wrong-org`). */
function isAnotherOrgs(source: Source, snapshot: Snapshot): boolean {
  const held = [...(source.assignments?.byUser.values() ?? [])].map((appUser) => appUser.externalId ?? '').filter((id) => id !== '');
  return held.filter((id) => snapshot.users.has(id)).length * 2 < held.length;
}

function summaryOf(groups: readonly OracleGroup[], users: readonly OracleUser[], snapshot: Snapshot): PlanSummary {
  const resolved = groups.filter((group) => group.verdict !== 'unresolved');
  const removals = resolved.flatMap((group) => Object.entries(group.removals));
  const people = removals.filter(([, reasons]) => !reasons.includes('groupMember') && !reasons.includes('deletedInGenesys'));
  const listed = new Set(users.map((user) => user.genesysUserId));
  const kinds = users.flatMap((user) => Object.values(user.attributes).map((attribute) => attribute.kind));
  const count = <Key extends string>(keys: readonly Key[], of: readonly string[]): Record<Key, number> =>
    Object.fromEntries(keys.map((key) => [key, of.filter((value) => value === key).length])) as Record<Key, number>;
  return {
    groups: count(
      verdicts,
      groups.map((group) => group.verdict),
    ),
    members: {
      adds: resolved.reduce((sum, group) => sum + Object.keys(group.adds).length, 0),
      removals: removals.length,
      peopleRemoved: new Set(people.map(([id]) => id)).size,
    },
    users: {
      ...count(
        userActions,
        users.map((user) => user.action),
      ),
      unchanged: [...snapshot.users.keys()].filter((id) => !listed.has(id)).length,
    },
    attributes: count(
      attributeKinds.filter((kind) => kind !== 'equal'),
      kinds,
    ),
  };
}

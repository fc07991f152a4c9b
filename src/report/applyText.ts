import type { Gate, GateGroup } from '../apply/gate';
import type { GroupProgress, GroupResult } from '../apply/groupWriter';
import type { NotDone } from '../apply/journal';
import type { ApplyResult } from '../apply/runApply';
import type { StaleGroup } from '../apply/prepareApply';
import { countOf, displayName, formatChange, formatNumber, formatPercent, grantedRoles, guardWords, joinWords } from './words';

/** The question of the gate, as one line (screens.md, "The gate"). */
export function gateQuestion({ groups, org, removals, adds }: Gate): string {
  const [only] = groups;
  const where = `in ${displayName(org)}`;
  if (groups.length === 1 && only) {
    const name = `"${displayName(only.name)}"`;
    if (removals === 0) return `Add ${countOf(adds, 'member')} to ${name} ${where}?`;
    return `Remove ${formatNumber(removals)} of ${countOf(only.members, 'member')} from ${name} ${where}?`;
  }
  if (removals === 0) return `Add ${countOf(adds, 'membership')} to ${countOf(groups.length, 'group')} ${where}?`;
  return `Remove ${countOf(removals, 'membership')} from ${countOf(groups.filter((group) => group.removals > 0).length, 'group')} ${where}?`;
}

/** What has to be known before it is answered, a sentence each. */
export function gateDetail(gate: Gate): readonly string[] {
  const words = gate.groups.flatMap((group) => groupDetail(group, gate));
  for (const why of gate.planGuards.values()) words.push(`${why.charAt(0).toUpperCase()}${why.slice(1)}`);
  words.push('An undo file is written first.');
  return words;
}

function groupDetail(group: GateGroup, { groups, settings }: Gate): string[] {
  const words: string[] = [];
  const roles = grantedRoles(group);
  if (groups.length > 1)
    words.push(
      `"${displayName(group.name)}": ${formatChange(group.removals, group.adds)}, ${formatPercent(group.removalPercent)} of its members.`,
    );
  if (group.removals > 0 && roles !== null) words.push(`The group grants ${roles}; they lose what they hold through it.`);
  if (group.removals > 0 && group.rolesGranted === null) words.push('What the group grants is not known; they may lose roles.');
  if (group.guards.length > 0)
    words.push(`Held by: ${group.guards.map((guard) => guardWords(guard, group.work.group, settings)).join('; ')}.`);
  words.push(`It is done in ${countOf(group.batches, 'batch', 'batches')}, each checked.`);
  return words;
}

/** `Support Tier 1: 525 of 1,240 removed, checked…` */
export function progressWords({ name, doing, added, adds, removed, removals }: GroupProgress): string {
  const parts = [
    ...(adds > 0 ? [`${formatNumber(added)} of ${formatNumber(adds)} added`] : []),
    ...(removals > 0 ? [`${formatNumber(removed)} of ${formatNumber(removals)} removed`] : []),
  ];
  const state = { sending: 'sending…', checking: 'checking…', checked: 'checked…' }[doing];
  return `${displayName(name)}: ${[...parts, state].join(', ')}`;
}

const notDoneWords: Readonly<Record<NotDone, string>> = {
  kept: 'kept by Genesys (an owner, or a member by a rule)',
  dropped: 'not added, though Genesys said that it was done',
  refused: 'refused by Genesys',
};

/** What came of each group, a line each; what is not done follows indented. */
export function resultLines(result: ApplyResult, nameOf: (id: string) => string): readonly string[] {
  return [
    ...groupResultLines(result.groups, nameOf),
    ...result.stale.flatMap((stale) => staleLines(stale, nameOf)),
    ...result.refused.map(({ group, message }) => `${displayName(group.name)}: held back. ${message}`),
  ];
}

/** The same, of the groups alone. */
export const groupResultLines = (groups: readonly GroupResult[], nameOf: (id: string) => string): readonly string[] =>
  groups.flatMap((group) => groupLines(group, nameOf));

function groupLines({ name, end, message, added, removed, notDone, left }: GroupResult, nameOf: (id: string) => string): string[] {
  const done = joinWords([
    ...(removed.length > 0 ? [`${formatNumber(removed.length)} removed`] : []),
    ...(added.length > 0 ? [`${formatNumber(added.length)} added`] : []),
  ]);
  const what = done === '' ? 'nothing changed' : `${done}, all checked`;
  const rest = left.length === 0 ? '' : `; ${formatNumber(left.length)} left`;
  const lines = [`${displayName(name)}: ${what}${rest}.${end === 'done' || message === null ? '' : ` ${message}`}`];
  for (const { id, why } of notDone) lines.push(`  ${nameOf(id)}: ${notDoneWords[why]}`);
  return lines;
}

/** More than this help nobody in a terminal or a notification. */
const mostListed = 20;

/** Planned, then, now (product.md, section 9): what moved since the plan was made. */
export function staleLines({ group, now }: StaleGroup, nameOf: (id: string) => string): string[] {
  const name = displayName(group.genesysName ?? group.name);
  if (now === null) return [`${name}: not in Genesys Cloud any more; nothing was written.`];
  const gone = group.removals.filter(({ genesysUserId }) => !now.members.has(genesysUserId));
  const come = group.adds.filter(({ genesysUserId }) => now.members.has(genesysUserId));
  const moved = [
    ...gone.map(({ genesysUserId: id }) => `${nameOf(id)}: planned to be removed, then a member, now not`),
    ...come.map(({ genesysUserId: id }) => `${nameOf(id)}: planned to be added, then no member, now one`),
  ];
  const more = moved.length > mostListed ? [`… and ${formatNumber(moved.length - mostListed)} more`] : [];
  const counts = `then ${countOf(group.members ?? 0, 'member')}, now ${formatNumber(now.members.size)}`;
  return [
    `${name}: it changed since the plan was made (${counts}); nothing was written. Preview it again.`,
    ...[...moved.slice(0, mostListed), ...more].map((line) => `  ${line}`),
  ];
}

import type { Gate, GateGroup } from '../apply/gate';
import type { GroupProgress, GroupResult } from '../apply/groupWriter';
import type { NotDone } from '../apply/journal';
import type { ApplyResult } from '../apply/runApply';
import type { StaleGroup } from '../apply/prepareApply';
import type { Guard } from '../plan/plan';
import { countOf, displayName, formatChange, formatLimit, formatNumber, formatPercent, guardWords, joinWords } from './words';

/** The question of the gate, as one line (screens.md, "The gate"). */
export function gateQuestion({ groups, org, removals, adds }: Gate): string {
  const [only] = groups;
  const where = `in ${displayName(org)}`;
  if (groups.length === 1 && only) {
    const name = quotedName(only.name);
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
  const { removals, adds, guards, work } = group;
  const words: string[] = [];
  const roles = grantedInWords(group.rolesGranted);
  if (groups.length > 1)
    words.push(`${quotedName(group.name)}: ${formatChange(removals, adds)}, ${formatPercent(group.removalPercent)} of its members.`);
  if (removals > 0 && roles !== null) words.push(`The group grants ${roles}; they lose what they hold through it.`);
  if (removals > 0 && group.rolesGranted === null) words.push('What the group grants is not known; they may lose roles.');
  const overs = overWords(group, settings);
  const batches = group.batches === 1 ? '1 batch, which is checked.' : `${formatNumber(group.batches)} batches, each checked.`;
  words.push(overs.length === 0 ? `It will be done in ${batches}` : `This is ${joinWords(overs)}; it will be done in ${batches}`);
  const others = guards.filter((guard) => !saidOtherwise(guard, group, settings));
  if (others.length > 0) words.push(`Held back: ${others.map((guard) => gateGuardWords(guard, group, settings)).join('; ')}.`);
  const planned = { removals: work.group.removals.length, adds: work.group.adds.length };
  if (removals < planned.removals || adds < planned.adds) {
    const part = [...partWords(removals, planned.removals, 'removal'), ...partWords(adds, planned.adds, 'add')];
    words.push(`Of what is planned for this group: ${joinWords(part)}.`);
  }
  return words;
}

/** Why a guard holds this group back, on what is selected of it and on the group as it was read just now. */
export function gateGuardWords(guard: Guard, { work, rolesGranted }: GateGroup, settings: Gate['settings']): string {
  const chosen = new Set(work.adds);
  const adds = work.group.adds.filter(({ genesysUserId }) => chosen.has(genesysUserId));
  return guardWords(guard, { ...work.group, adds, rolesGranted }, settings);
}

/** Limits that are passed: `over your limit of 20 %`, `over what Genesys accepts in one action`. */
function overWords({ guards, adds }: GateGroup, settings: Gate['settings']): readonly string[] {
  const limits = [
    ...(guards.includes('count') ? [countOf(settings.maxRemovals, 'removal')] : []),
    ...(guards.includes('percent') ? [formatLimit(settings.maxRemovalPercent)] : []),
    ...(guards.includes('manyAdds') && adds > settings.maxAdds ? [countOf(settings.maxAdds, 'add')] : []),
  ];
  return [
    ...(limits.length === 0 ? [] : [`over your ${limits.length === 1 ? 'limit' : 'limits'} of ${joinWords(limits)}`]),
    ...(guards.includes('genesysBlock') ? ['over what Genesys accepts in one action'] : []),
  ];
}

/** Whether another sentence says it already: that of the limits, or that of the roles. */
function saidOtherwise(guard: Guard, { adds }: GateGroup, settings: Gate['settings']): boolean {
  if (guard === 'manyAdds') return adds > settings.maxAdds;
  return guard === 'count' || guard === 'percent' || guard === 'genesysBlock' || guard === 'roles';
}

const partWords = (some: number, all: number, one: string): string[] =>
  all === 0 ? [] : [`${formatNumber(some)} of ${countOf(all, one)}`];

/** `Agent and Supervisor in Home`; null where the group grants nothing or it may not be read. */
function grantedInWords(grants: GateGroup['rolesGranted']): string | null {
  const byDivision = new Map<string, string[]>();
  for (const { role, division } of grants ?? []) byDivision.set(division, [...(byDivision.get(division) ?? []), displayName(role)]);
  const parts = [...byDivision].map(([division, roles]) => joinWords(roles) + (division === '' ? '' : ` in ${displayName(division)}`));
  return parts.length === 0 ? null : parts.join(', ');
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * An untrusted name in quotes within a sentence: a quote in it does not end it, and letters that are written from right to left turn nothing
 * but the name (Unicode's isolates are put around it).
 */
export function quotedName(text: string): string {
  const name = displayName(text);
  const quoted = `"${name.includes('"') ? name.replace(/["\\]/g, '\\$&') : name}"`;
  return rightToLeft.test(name) ? `\u2068${quoted}\u2069` : quoted;
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

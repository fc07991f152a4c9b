import type { PreparedApply } from '../apply/prepareApply';
import type { GroupPlan, Plan } from '../plan/plan';
import { quotedName } from '../report/applyText';
import { countOf, formatTime } from '../report/words';
import type { OpenPlan } from './planOpen';

/** How old a plan is and what it rests on, in one sentence for the gate. Only a whole plan comes that far. */
export function basisWords({ createdAt, problems, inputs }: Plan, now: number): string {
  const all = [...problems, ...inputs.flatMap((input) => input.problems)];
  const doubts = all.filter(({ level }) => level === 'doubt').length;
  const trust =
    doubts === 0 ? 'what it rests on is whole' : `what it rests on is whole, with ${countOf(doubts, 'doubt')} in the trust report`;
  return `The plan is of ${formatTime(createdAt)}, ${ageWords(createdAt, now)}; ${trust}.`;
}

function ageWords(createdAt: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(createdAt)) / 60_000);
  if (minutes < 1) return 'just made';
  return `${minutes < 120 ? countOf(minutes, 'minute') : countOf(Math.floor(minutes / 60), 'hour')} old`;
}

/** What of the selection is not done, and why, a line each. */
export function leftAloneWords({ stale, refused }: Pick<PreparedApply, 'stale' | 'refused'>, heldBack: number): readonly string[] {
  return [
    ...stale.map(({ group }) => `${quotedName(group.genesysName ?? group.name)} is left alone: it changed since the plan was made.`),
    ...refused.map(({ group, message }) => `${quotedName(group.name)} is left alone. ${message}`),
    ...(heldBack > 0 ? [`${countOf(heldBack, 'person', 'people')} in a conflict ${heldBack === 1 ? 'is' : 'are'} left alone.`] : []),
  ];
}

/** Of an undo: what of it cannot be taken back. */
export const apartWords = (apart: readonly { readonly name: string; readonly message: string }[]): readonly string[] =>
  apart.map(({ name, message }) => `${quotedName(name)} is left alone. ${message}`);

/** The userName of everybody whom the plan moves, by Genesys id; the id of others. Untrusted. */
export function namesOf(plan: Plan): (id: string) => string {
  const people = plan.groups.flatMap((group) => [...group.adds, ...group.removals]);
  const names = new Map(people.flatMap(({ genesysUserId: id, userName }) => (userName === null ? [] : [[id, userName] as const])));
  return (id) => names.get(id) ?? id;
}

/** Names and earlier members from all that the plan was made of: people who came since the plan are in it with the org's users. */
export function whoIsWho({ plan, snapshot }: OpenPlan): {
  readonly nameOf: (id: string) => string;
  readonly membersThen: (group: GroupPlan) => ReadonlySet<string> | null;
} {
  const planned = namesOf(plan);
  return {
    nameOf: (id) => snapshot?.users.get(id)?.userName ?? planned(id),
    membersThen: ({ genesysGroupId }) => {
      const members = snapshot?.groups.get(genesysGroupId ?? '')?.members;
      return members ? new Set(members.map(({ value }) => value)) : null;
    },
  };
}

import type { Gate, GateAnswer, GateGroup, Lift } from '../apply/gate';
import type { PreparedApply } from '../apply/prepareApply';
import { gateDetail, gateGuardWords, gateQuestion, quotedName } from '../report/applyText';
import { countOf, displayName, formatChange, formatNumber, formatPercent, joinWords } from '../report/words';
import type { Prompts } from './prompts';

/** What came of the questions: the answer for the engine, or why nothing is written. */
export type GateOutcome =
  | { readonly kind: 'passed'; readonly answer: GateAnswer }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'wrong'; readonly message: string };

const nothingTyped: GateAnswer = { confirmation: null, lifts: [] };

/** A modal dialog is no page: what a person cannot see there stands in the plan. */
const mostLines = 20;

/**
 * The gate (screens.md): what would be done, in a modal; then the count, or the org's name with many groups, typed; then every tripped
 * guard by itself. Nothing is filled in, and the first wrong answer ends it.
 *
 * @param about what else has to be known: how old the plan is, what it rests on, what is left alone.
 */
export async function askGate(prompts: Prompts, gate: Gate, about: readonly string[]): Promise<GateOutcome> {
  const detail = page([...detailOf(gate), ...about], 'An undo file is written first.');
  if (!(await prompts.confirm(gateQuestion(gate), detail, 'Continue…'))) return { kind: 'cancelled' };
  const typed = await askConfirmation(prompts, gate);
  if (typed.kind !== 'passed') return typed;
  const lifts: Lift[] = [];
  for (const group of gate.groups) {
    const outcome = await askLifts(prompts, gate, group, lifts);
    if (outcome) return outcome;
  }
  for (const [guard, why] of gate.planGuards) {
    if (!(await prompts.confirm(sentence(why), 'Nothing is written unless you go on.', 'Apply All the Same'))) return { kind: 'cancelled' };
    lifts.push({ guard, count: null, group: null });
  }
  return { kind: 'passed', answer: { confirmation: typed.answer.confirmation, lifts } };
}

/** Where no gate stands, it is still said what will be done. */
export async function askPlainly(prompts: Prompts, { plan, works }: PreparedApply, about: readonly string[]): Promise<GateOutcome> {
  const adds = works.reduce((sum, work) => sum + work.adds.length, 0);
  const [only] = works;
  const to = works.length === 1 && only ? quotedName(only.group.genesysName ?? only.group.name) : countOf(works.length, 'group');
  const question = `Add ${countOf(adds, works.length === 1 ? 'member' : 'membership')} to ${to} in ${displayName(plan.org.name)}?`;
  const names = works.map(
    ({ group, adds: added }) => `${quotedName(group.genesysName ?? group.name)}: ${formatNumber(added.length)} added.`,
  );
  const detail = page([...(works.length === 1 ? [] : names), 'Nobody is removed.', ...about], 'An undo file is written first.');
  return (await prompts.confirm(question, detail, 'Apply')) ? { kind: 'passed', answer: nothingTyped } : { kind: 'cancelled' };
}

/** One group in all its words; of many those that lose members or are held back, the others in one line. */
function detailOf(gate: Gate): readonly string[] {
  if (gate.groups.length === 1) return gateDetail(gate).slice(0, -1);
  const grave = gate.groups.filter(({ removals, guards }) => removals > 0 || guards.length > 0);
  const others = gate.groups.filter((group) => !grave.includes(group));
  const words = grave.flatMap((group) => [
    `${quotedName(group.name)}: ${formatChange(group.removals, group.adds)}, ${formatPercent(group.removalPercent)} of its members.`,
    ...gateDetail({ ...gate, groups: [group], planGuards: new Map() }).slice(0, -1),
  ]);
  const added = others.reduce((sum, { adds }) => sum + adds, 0);
  if (others.length > 0)
    words.push(
      `${countOf(others.length, 'other group')} only ${others.length === 1 ? 'gets' : 'get'} members, ${formatNumber(added)} in all.`,
    );
  return [...words, ...[...gate.planGuards.values()].map(sentence)];
}

async function askConfirmation(prompts: Prompts, gate: Gate): Promise<GateOutcome> {
  const one = gate.groups.length === 1;
  const doing = gate.removals > 0 ? (one ? 'remove these members' : 'remove these memberships') : one ? 'add these members' : 'add them';
  const wanted = one ? gate.confirmation : `the name of the org, ${displayName(gate.confirmation)},`;
  const typed = await prompts.type(`Apply to ${displayName(gate.org)}`, `Type ${wanted} to ${doing}.`);
  if (typed === undefined) return { kind: 'cancelled' };
  // An org's name may hold what nobody can type; it is shown, and typed, without.
  if (typed === gate.confirmation || typed === displayName(gate.confirmation))
    return { kind: 'passed', answer: { confirmation: gate.confirmation, lifts: [] } };
  const expected = one ? `the count, ${gate.confirmation}` : `the name of the org, ${displayName(gate.confirmation)}`;
  return wrong(typed, expected);
}

/** Adds the lifts of a group; what ended it, where one was not given. */
async function askLifts(prompts: Prompts, gate: Gate, group: GateGroup, lifts: Lift[]): Promise<GateOutcome | null> {
  for (const guard of group.guards) {
    if (guard === 'genesysBlock') {
      const count = String(group.removals);
      const prompt = `Genesys would refuse Okta's push of this group. Type ${count} once more to do it in batches all the same.`;
      const typed = await prompts.type(displayName(group.name), prompt);
      if (typed === undefined) return { kind: 'cancelled' };
      if (typed !== count) return wrong(typed, `the count, ${count}`);
      lifts.push({ guard, count: group.removals, group: group.work.groupId });
      continue;
    }
    const why = gateGuardWords(guard, group, gate.settings);
    const message = `${quotedName(group.name)} is held back: ${why}. Apply it all the same?`;
    const detail = `${joinWords([...countsOf(group)])} in ${displayName(gate.org)}. Nothing is written unless you go on.`;
    if (!(await prompts.confirm(message, detail, 'Apply All the Same'))) return { kind: 'cancelled' };
    lifts.push({ guard, count: null, group: group.work.groupId });
  }
  return null;
}

function* countsOf({ removals, members, adds }: GateGroup): Iterable<string> {
  if (removals > 0) yield `${formatNumber(removals)} of ${countOf(members, 'member')} removed`;
  if (adds > 0) yield `${formatNumber(adds)} added`;
}

const wrong = (typed: string, expected: string): GateOutcome => ({
  kind: 'wrong',
  message: `"${displayName(typed)}" is not ${expected}. Nothing was written.`,
});

/** Paragraphs of a modal, the last one always there. */
function page(lines: readonly string[], last: string): string {
  const rest = lines.length - mostLines;
  const shown =
    rest > 1 ? [...lines.slice(0, mostLines), `… and ${formatNumber(rest)} more lines; the report of the plan has them.`] : lines;
  return [...shown, last].join('\n');
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

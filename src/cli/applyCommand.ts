import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { changedInputs } from '../apply/changedInputs';
import { prepareApply } from '../apply/prepareApply';
import { runApply } from '../apply/runApply';
import type { ApplyMode, GroupSelection } from '../apply/work';
import { parsePlan } from '../plan/parsePlan';
import type { GroupPlan, Plan } from '../plan/plan';
import { countOf, displayName } from '../report/words';
import { addWritingOptions, collectedGroups, inputRoots, passingGate, withWriting, type WritingOptions } from './applyOptions';
import type { Terminal } from './terminal';

interface ApplyOptions extends WritingOptions {
  readonly group: readonly string[];
  readonly only?: 'adds' | 'removals';
}

/** Hours after which a plan is old. */
const oldPlanHours = 24;

/** `apply`: exactly the plan's changes, behind the gate (product.md, sections 9 and 11). */
export function applyCommand(terminal: Terminal): Command {
  const command = new Command('apply')
    .description('Change group memberships in Genesys Cloud as a plan says, batch by batch, each proved by reading back.')
    .argument('<plan>', 'a plan, as "plan --format json" writes it')
    .option('--group <name or id>', 'only this group (repeatable)', collectedGroups, [])
    .addOption(new Option('--only <side>', 'only one side of the changes').choices(['adds', 'removals']))
    .action(async (path: string, options: ApplyOptions) => {
      const plan = parsePlan(await readFile(path, 'utf8'), path);
      const selections = selected(plan, options);
      const changed = await changedInputs(plan, inputRoots(path), terminal.signal);
      await withWriting(terminal, options, async ({ door, org, sizes, settings, answer, run }) => {
        const prepared = await prepareApply(plan, selections, {
          door,
          target: org,
          ours: settings,
          sizes,
          now: settings.now,
          oldPlanHours,
          changedInputs: changed,
          signal: terminal.signal,
        });
        const result = await passingGate(terminal, prepared.gate, answer, () => runApply(prepared, answer, run));
        if (result === null) return null;
        const held = prepared.heldBack;
        if (held > 0) terminal.say(`${countOf(held, 'person', 'people')} in a conflict were left alone.`);
        return { result, names: namesIn(plan), held };
      });
    });
  return addWritingOptions(command);
}

/** The groups that are meant: those named, or all that would change. @throws Error for a name that fits none, or several. */
function selected(plan: Plan, { group: names, only }: ApplyOptions): readonly GroupSelection[] {
  const mode: ApplyMode = only ?? 'both';
  const groups = names.length === 0 ? plan.groups.filter(({ verdict }) => verdict !== 'unchanged') : names.map((name) => named(plan, name));
  return [...new Set(groups)].map((group) => ({ group, mode, people: null }));
}

function named(plan: Plan, name: string): GroupPlan {
  const byId = plan.groups.filter((group) => group.genesysGroupId === name || group.oktaGroupId === name);
  const found = byId.length > 0 ? byId : plan.groups.filter((group) => group.name === name || group.genesysName === name);
  const [only] = found;
  if (found.length === 1 && only) return only;
  if (found.length === 0) throw new Error(`The plan has no group "${displayName(name)}".`);
  throw new Error(`The plan has ${found.length} groups "${displayName(name)}": name the one that is meant by its id.`);
}

/** userName by Genesys id, of everybody whom the plan moves. */
export function namesIn(plan: Plan): ReadonlyMap<string, string> {
  const people = plan.groups.flatMap((group) => [...group.adds, ...group.removals]);
  return new Map(people.flatMap(({ genesysUserId, userName }) => (userName === null ? [] : [[genesysUserId, displayName(userName)]])));
}

import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { prepareApply } from '../apply/prepareApply';
import { prepareResume, runResume } from '../apply/resumeApply';
import { prepareUndo, runUndo, wholePlan } from '../apply/undoApply';
import { readGroupFact } from '../genesys/groupFacts';
import { serializePlan } from '../plan/planFile';
import { displayName } from '../report/words';
import { namesIn } from './applyCommand';
import { addWritingOptions, passingGate, withWriting, type WritingOptions } from './applyOptions';
import type { Terminal } from './terminal';
import { tool } from './tool';

/** `resume`: goes on where an apply broke off or was cancelled (product.md, section 9). */
export function resumeCommand(terminal: Terminal): Command {
  const command = new Command('resume')
    .description('Go on with an apply that broke off or was cancelled, from what Genesys Cloud holds now.')
    .argument('<journal>', 'the journal of the apply')
    .action(async (path: string, options: WritingOptions) => {
      await withWriting(terminal, options, async ({ door, org, sizes, settings, answer, run }) => {
        const prepared = await prepareResume(path, { door, org, tool, settings, sizes, createdAt: settings.now });
        const result = await passingGate(terminal, prepared.gate, answer, () => runResume(prepared, answer, run));
        const names = new Map(prepared.state.groups.flatMap(({ selection }) => Object.entries(selection.userNames)));
        return result && { result, names, held: 0 };
      });
    });
  return addWritingOptions(command);
}

/** `undo`: takes back what a journal proves, and nothing that others did since (product.md, section 9). */
export function undoCommand(terminal: Terminal): Command {
  const command = new Command('undo')
    .description('Take back the proved steps of an apply, and nothing that others did since.')
    .argument('<journal>', 'the journal of the apply')
    .option('--plan-only <file>', 'write the plan of the undo, and change nothing')
    .action(async (path: string, options: WritingOptions & { readonly planOnly?: string }) => {
      // Each is found by the name of the other, so they stand in one folder.
      if (options.journal !== undefined && resolve(options.journal) !== dirname(resolve(path)))
        throw new Error(`The journal of an undo is written beside the one that it undoes, ${dirname(resolve(path))}. Leave --journal out.`);
      await withWriting(terminal, options, async ({ client, door, org, sizes, settings, answer, run }) => {
        const rolesOf = async (groupId: string) => (await readGroupFact(client, groupId, terminal.signal)).rolesGranted;
        const undo = await prepareUndo(path, { door, org, tool, settings, createdAt: settings.now, rolesOf });
        for (const { name, message } of undo.apart) terminal.say(`${displayName(name)}: held back. ${message}`);
        if (options.planOnly !== undefined) {
          await terminal.writeFile(options.planOnly, serializePlan(undo.plan));
          return null;
        }
        const prepared = await prepareApply(undo.plan, wholePlan(undo.plan), {
          door,
          target: org,
          ours: settings,
          sizes,
          now: settings.now,
          oldPlanHours: 24,
          changedInputs: [],
          signal: terminal.signal,
        });
        const result = await passingGate(terminal, prepared.gate, answer, () => runUndo(undo, prepared, answer, run));
        return result && { result, names: namesIn(undo.plan), held: undo.apart.length };
      });
    });
  return addWritingOptions(command);
}

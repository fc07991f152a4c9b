import { Command } from 'commander';
import { ApplyRefused, prepareApply } from '../apply/prepareApply';
import { restorePlan } from '../apply/restore';
import { readRestoreImages, restoreMismatch, type SavedImage } from '../apply/restoreImages';
import { runApply } from '../apply/runApply';
import { wholePlan } from '../apply/undoApply';
import { readGroupFact } from '../genesys/groupFacts';
import { displayName } from '../report/words';
import { namesIn } from './applyCommand';
import { addWritingOptions, collectedGroups, passingGate, withWriting, type WritingOptions } from './applyOptions';
import type { Terminal } from './terminal';
import { tool } from './tool';

interface RestoreOptions extends WritingOptions {
  readonly group: readonly string[];
  readonly exact?: boolean;
}

/** `restore`: adds back whoever is missing of what a snapshot or the before-images of a journal hold (product.md, section 9). */
export function restoreCommand(terminal: Terminal): Command {
  const command = new Command('restore')
    .description('Add back whoever is missing of what a saved snapshot, or the before-images of a journal, hold.')
    .argument('<snapshot or journal>', 'a saved snapshot, or the journal of an apply')
    .option('--group <name or id>', 'only this group (repeatable)', collectedGroups, [])
    .option('--exact', 'also remove who came since')
    .action(async (path: string, options: RestoreOptions) => {
      const saved = await readRestoreImages(path, terminal.signal);
      const { userNames } = saved;
      const chosen = chosenImages(saved.images, options.group);
      if (options.exact === true) refuseUnproved(path, chosen);
      await withWriting(terminal, options, async ({ client, door, org, sizes, settings, answer, run }) => {
        const mismatch = restoreMismatch(path, saved, org);
        if (mismatch !== null) throw new ApplyRefused(mismatch);
        for (const name of saved.withoutMembers) terminal.say(`${displayName(name)}: ${path} does not hold its members.`);
        const rolesOf = async (groupId: string) => (await readGroupFact(client, groupId, terminal.signal)).rolesGranted;
        const { plan, gone } = await restorePlan(chosen, {
          door,
          org,
          tool,
          settings,
          createdAt: settings.now,
          assumptions: [`It brings groups back to ${path}.`],
          exact: options.exact === true,
          userNames,
          rolesOf,
          signal: terminal.signal,
        });
        for (const { name } of gone) terminal.say(`${displayName(name)} is not in Genesys Cloud any more; SCIM cannot create it.`);
        const prepared = await prepareApply(plan, wholePlan(plan), {
          door,
          target: org,
          ours: settings,
          sizes,
          now: settings.now,
          oldPlanHours: 24,
          changedInputs: [],
          signal: terminal.signal,
        });
        const result = await passingGate(terminal, prepared.gate, answer, () => runApply(prepared, answer, run, 'restore'));
        return result && { result, names: namesIn(plan), held: gone.length };
      });
    });
  return addWritingOptions(command);
}

/** @throws Error for a name that fits none, or several. */
function chosenImages(images: readonly SavedImage[], names: readonly string[]): readonly SavedImage[] {
  if (names.length === 0) return images;
  return names.map((name) => {
    const byId = images.filter(({ groupId }) => groupId === name);
    const found = byId.length > 0 ? byId : images.filter((image) => image.name === name);
    const [only] = found;
    if (found.length === 1 && only) return only;
    if (found.length === 0) throw new Error(`There is no group "${displayName(name)}" in it.`);
    throw new Error(`There are ${found.length} groups "${displayName(name)}" in it: name the one that is meant by its id.`);
  });
}

/** @throws Error where it is not known who came since. */
function refuseUnproved(path: string, images: readonly SavedImage[]): void {
  const unproved = images.find(({ whole }) => !whole);
  if (unproved === undefined) return;
  throw new Error(
    `It is not proved that ${path} holds all members of "${displayName(unproved.name)}", so who came since cannot be told from it. Leave --exact out.`,
  );
}

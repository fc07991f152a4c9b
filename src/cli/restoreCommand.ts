import { Command } from 'commander';
import type { JournalOrg } from '../apply/journal';
import { journalState } from '../apply/journalState';
import { ApplyRefused, orgMismatch, prepareApply } from '../apply/prepareApply';
import { restorePlan, type GroupImage } from '../apply/restore';
import { journalSuffix, readJournal } from '../apply/journalFile';
import { runApply } from '../apply/runApply';
import { beforeImages, wholePlan } from '../apply/undoApply';
import { readGroupFact } from '../genesys/groupFacts';
import { readSnapshot } from '../genesys/snapshotFile';
import { displayName } from '../report/words';
import { namesIn } from './applyCommand';
import { addWritingOptions, collectedGroups, passingGate, withWriting, type WritingOptions } from './applyOptions';
import type { Terminal } from './terminal';
import { tool } from './tool';

interface RestoreOptions extends WritingOptions {
  readonly group: readonly string[];
  readonly exact?: boolean;
}

interface Images {
  readonly images: readonly GroupImage[];
  readonly userNames: Readonly<Record<string, string>>;
  /** Null where a file does not tell. */
  readonly org: JournalOrg | null;
  /** Groups whose members are not in it: that is no empty group. */
  readonly withoutMembers: readonly string[];
  /** Whether its member lists are proved whole: only then can anybody be too many. */
  readonly complete: boolean;
}

/** `restore`: adds back whoever is missing of what a snapshot or the before-images of a journal hold (product.md, section 9). */
export function restoreCommand(terminal: Terminal): Command {
  const command = new Command('restore')
    .description('Add back whoever is missing of what a saved snapshot, or the before-images of a journal, hold.')
    .argument('<snapshot or journal>', 'a saved snapshot, or the journal of an apply')
    .option('--group <name or id>', 'only this group (repeatable)', collectedGroups, [])
    .option('--exact', 'also remove who came since')
    .action(async (path: string, options: RestoreOptions) => {
      const { images, userNames, org: imageOrg, withoutMembers, complete } = await readImages(path, terminal.signal);
      const chosen = chosenImages(images, options.group);
      if (options.exact === true && !complete)
        throw new Error(`${path} is not complete, so who came since cannot be told from it. Leave --exact out.`);
      await withWriting(terminal, options, async ({ client, door, org, sizes, settings, answer, run }) => {
        const mismatch = imageOrg === null ? null : otherOrg(imageOrg, org);
        if (mismatch !== null) throw new ApplyRefused(mismatch.replace('The plan', path));
        for (const name of withoutMembers) terminal.say(`${displayName(name)}: ${path} does not hold its members.`);
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

/** SCIM list responses know no more of their org than its host. */
const otherOrg = (image: JournalOrg, org: JournalOrg): string | null =>
  image.orgId === null && image.clientId === null && image.host === org.host ? null : orgMismatch(image, org);

async function readImages(path: string, signal: AbortSignal): Promise<Images> {
  if (path.endsWith(journalSuffix)) {
    const { lines } = await readJournal(path);
    const { org, selection } = journalState(lines).open;
    const userNames = Object.fromEntries(selection.flatMap((group) => Object.entries(group.userNames)));
    return { images: await beforeImages(path), userNames, org, withoutMembers: [], complete: true };
  }
  const snapshot = await readSnapshot([path], { signal });
  const groups = [...snapshot.groups.values()];
  const images = groups.flatMap(({ id, displayName: name, members }) =>
    members ? [{ groupId: id, name, members: members.map(({ value }) => value) }] : [],
  );
  return {
    images,
    userNames: Object.fromEntries([...snapshot.users.values()].map(({ id, userName }) => [id, userName])),
    org: snapshot.org.host === '' ? null : snapshot.org,
    withoutMembers: groups.filter(({ members }) => !members).map((group) => group.displayName),
    complete: snapshot.complete,
  };
}

/** @throws Error for a name that fits none, or several. */
function chosenImages(images: readonly GroupImage[], names: readonly string[]): readonly GroupImage[] {
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

import { dirname, resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { batchSizes, type BatchSizes } from '../apply/batches';
import { clientDoor } from '../apply/clientDoor';
import { ignoredLifts, type Gate, type GateAnswer, type Lift } from '../apply/gate';
import type { GroupDoor } from '../apply/groupDoor';
import type { JournalOrg } from '../apply/journal';
import { journalFolder } from '../apply/journalFile';
import { usualLagMs } from '../apply/readBack';
import { lockOrg } from '../apply/orgLock';
import { ApplyBrokenOff, GateNotPassed, type ApplyResult, type RunOptions } from '../apply/runApply';
import type { GenesysClient } from '../genesys/client';
import { systemClock } from '../http/clock';
import { defaultSettings, type AskedSettings } from '../plan/settings';
import { gateDetail, gateQuestion, groupResultLines, progressWords, resultLines } from '../report/applyText';
import { collected, wholeNumber } from './options';
import { addTargetOptions, connect, connectionOf, credentialsOf, type TargetOptions } from './target';
import type { Terminal } from './terminal';
import { tool } from './tool';

/** Options of every command that writes (product.md, section 11). */
export interface WritingOptions extends TargetOptions {
  readonly confirm?: string;
  readonly lift: readonly Lift[];
  readonly journal?: string;
  readonly batch: number;
  readonly maxRequestsPerMinute: number;
}

export function addWritingOptions(command: Command): Command {
  return addTargetOptions(command)
    .option('--confirm <text>', 'what the gate asks for')
    .option('--lift <guard>[=<count>][:<group>]', 'lift a tripped guard (repeatable)', lifted, [])
    .option('--journal <folder>', 'where the journal is written, instead of the place that all share')
    .option('--batch <n>', 'members in one request', wholeNumber(1), 250)
    .option('--max-requests-per-minute <n>', 'of the Genesys API', wholeNumber(1), 300);
}

export const collectedGroups = collected;

/** `<guard>[=<count>][:<group>]`, split at the first `:`. */
export function lifted(text: string, before: readonly Lift[]): readonly Lift[] {
  const colon = text.indexOf(':');
  const head = colon === -1 ? text : text.slice(0, colon);
  const [guard = '', count] = head.split(/=(.*)/s);
  if (guard === '') throw new InvalidArgumentError('<guard>[=<count>][:<group>] is needed, for instance "percent:Support Tier 1".');
  return [
    ...before,
    { guard, count: count === undefined ? null : wholeNumber(0)(count), group: colon === -1 ? null : text.slice(colon + 1) },
  ];
}

/** What a command that writes works with. */
export interface Writing {
  readonly client: GenesysClient;
  readonly door: GroupDoor;
  readonly org: JournalOrg;
  readonly sizes: BatchSizes;
  readonly settings: AskedSettings;
  readonly answer: GateAnswer;
  readonly run: RunOptions;
}

/** Connects, takes the lock of the org, does the work, and tells how it ended by the exit code (section 11). */
export async function withWriting(
  terminal: Terminal,
  options: WritingOptions,
  work: (
    writing: Writing,
  ) => Promise<{ readonly result: ApplyResult; readonly names: ReadonlyMap<string, string>; readonly held: number } | null>,
): Promise<void> {
  const { client, org } = await connect(connectionOf(options), credentialsOf(terminal), options.maxRequestsPerMinute, terminal.signal);
  const lock = await lockOrg(org).catch((error: unknown) => {
    client.close();
    throw error;
  });
  const door = lock.guarded(clientDoor(client));
  const sizes = batchSizes(options.batch);
  const run: RunOptions = {
    door,
    clock: systemClock,
    sizes,
    lagMs: usualLagMs,
    folder: resolve(options.journal ?? journalFolder()),
    tool,
    org,
    signal: AbortSignal.any([terminal.signal, lock.lost]),
    onProgress: (progress) => terminal.progress(progressWords(progress)),
    onJournal: (path) => terminal.write([`Journal: ${path}\n`]),
  };
  const answer = { confirmation: options.confirm ?? null, lifts: options.lift };
  try {
    const done = await work({ client, door, org, sizes, settings: { ...defaultSettings, now: new Date().toISOString() }, answer, run });
    terminal.endProgress();
    if (done === null) return;
    const { result, names, held } = done;
    const nameOf = (id: string): string => names.get(id) ?? id;
    await terminal.write(resultLines(result, nameOf).map((line) => `${line}\n`));
    terminal.exitCode = result.end === 'done' && held === 0 ? 0 : 3;
  } catch (error) {
    if (!(error instanceof ApplyBrokenOff)) throw error;
    terminal.endProgress();
    terminal.fail(error);
    if (!error.sent) {
      terminal.say('Nothing was sent to Genesys Cloud.');
      terminal.exitCode = 1;
      return;
    }
    for (const line of groupResultLines(error.groups, (id) => id)) terminal.say(line);
    terminal.say(`What was done stands in ${error.journal}: go on with "resume", or take it back with "undo".`);
    terminal.exitCode = 3;
  } finally {
    await lock.release();
    client.close();
  }
}

/** Runs what needs the gate; what the gate asks and did not get is printed, and nothing is written (exit code 3). */
export async function passingGate(
  terminal: Terminal,
  gate: Gate | null,
  answer: GateAnswer,
  run: () => Promise<ApplyResult>,
): Promise<ApplyResult | null> {
  for (const words of ignoredLifts(gate, answer)) terminal.say(words);
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof GateNotPassed) || gate === null) throw error;
    const asked = error.result.missing.map((line) => `  ${line}\n`);
    await terminal.write([
      `${gateQuestion(gate)}\n`,
      ...gateDetail(gate).map((line) => `  ${line}\n`),
      'Nothing was written. It needs:\n',
      ...asked,
    ]);
    terminal.exitCode = 3;
    return null;
  } finally {
    terminal.endProgress();
  }
}

/** Where a plan's input files may lie: beside the plan, and where the command runs. */
export const inputRoots = (planPath: string): readonly string[] => [dirname(resolve(planPath)), process.cwd()];

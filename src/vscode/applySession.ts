import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { batchSizes } from '../apply/batches';
import { changedInputs } from '../apply/changedInputs';
import { clientDoor } from '../apply/clientDoor';
import type { GateAnswer } from '../apply/gate';
import type { GroupDoor } from '../apply/groupDoor';
import type { GroupProgress } from '../apply/groupWriter';
import { journalFolder } from '../apply/journalFile';
import type { GroupState } from '../apply/journalState';
import { lockOrg } from '../apply/orgLock';
import { prepareApply, type PrepareOptions, type PreparedApply } from '../apply/prepareApply';
import { prepareResume, runResume } from '../apply/resumeApply';
import { restorePlan } from '../apply/restore';
import { ApplyBrokenOff, runApply, type ApplyResult, type RunOptions } from '../apply/runApply';
import { prepareUndo, runUndo, wholePlan } from '../apply/undoApply';
import type { GroupSelection } from '../apply/work';
import { readGroupFact } from '../genesys/groupFacts';
import { systemClock } from '../http/clock';
import type { Plan } from '../plan/plan';
import type { AskedSettings } from '../plan/settings';
import type { Applied } from '../report/applyDocument';
import { progressWords } from '../report/applyText';
import { displayName, formatTime } from '../report/words';
import { askGate, askPlainly, type GateOutcome } from './applyGate';
import { writingRefused } from './applyOrgs';
import { basisWords, apartWords, leftAloneWords, namesOf, whoIsWho } from './applyWords';
import type { ExtensionSettings } from './extensionSettings';
import type { LiveConnection, OrgConnections } from './orgConnections';
import type { StoredOrg } from './orgStore';
import type { OpenPlan } from './planOpen';
import { orCancelled, withCancelWhenSlow } from './progress';
import type { Prompts } from './prompts';
import type { RestoreAsked } from './restore';

export interface ApplySessionParts {
  readonly connections: OrgConnections;
  readonly prompts: Prompts;
  readonly settings: () => ExtensionSettings;
  readonly tool: Plan['tool'];
  readonly onProgress: (progress: GroupProgress) => void;
}

/** How an apply, an undo or a resume ended for the person who asked for it. */
export type SessionEnd =
  /** Cancelled before anything was written. */
  | { readonly kind: 'cancelled' }
  /** Nothing was written, for this reason. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'applied'; readonly applied: Applied };

/** How long a change in Genesys Cloud may take to show before it counts as kept or dropped. */
const lagMs = 15_000;

/** What the work on an org goes by, from its lock to its end. */
interface Writing {
  readonly connection: LiveConnection;
  readonly door: GroupDoor;
  readonly now: string;
  readonly ours: AskedSettings;
  readonly sizes: RunOptions['sizes'];
  /** Hours after which a plan is old. */
  readonly oldPlanHours: number;
  readonly lost: AbortSignal;
}

/** The words for a result, besides what the engine gives. */
type Told = Omit<Applied, 'result' | 'brokenOff' | 'answer' | 'at' | 'org'>;

/** Leads one apply, undo or resume from its first look to its result: everything that is asked goes through the prompts. */
export class ApplySession {
  private running: AbortController | undefined;

  constructor(private readonly parts: ApplySessionParts) {}

  /** Ends what is being written at the end of its batch. */
  cancel(): void {
    this.running?.abort();
  }

  /** Applies what is selected of a plan. @throws ApplyRefused, OrgLocked, JournalError, RequestError. */
  async apply(open: OpenPlan, selections: readonly GroupSelection[], org: StoredOrg): Promise<SessionEnd> {
    const { plan } = open;
    return await this.writing(org, async (writing) => {
      const prepared = await this.looking(org, async (signal) => {
        const roots = [...open.inputRoots, ...open.inputRoots.map((root) => dirname(root))];
        return await prepareApply(plan, selections, prepareOptions(writing, await changedInputs(plan, roots, signal), signal));
      });
      if (!prepared) return { kind: 'cancelled' };
      const { heldBack } = prepared;
      const told: Told = { kind: 'apply', planId: plan.id, gate: prepared.gate, heldBack, ...whoIsWho(open) };
      if (prepared.works.length === 0) return this.nothingToDo(prepared, told, org);
      const about = [...leftAloneWords(prepared, heldBack), basisWords(plan, Date.now())];
      const answer = await this.ask(prepared, about);
      if (answer.kind !== 'passed') return ended(answer);
      return await this.run(org, writing, told, answer.answer, (options) => runApply(prepared, answer.answer, options));
    });
  }

  /** Takes back what a journal proves, and nothing that others did since. @throws as `apply`. */
  async undo(journal: string, org: StoredOrg): Promise<SessionEnd> {
    return await this.writing(org, async (writing) => {
      const { connection, door, now, ours } = writing;
      const looked = await this.looking(org, async (signal) => {
        const rolesOf = async (groupId: string) => (await readGroupFact(connection.client, groupId, signal)).rolesGranted;
        const { tool } = this.parts;
        const undo = await prepareUndo(journal, { door, org: journalOrg(connection), tool, settings: ours, createdAt: now, rolesOf });
        return { undo, prepared: await prepareApply(undo.plan, wholePlan(undo.plan), prepareOptions(writing, [], signal)) };
      });
      if (!looked) return { kind: 'cancelled' };
      const { undo, prepared } = looked;
      const { apart } = undo;
      const told: Told = { kind: 'undo', planId: null, gate: prepared.gate, heldBack: 0, nameOf: namesOf(undo.plan), apart };
      if (prepared.works.length === 0) return this.nothingToDo(prepared, told, org);
      const about = [
        ...apartWords(apart),
        ...leftAloneWords(prepared, 0),
        'It takes back what the last apply did, and nothing that others did since.',
      ];
      const answer = await this.ask(prepared, about);
      if (answer.kind !== 'passed') return ended(answer);
      return await this.run(org, writing, told, answer.answer, (options) => runUndo(undo, prepared, answer.answer, options));
    });
  }

  /** Brings groups back to an earlier image (product.md, section 9, "Restore from Snapshot"). @throws as `apply`. */
  async restore({ images, userNames, from }: RestoreAsked, org: StoredOrg): Promise<SessionEnd> {
    return await this.writing(org, async (writing) => {
      const { connection, door, now, ours } = writing;
      const looked = await this.looking(org, async (signal) => {
        const rolesOf = async (groupId: string) => (await readGroupFact(connection.client, groupId, signal)).rolesGranted;
        const options = { door, org: journalOrg(connection), tool: this.parts.tool, settings: ours, createdAt: now, rolesOf };
        const assumptions = [`It brings groups back to ${from}.`];
        const { plan, gone } = await restorePlan(images, { ...options, assumptions, exact: false, userNames, signal });
        return { plan, gone, prepared: await prepareApply(plan, wholePlan(plan), prepareOptions(writing, [], signal)) };
      });
      if (!looked) return { kind: 'cancelled' };
      const { plan, gone, prepared } = looked;
      const missing = gone.map(({ name }) => `"${displayName(name)}" is not in Genesys Cloud any more; SCIM cannot create it.`);
      if (plan.groups.length === 0) {
        const same = gone.length === images.length ? [] : [`Nothing is to be restored: nobody is missing of ${from}.`];
        return { kind: 'refused', message: [...missing, ...same].join(' ') };
      }
      const told: Told = { kind: 'restore', planId: null, gate: prepared.gate, heldBack: 0, nameOf: namesOf(plan) };
      if (prepared.works.length === 0) return this.nothingToDo(prepared, told, org);
      const about = [...missing, ...leftAloneWords(prepared, 0), `It goes back to ${from}.`];
      const answer = await this.ask(prepared, about);
      if (answer.kind !== 'passed') return ended(answer);
      return await this.run(org, writing, told, answer.answer, (run) => runApply(prepared, answer.answer, run, 'restore'));
    });
  }

  /** Goes on with a journal that broke off or was cancelled. @throws as `apply`. */
  async resume(journal: string, org: StoredOrg): Promise<SessionEnd> {
    return await this.writing(org, async (writing) => {
      const { connection, door, now, ours, sizes } = writing;
      const { tool } = this.parts;
      const options = { door, org: journalOrg(connection), tool, settings: ours, sizes, createdAt: now };
      const prepared = await this.looking(org, () => prepareResume(journal, options));
      if (!prepared) return { kind: 'cancelled' };
      const names = new Map(prepared.state.groups.flatMap(({ selection }) => Object.entries(selection.userNames)));
      const { planId } = prepared.state.open;
      const { gate } = prepared;
      const earlier = doneBefore(prepared.state.groups);
      const kind = prepared.state.open.kind === 'undo' ? 'undo' : 'resume';
      const told: Told = { kind, planId, gate, heldBack: 0, nameOf: (id) => names.get(id) ?? id, earlier };
      const since = `It goes on with what was begun, last written ${formatTime(prepared.state.lastAt)}.`;
      const answer: GateOutcome =
        gate === null ? { kind: 'passed', answer: { confirmation: null, lifts: [] } } : await askGate(this.parts.prompts, gate, [since]);
      if (answer.kind !== 'passed') return ended(answer);
      return await this.run(org, writing, told, answer.answer, (run) => runResume(prepared, answer.answer, run));
    });
  }

  /** Connects and holds the org's lock while `work` lasts. */
  private async writing(org: StoredOrg, work: (writing: Writing) => Promise<SessionEnd>): Promise<SessionEnd> {
    const connection = await this.parts.connections.connect(org.id);
    const lock = await lockOrg(journalOrg(connection));
    try {
      const now = new Date().toISOString();
      const settings = this.parts.settings();
      const ours = { ...settings.plan, now, confirmedMembers: {} };
      return await work({
        connection,
        door: lock.guarded(clientDoor(connection.client)),
        now,
        ours,
        sizes: batchSizes(settings.batchSize),
        oldPlanHours: settings.oldPlanHours,
        lost: lock.lost,
      });
    } finally {
      await lock.release();
    }
  }

  private async looking<Looked>(org: StoredOrg, look: (signal: AbortSignal) => Promise<Looked>): Promise<Looked | undefined> {
    return await orCancelled(withCancelWhenSlow(`Reading the groups of ${displayName(org.name)} once more…`, look));
  }

  private async ask(prepared: PreparedApply, about: readonly string[]): Promise<GateOutcome> {
    const { prompts } = this.parts;
    return prepared.gate === null ? await askPlainly(prompts, prepared, about) : await askGate(prompts, prepared.gate, about);
  }

  private nothingToDo({ stale, refused }: PreparedApply, told: Told, org: StoredOrg): SessionEnd {
    const end = stale.length + refused.length + (told.apart?.length ?? 0) === 0 ? 'done' : 'notAllDone';
    const result: ApplyResult = { journal: null, end, groups: [], stale, refused };
    return { kind: 'applied', applied: this.applied(org, told, { confirmation: null, lifts: [] }, result, null) };
  }

  /** Writes, with counts and *Cancel* in a notification; cancelling counts at the end of the batch. */
  private async run(
    org: StoredOrg,
    { connection, door, sizes, lost }: Writing,
    told: Told,
    answer: GateAnswer,
    write: (options: RunOptions) => Promise<ApplyResult>,
  ): Promise<SessionEnd> {
    // The questions may have stood open for long.
    const still = this.parts.connections.get(org.id);
    const refused = still
      ? writingRefused(still, vscode.workspace.isTrusted)
      : `${displayName(org.name)} was removed; nothing was written.`;
    if (refused !== null) return { kind: 'refused', message: refused };
    const running = new AbortController();
    this.running = running;
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const options = { location: vscode.ProgressLocation.Notification, title: `Writing to ${displayName(org.name)}`, cancellable: true };
    const writing = async (progress: vscode.Progress<{ message: string }>, token: vscode.CancellationToken): Promise<Applied> => {
      token.onCancellationRequested(() => {
        running.abort();
        vscode.window.setStatusBarMessage('Cancelling: the batch that was sent is still checked…', finished);
      });
      const run: RunOptions = {
        door,
        clock: systemClock,
        sizes,
        lagMs,
        folder: journalFolder(),
        tool: this.parts.tool,
        org: journalOrg(connection),
        signal: AbortSignal.any([running.signal, lost]),
        onProgress: (each) => {
          progress.report({ message: progressWords(each) });
          this.parts.onProgress(each);
        },
      };
      try {
        return this.applied(org, told, answer, await write(run), null);
      } catch (error) {
        if (!(error instanceof ApplyBrokenOff)) throw error;
        const result: ApplyResult = { journal: error.journal, end: 'notAllDone', groups: error.groups, stale: [], refused: [] };
        return this.applied(org, told, answer, result, error.message);
      }
    };
    try {
      return { kind: 'applied', applied: await vscode.window.withProgress(options, writing) };
    } finally {
      this.running = undefined;
      finish();
    }
  }

  private applied(org: StoredOrg, told: Told, answer: GateAnswer, result: ApplyResult, brokenOff: string | null): Applied {
    return { ...told, org: org.name, at: new Date().toISOString(), answer, result, brokenOff };
  }
}

const journalOrg = ({ org }: LiveConnection): RunOptions['org'] => ({
  name: org.name,
  host: org.host,
  orgId: org.orgId,
  clientId: org.clientId,
});

function prepareOptions(
  { connection, door, ours, sizes, now, oldPlanHours }: Writing,
  changed: readonly string[],
  signal: AbortSignal,
): PrepareOptions {
  return { door, target: journalOrg(connection), ours, sizes, now, oldPlanHours, changedInputs: changed, signal };
}

function ended(outcome: Exclude<GateOutcome, { kind: 'passed' }>): SessionEnd {
  return outcome.kind === 'cancelled' ? outcome : { kind: 'refused', message: outcome.message };
}

function doneBefore(groups: readonly GroupState[]): NonNullable<Applied['earlier']> {
  return {
    removed: groups.reduce((sum, { removed }) => sum + removed.size, 0),
    added: groups.reduce((sum, { added }) => sum + added.size, 0),
  };
}

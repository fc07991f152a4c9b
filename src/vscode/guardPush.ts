import * as vscode from 'vscode';
import { GuardedPush, lookInterval } from '../apply/guardPush';
import type { GuardTarget } from '../apply/guardPushGroup';
import { canAddBack, compareGuarded } from '../apply/guardPushOutcome';
import { clientDoor } from '../apply/clientDoor';
import type { GroupDoor } from '../apply/groupDoor';
import { journalFolder } from '../apply/journalFile';
import { orgMismatch } from '../apply/prepareApply';
import { systemClock } from '../http/clock';
import type { Plan } from '../plan/plan';
import { countOf, displayName, joinWords } from '../report/words';
import { chooseOrg } from './chooseOrg';
import type { ContextKeys } from './contextKeys';
import type { GuardDocuments } from './guardDocuments';
import { GuardNames } from './guardNames';
import { askOrgTargets, askPlannedTargets, plainTarget, plannedTarget } from './guardTargets';
import { guardPage, headline, timeOf, type GuardPage } from './guardText';
import type { Logger } from './log';
import type { PlanNode } from './planNode';
import type { OpenPlan } from './planOpen';
import { orCancelled, withCancel } from './progress';
import { resourceOf, type OrgAccess, type OrgConnection, type OrgEntry } from './services';

/** A guard that goes on, or has ended while its page is kept. */
export interface RunningGuard {
  readonly uri: vscode.Uri;
  readonly guard: GuardedPush;
  readonly org: OrgEntry;
  /** Fulfilled when the last look is taken and the page shows the comparison. */
  readonly ended: Promise<void>;
  end(): void;
}

export interface GuardParts {
  readonly orgs: OrgAccess;
  readonly plan: () => OpenPlan | undefined;
  readonly documents: GuardDocuments;
  readonly contextKeys: ContextKeys;
  readonly requestsPerMinute: () => number;
  readonly tool: Plan['tool'];
  readonly log: Logger;
  /** A guard began or ended: History shows it. */
  readonly onChange: () => void;
  readonly showError: (error: unknown) => void;
}

/** *Guard a Push…* (product.md, section 9): saves the members of groups, then shows on a page how they leave and come back while Okta pushes. */
export class GuardPushCommand implements vscode.Disposable {
  private readonly guards = new Map<string, RunningGuard>();
  private readonly running = new Set<string>();
  private readonly tabs: vscode.Disposable;

  constructor(private readonly parts: GuardParts) {
    this.tabs = vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const { input } of closed) if (input instanceof vscode.TabInputText) this.closed(input.uri);
    });
  }

  /** @returns the guard once its before-images are saved and its page is open; undefined when it was cancelled. */
  async run(argument: unknown): Promise<RunningGuard | undefined> {
    const asked = await this.ask(argument);
    if (!asked) return undefined;
    const { org, open, connection } = asked;
    const known = [...this.guards.values()].find(
      ({ uri, guard, org: other }) =>
        this.running.has(uri.toString()) &&
        other.id === org.id &&
        asked.targets.every(({ groupId }) => guard.groups.some(({ target }) => target.groupId === groupId)),
    );
    if (known) {
      await this.parts.documents.show(known.uri);
      return known;
    }
    const names = joinWords(asked.targets.map(({ name }) => displayName(name)));
    const begun = await orCancelled(
      withCancel(`Saving the members of ${names}`, (signal) => this.begin(asked.targets, org.id, connection, open, signal)),
    );
    return begun && (await this.follow(begun, org, connection, open));
  }

  /** The running guard of a page, or the only one. */
  end(argument: unknown): void {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    (this.guards.get(uri?.toString() ?? '') ?? [...this.guards.values()].findLast((one) => this.running.has(one.uri.toString())))?.end();
  }

  /** The guard that writes this file, in this window. */
  at(path: string): RunningGuard | undefined {
    return [...this.guards.values()].find(({ guard }) => guard.path === path);
  }

  dispose(): void {
    this.tabs.dispose();
    for (const guard of this.guards.values()) guard.end();
  }

  /** A page that is closed ends its guard; one that was only moved, or stands beside, does not. */
  private closed(uri: vscode.Uri): void {
    const guard = this.guards.get(uri.toString());
    if (!guard) return;
    // A tab that moves is closed in one place before it is open in the other.
    setTimeout(() => {
      const isOpen = vscode.window.tabGroups.all.some(({ tabs }) => tabs.some((tab) => isOf(tab, uri)));
      if (!isOpen) guard.end();
    }, moveMs);
  }

  private async ask(argument: unknown): Promise<
    | {
        readonly org: OrgEntry;
        readonly connection: OrgConnection;
        readonly targets: readonly GuardTarget[];
        readonly open: OpenPlan | undefined;
      }
    | undefined
  > {
    const shown = this.parts.plan();
    const resource = resourceOf(argument);
    const planned = typeof argument === 'object' && argument !== null && 'target' in argument ? (argument as PlanNode).target : null;
    const wanted = resource?.orgId ?? shown?.orgId;
    const org = await chooseOrg(this.parts.orgs, wanted ?? undefined, 'Guard a push into which org?');
    if (!org) return undefined;
    const connection = await this.parts.orgs.connect(org.id);
    const open = shown && orgMismatch(shown.plan.org, connection.org) === null ? shown : undefined;
    const targets = await this.targets(planned, resource, open, connection);
    return targets && { org, connection, targets, open };
  }

  private async targets(
    planned: PlanNode['target'],
    resource: ReturnType<typeof resourceOf>,
    open: OpenPlan | undefined,
    { client }: OrgConnection,
  ): Promise<readonly GuardTarget[] | undefined> {
    if (planned?.kind === 'group') {
      const { group } = planned;
      const target = open && plannedTarget(group, open.plan);
      if (target) return [target];
      if (group.genesysGroupId !== null) return [plainTarget(group.genesysGroupId, group.genesysName ?? group.name)];
    }
    if (resource?.kind === 'group') {
      const group = open?.plan.groups.filter(({ genesysGroupId }) => genesysGroupId === resource.id) ?? [];
      const target = open && group.length === 1 && group[0] ? plannedTarget(group[0], open.plan) : undefined;
      return [target ?? plainTarget(resource.id, resource.name)];
    }
    return open ? await askPlannedTargets(open) : await askOrgTargets(client);
  }

  private async begin(
    targets: readonly GuardTarget[],
    orgId: string,
    { org }: OrgConnection,
    open: OpenPlan | undefined,
    signal: AbortSignal,
  ): Promise<GuardedPush> {
    const users = open?.snapshot?.users;
    const userNames = new Map([...(users?.values() ?? [])].map(({ id, userName }) => [id, userName]));
    for (const group of open?.plan.groups ?? [])
      for (const { genesysUserId, userName } of [...group.adds, ...group.removals])
        if (userName !== null) userNames.set(genesysUserId, userName);
    return await GuardedPush.begin(targets, {
      door: this.doorOf(orgId),
      clock: systemClock,
      folder: journalFolder(),
      org,
      tool: this.parts.tool,
      planId: open?.plan.id ?? '',
      userNames,
      signal,
    });
  }

  /** Through the org's connection of the moment: another one takes its place when settings or credentials change. */
  private doorOf(orgId: string): Pick<GroupDoor, 'readGroup' | 'memberCount'> {
    const door = async (): Promise<GroupDoor> => clientDoor((await this.parts.orgs.connect(orgId)).client);
    return {
      readGroup: async (groupId) => await (await door()).readGroup(groupId),
      memberCount: async (groupId) => await (await door()).memberCount(groupId),
    };
  }

  private async follow(guard: GuardedPush, org: OrgEntry, connection: OrgConnection, open: OpenPlan | undefined): Promise<RunningGuard> {
    const { documents } = this.parts;
    const [first] = guard.groups;
    const more = guard.groups.length > 1 ? ` and ${guard.groups.length - 1} more` : '';
    const uri = documents.uriOf(`Guard ${first?.target.name ?? ''}${more}`, guard.path);
    const names = new GuardNames(connection, open);
    const stop = new AbortController();
    const everyMs = lookInterval(guard.groups.length, this.parts.requestsPerMinute());
    const draw = (state: GuardPage['state'], problem: string | null = null): void =>
      documents.set(
        uri,
        guardPage({
          org: org.name,
          groups: guard.groups,
          now: Date.now(),
          everyMs,
          looks: guard.lookCount,
          state,
          problem,
          path: guard.path,
          nameOf: (id) => names.of(id),
        }),
      );
    draw('following');
    this.running.add(uri.toString());
    const ended = this.toTheEnd(guard, uri, { everyMs, signal: stop.signal }, names, draw);
    const one: RunningGuard = {
      uri,
      guard,
      org,
      ended,
      end: () => {
        if (stop.signal.aborted || !this.running.has(uri.toString())) return;
        stop.abort();
        draw('ending');
      },
    };
    this.guards.set(uri.toString(), one);
    this.setKeys();
    this.parts.onChange();
    await documents.show(uri);
    return one;
  }

  /** Never rejects: what went wrong stands on the page and in the log. */
  private async toTheEnd(
    guard: GuardedPush,
    uri: vscode.Uri,
    how: { readonly everyMs: number; readonly signal: AbortSignal },
    names: GuardNames,
    draw: (state: GuardPage['state'], problem?: string | null) => void,
  ): Promise<void> {
    let problem: string | null = null;
    try {
      await guard.follow({ ...how, onLook: () => draw(how.signal.aborted ? 'ending' : 'following') });
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      this.parts.showError(error);
    }
    const state = problem === null ? 'ended' : 'broken';
    draw(state, problem);
    const comparisons = guard.groups.map(compareGuarded);
    // The comparison does not wait for the names of whom no plan read.
    await names.learn(comparisons.flatMap(({ people }) => Object.values(people).flat())).catch((error: unknown) => {
      this.parts.log.error('naming who moved in a guarded push', error);
    });
    this.running.delete(uri.toString());
    if (guard.groups.some(canAddBack)) this.parts.documents.offerRestore(uri);
    draw(state, problem);
    this.setKeys();
    this.parts.onChange();
    const isOpen = vscode.window.tabGroups.all.some(({ activeTab }) => isOf(activeTab, uri));
    if (!isOpen) this.tell(guard, uri);
  }

  /** The page is not in sight: what came of it is said, and where it stands. */
  private tell(guard: GuardedPush, uri: vscode.Uri): void {
    const [first] = guard.groups;
    const comparisons = guard.groups.map(compareGuarded);
    const missing = comparisons.reduce((sum, each) => sum + each.missing.length, 0);
    const several = `${countOf(guard.groups.length, 'group')} compared, ${missing === 0 ? 'nobody is' : `${countOf(missing, 'person', 'people')} are`} missing.`;
    const what = comparisons[0] && comparisons.length === 1 ? headline(comparisons[0]) : several;
    const more = guard.groups.length > 1 ? ` and ${guard.groups.length - 1} more` : '';
    const message = `The guard of ${displayName(first?.target.name ?? '')}${more} ended at ${timeOf(Date.now())}. ${what}`;
    void vscode.window.showInformationMessage(message, 'Show Result').then((choice) => choice && this.parts.documents.show(uri));
  }

  private setKeys(): void {
    this.parts.contextKeys.set('guarding', [...this.running]);
  }
}

/** Longer than a tab takes from one place to another. */
const moveMs = 250;

const isOf = (tab: vscode.Tab | undefined, uri: vscode.Uri): boolean =>
  tab?.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri.toString();

import * as vscode from 'vscode';
import type { GroupPlan, UserPlan } from '../plan/plan';
import { displayName } from '../report/words';
import { findInput } from './exportInputs';
import { tooLargeForEditor } from './lintTooLarge';
import type { PlanDocuments } from './planDocuments';
import { groupNodeId, isMatched } from './planGroupNodes';
import { compareMembersInSteps, compareThenNowInSteps } from './planMembers';
import type { NodeTarget } from './planNode';
import type { OpenPlan } from './planOpen';
import { compareUser } from './planUserJson';
import { isTurnOver, nextTurn, resultInTurns, textInTurns } from './turns';

/** A multi-diff of more groups than this is no help to anybody. */
const mostGroups = 200;

/** Opens what belongs to a plan in native editors: diffs of members and users, its documents, its input files. */
export class PlanViewer {
  constructor(
    private readonly documents: PlanDocuments,
    private readonly current: () => OpenPlan | undefined,
  ) {}

  /** Opens what a node of the Plan view stands for. */
  async open(target: NodeTarget): Promise<void> {
    const open = this.current();
    if (!open) return;
    switch (target.kind) {
      case 'group':
        await this.openGroup(open, target.group);
        break;
      case 'person':
        await this.openPerson(open, target);
        break;
      case 'input':
        await openInput(open, target.path, target.line);
        break;
      case 'trustReport':
        await this.showTrustReport();
        break;
      case 'more':
        break; // the tree itself widens the list
    }
  }

  /** All groups that a push would change, in one multi-diff editor. */
  async compareAll(): Promise<void> {
    const open = this.current();
    const changed = open?.plan.groups.filter((group) => group.removals.length + group.adds.length > 0) ?? [];
    if (!open || changed.length === 0) {
      void vscode.window.showInformationMessage('No group would change.');
      return;
    }
    const shown = changed.slice(0, mostGroups);
    if (shown.length < changed.length) {
      void vscode.window.showInformationMessage(`The first ${shown.length} of ${changed.length} changed groups are compared.`);
    }
    const title = `${displayName(open.plan.org.name)}: groups now ↔ after the push`;
    const resources: (readonly [vscode.Uri, vscode.Uri, vscode.Uri])[] = [];
    for (const group of shown) {
      const [now, after] = this.sides(open, group);
      resources.push([after, now, after]);
      if (isTurnOver()) await nextTurn();
    }
    await vscode.commands.executeCommand('vscode.changes', title, resources);
  }

  /** Groups that another hand changed since the plan was made: their members then and now. */
  async compareThenNow(groups: readonly { readonly group: GroupPlan; readonly members: ReadonlySet<string> }[]): Promise<void> {
    const open = this.current();
    const snapshot = open?.snapshot;
    if (!open || !snapshot) return;
    const pairs = groups.slice(0, mostGroups).map(({ group, members }): [vscode.Uri, vscode.Uri] => {
      const compare = once(() => compareThenNowInSteps(group, snapshot, members));
      const key = [open.plan.id, groupNodeId(group)];
      const name = `${group.name}.txt`;
      return [
        this.documents.publish(name, [...key, 'then'], async () => (await compare()).then),
        this.documents.publish(name, [...key, 'since'], async () => (await compare()).now),
      ];
    });
    const [first] = pairs;
    const name = displayName(groups[0]?.group.name ?? '');
    if (first && pairs.length === 1) await showDiff(first[0], first[1], `${name}: when the plan was made ↔ now`);
    else if (first) {
      const title = `${displayName(open.plan.org.name)}: when the plan was made ↔ now`;
      await vscode.commands.executeCommand(
        'vscode.changes',
        title,
        pairs.map(([then, now]) => [now, then, now]),
      );
    }
  }

  /** Which files the plan rests on and what is wrong with them. */
  async showTrustReport(): Promise<void> {
    const open = this.current();
    if (!open) return;
    const [{ trustSubjectInSteps, notCompared }, { trustDocument }, { markdownPieces }] = await Promise.all([
      import('./planTrustReport'),
      import('../report/trustDocument'),
      import('../report/markdownReport'),
    ]);
    const subject = await resultInTurns(trustSubjectInSteps(open));
    await nextTurn();
    const page = trustDocument(subject, [...notCompared(open.plan), ...(await tooLargeForEditor(open))]);
    const text = await textInTurns(markdownPieces(page));
    if (this.current() === open) await this.showPage('Trust report.md', text);
  }

  /** The report for a change ticket. */
  async showReport(): Promise<void> {
    const open = this.current();
    if (!open) return;
    const { planMarkdown } = await import('../report/markdownReport');
    const text = await textInTurns(planMarkdown(open.plan));
    if (this.current() === open) await this.showPage('Plan report.md', text);
  }

  /** The requests of a full push under either model, to read. */
  async showRequests(group: GroupPlan): Promise<void> {
    const open = this.current();
    if (!open) return;
    if (!open.snapshot) {
      void vscode.window.showInformationMessage('The requests name every member, which a plan file does not hold. Preview the push first.');
      return;
    }
    const { pushRequests } = await import('../report/pushRequests');
    const { users, groups } = open.snapshot;
    const members = group.genesysGroupId === null ? [] : (groups.get(group.genesysGroupId)?.members ?? []);
    const ids = [...new Set(members.map((member) => member.value))];
    const text = (): string => pushRequests(open.plan, group, ids, (id) => users.get(id)?.userName ?? null);
    const uri = this.documents.publish(`${group.name} (model).http`, [open.plan.id, groupNodeId(group)], text);
    await vscode.commands.executeCommand('vscode.open', uri, { preview: true } satisfies vscode.TextDocumentShowOptions);
  }

  /** A Markdown text as a page, in the place of an earlier one of this name. */
  async showPage(name: string, markdown: string): Promise<void> {
    await vscode.commands.executeCommand(
      'markdown.showPreview',
      this.documents.publish(name, [], () => markdown),
    );
  }

  private async openGroup(open: OpenPlan, group: GroupPlan): Promise<void> {
    if (!isMatched(group)) {
      const found = group.genesysName === null ? '' : ` (nearest: “${displayName(group.genesysName)}”)`;
      void vscode.window.showInformationMessage(`There is nothing to compare: “${displayName(group.name)}” has no Genesys group${found}.`);
      return;
    }
    const [now, after] = this.sides(open, group);
    await showDiff(now, after, `${displayName(group.name)}: Genesys now ↔ after the push`);
  }

  private sides(open: OpenPlan, group: GroupPlan): [vscode.Uri, vscode.Uri] {
    const compare = once(() => compareMembersInSteps(group, open.snapshot));
    const name = `${group.name}.txt`;
    const key = [open.plan.id, groupNodeId(group)];
    return [
      this.documents.publish(name, [...key, 'now'], async () => (await compare()).now),
      this.documents.publish(name, [...key, 'after'], async () => (await compare()).after),
    ];
  }

  private async openPerson(open: OpenPlan, person: Extract<NodeTarget, { kind: 'person' }>): Promise<void> {
    const user = findUser(open, person);
    const id = person.genesysUserId ?? user?.genesysUserId ?? null;
    const compared = compareUser(user ?? null, (id === null ? undefined : open.snapshot?.users.get(id)) ?? null);
    if (!compared) {
      const why = user?.note
        ? ` ${displayName(user.note)}`
        : open.snapshot
          ? ' Genesys does not list them.'
          : ' The plan file says no more.';
      void vscode.window.showInformationMessage(`There is nothing to compare for ${person.name}.${why}`);
      return;
    }
    const name = `${person.name}.json`;
    const key = [open.plan.id, `user:${id ?? ''}:${person.oktaUserId ?? ''}`];
    const current = this.documents.publish(name, [...key, 'current'], () => compared.current);
    const desired = this.documents.publish(name, [...key, 'desired'], () => compared.desired);
    await showDiff(current, desired, `${person.name}: current ↔ desired${compared.partial ? ' (only what differs)' : ''}`);
  }
}

/** Work of several documents that is done once, in turns. */
function once<Result>(steps: () => Iterator<unknown, Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => (made ??= resultInTurns(steps()));
}

/** Opens an input file of the plan at a line. */
async function openInput(open: OpenPlan, inputPath: string, line: number | null): Promise<void> {
  const file = await findInput(open.inputRoots, inputPath);
  if (file === null) {
    void vscode.window.showInformationMessage(
      `${displayName(inputPath)} is not there. It is relative to the export that the plan was made from; choose that export to open it.`,
    );
    return;
  }
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), {
    preview: true,
    selection: new vscode.Range(at, at),
  } satisfies vscode.TextDocumentShowOptions);
}

function findUser({ plan }: OpenPlan, person: Extract<NodeTarget, { kind: 'person' }>): UserPlan | undefined {
  const { genesysUserId, oktaUserId } = person;
  return (
    plan.users.find((user) => user.genesysUserId === genesysUserId && user.oktaUserId === oktaUserId) ??
    plan.users.find((user) => (genesysUserId === null ? user.oktaUserId === oktaUserId : user.genesysUserId === genesysUserId))
  );
}

async function showDiff(left: vscode.Uri, right: vscode.Uri, title: string): Promise<void> {
  const options: vscode.TextDocumentShowOptions = { preview: true, preserveFocus: true };
  await vscode.commands.executeCommand('vscode.diff', left, right, title, options);
}

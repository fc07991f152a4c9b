import * as vscode from 'vscode';
import { isAbortError } from '../http/requestError';
import { displayName, formatNumber } from '../report/words';
import type { Browsers } from './browsers';
import { chooseOrg } from './chooseOrg';
import type { CommandRegistry } from './commandRegistry';
import { askChoice, askText } from './inputSteps';
import type { Searchable } from './orgBrowser';
import { searchChoices } from './orgSearch';
import type { Search } from './orgSearch';
import type { GroupNode, OrgsNode } from './orgsNodes';
import { listNode } from './orgsNodes';
import type { OrgsTree } from './orgsTree';
import { loadAllLimit } from './orgsTree';
import { withCancel } from './progress';
import type { OrgAccess } from './services';
import { orgIdOf, resourceOf } from './services';
import type { VirtualDocuments } from './virtualDocuments';

/** The commands on what an org holds: pages, search, a user or group as JSON. Called from the palette they mean what is selected. */
export class BrowseCommands {
  constructor(
    private readonly orgs: OrgAccess,
    private readonly browsers: Browsers,
    private readonly tree: OrgsTree,
    private readonly view: vscode.TreeView<OrgsNode>,
    private readonly documents: VirtualDocuments,
  ) {}

  register(commands: CommandRegistry): void {
    commands.register('scimPreflight.orgs.refresh', (argument) => this.tree.reload(orgIdOf(argument)));
    commands.register('scimPreflight.list.refresh', (argument) => this.reread(this.nodeOf(argument)));
    commands.register('scimPreflight.list.retry', (argument) => this.retry(this.nodeOf(argument)));
    commands.register('scimPreflight.list.loadMore', (argument) => this.loadMore(this.nodeOf(argument)));
    commands.register('scimPreflight.list.loadAll', (argument) => this.loadAll(this.nodeOf(argument)));
    commands.register('scimPreflight.list.search', (argument) => this.search(argument));
    commands.register('scimPreflight.list.clearSearch', (argument) => this.clearSearch(this.nodeOf(argument)));
    commands.register('scimPreflight.resource.openJson', async (argument) => {
      const resource = resourceOf(argument ?? this.nodeOf(undefined));
      if (resource) await this.documents.openResource(resource);
    });
    commands.register('scimPreflight.resource.copyId', async (argument) => {
      const resource = resourceOf(argument ?? this.nodeOf(undefined));
      if (!resource) return;
      await vscode.env.clipboard.writeText(resource.id);
      vscode.window.setStatusBarMessage(`Copied the id of ${displayName(resource.name)}.`, 3000);
    });
  }

  private nodeOf(argument: unknown): OrgsNode | undefined {
    return this.tree.isNode(argument) ? argument : this.view.selection[0];
  }

  private retry(node: OrgsNode | undefined): void {
    if (node) this.tree.refresh(this.tree.getParent(node));
  }

  private async reread(node: OrgsNode | undefined): Promise<void> {
    if (node?.kind !== 'list' && node?.kind !== 'group' && node?.kind !== 'user') return;
    await vscode.window.withProgress({ location: { viewId: 'scimPreflight.orgs' } }, () => this.tree.reread(node));
  }

  private async loadMore(node: OrgsNode | undefined): Promise<void> {
    const list = node && this.tree.listOf(node);
    const parent = node && this.parentOf(node);
    if (!list || !parent) return;
    const last = list.items.length;
    await vscode.window.withProgress({ location: { viewId: 'scimPreflight.orgs' } }, () => orStale(list.loadMore()));
    this.tree.refresh(parent);
    await this.revealAfterLoading(parent, last);
  }

  private async loadAll(node: OrgsNode | undefined): Promise<void> {
    const list = node && this.tree.listOf(node);
    const parent = node && this.parentOf(node);
    if (!list || !parent) return;
    const counts = (): string => `${formatNumber(list.items.length)} of ${formatNumber(list.total ?? 0)}`;
    const browser = this.browsers.of(node.orgId);
    const load = (signal: AbortSignal, report: (words: string) => void): Promise<void> => {
      browser.watchNames((read, total) => report(`${counts()}, names from ${formatNumber(read)} of ${formatNumber(total)} users`));
      return list.loadAll(loadAllLimit, () => report(counts()), signal);
    };
    try {
      await orStale(withCancel('Loading', load));
    } finally {
      browser.watchNames(undefined);
      this.tree.refresh(parent);
    }
    if (list.hasMore && list.items.length >= loadAllLimit) {
      const message = `${counts()} are shown: Load All stops at ${formatNumber(loadAllLimit)}. Search finds any other one.`;
      void vscode.window.showInformationMessage(message);
    }
  }

  private async search(argument: unknown): Promise<void> {
    const node = this.nodeOf(argument);
    if (node?.kind === 'group' && node.group !== null) {
      const browser = this.browsers.of(node.orgId);
      const search = await askSearch('members', browser.memberSearch(node.resource.id));
      if (search) await this.searchMembers(node, search);
      return;
    }
    const target = await this.searchTarget(argument);
    if (!target) return;
    const browser = this.browsers.of(target.orgId);
    const search = await askSearch(target.kind, browser.search(target.kind));
    if (!search) return;
    browser.setSearch(target.kind, search);
    await this.showList(target.orgId, target.kind);
  }

  private async clearSearch(node: OrgsNode | undefined): Promise<void> {
    if (node?.kind === 'group') await this.searchMembers(node, undefined);
    if (node?.kind !== 'list' || node.list === 'inactiveUsers') return;
    this.browsers.of(node.orgId).setSearch(node.list, undefined);
    await this.showList(node.orgId, node.list);
  }

  private async searchMembers(node: GroupNode, search: Search | undefined): Promise<void> {
    const browser = this.browsers.of(node.orgId);
    browser.setMemberSearch(node.resource.id, search);
    await vscode.window.withProgress({ location: { viewId: 'scimPreflight.orgs' } }, () =>
      orStale(browser.members(node.resource.id).start()),
    );
    this.tree.refresh(node);
    if (this.view.visible) await this.view.reveal(node, { select: true, expand: true });
  }

  /** Reads the listing anew, so that its row says the count, and shows it. */
  private async showList(orgId: string, kind: Searchable): Promise<void> {
    const node = this.tree.known(listNode(orgId, kind));
    await this.view.reveal(node, { select: true, expand: true });
    await vscode.window.withProgress({ location: { viewId: 'scimPreflight.orgs' } }, () =>
      orStale(this.browsers.of(orgId).list(kind).start()),
    );
    this.tree.refresh(node);
  }

  private async searchTarget(argument: unknown): Promise<{ orgId: string; kind: Searchable } | undefined> {
    const node = this.nodeOf(argument);
    if (node?.kind === 'list' && node.list !== 'inactiveUsers') return { orgId: node.orgId, kind: node.list };
    const org = await chooseOrg(this.orgs, node ?? argument, 'Search in which org?');
    if (!org) return undefined;
    const items: (vscode.QuickPickItem & { readonly searchable: Searchable })[] = [
      { label: 'Users', searchable: 'users' },
      { label: 'Groups', searchable: 'groups' },
    ];
    const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Search for what?' });
    return picked && { orgId: org.id, kind: picked.searchable };
  }

  /** The node whose children the listing is. */
  private parentOf(node: OrgsNode): OrgsNode | undefined {
    return node.kind === 'more' ? this.tree.getParent(node) : node;
  }

  /** The keyboard stays where the reading goes on: on the first row that came. */
  private async revealAfterLoading(parent: OrgsNode, index: number): Promise<void> {
    const rows = await this.tree.getChildren(parent);
    const row = rows[index];
    if (row && this.view.visible) await this.view.reveal(row, { select: true, focus: true });
  }
}

/** The attribute, then the value; *Back* leads from the second to the first. */
async function askSearch(kind: Searchable | 'members', current: Search | undefined): Promise<Search | undefined> {
  const title = { users: 'Search Users', groups: 'Search Groups', members: 'Search Members' }[kind];
  const items = searchChoices(kind).map((choice) => ({ ...choice, description: choice.attribute }));
  let active = items.find((item) => item.attribute === current?.attribute);
  for (;;) {
    const chosen = await askChoice({ title, step: 1, totalSteps: 2, canGoBack: false, placeholder: 'Search by', items, active });
    if (chosen.kind !== 'value') return undefined;
    const { attribute, label, example } = chosen.value;
    const typed = await askText({
      title,
      step: 2,
      totalSteps: 2,
      canGoBack: true,
      prompt: `${label}: the whole value; Genesys Cloud finds what equals it`,
      placeholder: example,
      value: current?.attribute === attribute ? current.value : '',
      check: (text) => (text === '' ? 'Type what to search for.' : undefined),
    });
    if (typed.kind === 'value') return { attribute, value: typed.value };
    if (typed.kind === 'cancelled') return undefined;
    active = chosen.value;
  }
}

/** What was cancelled or overtaken is no failure: whoever overtook it shows the rest. */
async function orStale(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isAbortError(error)) throw error;
  }
}

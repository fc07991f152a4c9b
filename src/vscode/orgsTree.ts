import * as vscode from 'vscode';
import { RequestError, isAbortError } from '../http/requestError';
import { displayName, formatNumber } from '../report/words';
import { orgsTreeItem, userTooltip, userTreeItem } from './orgsItems';
import type { GroupSummary, ListKind, OrgBrowser } from './orgBrowser';
import { listKinds } from './orgBrowser';
import type { ErrorNode, GroupNode, ListNode, OrgNode, OrgsNode, UserNode } from './orgsNodes';
import { errorNode, groupNode, listNode, memberGroupNode, moreNode, noteNode, orgNode, unknownMemberNode, userNode } from './orgsNodes';
import type { Browsers } from './browsers';
import type { PagedList } from './pagedList';
import type { OrgAccess } from './services';
import { ResourceGoneError } from './virtualDocuments';

/** *Load All* stops here: a native tree holds thousands of rows, not hundreds of thousands (facts/vscode-host.md). */
export const loadAllLimit = 5000;

type AnyList = PagedList<{ readonly id: string }>;

/** The Orgs view (screens.md): orgs, their users, inactive users and groups, and the members of groups, a page at a time. */
export class OrgsTree implements vscode.TreeDataProvider<OrgsNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<OrgsNode | undefined>();
  private readonly nodes = new Map<string, OrgsNode>();
  private readonly details = new Map<string, Promise<vscode.MarkdownString>>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly orgs: OrgAccess,
    private readonly browsers: Browsers,
    private readonly tokenExpiry: (orgId: string) => Promise<string | undefined>,
    private readonly log: (message: string, error: unknown) => void,
  ) {}

  async getTreeItem(node: OrgsNode): Promise<vscode.TreeItem> {
    if (node.kind === 'user') return userTreeItem(node);
    const entry = this.orgs.get(node.orgId);
    if (!entry) return new vscode.TreeItem(''); // removed meanwhile: the refresh is under way
    const expiresAt = node.kind === 'org' ? await this.tokenExpiry(node.orgId) : undefined;
    return orgsTreeItem(node, {
      entry,
      browser: this.browsers.of(node.orgId),
      tokenExpiresAt: expiresAt,
      list: this.listOf(node),
      now: Date.now(),
    });
  }

  getParent(node: OrgsNode): OrgsNode | undefined {
    return node.parentId === undefined ? undefined : this.nodes.get(node.parentId);
  }

  async getChildren(node?: OrgsNode): Promise<OrgsNode[]> {
    if (!node) return this.orgs.list().map((org) => this.keep(orgNode(org.id)));
    if (!this.orgs.get(node.orgId)) return [];
    switch (node.kind) {
      case 'org':
        return await this.listsOf(node);
      case 'list':
      case 'group':
        return await this.rowsOf(node);
      default:
        return [];
    }
  }

  /** Reads all of a user when its tooltip is about to be shown; what cannot be read leaves the short one. */
  async resolveTreeItem(item: vscode.TreeItem, node: OrgsNode, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    if (node.kind !== 'user') return item;
    const key = `${node.orgId}/${node.user.id}`;
    const tooltip = this.details.get(key) ?? this.readTooltip(node);
    this.details.set(key, tooltip);
    try {
      const text = await tooltip;
      if (!token.isCancellationRequested) item.tooltip = text;
    } catch (error) {
      this.details.delete(key);
      this.log('reading a user for its tooltip', error);
    }
    return item;
  }

  /** The listing that a node shows, or that its *Load more* widens; undefined where there is none. */
  listOf(node: OrgsNode): AnyList | undefined {
    if (node.kind === 'more') {
      const parent = this.getParent(node);
      return parent && this.listOf(parent);
    }
    if (node.kind === 'list') return this.browsers.of(node.orgId).list(node.list);
    if (node.kind === 'group') return node.group === null ? undefined : this.browsers.of(node.orgId).members(node.group.id);
    return undefined;
  }

  /** Whether a command's argument is a node of this view. */
  isNode(argument: unknown): argument is OrgsNode {
    return typeof argument === 'object' && argument !== null && 'id' in argument && this.nodes.get(String(argument.id)) === argument;
  }

  /** The node that is shown under this one's id; it itself where none is. */
  known(node: OrgsNode): OrgsNode {
    return this.keep(node);
  }

  /** Draws one node and what is below it again; without a node all of them. */
  refresh(node?: OrgsNode): void {
    this.changed.fire(node);
  }

  /** Draws the row of an org again, for instance when its token was renewed. */
  refreshOrg(orgId: string): void {
    const node = this.nodes.get(orgId);
    if (node) this.changed.fire(node);
  }

  /** The context value of a node's row. */
  async contextOf(node: OrgsNode): Promise<string> {
    return (await this.getTreeItem(node)).contextValue ?? '';
  }

  /** Reads a list, the members of a group or a user again, and draws them; members are read in full, whatever their group's version says. */
  async reread(node: ListNode | GroupNode | UserNode): Promise<void> {
    if (node.kind === 'user') {
      this.details.delete(`${node.orgId}/${node.user.id}`);
      const user = await this.browsers.of(node.orgId).refreshUser(node.user.id);
      if (!user) throw new ResourceGoneError('user', node.user.id, this.nameOf(node));
      this.changed.fire(this.getParent(node));
    } else {
      this.listOf(node)?.reset();
      this.changed.fire(node);
    }
  }

  /** Cancels the first reading of a list that was closed before it came. */
  stopReading(node: OrgsNode): void {
    const list = this.listOf(node);
    if (list && !list.started) list.reset();
  }

  /** Forgets what was read of an org, or of all, and draws it again. */
  reload(orgId?: string): void {
    for (const org of this.orgs.list()) {
      if (orgId === undefined || org.id === orgId) this.browsers.of(org.id).reset();
    }
    this.nodes.clear();
    this.details.clear();
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** Nodes keep their identity while they are shown: VS Code refreshes by it. */
  private keep<Node extends OrgsNode>(node: Node): Node {
    const known = this.nodes.get(node.id);
    if (known && isSame(known, node)) return known as Node;
    this.nodes.set(node.id, node);
    return node;
  }

  /** The three listings, each begun so that it can say its total; one that fails says why in its place. */
  private async listsOf(org: OrgNode): Promise<OrgsNode[]> {
    const browser = this.browsers.of(org.orgId);
    const results = await Promise.allSettled(listKinds.map((kind) => browser.list(kind).start()));
    const failures = results.flatMap((result) =>
      result.status === 'rejected' && !isAbortError(result.reason) ? [result.reason as unknown] : [],
    );
    if (failures.length === listKinds.length && new Set(failures.map(messageOf)).size === 1) {
      this.log('reading an org', failures[0]);
      return [this.keep(failureNode(org, 'org', this.nameOf(org), failures[0]))];
    }
    return listKinds.map((kind, index) => {
      const result = results[index];
      const failed = result?.status === 'rejected' && !isAbortError(result.reason);
      // Where a search failed the row stays, so that the search can be cleared there.
      if (!failed || browser.search(kind) !== undefined) return this.keep(listNode(org.orgId, kind));
      this.log(`reading ${listNames[kind]}`, result.reason);
      return this.keep(failureNode(org, kind, listNames[kind], result.reason));
    });
  }

  private async rowsOf(parent: ListNode | GroupNode): Promise<OrgsNode[]> {
    const browser = this.browsers.of(parent.orgId);
    const list = this.listOf(parent);
    if (!list) return [];
    const began = list.started;
    let failure: OrgsNode | undefined;
    try {
      await list.start();
    } catch (error) {
      if (isAbortError(error)) return [];
      this.log('reading a list', error);
      const what = parent.kind === 'list' ? listNames[parent.list] : `Members of ${displayName(parent.resource.name)}`;
      failure = failureNode(parent, 'list', what, error);
    }
    if (failure) return [this.keep(failure)];
    // The group can say how many members it has now, and offer the rest: draw its row again, which keeps what is below.
    const isOtherRow = parent.kind === 'group' && (list.hasMore || list.total !== parent.group?.memberCount);
    if (!began && isOtherRow) setTimeout(() => this.changed.fire(parent), 0);
    const rows = parent.kind === 'list' ? this.listRows(parent, browser) : this.memberRows(parent, browser);
    return [...rows, ...this.lastRows(parent, list)].map((row) => this.keep(row));
  }

  private listRows(parent: ListNode, browser: OrgBrowser): readonly OrgsNode[] {
    if (parent.list === 'groups') return browser.groups.items.map((group: GroupSummary) => groupNode(parent, group));
    return browser[parent.list].items.map((user) => userNode(parent, user));
  }

  private memberRows(parent: GroupNode, browser: OrgBrowser): readonly OrgsNode[] {
    return browser.members(parent.resource.id).items.map((member) => {
      if (member.kind === 'user') return userNode(parent, member.user);
      if (member.kind === 'group') return memberGroupNode(parent, member.id, member.name);
      return unknownMemberNode(parent, member.id);
    });
  }

  private lastRows(parent: ListNode | GroupNode, list: AnyList): readonly OrgsNode[] {
    if (list.items.length === 0) {
      const browser = this.browsers.of(parent.orgId);
      const searched = parent.kind === 'list' ? browser.search(parent.list) : browser.memberSearch(parent.resource.id);
      return [noteNode(parent, searched ? (parent.kind === 'list' ? 'Nothing found' : 'No member found') : 'None')];
    }
    if (!list.hasMore) return [];
    if (list.items.length < loadAllLimit) return [moreNode(parent)];
    const text = `${formatNumber(list.items.length)} of ${formatNumber(list.total ?? 0)} shown, more than a tree can hold. Search to find the rest.`;
    return [noteNode(parent, text)];
  }

  private async readTooltip(node: UserNode): Promise<vscode.MarkdownString> {
    const user = await this.browsers.of(node.orgId).user(node.user.id);
    return userTooltip(user ?? node.user);
  }

  private nameOf(node: OrgsNode): string {
    return displayName(this.orgs.get(node.orgId)?.name ?? 'The org');
  }
}

/** The same user object is the same user: a list of thousands is drawn again at each *Load more*. */
function isSame(one: OrgsNode, other: OrgsNode): boolean {
  return (one.kind === 'user' && other.kind === 'user' && one.user === other.user) || JSON.stringify(one) === JSON.stringify(other);
}

const listNames: Readonly<Record<ListKind, string>> = { users: 'Users', inactiveUsers: 'Inactive users', groups: 'Groups' };

/** A lacking permission is said in a few words; everything else is its own message. */
function failureNode(parent: OrgsNode, part: string, what: string, error: unknown): ErrorNode {
  const lacking = error instanceof RequestError ? error.permission : null;
  const short = lacking === null ? messageOf(error) : `the OAuth client lacks ${lacking}`;
  return errorNode(parent, part, `${what} could not be read: ${short}`, `${what} could not be read. ${messageOf(error)}`);
}

function messageOf(error: unknown): string {
  return displayName(error instanceof Error ? error.message : String(error));
}

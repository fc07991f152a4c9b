import * as vscode from 'vscode';
import type { ScimUser } from '../genesys/scim';
import { enterpriseSchema } from '../genesys/scim';
import { countOf, displayName, formatNumber } from '../report/words';
import { timeLeft } from './lifetime';
import { markdownText } from './markdownText';
import type { OrgBrowser } from './orgBrowser';
import type { GroupNode, ListNode, OrgsNode, UserNode } from './orgsNodes';
import { orgLabel } from './orgTarget';
import type { OrgEntry } from './services';

/** What a row needs to know besides its node. */
export interface RowFacts {
  readonly entry: OrgEntry;
  readonly browser: OrgBrowser;
  /** Null-ish: no token is held yet. */
  readonly tokenExpiresAt: string | undefined;
  /** The listing that the node shows. */
  readonly list: { readonly items: readonly unknown[]; readonly total: number | null; readonly hasMore: boolean } | undefined;
  readonly now: number;
}

const { None, Collapsed } = vscode.TreeItemCollapsibleState;

/**
 * A row of the Orgs view. Every name that comes from Genesys goes through `displayName`: labels hold no line breaks and nothing invisible.
 * Context values are a word and flags, `users;more;search`: menus ask for them by pattern.
 */
export function orgsTreeItem(node: Exclude<OrgsNode, UserNode>, facts: RowFacts): vscode.TreeItem {
  const item = new vscode.TreeItem('', None);
  item.id = node.id;
  switch (node.kind) {
    case 'org':
      orgRow(item, facts);
      break;
    case 'list':
      listRow(item, node, facts);
      break;
    case 'group':
      groupRow(item, node, facts);
      break;
    case 'unknownMember':
      item.label = displayName(node.memberId);
      item.description = 'no user or group of this id can be read';
      item.iconPath = new vscode.ThemeIcon('question');
      item.contextValue = 'unknownMember';
      break;
    case 'more':
      moreRow(item, node, facts);
      break;
    case 'note':
      item.label = node.text;
      item.iconPath = new vscode.ThemeIcon('info');
      item.contextValue = 'note';
      break;
    case 'error':
      item.label = node.text;
      item.tooltip = new vscode.MarkdownString(markdownText(node.detail));
      item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
      item.contextValue = 'error';
      item.accessibilityInformation = { label: `Error: ${node.detail}` };
      break;
  }
  return item;
}

/** The row of a user. There may be thousands: it takes nothing but its node. */
export function userTreeItem(node: UserNode): vscode.TreeItem {
  const item = new vscode.TreeItem('', None);
  item.id = node.id;
  userRow(item, node);
  return item;
}

/** The tooltip of a user, with as much as is known; values are text, never Markdown. */
export function userTooltip(user: ScimUser): vscode.MarkdownString {
  const enterprise = user[enterpriseSchema];
  const phones = (user.phoneNumbers ?? []).map(({ type, value }) => [value, type && `(${type})`].filter(Boolean).join(' '));
  return tooltip(user.displayName || user.userName, [
    ['User name', user.userName],
    ['Id', user.id],
    ['Status', user.active ? 'active' : 'inactive'],
    ['Title', user.title],
    ['Department', enterprise?.department],
    ['Division', enterprise?.division],
    ['Phones', phones.join(', ')],
    ['External id', user.externalId],
    ['Version', user.meta?.version],
    ['Last change', user.meta?.lastModified],
  ]);
}

function orgRow(item: vscode.TreeItem, { entry, tokenExpiresAt, now }: RowFacts): void {
  const left = tokenExpiresAt === undefined ? undefined : timeLeft(tokenExpiresAt, now);
  const token = left === undefined ? [] : [left === null ? 'token expired' : `token ${left}`];
  const words = [...(entry.sandbox ? ['loopback'] : []), ...token, ...(entry.readOnly ? ['read-only'] : [])];
  item.label = displayName(entry.sandbox ? entry.name : orgLabel(entry));
  item.description = words.join(' · ');
  item.iconPath = new vscode.ThemeIcon(entry.sandbox ? 'beaker' : 'cloud');
  item.collapsibleState = Collapsed;
  item.contextValue = entry.sandbox ? 'org;sandbox' : 'org';
  item.tooltip = tooltip(entry.name, [
    ['SCIM domain', entry.host ?? 'this machine, for as long as this window is open'],
    [
      'Our token',
      left === undefined ? 'not asked for yet' : left === null ? 'expired; it is renewed when it is needed' : `valid for ${left} more`,
    ],
    ['Writing', entry.readOnly ? 'never: this org is read-only here' : undefined],
  ]);
  item.accessibilityInformation = { label: ['Org', item.label, ...words].join(', ') };
}

const listRows = {
  users: { label: 'Users', icon: 'person', unit: 'active' },
  inactiveUsers: { label: 'Inactive users', icon: 'circle-slash', unit: '' },
  groups: { label: 'Groups', icon: 'organization', unit: '' },
} as const;

function listRow(item: vscode.TreeItem, node: ListNode, { browser, list }: RowFacts): void {
  const { label, icon, unit } = listRows[node.list];
  const search = browser.search(node.list);
  const total = list?.total ?? null;
  const filter = search && `${search.attribute} = ${displayName(search.value)}`;
  const count =
    total === null ? '' : filter === undefined ? [formatNumber(total), unit].filter(Boolean).join(' ') : `${formatNumber(total)} found`;
  item.label = label;
  item.description = [filter, count].filter(Boolean).join(' · ');
  item.iconPath = new vscode.ThemeIcon(search ? 'filter-filled' : icon);
  item.collapsibleState = Collapsed;
  item.contextValue = [node.list, ...(list?.hasMore ? ['more'] : []), ...(search ? ['search'] : [])].join(';');
  item.accessibilityInformation = { label: [label, filter === undefined ? '' : `searched by ${filter}`, count].filter(Boolean).join(', ') };
}

function userRow(item: vscode.TreeItem, { user, resource }: UserNode): void {
  const name = displayName(resource.name);
  const rest = user.displayName ? displayName(user.userName) : '';
  item.label = name;
  item.description = [rest, user.active ? '' : 'inactive'].filter(Boolean).join(' · ');
  item.iconPath = new vscode.ThemeIcon(user.active ? 'account' : 'circle-slash');
  item.contextValue = 'user';
  item.command = { command: 'scimPreflight.resource.openJson', title: 'Open as JSON', arguments: [resource] };
  item.accessibilityInformation = { label: [user.active ? 'User' : 'Inactive user', name, rest].filter(Boolean).join(', ') };
}

function groupRow(item: vscode.TreeItem, { group, resource }: GroupNode, { browser, list }: RowFacts): void {
  const name = displayName(resource.name);
  const members = group && browser.memberCount(group);
  const search = browser.memberSearch(resource.id);
  const filter = search && `${search.attribute} = ${displayName(search.value)}`;
  const found = filter === undefined ? null : (list?.total ?? null);
  const all = members === null ? '' : countOf(members, 'member');
  const count = found === null ? all : [formatNumber(found), all].filter(Boolean).join(' of ');
  item.label = name;
  item.description = group === null ? 'group' : [count, filter].filter(Boolean).join(' · ');
  item.iconPath = new vscode.ThemeIcon(search ? 'filter-filled' : 'organization');
  item.collapsibleState = group === null ? None : Collapsed;
  const flags = group === null ? [] : ['members', ...(list?.hasMore ? ['more'] : []), ...(search ? ['search'] : [])];
  item.contextValue = ['group', ...flags].join(';');
  const searched = filter === undefined ? '' : `searched by ${filter}`;
  item.accessibilityInformation = { label: ['Group', name, count, searched].filter(Boolean).join(', ') };
  item.tooltip = tooltip(resource.name, [
    ['Id', resource.id],
    ['Members', members === null ? undefined : formatNumber(members)],
    ['Version', group?.version],
    ['Last change', group?.lastModified],
  ]);
}

function moreRow(item: vscode.TreeItem, node: OrgsNode, { list }: RowFacts): void {
  const shown = list ? `${formatNumber(list.items.length)} of ${formatNumber(list.total ?? 0)}` : '';
  item.label = 'Load more';
  item.description = shown;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'more';
  item.command = { command: 'scimPreflight.list.loadMore', title: 'Load More', arguments: [node] };
  item.accessibilityInformation = { label: `Load more, ${shown} shown` };
}

/** A title and lines of `name: value`, values as text; names of what is not known are left out. */
function tooltip(title: string, lines: readonly (readonly [string, string | null | undefined])[]): vscode.MarkdownString {
  const named = lines.flatMap(([name, value]) => (value ? [`${name}: ${markdownText(value)}`] : []));
  return new vscode.MarkdownString([`**${markdownText(title)}**`, ...named].join('  \n'));
}

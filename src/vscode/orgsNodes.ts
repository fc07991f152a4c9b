import type { ScimUser } from '../genesys/scim';
import type { GroupSummary, ListKind } from './orgBrowser';
import type { ResourceReference } from './services';

/**
 * The nodes of the Orgs view. Ids are stable from one reading to the next, so that what is expanded stays expanded; parents are named by id.
 */
export type OrgsNode = OrgNode | ListNode | UserNode | GroupNode | UnknownMemberNode | MoreNode | NoteNode | ErrorNode;

interface Base {
  readonly id: string;
  readonly orgId: string;
  readonly parentId: string | undefined;
}

export interface OrgNode extends Base {
  readonly kind: 'org';
}

export interface ListNode extends Base {
  readonly kind: 'list';
  readonly list: ListKind;
}

export interface UserNode extends Base {
  readonly kind: 'user';
  readonly user: ScimUser;
  readonly resource: ResourceReference;
}

export interface GroupNode extends Base {
  readonly kind: 'group';
  /** Null for a group that is a member of another: it is named, not opened there. */
  readonly group: GroupSummary | null;
  readonly resource: ResourceReference;
}

export interface UnknownMemberNode extends Base {
  readonly kind: 'unknownMember';
  readonly memberId: string;
}

export interface MoreNode extends Base {
  readonly kind: 'more';
}

/** A row that only says something. */
export interface NoteNode extends Base {
  readonly kind: 'note';
  readonly text: string;
}

export interface ErrorNode extends Base {
  readonly kind: 'error';
  /** Short enough for a row. */
  readonly text: string;
  /** All of it, with what to do. */
  readonly detail: string;
}

export function orgNode(orgId: string): OrgNode {
  return { kind: 'org', id: orgId, orgId, parentId: undefined };
}

export function listNode(orgId: string, list: ListKind): ListNode {
  return { kind: 'list', id: `${orgId}/${list}`, orgId, parentId: orgId, list };
}

export function userNode(parent: OrgsNode, user: ScimUser): UserNode {
  const name = user.displayName || user.userName;
  const resource = { kind: 'user', orgId: parent.orgId, id: user.id, name } as const;
  return { kind: 'user', id: `${parent.id}/${user.id}`, orgId: parent.orgId, parentId: parent.id, user, resource };
}

export function groupNode(parent: OrgsNode, group: GroupSummary): GroupNode {
  return { ...memberGroupNode(parent, group.id, group.name), group };
}

export function memberGroupNode(parent: OrgsNode, id: string, name: string): GroupNode {
  const resource = { kind: 'group', orgId: parent.orgId, id, name } as const;
  return { kind: 'group', id: `${parent.id}/${id}`, orgId: parent.orgId, parentId: parent.id, group: null, resource };
}

export function unknownMemberNode(parent: OrgsNode, memberId: string): UnknownMemberNode {
  return { kind: 'unknownMember', id: `${parent.id}/${memberId}`, orgId: parent.orgId, parentId: parent.id, memberId };
}

export function moreNode(parent: OrgsNode): MoreNode {
  return { kind: 'more', id: `${parent.id}/?more`, orgId: parent.orgId, parentId: parent.id };
}

export function noteNode(parent: OrgsNode, text: string): NoteNode {
  return { kind: 'note', id: `${parent.id}/?note`, orgId: parent.orgId, parentId: parent.id, text };
}

/** `part` tells several errors below one parent apart. */
export function errorNode(parent: OrgsNode, part: string, text: string, detail: string): ErrorNode {
  return { kind: 'error', id: `${parent.id}/?error-${part}`, orgId: parent.orgId, parentId: parent.id, text, detail };
}

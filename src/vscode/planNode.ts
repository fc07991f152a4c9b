import type { GroupPlan } from '../plan/plan';

/** What selecting a node of the Plan view opens. */
export type NodeTarget =
  | { readonly kind: 'group'; readonly group: GroupPlan }
  | { readonly kind: 'person'; readonly genesysUserId: string | null; readonly oktaUserId: string | null; readonly name: string }
  | { readonly kind: 'input'; readonly path: string; readonly line: number | null }
  | { readonly kind: 'trustReport' }
  | { readonly kind: 'more'; readonly parentId: string };

/** What a node is; the tree item's context value is made of it, and menus are shown by it. */
export type NodeKind =
  | 'banner'
  | 'section'
  | 'group'
  | 'groupMembers'
  | 'list'
  | 'person'
  | 'user'
  | 'attribute'
  | 'conflict'
  | 'fact'
  | 'cure'
  | 'input'
  | 'problem'
  | 'more'
  | 'rest';

/** Whose changes a checkbox on a node chooses: people of one group, by Genesys id. */
export interface NodePeople {
  readonly group: GroupPlan;
  readonly ids: readonly string[];
}

/** A ThemeIcon by name, with a theme colour where it carries meaning. */
export interface NodeIcon {
  readonly id: string;
  readonly color?: string;
}

/**
 * A node of the Plan view, free of VS Code. Texts are shown as they are: untrusted names have gone through `displayName`. Children are
 * made when they are asked for, a page at a time.
 */
export interface PlanNode {
  /** Stable from one plan to the next, so that what is expanded stays expanded. */
  readonly id: string;
  readonly kind: NodeKind;
  /** What menus need to know besides the kind. */
  readonly flags: readonly string[];
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** What a screen reader says; null: label and description. */
  readonly spoken: string | null;
  readonly icon: NodeIcon | null;
  readonly expanded: boolean;
  readonly children: (() => NodeList) | null;
  readonly target: NodeTarget | null;
  readonly people: NodePeople | null;
  /** The groups that a section lists; null for everything else. */
  readonly groups: readonly GroupPlan[] | null;
}

/** Children by position, so that a hundred thousand of them cost nothing until they are shown. */
export interface NodeList {
  readonly total: number;
  at(index: number): PlanNode | undefined;
}

type Given = Pick<PlanNode, 'id' | 'kind' | 'label'> & Partial<PlanNode>;

/** A node with the usual defaults: a leaf without description, icon, target or people whose tooltip repeats what it shows. */
export function planNode(given: Given): PlanNode {
  const description = given.description ?? '';
  return {
    flags: [],
    description,
    tooltip: description === '' ? given.label : `${given.label}\n${description}`,
    spoken: null,
    icon: null,
    expanded: false,
    children: null,
    target: null,
    people: null,
    groups: null,
    ...given,
  };
}

/** A list that makes its nodes from items when they are shown. */
export function listOf<Item>(items: readonly Item[], toNode: (item: Item, index: number) => PlanNode): NodeList {
  return {
    total: items.length,
    at: (index) => {
      const item = items[index];
      return item === undefined ? undefined : toNode(item, index);
    },
  };
}

/** A list of nodes that are there already. */
export function listOfNodes(nodes: readonly PlanNode[]): NodeList {
  return listOf(nodes, (node) => node);
}

import { allSteps } from '../input/steps';
import { countOf, formatNumber } from '../report/words';
import type { NodeList, PlanNode } from './planNode';
import { planNode } from './planNode';

/** Children shown at first, and how many more each *Load more* brings. */
export const firstPage = 100;
export const nextPage = 1000;
/** *Load more* stops here: a native tree holds thousands of rows, not hundreds of thousands (facts/vscode-host.md). */
export const mostShown = 5000;

/**
 * What of a plan the Plan view shows just now: nodes are made a page at a time, each knows its parent, and *Load more* widens one list.
 * A native tree has no virtualisation on our side (facts/vscode-host.md), hence the pages.
 */
export class PlanOutline {
  private readonly parents = new Map<string, PlanNode | null>();
  private readonly nodes = new Map<string, PlanNode>();
  private readonly shown = new Map<string, number>();
  /** Nodes that were sought and stand behind what a list may show, by the list's id and their place in it. */
  private readonly beyond = new Map<string, Map<number, PlanNode>>();

  constructor(private readonly roots: readonly PlanNode[]) {}

  /**
   * The children that are shown, at last `Load more` where there are more, or what is left out where a tree holds no more; without a node the
   * top level.
   */
  children(node?: PlanNode): readonly PlanNode[] {
    if (node === undefined) return this.adopt(this.roots, null);
    const list = node.children?.();
    if (list === undefined) return [];
    const end = Math.min(list.total, this.shown.get(node.id) ?? firstPage);
    const sought = [...(this.beyond.get(node.id) ?? [])].filter(([index]) => index >= end).map(([, each]) => each);
    const rest = end === list.total ? [] : end < mostShown ? [moreNode(node, end, list.total)] : [restNode(node, end, list.total)];
    return this.adopt([...slice(list, end), ...sought, ...rest], node);
  }

  /** Undefined for the top level and for a node that was never shown. */
  parent(node: PlanNode): PlanNode | undefined {
    return this.parents.get(node.id) ?? undefined;
  }

  /** The node with this id, if it was shown. */
  byId(id: string): PlanNode | undefined {
    return this.nodes.get(id);
  }

  /** Widens a list; the node to draw again, or undefined where it is gone. */
  showMore(parentId: string): PlanNode | undefined {
    this.shown.set(parentId, Math.min(mostShown, (this.shown.get(parentId) ?? firstPage) + nextPage));
    return this.nodes.get(parentId);
  }

  /** `findInSteps` at once. */
  find(fits: (node: PlanNode) => boolean): PlanNode | undefined {
    return allSteps(this.findInSteps(fits));
  }

  /**
   * The first node that fits, parents before children, wherever it is but below a user, whose attributes nobody seeks; every list on the way is
   * widened so that the node is shown. Undefined where none fits. Between two steps others can work.
   */
  *findInSteps(fits: (node: PlanNode) => boolean): Generator<undefined, PlanNode | undefined> {
    for (const root of this.children()) {
      const way = yield* wayTo(root, fits);
      if (way) return this.show(root, way);
    }
    return undefined;
  }

  private show(root: PlanNode, way: readonly Step[]): PlanNode {
    let shown = root;
    for (const { index, node } of way) {
      if (index >= mostShown) this.showBeyond(shown.id, index, node);
      else if (index >= (this.shown.get(shown.id) ?? firstPage)) this.shown.set(shown.id, index + 1);
      shown = this.adopt([node], shown)[0] ?? node;
    }
    return shown;
  }

  private showBeyond(listId: string, index: number, node: PlanNode): void {
    const nodes = this.beyond.get(listId) ?? new Map<number, PlanNode>();
    this.beyond.set(listId, nodes.set(index, node));
  }

  /** One object for one id: VS Code refreshes and reveals nodes by identity. What *Load more* says does change. */
  private adopt(nodes: readonly PlanNode[], parent: PlanNode | null): readonly PlanNode[] {
    return nodes.map((node) => {
      const known = node.kind === 'more' || node.kind === 'rest' ? node : (this.nodes.get(node.id) ?? node);
      this.parents.set(known.id, parent);
      this.nodes.set(known.id, known);
      return known;
    });
  }
}

interface Step {
  readonly index: number;
  readonly node: PlanNode;
}

/** The steps down from a node to the first one that fits; none where it fits itself, undefined where nothing fits. */
function* wayTo(node: PlanNode, fits: (node: PlanNode) => boolean): Generator<undefined, readonly Step[] | undefined> {
  yield;
  if (fits(node)) return [];
  const list = node.kind === 'user' ? undefined : node.children?.();
  for (let index = 0; index < (list?.total ?? 0); index++) {
    const child = list?.at(index);
    const way = child && (yield* wayTo(child, fits));
    if (way) return [{ index, node: child }, ...way];
  }
  return undefined;
}

function slice(list: NodeList, end: number): PlanNode[] {
  const nodes: PlanNode[] = [];
  for (let index = 0; index < end; index++) {
    const node = list.at(index);
    if (node) nodes.push(node);
  }
  return nodes;
}

function moreNode(parent: PlanNode, shown: number, total: number): PlanNode {
  const next = Math.min(nextPage, mostShown - shown, total - shown);
  return planNode({
    id: `${parent.id}/more`,
    kind: 'more',
    label: 'Load more',
    description: `${formatNumber(shown)} of ${formatNumber(total)}`,
    tooltip: `Shows ${countOf(next, 'more line')}.`,
    icon: { id: 'ellipsis' },
    target: { kind: 'more', parentId: parent.id },
  });
}

function restNode(parent: PlanNode, shown: number, total: number): PlanNode {
  return planNode({
    id: `${parent.id}/more`,
    kind: 'rest',
    label: `${formatNumber(shown)} of ${formatNumber(total)} shown, more than a tree can hold. Filter the plan to find the rest.`,
    tooltip: 'Filter Plan… narrows the lists to names with a text; Export Plan As… writes all of them.',
    icon: { id: 'info' },
  });
}

import type { BlockContent, Heading, InlineCode, List, Paragraph, PhrasingContent, Root, Table, TableRow, Text } from 'mdast';
// Brings `data.hName` and `data.hProperties` into the node types.
import type {} from 'mdast-util-to-hast';
import { displayName, formatNumber } from './words';

/**
 * Small builders for the report's document tree. Every text goes through `displayName` here, so that nothing of a plan can break a line or
 * turn the reading direction; Markdown and HTML are escaped by the libraries that write the tree.
 */
export type Inline = string | PhrasingContent;
export type Cell = Inline | readonly Inline[];

export function text(value: string): Text {
  return { type: 'text', value: displayName(value) };
}

/** A name from the data: in HTML kept apart from the reading direction around it. */
export function name(value: string | null): Text {
  return value === null || value.trim() === '' ? text('(no name)') : { ...text(value), data: { hName: 'bdi' } };
}

/** An identifier, written as it is. */
export function code(value: string | null): InlineCode | Text {
  return value === null || value.trim() === '' ? text('—') : { type: 'inlineCode', value: displayName(value) };
}

export function strong(...parts: readonly Inline[]): PhrasingContent {
  return { type: 'strong', children: inlines(parts) };
}

export function heading(depth: 1 | 2 | 3, ...parts: readonly Inline[]): Heading {
  return { type: 'heading', depth, children: inlines(parts) };
}

export function paragraph(...parts: readonly Inline[]): Paragraph {
  return { type: 'paragraph', children: inlines(parts) };
}

export function list(items: readonly Cell[]): List {
  return {
    type: 'list',
    ordered: false,
    spread: false,
    children: items.map((item) => ({ type: 'listItem', spread: false, children: [paragraph(...cellParts(item))] })),
  };
}

export type Align = 'left' | 'right' | null;

/** A table; the first row is its head. */
export function table(align: readonly Align[], head: readonly Cell[], rows: readonly (readonly Cell[])[]): Table {
  return { type: 'table', align: [...align], children: [head, ...rows].map(tableRow) };
}

/** Members now and after as two bars on one scale: blocks in Markdown, filled boxes in HTML. */
export function bars(now: number, after: number): InlineCode {
  const scale = Math.max(now, after, 1);
  const box = (count: number, className: string): object => ({
    type: 'element',
    tagName: 'span',
    properties: { className: [className], style: `width:${((100 * count) / scale).toFixed(1)}%` },
    children: [],
  });
  return {
    type: 'inlineCode',
    value: `${blocks(now / scale)} → ${blocks(after / scale)}`,
    data: {
      hName: 'span',
      hProperties: { className: ['bars'], role: 'img', ariaLabel: `${formatNumber(now)} members now, ${formatNumber(after)} after` },
      hChildren: [box(now, 'now'), box(after, 'after')] as NonNullable<InlineCode['data']>['hChildren'] & object,
    },
  };
}

/** The first `limit` items, and how many are left out. */
export function capped<Item>(items: readonly Item[], limit: number): { readonly shown: readonly Item[]; readonly rest: number } {
  return { shown: items.slice(0, limit), rest: Math.max(0, items.length - limit) };
}

/** Says how many rows were left out and which form of the plan has all of them; nothing where none was. */
export function restNote(rest: number, form: 'CSV' | 'JSON'): readonly BlockContent[] {
  return rest === 0 ? [] : [paragraph(`… and ${formatNumber(rest)} more; the ${form} form of this plan lists all of them.`)];
}

export function root(children: Root['children']): Root {
  return { type: 'root', children };
}

function tableRow(cells: readonly Cell[]): TableRow {
  return { type: 'tableRow', children: cells.map((cell) => ({ type: 'tableCell', children: inlines(cellParts(cell)) })) };
}

function cellParts(cell: Cell): readonly Inline[] {
  return Array.isArray(cell) ? (cell as readonly Inline[]) : [cell as Inline];
}

function inlines(parts: readonly Inline[]): PhrasingContent[] {
  return parts.map((part) => (typeof part === 'string' ? text(part) : part));
}

function blocks(share: number): string {
  const full = share === 0 ? 0 : Math.max(1, Math.round(share * 10));
  return '█'.repeat(full) + '░'.repeat(10 - full);
}

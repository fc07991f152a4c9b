import type { Element, Nodes, Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import type { RootContent } from 'mdast';
import { toHast } from 'mdast-util-to-hast';
import type { Plan } from '../plan/plan';
import { reportStyle } from './reportStyle';
import type { ReportOptions } from './reportDocument';
import { reportParts } from './reportDocument';
import { displayName } from './words';

/** The plan as one HTML file: no scripts, nothing loaded from anywhere, light and dark, readable when printed. */
export function planToHtml(plan: Plan, options: ReportOptions = {}): string {
  return [...planHtml(plan, options)].join('');
}

/** `planToHtml`, piece by piece: between two of them others can work. */
export function* planHtml(plan: Plan, options: ReportOptions = {}): Generator<string, void, undefined> {
  const [head = '', tail = ''] = toHtml(emptyPage(plan)).split(/(?=<\/main>)/);
  let before = head;
  for (const { children } of reportParts(plan, options)) {
    yield '';
    for (const block of children) {
      for (const piece of blockPieces(block)) {
        yield before + piece;
        before = '';
      }
      before = '\n';
    }
  }
  yield `${tail}\n`;
}

function emptyPage(plan: Plan): Root {
  const title = `${displayName(plan.org.name)}: what an Okta push would do`;
  return {
    type: 'root',
    children: [
      { type: 'doctype' },
      h('html', { lang: 'en' }, [
        h('head', [
          h('meta', { charset: 'utf-8' }),
          h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
          h('meta', { name: 'color-scheme', content: 'light dark' }),
          h('meta', { name: 'referrer', content: 'no-referrer' }),
          h('meta', { name: 'robots', content: 'noindex' }),
          h('meta', { httpEquiv: 'Content-Security-Policy', content: "default-src 'none'; style-src 'unsafe-inline'" }),
          h('title', title),
          h('style', reportStyle),
        ]),
        h('body', [h('main')]),
      ]),
    ],
  };
}

const rowsAPiece = 64;

/** A block of the document, a long table some rows at a time. */
function* blockPieces(block: RootContent): Generator<string, void, undefined> {
  if (block.type !== 'table' || block.children.length <= 1 + rowsAPiece) {
    yield blockToHtml(block);
    return;
  }
  const [head, ...rows] = block.children;
  let end = '';
  for (let start = 0; head && start < rows.length; start += rowsAPiece) {
    const html = blockToHtml({ ...block, children: [head, ...rows.slice(start, start + rowsAPiece)] });
    const [from, to] = [start === 0 ? 0 : html.indexOf(bodyStart) + bodyStart.length, html.lastIndexOf(bodyEnd)];
    yield html.slice(from, to);
    end = html.slice(to);
  }
  yield end;
}

/** What cells hold is escaped, so that these stand in the text of a table once. */
const bodyStart = '<tbody>';
const bodyEnd = '\n</tbody>';

function blockToHtml(block: RootContent): string {
  return toHtml({ type: 'root', children: content(toHast({ type: 'root', children: [block] })) });
}

/** The document's blocks, each table in a box of its own that scrolls where it is too wide. */
function content(tree: Nodes): Root['children'] {
  const blocks = tree.type === 'root' ? tree.children : [];
  return blocks.map((block) => (block.type === 'element' && block.tagName === 'table' ? scrolling(block) : block));
}

function scrolling(table: Element): Element {
  return h('div', { className: ['wide'] }, [table]);
}

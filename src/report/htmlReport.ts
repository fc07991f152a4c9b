import type { Element, Nodes, Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
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
  for (const part of reportParts(plan, options)) {
    yield before + toHtml({ type: 'root', children: content(toHast(part)) });
    before = '\n';
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

/** The document's blocks, each table in a box of its own that scrolls where it is too wide. */
function content(tree: Nodes): Root['children'] {
  const blocks = tree.type === 'root' ? tree.children : [];
  return blocks.map((block) => (block.type === 'element' && block.tagName === 'table' ? scrolling(block) : block));
}

function scrolling(table: Element): Element {
  return h('div', { className: ['wide'] }, [table]);
}

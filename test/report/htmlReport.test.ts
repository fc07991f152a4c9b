import assert from 'node:assert/strict';
import { load } from 'cheerio';
import fc from 'fast-check';
import { toHtml } from 'hast-util-to-html';
import { toHast } from 'mdast-util-to-hast';
import type { Plan } from '../../src/plan/plan';
import { planHtml, planToHtml } from '../../src/report/htmlReport';
import { reportParts } from '../../src/report/reportDocument';
import { displayName } from '../../src/report/words';
import { blockStructure, cellsAfter, structure } from './htmlStructure';
import { hostileNames, poisonedPlan } from './hostilePlan';
import { sampleGroup, samplePlan } from './samplePlan';

/** With tables of more rows than one piece has. */
function longPlan(): Plan {
  const plan = samplePlan();
  const [input] = plan.inputs;
  assert.ok(input);
  return { ...plan, inputs: Array.from({ length: 200 }, (_, index) => ({ ...input, path: `members/<tbody>\n</tbody> ${index}.json` })) };
}

describe('planToHtml', () => {
  it('is one file that loads nothing and runs nothing', () => {
    const $ = load(planToHtml(samplePlan()));
    assert.equal($('script, link, img, iframe, object, embed, form, base').length, 0);
    assert.equal($('meta[http-equiv="Content-Security-Policy"]').attr('content'), "default-src 'none'; style-src 'unsafe-inline'");
    assert.doesNotMatch(planToHtml(samplePlan()), /url\(|@import|https?:/);
  });

  it('says the same as the Markdown', () => {
    const html = planToHtml(samplePlan(), { exportName: 'okta-export-2026-11-20' });
    const $ = load(html);
    assert.equal($('h1').text(), 'What an Okta push would do to Contoso CX');
    assert.equal($('title').text(), 'Contoso CX: what an Okta push would do');
    assert.ok($('h1 + ul').text().includes('Okta export: okta-export-2026-11-20'));
    assert.ok($('h1 + ul + p').text().startsWith('A full push would end 1,246 memberships (1,243 people) in 2 groups and add 3;'));
    assert.deepEqual(cellsAfter(html, 'Groups')[1]?.slice(0, 3), ['Support Tier 1', '1,512', '275']);
  });

  it('is written in pieces, which are the text of one tree', () => {
    const pieces = [...planHtml(samplePlan())];
    assert.ok(pieces.length > 10);
    assert.equal(pieces.at(-1), '</main></body></html>\n');
    for (const plan of [samplePlan(), longPlan(), ...hostileNames.map(poisonedPlan)]) {
      const tree = toHast({ type: 'root', children: [...reportParts(plan)].flatMap(({ children }) => children) });
      const whole = load(toHtml(tree));
      whole('table').wrap('<div class="wide"></div>');
      assert.equal(load(planToHtml(plan))('main').html(), whole('body').html());
    }
  });

  it('puts no more than some rows of a long table into one piece, and all of them into the table', () => {
    const pieces = [...planHtml(longPlan())];
    for (const piece of pieces) assert.ok(piece.split('<tr>').length <= 66, piece.slice(0, 200));
    const rows = cellsAfter(pieces.join(''), 'What this plan rests on').slice(1);
    assert.deepEqual(
      rows.map(([path]) => / (\d+)\.json$/.exec(path ?? '')?.[1]),
      Array.from({ length: 200 }, (_, index) => String(index)),
    );
  });

  it('draws now and after as bars on one scale, said in words too', () => {
    const $ = load(planToHtml(samplePlan()));
    const bars = $('.bars').first();
    assert.equal(bars.attr('aria-label'), '1,512 members now, 275 after');
    assert.deepEqual(
      bars
        .children()
        .toArray()
        .map((bar) => $(bar).attr('style')),
      ['width:100.0%', 'width:18.2%'],
    );
  });

  it('draws no bar where the numbers are not known', () => {
    const group = sampleGroup({ verdict: 'unresolved', guards: ['unknownMembers'], after: null, pushed: null, removalsAtWorst: null });
    assert.equal(load(planToHtml(samplePlan({ groups: [group] })))('.bars').length, 0);
  });
});

describe('hostile names in HTML', () => {
  const plain = structure(planToHtml(poisonedPlan('plain')));
  const plainBlocks = blockStructure(planToHtml(poisonedPlan('plain')));

  for (const name of hostileNames) {
    it(`${JSON.stringify(name)} changes no element and no attribute`, () => {
      const html = planToHtml(poisonedPlan(name));
      if (name.trim() === '') assert.deepEqual(blockStructure(html), plainBlocks);
      else assert.deepEqual(structure(html), plain);
      const $ = load(html);
      assert.equal($('[onerror], [href], [src]').length, 0);
    });
  }

  it('come out as they are', () => {
    for (const name of hostileNames.filter((hostile) => hostile.trim() !== '')) {
      const html = planToHtml(samplePlan({ groups: [sampleGroup({ name, verdict: 'safe' })] }));
      assert.equal(cellsAfter(html, 'Groups')[1]?.[0], displayName(name));
    }
  });

  it('change no element, whatever they are made of', () => {
    const special = fc.constantFrom(...Array.from('<>&"\'/=! -abscript\n\u0000'));
    fc.assert(
      fc.property(fc.string({ unit: special, minLength: 1, maxLength: 24 }), (name) => {
        assert.deepEqual(structure(planToHtml(poisonedPlan(`a${name}`))), plain);
      }),
      { numRuns: 100 },
    );
  });
});

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import type { GroupPlan, Plan } from '../../src/plan/plan';
import { heading, list, paragraph, root, table } from '../../src/report/markdownNodes';
import { markdownPieces, planMarkdown, planToMarkdown, toMarkdownText } from '../../src/report/markdownReport';
import { reportParts } from '../../src/report/reportDocument';
import { displayName } from '../../src/report/words';
import { blockStructure, cellsAfter, structure } from './htmlStructure';
import { hostileNames, poisonedPlan } from './hostilePlan';
import { agreedPlan, missingGroup, removals, sampleGroup, samplePlan, sampleUsers } from './samplePlan';

/** The parser of VS Code's own preview, with HTML and links on, so that what is not escaped shows. */
const MarkdownIt = createRequire(import.meta.url)('markdown-it') as new (options: object) => { render(text: string): string };
const parser = new MarkdownIt({ html: true, linkify: true });
const rendered = (plan: Plan): string => parser.render(planToMarkdown(plan));

describe('planToMarkdown', () => {
  it('begins with the org, export, time, tool, plan id and the headline', () => {
    const lines = planToMarkdown(samplePlan(), { exportName: 'okta-export-2026-11-20' }).split('\n');
    assert.deepEqual(lines.slice(0, 10), [
      '# What an Okta push would do to Contoso CX',
      '',
      '- Org: Contoso CX at `api.mypurecloud.ie`',
      '- Okta export: `okta-export-2026-11-20`',
      '- Okta app: Genesys Cloud `0oaapp1`',
      '- Made: 2026-11-20 14:02 UTC by scim-preflight 0.1.0',
      '- Plan: `3f1c9a52d0b84e6f7a1d2c3b4e5f60718293a4b5c6d7e8f90123456789abcdef`',
      '',
      'A full push would end 1,246 memberships (1,243 people) in 2 groups and add 3; Genesys should refuse one of them, and up to 1,744 people of a third would be out for a time. What would happen to 1 group cannot be known.',
      '',
    ]);
  });

  it('has the sections of screens.md in their order', () => {
    const headings = planToMarkdown(samplePlan())
      .split('\n')
      .filter((line) => line.startsWith('## '));
    assert.deepEqual(headings, [
      '## Before you rely on it',
      '## Groups',
      '## Users',
      '## Sent again and again',
      '## Conflicts',
      '## What this plan rests on',
    ]);
  });

  it('shows each group with bars for now and after', () => {
    const [, tier1, vip, billing, desk] = cellsAfter(rendered(samplePlan()), 'Groups');
    assert.deepEqual(tier1, [
      'Support Tier 1',
      '1,512',
      '275',
      '██████████ → ██░░░░░░░░',
      '−1,240 +3',
      '82.0 %',
      '1,259',
      'Genesys should block this; over 25 removals; over 20 %; grants roles',
    ]);
    assert.deepEqual(vip?.slice(0, 7), ['VIP', '20', '14', '██████████ → ███████░░░', '−6 +0', '30.0 %', '']);
    assert.deepEqual(billing?.slice(4), ['−0 +0', '', '', 'name differs in case; Okta will try to rename it']);
    assert.deepEqual(desk?.slice(4), ['−0 +0', '', '1,744', 'up to 1,744 out for a time while Okta pushes']);
  });

  it('gives the reasons, each with its cure, and what the group grants', () => {
    const markdown = planToMarkdown(samplePlan());
    assert.deepEqual(
      cellsAfter(rendered(samplePlan()), 'Support Tier 1').map((row) => row.slice(0, 2)),
      [
        ['Removed because', 'Members'],
        ['Added by hand in Genesys, not in the Okta group', '912'],
        ['Deactivated in Okta', '301'],
        ['Okta holds no account for them', '27'],
      ],
    );
    assert.ok(markdown.includes('- The group grants Agent, Supervisor (Home division): who is removed loses what they hold through it.'));
    assert.ok(markdown.includes('- What the group grants is not known; who is removed may lose roles.'));
  });

  it('names the first 200 of a group and says how many more there are', () => {
    const markdown = planToMarkdown(samplePlan());
    assert.equal(markdown.split('| `notinoktagroup.').length - 1, 200 + 3);
    assert.ok(markdown.includes('… and 1,040 more; the CSV form of this plan lists all of them.'));
  });

  it('names fewer of each where very many groups change, and the worst 200 groups', () => {
    const groups = Array.from({ length: 600 }, (_, index) =>
      sampleGroup({ name: `Group ${index}`, verdict: 'safe', removals: removals(20, 'unknownToOkta') }),
    );
    const markdown = planToMarkdown(samplePlan({ groups }));
    assert.equal(markdown.split('| `unknowntookta.').length - 1, 200 * 20);
    assert.ok(markdown.includes('… and 400 more; the JSON form of this plan lists all of them.'));
    assert.ok(markdown.includes('### Groups that are not shown here\n\n400 more groups would change or cannot be known. The CSV form'));
  });

  it('is of a length that a preview bears, whatever the size of the plan', () => {
    const groups = Array.from({ length: 5000 }, (_, index) => sampleGroup({ name: `Group ${index}`, removals: removals(200, 'conflict') }));
    const unmatched = Array.from({ length: 5000 }, (_, index) => ({ ...missingGroup(), name: `Missing ${index}` }));
    const users = Array.from({ length: 20_000 }, () => sampleUsers()).flat();
    const all = groups.map((group): GroupPlan => ({ ...group, verdict: 'review' }));
    const lines = planToMarkdown(samplePlan({ groups: [...all, ...unmatched], users })).split('\n').length;
    assert.ok(lines < 15_000, `${lines} lines`);
  });

  it('is written in pieces, which are the text of one tree', () => {
    for (const plan of [samplePlan(), agreedPlan(), ...hostileNames.map(poisonedPlan)]) {
      const whole = toMarkdownText({ type: 'root', children: [...reportParts(plan)].flatMap(({ children }) => children) });
      assert.equal(planToMarkdown(plan), whole);
    }
    assert.ok([...planMarkdown(samplePlan())].length > 10);
  });

  it('is the same in pieces, whatever blocks follow each other and however long a table is', () => {
    const texts = fc.constantFrom('a', 'two words', ...hostileNames);
    const rows = fc.integer({ min: 0, max: 200 });
    const block = fc.oneof(
      texts.map((text) => heading(2, text)),
      texts.map((text) => paragraph(text)),
      fc.array(texts, { minLength: 1, maxLength: 3 }).map((items) => list(items)),
      fc.tuple(rows, texts).map(([length, text]) =>
        table(
          ['left', 'right'],
          [text, 'Head'],
          Array.from({ length }, (_, index) => [text, `${index}`]),
        ),
      ),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        const tree = root(blocks);
        assert.equal([...markdownPieces(tree)].join(''), toMarkdownText(tree));
      }),
      { numRuns: 200 },
    );
  });

  it('lists ping-pong by attribute, with an example and its cure', () => {
    assert.deepEqual(cellsAfter(rendered(samplePlan()), 'Sent again and again')[1], [
      'phoneNumbers[type eq "work"].value',
      '2',
      '(317) 222-2222 in Okta, +13172222222 in Genesys',
      'Keep the number in E.164 in Okta (a plus sign, the country code, digits only), as Genesys stores it, and do not import phone numbers from Genesys.',
    ]);
  });

  it('says for each action what changes, and what Okta is set not to send', () => {
    const html = rendered(samplePlan());
    assert.deepEqual(cellsAfter(html, 'Updated (1)')[1], ['anna.berg@contoso.example', 'title Agent → Lead']);
    assert.deepEqual(cellsAfter(html, 'Users')[2], ['Created', '1', '1']);
  });

  it('lists the inputs with their hashes', () => {
    assert.deepEqual(cellsAfter(rendered(samplePlan()), 'What this plan rests on')[2], [
      'members/Support Tier 1.json',
      'Members of an Okta group',
      '644',
      '2'.repeat(64),
      '1 problem',
    ]);
  });

  it('is short where nothing would change', () => {
    const markdown = planToMarkdown(agreedPlan());
    assert.ok(markdown.includes('38 groups and 8,412 users compared, nothing would change.'));
    assert.ok(markdown.includes('No user would change.'));
    assert.doesNotMatch(markdown, /^### (?!Settings)/m);
  });

  it('is the same text for the same plan', () => assert.equal(planToMarkdown(samplePlan()), planToMarkdown(samplePlan())));
});

describe('hostile names in Markdown', () => {
  const plain = structure(rendered(poisonedPlan('plain')));
  const plainBlocks = blockStructure(rendered(poisonedPlan('plain')));

  for (const name of hostileNames) {
    it(`${JSON.stringify(name)} changes no element`, () => {
      const html = rendered(poisonedPlan(name));
      if (name.trim() === '') assert.deepEqual(blockStructure(html), plainBlocks);
      else assert.deepEqual(structure(html), plain);
    });
  }

  it('are no formulas either', () => assert.ok(planToMarkdown(poisonedPlan('$\\phantom{x}$')).includes('\\$\\phantom{x}\\$')));

  it('come out as they are', () => {
    for (const name of hostileNames.filter((hostile) => hostile.trim() !== '')) {
      const users = sampleUsers().slice(0, 1);
      const plan = samplePlan({ groups: [sampleGroup({ name, verdict: 'safe' })], users: users.map((user) => ({ ...user, note: name })) });
      assert.equal(cellsAfter(rendered(plan), 'Groups')[1]?.[0], displayName(name).trim());
      assert.equal(cellsAfter(rendered(plan), 'Deactivated (1)')[1]?.[1], displayName(name).trim());
    }
  });

  it('change no element, whatever they are made of', () => {
    const special = fc.constantFrom(...Array.from('|\\`*_~#<>[]()!&$:;-+=@\n\r\t "\'{}/.0ab\u202e'));
    const names = fc.oneof(fc.string({ unit: special, minLength: 1, maxLength: 24 }), fc.string({ unit: 'binary', minLength: 1 }));
    fc.assert(
      fc.property(names, (name) => {
        assert.deepEqual(structure(rendered(poisonedPlan(`a${name}`))), plain);
      }),
      { numRuns: 150 },
    );
  });
});

import assert from 'node:assert/strict';
import type { Plan } from '../../src/plan/plan';
import { PlanFilter } from '../../src/vscode/planFilter';
import { groupNodeId } from '../../src/vscode/planGroupNodes';
import type { PlanNode } from '../../src/vscode/planNode';
import { PlanOutline } from '../../src/vscode/planOutline';
import { planSections } from '../../src/vscode/planSections';
import { groupPlan, removals, samplePlan, supportTier1, userPlan } from './samplePlan';

function outlineOf(plan: Plan, filter = ''): PlanOutline {
  return new PlanOutline(planSections({ plan, source: null, snapshot: null }, new PlanFilter(filter)));
}

/** The tree as people see it, to a depth: two spaces a level, label and description. */
function draw(outline: PlanOutline, depth: number, node?: PlanNode, indent = ''): string[] {
  return outline
    .children(node)
    .flatMap((child) => [
      `${indent}${child.label}${child.description === '' ? '' : ` | ${child.description}`}`,
      ...(depth > 1 ? draw(outline, depth - 1, child, `${indent}  `) : []),
    ]);
}

describe('Plan view outline', () => {
  it('shows the groups at risk first, then the other groups and what the plan rests on', () => {
    assert.deepEqual(draw(outlineOf(samplePlan()), 2), [
      'Groups at risk | 2',
      '  Support Tier 1 | −1,240 +3 · 82.0 % · up to 1,259 out for a time · Genesys should block this',
      '  billing | −0 +0 · name differs in case; Okta will try to rename it',
      'Safe groups | 1',
      '  Sales | −0 +1',
      'Unchanged groups | 1',
      '  Night Shift | 0 members',
      'Cannot be matched | 1',
      '  Ghost | no such group in Genesys; SCIM cannot create it, create it by hand',
      'Not compared, assumptions, trust report | 1',
      '  Trust report | 1 file',
      '  Assumptions | 1',
    ]);
  });

  it('says of a group who is removed and why, who is added, who is not pushed, what it grants and what to do', () => {
    const outline = outlineOf(samplePlan());
    const group = outline.find((node) => node.id === groupNodeId(supportTier1));
    assert.ok(group);
    assert.deepEqual(draw(outline, 2, group), [
      'Removed | 1,240',
      '  Added by hand in Genesys, not in the Okta group | 912',
      '  Deactivated in Okta | 301',
      '  Okta holds no account for them | 27',
      'Added | 3',
      '  new.one@contoso.example',
      '  new.two@contoso.example',
      '  new.three@contoso.example',
      'In the Okta group, not pushed | 369',
      '  Deactivated in Okta, or not activated yet | 301',
      '  Not assigned to the app in Okta | 68',
      'The group grants: Agent, Supervisor (Home division)',
      'What to do in Okta: 912 to add to the group, 27 to retry',
      '  Added by hand in Genesys, not in the Okta group: 912 | Add them to the Okta group if they belong there; otherwise the removal is right.',
      '  Deactivated in Okta: 301 | Activate them in Okta if they still work here; otherwise the removal is right.',
      '  Okta holds no account for them: 27 | Retry provisioning in Okta (Dashboard, Tasks) or unassign and assign again, until Okta holds their Genesys account.',
    ]);
  });

  it('lists users by action in words, in the order of the screens', () => {
    const users = [
      userPlan('deactivate', 'd@x'),
      userPlan('create', 'c@x', { notSent: true }),
      userPlan('update', 'u@x', {
        attributes: [{ path: 'title', kind: 'change', okta: 'Lead', genesys: 'Agent', normalized: null, message: null }],
      }),
      userPlan('pingPong', 'p@x'),
      userPlan('unmanaged', 'o@x'),
    ];
    const outline = outlineOf(samplePlan({ groups: [], users }));
    assert.deepEqual(draw(outline, 4).slice(0, 12), [
      'Users',
      '  Updated | 1',
      '    u@x | title',
      '      title | Agent → Lead',
      '  Sent again and again (same value, other format) | 1',
      '    p@x',
      '  Created | 1 · 1 not sent',
      '    c@x | not sent',
      '  Deactivated | 1',
      '    d@x',
      '  Only in Genesys | 1',
      '    o@x',
    ]);
  });

  it('puts on top why nothing of a partial plan can be applied, and leads to the place', () => {
    const problem = { level: 'incomplete', code: 'truncated', message: 'stops in the middle', path: 'users-3.json', line: 4031 } as const;
    const [banner] = outlineOf(samplePlan({ complete: false, problems: [problem] })).children();
    assert.equal(banner?.label, 'Preview only: users-3.json stops in the middle (line 4,031); nothing in this plan can be applied');
    assert.deepEqual(banner.target, { kind: 'input', path: 'users-3.json', line: 4031 });
  });

  it('counts every group that cannot be known as a risk', () => {
    const group = groupPlan({ name: 'Unknown', verdict: 'unresolved', guards: ['unknownMembers'], after: null });
    assert.deepEqual(draw(outlineOf(samplePlan({ groups: [group] })), 2).slice(0, 2), [
      'Groups at risk | 1',
      '  Unknown | members unknown: no members file in the export',
    ]);
  });
});

describe('Plan view pages', () => {
  const plan = samplePlan({ groups: [groupPlan({ name: 'Big', verdict: 'review', removals: removals('unknownToOkta', 2500) })] });
  const listOf = (outline: PlanOutline): PlanNode => {
    const list = outline.find((node) => node.id.endsWith('/removed/unknownToOkta'));
    assert.ok(list);
    return list;
  };

  it('shows a hundred, then a thousand more at each Load more', () => {
    const outline = outlineOf(plan);
    const list = listOf(outline);
    const sizes = [0, 1, 2, 3].map(() => {
      const shown = outline.children(list);
      outline.showMore(list.id);
      return [shown.length, shown.at(-1)?.description];
    });
    assert.deepEqual(sizes, [
      [101, '100 of 2,500'],
      [1101, '1,100 of 2,500'],
      [2101, '2,100 of 2,500'],
      [2500, 'unknownToOkta.2499@contoso.example'],
    ]);
  });

  describe('of 20,000 people', () => {
    const huge = samplePlan({ groups: [groupPlan({ name: 'Huge', verdict: 'review', removals: removals('unknownToOkta', 20_000) })] });
    const rest = '5,000 of 20,000 shown, more than a tree can hold. Filter the plan to find the rest.';

    it('end at 5,000, with a word about it', () => {
      const outline = outlineOf(huge);
      const list = listOf(outline);
      for (let more = 0; more < 4; more++) outline.showMore(list.id);
      const last = outline.children(list).at(-1);
      assert.deepEqual([last?.label, last?.description, last?.tooltip], ['Load more', '4,100 of 20,000', 'Shows 900 more lines.']);
      for (let more = 0; more < 20; more++) outline.showMore(list.id);
      const shown = outline.children(list);
      assert.deepEqual([shown.length, shown.at(-1)?.label, shown.at(-1)?.kind], [5001, rest, 'rest']);
    });

    it('are narrowed by a filter to whoever stands behind', () => {
      const outline = outlineOf(huge, 'unknownToOkta.19999');
      assert.deepEqual(
        outline.children(listOf(outline)).map(({ label }) => label),
        ['Person 19999'],
      );
    });

    it('show somebody far behind in one row, and not everybody before', () => {
      const outline = outlineOf(huge);
      const seek = (id: string): PlanNode | undefined =>
        outline.find(({ target }) => target?.kind === 'person' && target.genesysUserId === id);
      const found = ['unknownToOkta-19000', 'unknownToOkta-18000', 'unknownToOkta-19000'].map(seek);
      assert.deepEqual(
        outline
          .children(listOf(outline))
          .slice(100)
          .map(({ label }) => label),
        ['Person 19000', 'Person 18000', 'Load more'],
      );
      assert.equal(found[0], found[2]);
      assert.equal(found[0] && outline.parent(found[0]), listOf(outline));
    });
  });

  it('makes no more nodes than are shown, whatever the size of the plan', () => {
    const users = Array.from({ length: 100_000 }, (_nothing, n) => userPlan('update', `u${n}@x`));
    const groups = Array.from({ length: 5000 }, (_nothing, n) =>
      groupPlan({ name: `G${n}`, oktaGroupId: `00g${n}`, verdict: 'review', removals: removals('unknownToOkta', 1) }),
    );
    const drawn = draw(outlineOf(samplePlan({ users, groups })), 3);
    assert.equal(drawn.filter((line) => line.endsWith('of 5,000') || line.endsWith('of 100,000')).length, 2);
    assert.ok(drawn.length < 1000, `${drawn.length} rows`);
  });

  it('finds a person beyond the first page, shows them, and knows the way up', () => {
    const outline = outlineOf(plan);
    const person = outline.find((node) => node.target?.kind === 'person' && node.target.genesysUserId === 'unknownToOkta-1700');
    assert.ok(person);
    const ways: string[] = [];
    for (let node: PlanNode | undefined = person; node; node = outline.parent(node)) ways.push(node.label);
    assert.deepEqual(ways, ['Person 1700', 'Not known to Okta', 'Removed', 'Big', 'Groups at risk']);
    assert.ok(outline.children(listOf(outline)).some((node) => node.id === person.id));
  });

  it('gives every node an id of its own', () => {
    const outline = outlineOf(samplePlan({ users: [userPlan('update', 'a@x'), userPlan('create', 'b@x', { genesysUserId: null })] }));
    const ids: string[] = [];
    const walk = (node?: PlanNode): void => {
      for (const child of outline.children(node)) {
        ids.push(child.id);
        walk(child);
      }
    };
    walk();
    assert.ok(ids.length > 300);
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe('Plan view filter', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['sales', ['Safe groups | 1', '  Sales | −0 +1']],
    ['ZOE', ['Safe groups | 1', '  Sales | −0 +1']],
    ['nobody of this name', []],
  ];
  for (const [text, expected] of cases) {
    it(`leaves ${expected.length === 0 ? 'nothing' : 'the group'} for "${text}"`, () => {
      assert.deepEqual(draw(outlineOf(samplePlan(), text), 2), expected);
    });
  }

  it('keeps the headline of a group and lists only the people that fit', () => {
    const outline = outlineOf(samplePlan(), 'notprovisioned.26@');
    assert.deepEqual(draw(outline, 5).slice(0, 6), [
      'Groups at risk | 1',
      '  Support Tier 1 | −1,240 +3 · 82.0 % · up to 1,259 out for a time · Genesys should block this',
      '    Removed | 1',
      '      Okta holds no account for them | 1',
      '        Person 26 | notProvisioned.26@contoso.example',
      '    The group grants: Agent, Supervisor (Home division)',
    ]);
  });
});

describe('Untrusted names in the Plan view', () => {
  it('stay on one line, without invisible characters', () => {
    const name = 'VIP\n**bold** <b> $(trash) \u202Egpj';
    const outline = outlineOf(samplePlan({ groups: [groupPlan({ name, verdict: 'review', guards: ['count'] })] }));
    const [, group] = draw(outline, 2);
    assert.equal(group, '  VIP↵**bold** <b> $(trash) ‹U+202E›gpj | −0 +0 · over 25 removals');
  });
});

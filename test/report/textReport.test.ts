import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import type { Plan } from '../../src/plan/plan';
import { textWidth, wrapText } from '../../src/report/terminalText';
import { planToText } from '../../src/report/textReport';
import { hostileNames, poisonedPlan } from './hostilePlan';
import { agreedPlan, samplePlan } from './samplePlan';

describe('planToText', () => {
  it('tells the story of the sample', () => {
    assert.equal(
      planToText(samplePlan({ users: [] }), { exportName: 'okta-export-2026-11-20' }),
      `Contoso CX (api.mypurecloud.ie) ← okta-export-2026-11-20 · Okta app Genesys Cloud
2026-11-20 14:02 UTC · scim-preflight 0.1.0 · plan 3f1c9a52d0b8

A full push would end 1,246 memberships (1,243 people) in 2 groups and add 3; Genesys should refuse
one of them, and up to 1,744 people of a third would be out for a time. What would happen to 1 group
cannot be known.

! The export is 30 hours old.
Assumed: Everybody in the export is assumed to be assigned to the app: no assignments file was
found.

Groups at risk (4)
  Support Tier 1
    −1,240 +3 · 82.0 % · up to 1,259 out for a time · Genesys should block this
        912  Added by hand in Genesys, not in the Okta group
        301  Deactivated in Okta
         27  Okta holds no account for them
    Held back: Genesys should block this; over 25 removals; over 20 %; grants roles
    The group grants: Agent, Supervisor (Home division)
    In the Okta group, not pushed: 369 (301 Deactivated in Okta, or not activated yet; 68 Okta holds
    no account for them)
    What to do in Okta: 912 to add to the group, 27 to retry
  VIP
    −6 +0 · 30.0 % · over 20 %
          3  Not known to Okta
          3  Added by hand in Genesys, not in the Okta group
    The group grants: not known
    What to do in Okta: 3 to add to the group
  billing
    −0 +0 · name differs in case; Okta will try to rename it
  Service Desk
    −0 +0 · up to 1,744 out for a time while Okta pushes

Safe groups (1)
  Sales  −0 +0

Cannot be matched (1)
  Night Shift  no such group in Genesys; SCIM cannot create it, create it by hand

Unchanged: 1 group

Users
        1  Deactivated
        1  Created
        1  Updated
        1  Sent again and again (same value, other format)
        1  Only in Genesys

Conflicts (1)
  Two Okta users match robot@contoso.example.
`,
    );
  });

  it('is three lines and a number where nothing would change', () => {
    assert.equal(
      planToText(agreedPlan()),
      `Contoso CX (api.mypurecloud.ie) · Okta app Genesys Cloud
2026-11-20 14:02 UTC · scim-preflight 0.1.0 · plan 3f1c9a52d0b8

Okta and Contoso CX agree: 38 groups and 8,412 users compared, nothing would change.

Unchanged: 38 groups
`,
    );
  });

  it('begins a partial plan with why it is one, and says that once', () => {
    const problem = {
      level: 'incomplete',
      code: 'truncated',
      message: 'users-3.json stops in the middle',
      path: 'users-3.json',
      line: 4031,
    } as const;
    const other = { ...problem, message: 'users-4.json is empty', path: 'users-4.json', line: null };
    const text = planToText(samplePlan({ complete: false, problems: [problem, other] }), { width: 200 });
    assert.equal(text.split('users-3.json stops in the middle (line 4,031)').length, 2);
    assert.match(
      text,
      /^Preview only: users-3\.json stops in the middle \(line 4,031\); nothing in this plan can be applied\. A full push/m,
    );
    assert.match(text, /^! users-4\.json is empty$/m);
  });

  it('writes out three notes of a kind and counts the others', () => {
    const note = (code: string, index: number): Plan['problems'][number] => ({
      level: 'note',
      code,
      message: `${code} ${index}`,
      path: null,
      line: null,
    });
    const problems = [note('other', 0), ...Array.from({ length: 50 }, (_, index) => note('group-from-file-name', index))];
    const text = planToText(samplePlan({ problems }));
    const notes = text.slice(text.indexOf('\nNotes')).trim().split('\n');
    assert.deepEqual(notes, [
      'Notes (51)',
      '  other 0',
      '  group-from-file-name 0',
      '  group-from-file-name 1',
      '  group-from-file-name 2',
      '  … and 47 more of this kind (group-from-file-name)',
    ]);
  });

  it('counts what Okta is set not to send', () => {
    assert.match(planToText(samplePlan()), /^ {8}1 {2}Created \(1 that Okta is set not to send\)$/m);
  });

  it('has colours only when asked', () => {
    assert.doesNotMatch(planToText(samplePlan()), /\p{Cc}\[/u);
    const colored = planToText(samplePlan(), { color: true });
    assert.ok(colored.includes('\u001b[31m    −1,240 +3 · 82.0 % · up to 1,259 out for a time · Genesys should block this\u001b[0m'));
    assert.equal(stripVTControlCharacters(colored), planToText(samplePlan()));
  });

  it('keeps to the width and lets no name send anything to the terminal', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...hostileNames), fc.string({ unit: 'grapheme' })),
        fc.integer({ min: 30, max: 120 }),
        (name, width) => {
          const text = planToText(poisonedPlan(name), { width });
          assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
          for (const line of text.split('\n')) assert.ok(textWidth(line) <= width, line);
        },
      ),
    );
  });
});

describe('wrapText', () => {
  const table: readonly (readonly [string, number, readonly string[]])[] = [
    ['', 20, ['']],
    ['one two three', 20, ['one two three']],
    ['one two three four five', 12, ['one two', 'three four', 'five']],
    ['abcdefghijklmnop', 10, ['abcdefghij', 'klmnop']],
    ['田中太郎田中太郎', 10, ['田中太郎田', '中太郎']],
    ['name  −1 +2', 20, ['name  −1 +2']],
  ];
  for (const [text, width, lines] of table) it(JSON.stringify(text), () => assert.deepEqual(wrapText(text, width, ''), lines));

  it('hangs under its first line', () => assert.deepEqual(wrapText('one two three', 14, '    ', '  - '), ['  - one two', '    three']));
});

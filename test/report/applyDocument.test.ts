import assert from 'node:assert/strict';
import type { GroupResult } from '../../src/apply/groupWriter';
import { appliedDocument, appliedHeadline, type Applied } from '../../src/report/applyDocument';
import { groupPlan, removals } from '../vscode/samplePlan';

const ids = (prefix: string, count: number): string[] => Array.from({ length: count }, (_unused, index) => `${prefix}-${index}`);

function group(given: Partial<GroupResult> = {}): GroupResult {
  const nothing = { added: [], removed: [], notDone: [], left: [] };
  return { groupId: 'g', name: 'Support Tier 1', end: 'done', message: null, isFatal: false, ...nothing, ...given };
}

function applied(groups: readonly GroupResult[], given: Partial<Applied> & { readonly result?: never } = {}): Applied {
  return {
    kind: 'apply',
    org: 'Contoso CX',
    at: '2026-11-23T12:00:00.000Z',
    result: { journal: '/home/me/x.scimjournal.ndjson', end: 'done', groups, stale: [], refused: [] },
    brokenOff: null,
    planId: 'a'.repeat(64),
    gate: null,
    answer: { confirmation: null, lifts: [] },
    heldBack: 0,
    nameOf: (id) => `Name of ${id}`,
    ...given,
  };
}

describe('What came of an apply', () => {
  const whole = group({ removed: ids('r', 1240), added: ids('a', 3) });
  const partly = group({
    end: 'notAllDone',
    message: '1 of 3 changes are done.',
    removed: ['r-1'],
    notDone: [
      { id: 'owner', why: 'kept' },
      { id: 'ghost', why: 'refused' },
    ],
  });
  const cancelled = group({ end: 'cancelled', message: 'It was cancelled between two batches.', added: ids('a', 3), left: ids('l', 1240) });
  const headlines: readonly (readonly [string, Applied, string])[] = [
    ['all done', applied([whole]), '1,240 removed, 3 added, all checked.'],
    ['nobody in it', applied([]), 'Nothing was changed.'],
    ['not all done', applied([partly]), '1 removed, all checked; 2 not done.'],
    ['held back', applied([whole], { heldBack: 2 }), '1,240 removed, 3 added, all checked; 2 held back by a conflict.'],
    ['apart', applied([whole], { apart: [{ name: 'VIP', message: '' }] }), '1,240 removed, 3 added, all checked; 1 group left alone.'],
    ['broken off', applied([], { brokenOff: 'The disk is full.' }), 'It broke off. Nothing was changed. The disk is full.'],
  ];
  for (const [title, what, expected] of headlines) it(`in one sentence: ${title}`, () => assert.equal(appliedHeadline(what), expected));

  it('in one sentence: cancelled', () => {
    const what = applied([cancelled]);
    const ended = { ...what, result: { ...what.result, end: 'cancelled' as const } };
    assert.equal(appliedHeadline(ended), 'Cancelled between two batches. 3 added, all checked; 1,240 left.');
  });

  it('on a page: only columns that say something, and everybody by name who is not as asked', () => {
    const page = appliedDocument(applied([partly]));
    assert.match(page, /^# Applied to Contoso CX\n/);
    assert.match(page, /\| Group +\| +Asked \| +Removed, checked \| +Kept by Genesys \| +Refused \| End +\|/);
    assert.match(page, /### Kept by Genesys \(an owner, or a member by a rule\): 1\n\n[*-] Name of owner `owner`/);
    assert.match(page, /### Refused by Genesys: 1\n\n[*-] Name of ghost `ghost`/);
    assert.match(page, /Journal and undo file: `\/home\/me\/x\.scimjournal\.ndjson`/);
  });

  it('on a page: what moved by another hand, three ways', () => {
    const plan = groupPlan({ name: 'VIP', members: 3, removals: removals('notInOktaGroup', 2) });
    const now = { name: 'VIP', version: null, members: new Set(['notInOktaGroup-1', 'x', 'y']) };
    const what = applied([]);
    const page = appliedDocument({ ...what, result: { ...what.result, journal: null, stale: [{ group: plan, now }] } });
    assert.match(page, /## VIP: changed since the plan/);
    assert.match(page, /\| Name of notInOktaGroup-0 `notInOktaGroup-0` \| removed \| member \| no member \|/);
    assert.doesNotMatch(page, /`notInOktaGroup-1`/);
    assert.match(page, /No journal: nothing was written/);
    assert.match(page, /“Plan This Group Again”, in its menu in the Plan view, plans it on the members of now/);
  });

  it('on a page: who is in no plan and came or left, where the members of then are known', () => {
    const add = { genesysUserId: 'came', userName: 'came@contoso.example', oktaUserId: '00u' };
    const plan = groupPlan({ name: 'VIP', members: 4, removals: removals('notInOktaGroup', 2), adds: [add] });
    const then = new Set(['notInOktaGroup-0', 'notInOktaGroup-1', 'left', 'stays']);
    const now = { name: 'VIP', version: null, members: new Set(['notInOktaGroup-0', 'notInOktaGroup-1', 'stays', 'came', 'new']) };
    const what = applied([], { membersThen: () => then });
    const page = appliedDocument({ ...what, result: { ...what.result, journal: null, stale: [{ group: plan, now }] } });
    const rows = page.split('\n').filter((line) => line.startsWith('| Name of'));
    assert.deepEqual(
      rows.map((row) =>
        row
          .split('|')
          .map((cell) => cell.trim())
          .slice(1, -1),
      ),
      [
        ['Name of came `came`', 'added', 'no member', 'member'],
        ['Name of left `left`', 'nothing', 'member', 'no member'],
        ['Name of new `new`', 'nothing', 'no member', 'member'],
      ],
    );
    assert.match(page, /\n2 other people of the plan are as before\./);
  });

  it('on a page: what an undo cannot take back', () => {
    const page = appliedDocument(applied([whole], { kind: 'undo', apart: [{ name: 'VIP', message: 'The list may be cut.' }] }));
    assert.match(page, /## Cannot be taken back\n\n[*-] VIP: The list may be cut\./);
  });

  it('holds no name that could be more than text', () => {
    const hostile = '[x](command:quit) <b> `y` \u202E';
    const what = applied([group({ ...partly, name: hostile })], { nameOf: () => hostile });
    const page = appliedDocument({ ...what, org: hostile });
    assert.doesNotMatch(page, /(?<!\\)\[x\]\(|(?<!\\)<b>|\u202E/u);
  });
});

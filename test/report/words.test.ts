import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GroupPlan } from '../../src/plan/plan';
import { defaultSettings } from '../../src/plan/settings';
import {
  countOf,
  cureHeadline,
  displayName,
  formatChange,
  formatNumber,
  formatPercent,
  grantedRoles,
  groupHeadline,
  joinWords,
  personName,
  problemWords,
} from '../../src/report/words';
import { hostileNames } from './hostilePlan';
import { adds, billing, missingGroup, removals, sampleGroup, serviceDesk, supportTier1, vip } from './samplePlan';

const settings = { ...defaultSettings, now: '2026-11-20T14:02:00.000Z' };

describe('numbers in words', () => {
  const table: readonly (readonly [string, string])[] = [
    [formatNumber(0), '0'],
    [formatNumber(999), '999'],
    [formatNumber(1240), '1,240'],
    [formatNumber(-1240), '−1,240'],
    [formatNumber(1234567), '1,234,567'],
    [formatPercent(82), '82.0 %'],
    [formatPercent(0.05), '0.1 %'],
    [formatPercent(100), '100.0 %'],
    [countOf(0, 'group'), '0 groups'],
    [countOf(1, 'group'), '1 group'],
    [countOf(1246, 'membership'), '1,246 memberships'],
    [countOf(1, 'person', 'people'), '1 person'],
    [countOf(1243, 'person', 'people'), '1,243 people'],
    [formatChange(1240, 3), '−1,240 +3'],
    [formatChange(0, 0), '−0 +0'],
    [joinWords([]), ''],
    [joinWords(['a']), 'a'],
    [joinWords(['a', 'b']), 'a and b'],
    [joinWords(['a', 'b', 'c']), 'a, b and c'],
  ];
  for (const [actual, expected] of table) it(expected || 'nothing', () => assert.equal(actual, expected));
});

describe('displayName', () => {
  const table: readonly (readonly [string, string])[] = [
    ['Support Tier 1', 'Support Tier 1'],
    ['José Müller-Łukasz', 'José Müller-Łukasz'],
    ['田中 太郎', '田中 太郎'],
    ['line one\nline two', 'line one↵line two'],
    ['a\tb\u0000c\u007f', 'a‹U+0009›b‹U+0000›c‹U+007F›'],
    ['abc\u202egnp.exe', 'abc‹U+202E›gnp.exe'],
    ['Tier\u00a01', 'Tier‹U+00A0›1'],
    ['Tier\u200b 1', 'Tier‹U+200B› 1'],
    ['a\u2028b', 'a‹U+2028›b'],
    ['\ud800', '‹U+D800›'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['ad\u200dmin', 'ad‹U+200D›min'],
    ['\u{e0041}tag', '‹U+E0041›tag'],
  ];
  for (const [name, expected] of table) it(JSON.stringify(name), () => assert.equal(displayName(name), expected));

  it('leaves no line break and no mark that turns the reading direction, whatever the name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostileNames)), (name) => {
        assert.doesNotMatch(displayName(name), /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('names a person by what is known', () => {
    assert.equal(personName({ displayName: 'Anna Berg', userName: 'anna@x.example' }, 'id-1'), 'Anna Berg (anna@x.example)');
    assert.equal(personName({ displayName: '', userName: 'anna@x.example' }, 'id-1'), 'anna@x.example');
    assert.equal(personName({ userName: null }, 'id-1'), 'id-1');
  });
});

describe('groupHeadline', () => {
  const table: readonly (readonly [GroupPlan, string])[] = [
    [supportTier1(), '−1,240 +3 · 82.0 % · up to 1,259 out for a time · Genesys should block this'],
    [serviceDesk(), '−0 +0 · up to 1,744 out for a time while Okta pushes'],
    [vip(), '−6 +0 · 30.0 % · over 20 %'],
    [billing(), '−0 +0 · name differs in case; Okta will try to rename it'],
    [missingGroup(), 'no such group in Genesys; SCIM cannot create it, create it by hand'],
    [sampleGroup(), '−0 +0'],
    [sampleGroup({ verdict: 'safe', adds: adds(3) }), '−0 +3'],
    [sampleGroup({ verdict: 'review', guards: ['manyAdds'], adds: adds(101) }), '−0 +101 · over 100 added'],
    [sampleGroup({ verdict: 'review', guards: ['manyAdds'], adds: adds(1) }), '−0 +1 · adds to a protected group'],
    [
      sampleGroup({ verdict: 'review', guards: ['roles'], removals: removals(1, 'unknownToOkta'), removalPercent: 1, rolesGranted: null }),
      '−1 +0 · 1.0 % · roles unknown',
    ],
    [
      sampleGroup({ verdict: 'unresolved', guards: ['unknownMembers'], pushed: null, after: null, unchanged: null, removalsAtWorst: null }),
      'members unknown: no members file in the export',
    ],
    [
      sampleGroup({
        verdict: 'unresolved',
        guards: ['genesysBlock', 'incompleteSource'],
        removals: removals(1001, 'unknownToOkta'),
        removalPercent: 91.2,
      }),
      '−1,001 +0 · 91.2 % · Genesys should block this · Okta export incomplete',
    ],
    [sampleGroup({ verdict: 'review', guards: ['rename'], match: 'exact' }), '−0 +0 · name differs; Okta will try to rename it'],
  ];
  for (const [group, expected] of table) it(expected, () => assert.equal(groupHeadline(group, settings), expected));
});

describe('lines about a group', () => {
  it('says what to do in Okta', () => {
    assert.equal(cureHeadline(supportTier1()), '912 to add to the group, 27 to retry');
    assert.equal(cureHeadline(sampleGroup({ removals: removals(2, 'notAssigned') })), '2 to assign to the app');
    assert.equal(cureHeadline(sampleGroup({ removals: removals(2, 'unknownToOkta') })), null);
  });

  it('says what the group grants, by division', () => {
    assert.equal(grantedRoles(supportTier1()), 'Agent, Supervisor (Home division)');
    const two = [
      { role: 'Agent', division: 'Home' },
      { role: 'Admin', division: 'EMEA\n' },
    ];
    assert.equal(grantedRoles(sampleGroup({ rolesGranted: two })), 'Agent (Home division); Admin (EMEA↵ division)');
    assert.equal(grantedRoles(sampleGroup({ rolesGranted: [{ role: 'Agent', division: '' }] })), 'Agent');
    assert.equal(grantedRoles(sampleGroup({ rolesGranted: null })), null);
    assert.equal(grantedRoles(sampleGroup({ rolesGranted: [] })), null);
  });

  it('gives a problem its file and line once', () => {
    const told = { message: 'users-3.json stops in the middle', path: 'users-3.json', line: 4031 };
    assert.equal(problemWords(told), 'users-3.json stops in the middle (line 4,031)');
    assert.equal(problemWords({ message: 'stops at line 7.', path: 'a.json', line: 7 }), 'a.json: stops at line 7.');
  });
});

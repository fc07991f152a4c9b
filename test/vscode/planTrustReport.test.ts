import assert from 'node:assert/strict';
import { trustReport } from '../../src/vscode/planTrustReport';
import { samplePlan } from './samplePlan';

describe('The trust report', () => {
  const truncated = { level: 'incomplete', code: 'truncated', message: 'The file is cut off.', line: 4031 } as const;
  const note = {
    level: 'note',
    code: 'group-from-file-name',
    message: 'The group was taken from the name <b>*x*</b>.',
    line: null,
  } as const;
  const plan = samplePlan({
    complete: false,
    inputs: [
      { path: 'users-3.json', kind: 'users', records: 1200, sha256: 'a'.repeat(64), problems: [truncated] },
      { path: 'members/a|b.json', kind: 'groupMembers', records: 1, sha256: 'b'.repeat(64), problems: [note] },
    ],
    problems: [{ ...truncated, path: 'users-3.json' }],
    assumptions: ['Everybody is assigned.'],
  });
  const report = trustReport(plan, [
    { path: 'users-3.json', kind: 'users', records: 1200, recognizedBy: 'JSON objects with login', sha256: null, problems: [] },
  ]);

  it('says of every file what it was taken for, its records and how it was recognised', () => {
    assert.match(report, /^\| `users-3\.json` *\| Okta users *\| 1,200 *\| JSON objects with login *\| 1 problem *\|$/m);
    assert.match(report, /^\| `members\/a\\\|b\.json` *\| Members of an Okta group *\| 1 *\| *\| 1 problem *\|$/m);
  });

  it('says each problem once, worst first, with file and line', () => {
    const headings = [...report.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    assert.deepEqual(headings, ['Files', 'Incomplete: 1', 'Note: 1', 'Not compared and assumed']);
    assert.match(report, /^- users-3\.json: The file is cut off\. \(line 4,031\)$/m);
  });

  it('says on top what it comes to, and shows names as they are', () => {
    assert.match(report, /^Preview only: users-3\.json stops in the middle \(line 4,031\); nothing in this plan can be applied\.$/m);
    assert.match(report, /\\<b>\\\*x\\\*\\<\/b>/);
    assert.match(trustReport(samplePlan(), []), /^Every input that decides is complete\.$/m);
  });
});

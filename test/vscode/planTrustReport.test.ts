import assert from 'node:assert/strict';
import type { InputReport } from '../../src/input/problem';
import { problem } from '../../src/input/problem';
import type { Plan } from '../../src/plan/plan';
import { fileDiagnostics } from '../../src/report/trustDiagnostics';
import { toMarkdownText } from '../../src/report/markdownReport';
import { trustDocument } from '../../src/report/trustDocument';
import { PlanFilter } from '../../src/vscode/planFilter';
import type { PlanNode } from '../../src/vscode/planNode';
import { planSections } from '../../src/vscode/planSections';
import { notCompared, trustSubject } from '../../src/vscode/planTrustReport';
import { groupPlan, samplePlan } from './samplePlan';

const fromFile = { source: null, snapshot: null };

/** A plan as a file holds it: problems of files stand in the plan's own list, too. */
function planOf(reports: readonly InputReport[], given: Partial<Plan> = {}): Plan {
  return samplePlan({
    inputs: reports.map(({ path, kind, records, sha256, problems }) => ({ path, kind, records, sha256, problems })),
    problems: reports.flatMap((report) => report.problems),
    ...given,
  });
}

function report(path: string, kind: InputReport['kind'], problems: readonly InputReport['problems'][number][] = []): InputReport {
  return { path, kind, records: 3, recognizedBy: 'its header', sha256: 'a'.repeat(64), problems };
}

function trustSection(plan: Plan): PlanNode {
  const node = planSections({ plan, ...fromFile }, new PlanFilter('')).find((each) => each.id === 'trust');
  assert.ok(node);
  return node;
}

function childrenOf(node: PlanNode): PlanNode[] {
  const list = node.children?.();
  return Array.from({ length: list?.total ?? 0 }, (_, index) => list?.at(index)).filter((each) => each !== undefined);
}

function find(node: PlanNode, fits: (node: PlanNode) => boolean): PlanNode | undefined {
  return fits(node)
    ? node
    : childrenOf(node)
        .map((child) => find(child, fits))
        .find((found) => found !== undefined);
}

describe('The trust report of a plan', () => {
  const truncated = problem('truncated', 'The file is cut off.', 'users-3.json', 4031);
  const users = report('users-3.json', 'users', [truncated]);
  const members = report('members/VIP.csv', 'groupMembers', [problem('page-size-count', 'A full page.', 'members/VIP.csv')]);

  it('says each problem of a file in its file, and those of the whole by themselves', () => {
    const old = problem('old-export', 'The export is 3 days old.');
    const lone = problem('not-read', 'The groups were not read.', 'not-among-the-inputs.json');
    const mapping = { level: 'note', code: 'not-compared', message: 'nickName: unsupported', path: null, line: null } as const;
    const plan = planOf([users], { problems: [truncated, old, lone, mapping], assumptions: ['Everybody is assigned.'] });
    const subject = trustSubject({ plan, ...fromFile });
    assert.deepEqual(
      subject.problems.map(({ code }) => code),
      ['old-export', 'not-read'],
    );
    assert.deepEqual(notCompared(plan), ['nickName: unsupported', 'Everybody is assigned.']);
  });

  it('knows how files were recognised and what the lists hold only where they were read just now', () => {
    const plan = planOf([users], {
      groups: [groupPlan({ name: 'VIP', verdict: 'review', guards: ['unconfirmedMembers'], confirmed: false })],
    });
    const [input] = trustSubject({ plan, ...fromFile }).inputs;
    assert.equal(input?.recognizedBy, undefined);
    assert.match(toMarkdownText(trustDocument(trustSubject({ plan, ...fromFile }), [])), /\| VIP *\| not confirmed *\| — *\| — *\|/);
    const again = { ...plan };
    const snapshot = { inputs: [users] } as unknown as Parameters<typeof trustSubject>[0]['snapshot'];
    assert.equal(trustSubject({ plan: again, source: null, snapshot }).inputs[0]?.recognizedBy, 'its header');
  });

  it('has a node for each file with its kind, records, worst level and problems, and advice in tooltips', () => {
    const section = trustSection(planOf([users, members, report('groups.json', 'groups')]));
    const rows = childrenOf(section).map(({ label, description }) => [label, description]);
    assert.deepEqual(rows, [
      ['Trust report', '3 files · 1 incomplete · 1 doubt'],
      ['Assumptions', '1'],
    ]);
    const [trust] = childrenOf(section);
    assert.ok(trust?.expanded);
    const files = childrenOf(trust).map(({ label, description, icon }) => [label, description, icon?.id]);
    assert.deepEqual(files, [
      ['users-3.json', 'cut off · Okta users · 3 records', 'error'],
      ['members/VIP.csv', 'last page is full · Members of an Okta group · 3 records', 'warning'],
      ['Member lists', '4 of 4 confirmed', 'organization'],
      ['groups.json', 'Okta groups · 3 records', 'file'],
    ]);
    const cut = find(section, ({ kind }) => kind === 'problem');
    assert.equal(cut?.label, 'The file is cut off. (line 4,031)');
    assert.deepEqual(cut.target, { kind: 'input', path: 'users-3.json', line: 4031 });
    assert.match(cut.tooltip, /GET \/api\/v1\/users\?limit=200, .*rel="next"/);
    assert.match(cut.tooltip, /\ntruncated$/);
    assert.equal(cut.spoken, 'Incomplete, The file is cut off. (line 4,031)');
  });

  it('lets an unconfirmed member list be confirmed, and leads to its group', () => {
    const groups = [
      groupPlan({ name: 'VIP', confirmed: false }),
      groupPlan({ name: 'Cut', verdict: 'unresolved', guards: ['incompleteSource'], confirmed: false }),
      groupPlan({ name: 'Fine' }),
    ];
    const section = trustSection(planOf([users], { groups }));
    const lists = find(section, ({ label }) => label === 'Member lists');
    assert.ok(lists);
    assert.deepEqual(
      childrenOf(lists).map(({ label, description, kind, flags }) => [label, description, kind, ...flags]),
      [
        ['Cut', 'incomplete', 'groupMembers'],
        ['VIP', 'not confirmed', 'groupMembers', 'unconfirmed'],
        ['Confirmed', '1 member list', 'list'],
      ],
    );
    const vip = find(lists, ({ label }) => label === 'VIP');
    assert.deepEqual(vip?.target, { kind: 'group', group: groups[0] });
    assert.match(vip.tooltip, /Confirm Member Count…/);
  });

  it('gives every node an id of its own, and the same one when the plan is made again', () => {
    const reports = [
      users,
      members,
      ...Array.from({ length: 30 }, (_, page) => report(`members/Service Desk-${page}.json`, 'groupMembers')),
    ];
    const idsOf = (node: PlanNode): string[] => [node.id, ...childrenOf(node).flatMap(idsOf)];
    const ids = idsOf(trustSection(planOf(reports)));
    assert.ok(ids.length > 35);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(idsOf(trustSection(planOf(reports))), ids);
  });

  it('marks the files: the message and what to do, each once, a problem of the whole file on its first line', () => {
    const plan = planOf([users, members]);
    const marks = fileDiagnostics(trustSubject({ plan, ...fromFile }));
    assert.deepEqual([...marks.keys()], ['users-3.json', 'members/VIP.csv']);
    const [cut, ...more] = marks.get('users-3.json') ?? [];
    assert.deepEqual([cut?.code, cut?.level, cut?.line, more.length], ['truncated', 'incomplete', 4031, 0]);
    assert.match(cut?.message ?? '', /^The file is cut off\.\n.*nothing in it can be applied\.\nAsk Okta again: GET/);
    assert.equal(marks.get('members/VIP.csv')?.[0]?.line, 1);
  });
});

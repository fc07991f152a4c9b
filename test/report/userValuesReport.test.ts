import assert from 'node:assert/strict';
import type { Plan } from '../../src/plan/plan';
import { pushedPeopleInSteps } from '../../src/plan/pushedPeople';
import { UserValues, type UserValue } from '../../src/plan/userValues';
import { countValuesInSteps } from '../../src/plan/valueTotals';
import type { Inline } from '../../src/report/markdownNodes';
import { userValuesCsv } from '../../src/report/userValuesCsv';
import { userValuesPage, valueCells } from '../../src/report/userValuesPage';
import { allValuesReport } from '../../src/report/userValuesReport';
import { attributeCountWords, valueCountWords } from '../../src/report/userValuesWords';
import { oktaUser, plan, scimUser, snapshot, source } from '../plan/examples';

function finished<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

const zero = { equal: 0, pingPong: 0, change: 0, latentOverwrite: 0, invalid: 0, unsupported: 0, readOnly: 0, unknown: 0, leftAlone: 0 };

const mappingOf = (expressions: Readonly<Record<string, string>>) => ({
  id: null,
  path: 'mapping.json',
  properties: Object.fromEntries(
    Object.entries(expressions).map(([name, expression]) => [name, { expression, pushStatus: 'PUSH' as const }]),
  ),
});

/** Twelve users whose phones go back and forth under the mapping of the export, one of whom has a title that a spreadsheet would run. */
const exported = mappingOf({ title: 'user.title', workPhone: 'user.phone', nickName: 'user.login' });
const users = Array.from({ length: 12 }, (_, index) =>
  oktaUser(`u${index}`, { profile: { title: index === 0 ? '=1+1|x' : 'Agent', phone: `+1 317 222 22${10 + index}` } }),
);
const from = source({ users, rest: { mapping: exported } });
const to = snapshot(
  users.map(({ id }, index) => scimUser(id, { title: 'Agent', phoneNumbers: [{ type: 'work', value: `+131722222${10 + index}` }] })),
  [],
);
const made: Plan = plan(from, to);

function reportOf(expressions: Readonly<Record<string, string>>, only: string | null = null): string {
  const people = finished(pushedPeopleInSteps(from, to));
  const values = new UserValues(from, mappingOf(expressions), null);
  const totals = finished(countValuesInSteps(values, people.people, 5));
  const { notCompared, assumptions } = values;
  return allValuesReport({
    ...{ plan: made, mappingName: 'map|ping.json', totals, leftOut: people, notCompared, assumptions, notSent: null, only },
  });
}

const same = { title: 'user.title', workPhone: 'user.phone', nickName: 'user.login' };
const cured = { ...same, workPhone: 'String.removeSpaces(user.phone)' };

/** The cells of the table rows that begin with this one, without Markdown's marks. */
function row(text: string, first: string): readonly string[] | undefined {
  const cells = text.split('\n').map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.replaceAll(/[`\\]/g, '').trim()));
  return cells.find((one) => one[1] === first)?.slice(2, -1);
}

describe('counts of values in words', () => {
  const cases: readonly (readonly [Partial<typeof zero>, string, string])[] = [
    [{}, 'no value changes', ''],
    [{ equal: 5, leftAlone: 3 }, 'no value changes', ''],
    [{ pingPong: 2 }, '2 values are sent again and again', '2 sent again and again'],
    [{ change: 1 }, '1 value changes', '1 changes'],
    [{ change: 812, invalid: 96 }, '812 values change · 96 invalid', '812 change · 96 invalid'],
    [{ invalid: 1 }, '1 value is invalid', '1 invalid'],
    [
      { change: 1240, pingPong: 412, unknown: 3, latentOverwrite: 2 },
      '1,240 values change · 412 sent again and again · 2 overwritten later · 3 not known',
      '1,240 change · 412 sent again and again · 2 overwritten later · 3 not known',
    ],
  ];
  for (const [counts, all, one] of cases) {
    it(`${JSON.stringify(counts)}: ${all}`, () =>
      assert.deepEqual([valueCountWords({ ...zero, ...counts }), attributeCountWords({ ...zero, ...counts })], [all, one]));
  }
});

describe('the report of all users', () => {
  it('counts by attribute, and gives the worst examples and how many more there are', () => {
    const text = reportOf(same);
    assert.match(text, /^12 users, with 4 attributes each: 1 value changes · 12 sent again and again\.$/m);
    assert.deepEqual(row(text, 'workPhone'), ['', '12', '']);
    assert.deepEqual(row(text, 'title'), ['1', '', '11']);
    assert.deepEqual(row(text, 'u1@contoso.example')?.slice(1), ['+1 317 222 2211', '+13172222211', 'the same']);
    assert.match(text, /^… and 7 more; the CSV has all of them\.$/m);
    assert.match(text, /nickName/, 'what Genesys does not have is said');
    assert.doesNotMatch(text, /What the edits do/);
  });

  it('estimates the updates that are saved, with the basis', () => {
    assert.deepEqual(row(reportOf(same), 'Per import'), ['12', '12', '0']);
    const text = reportOf(cured);
    assert.match(text, /an estimate/);
    assert.match(text, /How often Okta imports is set in Okta/);
    assert.deepEqual(row(text, 'Per import'), ['12', '0', '12']);
    assert.deepEqual(row(text, '24 imports a day (every hour)'), ['288', '0', '288']);
    assert.deepEqual(row(text, '4 imports a day (every 6 hours)'), ['48', '0', '48']);
    assert.deepEqual(row(text, '1 import a day (once a day)'), ['12', '0', '12']);
  });

  it('says what the edits do', () => {
    const text = reportOf({ ...cured, title: '"Agent"' });
    assert.match(text, /What the edits do/);
    assert.deepEqual(row(text, 'Changed'), ['1', '0']);
    assert.deepEqual(row(text, 'Sent again and again'), ['12', '0']);
    assert.match(text, /: no value changes\.$/m);
  });

  it('of one attribute holds no other', () => {
    const text = reportOf(same, 'title');
    assert.deepEqual(row(text, 'title'), ['1', '11']);
    assert.equal(row(text, 'workPhone'), undefined);
    assert.doesNotMatch(text, /an estimate/);
  });

  it('names who is left out', () => {
    const text = allValuesReport({
      ...{ plan: made, mappingName: 'm', totals: { users: 0, created: 0, repeated: 0, counts: zero, attributes: [] } },
      ...{ leftOut: { inConflict: 2, accountMissing: 1 }, notCompared: [], assumptions: [], notSent: 'Okta is set not to.', only: null },
    });
    assert.match(text, /Left out: 2 users in a conflict.* and 1 user for whom Okta holds an account that Genesys does not have\./);
    assert.match(text, /^Okta is set not to\.$/m);
  });
});

describe('the page of one user', () => {
  const value = {
    oktaUserId: 'a',
    user: 'a',
    genesysUserId: null,
    variable: 'title',
    path: 'title',
    kind: 'change' as const,
    message: null,
  };
  const cases: readonly (readonly [Pick<UserValue, 'raw' | 'result' | 'stored' | 'present'>, readonly string[]])[] = [
    [{ raw: 'A', result: 'A', stored: 'A', present: 'A' }, ['A', 'the same', 'the same']],
    [{ raw: 'a', result: 'A', stored: 'A', present: 'B' }, ['a → A', 'the same', 'B']],
    [{ raw: null, result: 'A', stored: 'A', present: null }, ['A', 'the same', '—']],
    [{ raw: 'a', result: null, stored: null, present: 'B' }, ['a → nothing', '—', 'B']],
    [{ raw: 'a', result: undefined, stored: undefined, present: 'B' }, ['a → not known', 'not known', 'B']],
    [{ raw: null, result: null, stored: null, present: null }, ['—', '—', '—']],
  ];
  for (const [given, cells] of cases) {
    it(cells.join(', '), () => {
      const shown = valueCells({ ...value, ...given }).map((cell) =>
        (Array.isArray(cell) ? cell : [cell])
          .map((part: Inline) => (typeof part === 'string' ? part : 'value' in part ? part.value : ''))
          .join(''),
      );
      assert.deepEqual(shown.slice(1), cells);
    });
  }

  it('has what is to be looked at on top, and nothing of a name breaks it', () => {
    const values = new UserValues(from, mappingOf({ ...same, department: 'org.name' }), null);
    const [person] = finished(pushedPeopleInSteps(from, to)).people;
    assert.ok(person);
    const { attributes, notCompared, assumptions } = values;
    const text = userValuesPage({
      ...{ org: 'Con|toso', person: 'Anna\n# Berg', attributes, values: values.of(person), notCompared, assumptions, notSent: null },
    });
    assert.match(text, /^# What the mapping gives Anna↵# Berg$/m);
    const firsts = [...text.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]);
    assert.deepEqual(firsts, ['title', 'workPhone', 'department', 'active', 'userName']);
    assert.deepEqual(row(text, 'title')?.slice(1), ['=1+1|x', 'the same', 'Agent']);
    assert.deepEqual(row(text, 'department')?.slice(1), ['not known', 'not known', '—']);
  });
});

describe('the CSV of all users', () => {
  it('has a row a user and attribute, a user at a time, and nothing that a spreadsheet runs', () => {
    const values = new UserValues(from, exported, null);
    const { people } = finished(pushedPeopleInSteps(from, to));
    const pieces = [...userValuesCsv(values, people)];
    assert.equal(pieces.length, 1 + 12);
    const lines = pieces.join('').trimEnd().split('\r\n');
    assert.equal(
      lines[0],
      '\ufefflogin,oktaUserId,genesysUserId,appVariable,genesysAttribute,inOkta,expressionGives,genesysWouldHold,genesysHasNow,kind,what',
    );
    assert.equal(lines.length, 1 + 12 * 4);
    assert.equal(
      lines.find((line) => line.includes(',title,title,')),
      `u0@contoso.example,u0,u0,title,title,"'=1+1|x","'=1+1|x","'=1+1|x",Agent,change,Changed by the next push`,
    );
    assert.equal(
      lines.find((line) => line.startsWith('u1@') && line.includes(',workPhone,')),
      `u1@contoso.example,u1,u1,workPhone,"phoneNumbers[type eq ""work""].value","'+1 317 222 2211","'+1 317 222 2211","'+13172222211","'+13172222211",pingPong,"Same value, other format"`,
    );
  });

  it('stops when it is cancelled', () => {
    const values = new UserValues(from, exported, null);
    const { people } = finished(pushedPeopleInSteps(from, to));
    const cancel = new AbortController();
    const pieces = userValuesCsv(values, people, cancel.signal);
    assert.equal(pieces.next().done, false);
    cancel.abort();
    assert.throws(() => pieces.next(), { name: 'AbortError' });
  });
});

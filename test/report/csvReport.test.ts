import assert from 'node:assert/strict';
import fc from 'fast-check';
import Papa from 'papaparse';
import { isFormula, planToCsv, toCsv } from '../../src/report/csvReport';
import { hostileNames, poisonedPlan } from './hostilePlan';
import { samplePlan } from './samplePlan';

const parse = (csv: string): string[][] => Papa.parse<string[]>(csv.trimEnd(), { delimiter: ',' }).data;

describe('planToCsv', () => {
  const rows = parse(planToCsv(samplePlan()));
  const find = (what: string, change: string): string[][] => rows.filter((row) => row[0] === what && row[1] === change);

  it('has a row for each membership change, each group without numbers and each user action', () => {
    const table: readonly (readonly [string, string, number])[] = [
      ['membership', 'remove', 1246],
      ['membership', 'add', 3],
      ['group', 'unknown', 1],
      ['user', 'deactivate', 1],
      ['user', 'create', 1],
      ['user', 'update', 1],
      ['user', 'pingPong', 1],
      ['user', 'unmanaged', 1],
    ];
    for (const [what, change, count] of table) assert.equal(find(what, change).length, count, `${what} ${change}`);
    assert.equal(rows.length, 1 + table.reduce((sum, [, , count]) => sum + count, 0));
  });

  it('names its columns and gives every row all of them', () => {
    assert.equal(
      rows[0]?.join(),
      'what,change,group,groupVerdict,userName,displayName,reason,origin,details,sentByOkta,oktaGroupId,genesysGroupId,oktaUserId,genesysUserId',
    );
    assert.deepEqual([...new Set(rows.map((row) => row.length))], [14]);
  });

  it('says who is removed and why', () => {
    assert.deepEqual(find('membership', 'remove')[0], [
      ...['membership', 'remove', 'Support Tier 1', 'Genesys should block this', 'notinoktagroup.0@contoso.example'],
      ...['Person notInOktaGroup 0', 'Added by hand in Genesys, not in the Okta group', 'added one by one', '', ''],
      ...['00gtier1', 'group-tier1', '', 'gen-notInOktaGroup-0'],
    ]);
  });

  it('says what changes for a user, and what Okta is set not to send', () => {
    assert.equal(
      find('user', 'update')[0]?.[8],
      'phoneNumbers[type eq "work"].value: +13172222222 → +13172222222 (Same value, other format); title: Agent → Lead (Changed by the next push)',
    );
    assert.equal(find('user', 'create')[0]?.[9], 'no');
  });
});

describe('cells that a spreadsheet would run', () => {
  const table: readonly (readonly [string, string])[] = [
    ['=1+1', "'=1+1"],
    ['+13172222222', "'+13172222222"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\rx', "'\rx"],
    ['\nx', "'\nx"],
    ['  =1', "'  =1"],
    ['=1\nsecond line', "'=1\nsecond line"],
    ['＝1', "'＝1"],
    ['−1,240', '−1,240'],
    ['anna@contoso.example', 'anna@contoso.example'],
    ['a=b', 'a=b'],
    ['say "x", y', 'say "x", y'],
    ['', ''],
  ];
  for (const [cell, expected] of table) {
    it(JSON.stringify(cell), () => {
      const csv = toCsv(['head', 'next'], [[cell, 'x']]);
      assert.deepEqual(Papa.parse<string[]>(csv, { delimiter: ',', newline: '\r\n', skipEmptyLines: true }).data[1], [expected, 'x']);
    });
  }

  it('are neutralised in a plan, whatever its names', () => {
    const anything = fc.oneof(fc.constantFrom(...hostileNames), fc.string({ unit: 'binary' }), fc.string());
    const count = parse(planToCsv(poisonedPlan('plain'))).length;
    fc.assert(
      fc.property(anything, (name) => {
        const rows = parse(planToCsv(poisonedPlan(name)));
        assert.equal(rows.length, count);
        for (const row of rows) {
          assert.equal(row.length, 14);
          for (const cell of row) assert.ok(!isFormula(cell), cell);
        }
      }),
    );
  });
});

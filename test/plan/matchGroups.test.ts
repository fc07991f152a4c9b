import assert from 'node:assert/strict';
import { matchGroups } from '../../src/plan/matchGroups';
import type { OktaApp, OktaGroup, PushMapping } from '../../src/okta/source';
import { oktaGroup, pushMapping, scimGroup, snapshot, source } from './examples';

const app: OktaApp = { id: 'app', label: 'Genesys Cloud', name: null, features: null, userNameTemplate: null };

interface Row {
  readonly what: string;
  readonly okta: readonly OktaGroup[];
  readonly mappings?: readonly PushMapping[];
  readonly genesys: readonly string[];
  /** `oktaId match genesysName [renames] [shared]`. */
  readonly expected: readonly string[];
  readonly assumed?: RegExp;
}

const rows: readonly Row[] = [
  { what: 'exact', okta: [oktaGroup('a', 'Sales')], genesys: ['Sales'], expected: ['a exact Sales'] },
  {
    what: 'case only: Okta will try to rename',
    okta: [oktaGroup('a', 'Billing')],
    genesys: ['billing'],
    expected: ['a caseOnly billing renames'],
  },
  { what: 'two Genesys groups of a name', okta: [oktaGroup('a', 'Sales')], genesys: ['Sales', 'SALES'], expected: ['a ambiguous'] },
  {
    what: 'two Okta groups of a name',
    okta: [oktaGroup('a', 'Sales'), oktaGroup('b', 'sales')],
    genesys: ['Sales'],
    expected: ['a ambiguous', 'b ambiguous'],
  },
  { what: 'a near miss is shown, not matched', okta: [oktaGroup('a', ' Sa\u200bles\u00a0')], genesys: ['Sales'], expected: ['a nearMiss'] },
  { what: 'compatibility forms are a near miss', okta: [oktaGroup('a', 'Ｓales')], genesys: ['Sales'], expected: ['a nearMiss'] },
  {
    what: 'without mappings, a group without a namesake is not previewed',
    okta: [oktaGroup('a', 'Sales')],
    genesys: ['Support'],
    expected: [],
  },
  {
    what: 'a group imported from the app itself is no candidate',
    okta: [oktaGroup('a', 'Sales'), oktaGroup('b', 'Sales', { type: 'APP_GROUP', sourceAppId: 'app' })],
    genesys: ['Sales'],
    expected: ['a exact Sales'],
  },
  {
    what: 'a group imported from another app is one',
    okta: [oktaGroup('a', 'Sales'), oktaGroup('b', 'Sales', { type: 'APP_GROUP', sourceAppId: 'directory' })],
    genesys: ['Sales'],
    expected: ['a ambiguous', 'b ambiguous'],
  },
  {
    what: 'with mappings only pushed groups are previewed, and a missing target is listed',
    okta: [oktaGroup('a', 'Sales'), oktaGroup('b', 'Support')],
    mappings: [pushMapping('b')],
    genesys: ['Sales'],
    expected: ['b missing'],
    assumed: /does not name the target of 1 push mappings \(Support\)/,
  },
  {
    what: 'the target counts, not the source name; a namesake in Okta does not matter',
    okta: [oktaGroup('a', 'Sales'), oktaGroup('c', 'Agents'), oktaGroup('t', 'Agents', { type: 'APP_GROUP' })],
    mappings: [pushMapping('a', { targetGroupId: 't' })],
    genesys: ['Agents', 'Sales'],
    expected: ['a exact Agents renames'],
  },
  {
    what: 'two active mappings share a target; an inactive one is only warned of them',
    okta: [oktaGroup('a', 'Sales'), oktaGroup('b', 'Sales EMEA'), oktaGroup('c', 'Old')],
    mappings: [
      pushMapping('a', { targetGroupName: 'Sales' }),
      pushMapping('b', { targetGroupName: 'Sales' }),
      pushMapping('c', { targetGroupName: 'Sales', status: 'INACTIVE' }),
    ],
    genesys: ['Sales'],
    expected: ['a exact Sales shared', 'b exact Sales renames shared', 'c exact Sales renames shared'],
  },
  {
    what: 'one active mapping beside an inactive one is alone',
    okta: [oktaGroup('a', 'Sales'), oktaGroup('c', 'Old')],
    mappings: [pushMapping('a', { targetGroupName: 'Sales' }), pushMapping('c', { targetGroupName: 'Sales', status: 'INACTIVE' })],
    genesys: ['Sales'],
    expected: ['a exact Sales', 'c exact Sales renames shared'],
  },
];

describe('matchGroups', () => {
  for (const row of rows) {
    it(row.what, () => {
      const genesys = row.genesys.map((name, index) => scimGroup(`g${index}`, name, []));
      const matching = matchGroups(source({ groups: row.okta, rest: { app, pushMappings: row.mappings ?? null } }), snapshot([], genesys));
      const found = matching.groups.map((group) =>
        [group.oktaGroupId, group.match, group.genesysGroup?.displayName, group.renames && 'renames', group.sharesTarget && 'shared']
          .filter(Boolean)
          .join(' '),
      );
      assert.deepEqual(found, row.expected);
      if (row.assumed) assert.match(matching.assumptions.join('\n'), row.assumed);
    });
  }
});

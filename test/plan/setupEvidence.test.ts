import assert from 'node:assert/strict';
import { allSteps } from '../../src/input/steps';
import { oktaEvidenceInSteps } from '../../src/plan/setupEvidence';
import type { OktaApp } from '../../src/okta/source';
import { appUser, oktaGroup, oktaUser, pushMapping, scimGroup, snapshot, source } from './examples';

const oktaEvidence = (...given: Parameters<typeof oktaEvidenceInSteps>) => allSteps(oktaEvidenceInSteps(...given));

const app: OktaApp = { id: 'app', label: 'Genesys Cloud', name: null, features: [], userNameTemplate: '${source.email}' };
const phone = (id: string, primaryPhone: string) => oktaUser(id, { profile: { primaryPhone } });

describe('What an export tells of the setup', () => {
  it('counts phone numbers by form, of active and assigned people only', () => {
    const users = [
      phone('a', '+13175550100'),
      phone('b', '+1 (317) 555-0100'),
      phone('c', '(317) 555-0100'),
      phone('d', 'none'),
      phone('e', ''),
      { ...phone('f', '+13175550100'), status: 'DEPROVISIONED' as const },
      phone('g', '+13175550100'),
    ];
    const assignments = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => appUser(id, null));
    const from = source({ users, assignments });
    const work = (region: string | null) => oktaEvidence(from, null, region).phones.find(({ path }) => path.includes('"work"'));
    const path = 'phoneNumbers[type eq "work"].value';
    assert.deepEqual(work(null), { path, e164: 1, otherFormat: 1, regionNeeded: 1, invalid: 1 });
    assert.deepEqual(work('US'), { path, e164: 1, otherFormat: 2, regionNeeded: 0, invalid: 1 });
  });

  it('compares user names with e-mail addresses, and finds addresses that several share', () => {
    const users = [
      oktaUser('a', { email: 'A@contoso.example' }),
      oktaUser('b', { email: 'shared@contoso.example' }),
      oktaUser('c', { email: 'Shared@contoso.example' }),
      oktaUser('d', { email: 'shared@contoso.example', status: 'DEPROVISIONED' }),
    ];
    const assignments = [
      appUser('a', null, { userName: 'a@contoso.example' }),
      appUser('b', 'x', { userName: 'other', syncState: 'ERROR' }),
    ];
    const found = oktaEvidence(source({ users, assignments, rest: { app } }), null, null);
    assert.deepEqual(found.userNames, { compared: 2, otherThanEmail: 1 });
    assert.deepEqual(found.sharedEmails, { addresses: 1, people: 2 });
    assert.deepEqual(found.assignments, { assigned: 2, withoutAccount: 1, syncErrors: 1 });
    const bare = oktaEvidence(source({ users, assignments: null }), null, null);
    assert.deepEqual([bare.assignments, bare.userNames, bare.app], [null, null, null]);
  });

  it('says what of the mapping Genesys never takes, and what Okta never sends', () => {
    const property = (externalName: string, externalNamespace: string | null) => ({ title: null, externalName, externalNamespace });
    const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
    const schema = {
      path: null,
      properties: { title: property('title', core), given: property('name.givenName', core), lost: property('displayName', null) },
    };
    const properties = Object.fromEntries(
      ['title', 'given', 'lost'].map((name) => [name, { expression: `user.${name}`, pushStatus: 'PUSH' as const }]),
    );
    const mapping = { id: null, path: null, properties };
    const found = oktaEvidence(source({ users: [], rest: { mapping, schema } }), null, null).mapping;
    assert.deepEqual([found.own, found.hasSchema, found.neverSent], [true, true, ['lost']]);
    assert.match(found.ignored.join(), /^name\.givenName: /);
  });

  it('lists pushed groups with what they are linked to', () => {
    const groups = [oktaGroup('g1', 'Agents'), oktaGroup('g2', 'Billing'), oktaGroup('g3', 'Night'), oktaGroup('shadow', 'Agents EU')];
    const pushMappings = [
      pushMapping('g1', { targetGroupId: 'shadow' }),
      pushMapping('g2', { status: 'INACTIVE' }),
      pushMapping('g3', { status: 'ERROR', errorSummary: 'not found' }),
    ];
    const from = source({ users: [], groups, rest: { pushMappings, appGroups: new Set(['g2']) } });
    const to = snapshot([], [scimGroup('1', 'Agents EU', []), scimGroup('2', 'billing', [])]);
    const rows = (genesys: typeof to.groups | null) =>
      oktaEvidence(from, genesys, null).groups?.map((group) => [
        group.name,
        group.genesysName,
        group.match,
        group.pushStatus,
        group.targetNamed,
      ]);
    assert.deepEqual(rows(to.groups), [
      ['Agents', 'Agents EU', 'exact', 'ACTIVE', true],
      ['Billing', 'billing', 'caseOnly', 'INACTIVE', false],
      ['Night', null, 'missing', 'ERROR', false],
    ]);
    assert.deepEqual(
      rows(null)?.map(([name, , match]) => [name, match]),
      [
        ['Agents', null],
        ['Billing', null],
        ['Night', null],
      ],
    );
    const all = oktaEvidence(from, to.groups, null).groups;
    assert.deepEqual(
      all?.map(({ alsoAssigns, error }) => [alsoAssigns, error]),
      [
        [false, null],
        [true, null],
        [false, 'not found'],
      ],
    );
  });

  it('without push mappings, groups with a namesake stand in', () => {
    const from = source({ users: [], groups: [oktaGroup('g1', 'Agents'), oktaGroup('g2', 'Other')] });
    const found = oktaEvidence(from, snapshot([], [scimGroup('1', 'Agents', [])]).groups, null);
    assert.deepEqual([found.hasPushMappings, found.groups?.map((group) => group.name)], [false, ['Agents']]);
    assert.equal(oktaEvidence(from, null, null).groups, null);
  });
});

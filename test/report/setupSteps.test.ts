import assert from 'node:assert/strict';
import type { OktaEvidence, PushedGroup } from '../../src/plan/setupEvidence';
import { toMarkdownText } from '../../src/report/markdownReport';
import { setupDocument, setupHeadline } from '../../src/report/setupDocument';
import { setupParts, setupSteps, type OrgEvidence, type SetupEvidence, type StepState } from '../../src/report/setupSteps';

const org: OrgEvidence = {
  name: 'Contoso CX',
  scimDomain: 'api.mypurecloud.ie',
  readOnly: false,
  checks: [
    { name: 'Access token', state: 'ok', found: 'Genesys Cloud gave one.', fix: null },
    { name: 'Read groups', state: 'ok', found: '38 groups can be read.', fix: null },
  ],
  tokenSeconds: 38_880_000,
  oauthClient: { name: 'Okta', roles: ['SCIM Integration'] },
  groups: 38,
};
const group: PushedGroup = {
  name: 'Agents',
  genesysName: 'Agents',
  match: 'exact',
  pushStatus: 'ACTIVE',
  error: null,
  targetNamed: true,
  alsoAssigns: false,
};
const app = {
  id: '0oa1',
  label: 'Genesys Cloud',
  name: 'genesys',
  features: ['PUSH_NEW_USERS', 'PUSH_PROFILE_UPDATES', 'PUSH_USER_DEACTIVATION', 'PUSH_PASSWORD_UPDATES'],
  userNameTemplate: '${source.email}',
  hosts: ['api.mypurecloud.ie'],
};
const okta: OktaEvidence = {
  app,
  people: 10,
  assignments: { assigned: 10, withoutAccount: 0, syncErrors: 0 },
  userNames: { compared: 10, otherThanEmail: 0 },
  sharedEmails: { addresses: 0, people: 0 },
  mapping: { own: true, hasSchema: true, paths: ['displayName'], ignored: [], neverSent: [] },
  phones: [{ path: 'phoneNumbers[type eq "work"].value', e164: 10, otherFormat: 0, regionNeeded: 0, invalid: 0 }],
  groups: [group],
  hasPushMappings: true,
  complete: true,
};
const failed = (name: string, fix: string | null) => ({ name, state: 'failed', found: `${name} failed.`, fix }) as const;
const withOrg = (given: Partial<OrgEvidence>): SetupEvidence => ({ org: { ...org, ...given }, okta });
const withOkta = (given: Partial<OktaEvidence>): SetupEvidence => ({ org, okta: { ...okta, ...given } });
const withApp = (given: Partial<typeof app> | { features: null } | { userNameTemplate: null }): SetupEvidence =>
  withOkta({ app: { ...app, ...given } });

interface Case {
  readonly evidence: SetupEvidence;
  readonly step: RegExp;
  readonly state: StepState;
  readonly says?: RegExp;
  readonly click?: RegExp;
}

const cases: Readonly<Record<string, Case>> = {
  'the role is seen': { evidence: withOrg({}), step: /OAuth client/, state: 'done', says: /holds SCIM Integration/ },
  'other roles may do as well': {
    evidence: withOrg({ oauthClient: { name: 'Okta', roles: ['Mine'] } }),
    step: /OAuth client/,
    state: 'unseen',
    says: /a role of your own/,
  },
  'the client may not be read': {
    evidence: withOrg({ oauthClient: null }),
    step: /OAuth client/,
    state: 'unseen',
    says: /oauth:client:view/,
  },
  'groups cannot be read': {
    evidence: withOrg({ checks: [failed('Read groups', null)] }),
    step: /OAuth client/,
    state: 'notDone',
    click: /turn on SCIM Integration/,
  },
  'no token': {
    evidence: withOrg({ checks: [failed('Access token', 'Copy it anew.')], tokenSeconds: null }),
    step: /OAuth client/,
    state: 'notDone',
    click: /Copy it anew/,
  },
  'a token of 450 days': { evidence: withOrg({}), step: /A token/, state: 'done', says: /450 days/ },
  'a token of a day': {
    evidence: withOrg({ tokenSeconds: 86_400 }),
    step: /A token/,
    state: 'notDone',
    says: /24 hours/,
    click: /450 days/,
  },
  'no token to look at': { evidence: withOrg({ tokenSeconds: null }), step: /A token/, state: 'unseen' },
  'the right domain': { evidence: withOrg({}), step: /SCIM Domain/, state: 'done' },
  'the domain of another region': {
    evidence: withOrg({ scimDomain: 'api.mypurecloud.de' }),
    step: /SCIM Domain/,
    state: 'notDone',
    says: /holds api\.mypurecloud\.ie/,
    click: /SCIM Domain: api\.mypurecloud\.de/,
  },
  'an app without hosts': { evidence: withApp({ hosts: [] }), step: /SCIM Domain/, state: 'unseen' },
  'the sandbox has no domain': { evidence: withOrg({ scimDomain: null }), step: /SCIM Domain/, state: 'unseen', says: /sandbox/ },
  'the connection works': { evidence: withOrg({}), step: /API Token/, state: 'done', says: /cannot be tried from here/ },
  'the connection fails': {
    evidence: withOrg({ checks: [failed('Read users', 'Do this.')] }),
    step: /API Token/,
    state: 'notDone',
    click: /Do this/,
  },
  'Okta could not provision some': {
    evidence: withOkta({ assignments: { assigned: 10, withoutAccount: 3, syncErrors: 3 } }),
    step: /API Token/,
    state: 'notDone',
    says: /3 assigned people/,
    click: /Dashboard, Tasks/,
  },
  'a read-only org': { evidence: withOrg({ readOnly: true }), step: /API Token/, state: 'done', says: /read-only/ },
  'the format Email': { evidence: withOrg({}), step: /username format/, state: 'done', says: /all 10 assignments/ },
  'a custom format of the same meaning': { evidence: withApp({ userNameTemplate: 'user.email' }), step: /username format/, state: 'done' },
  'the format Okta username': {
    evidence: withApp({ userNameTemplate: '${source.login}' }),
    step: /username format/,
    state: 'notDone',
    click: /Sign On, Settings, Edit: Application username format: Email/,
  },
  'people assigned before the format': {
    evidence: withOkta({ userNames: { compared: 10, otherThanEmail: 4 } }),
    step: /username format/,
    state: 'done',
    says: /4 of 10 assignments/,
    click: /assigned before/,
  },
  'no app in the JSON': { evidence: withApp({ userNameTemplate: null }), step: /username format/, state: 'unseen' },
  'creating is on': { evidence: withOrg({}), step: /Create Users/, state: 'done' },
  'deactivating is off': {
    evidence: withApp({ features: ['PUSH_NEW_USERS'] }),
    step: /Deactivate Users/,
    state: 'notDone',
    says: /stays active/,
    click: /To App, Edit: Deactivate Users, Enable/,
  },
  'features are not known': { evidence: withApp({ features: null }), step: /Sync Password/, state: 'unseen' },
  'a mapping in order': { evidence: withOrg({}), step: /Attribute mappings/, state: 'done' },
  'no mapping': { evidence: withOkta({ mapping: { ...okta.mapping, own: false } }), step: /Attribute mappings/, state: 'unseen' },
  'an attribute without namespace': {
    evidence: withOkta({ mapping: { ...okta.mapping, neverSent: ['costCenter'] } }),
    step: /Attribute mappings/,
    state: 'notDone',
    says: /costCenter/,
    click: /external namespace/,
  },
  'phones in E.164': { evidence: withOrg({}), step: /E\.164/, state: 'done' },
  'phones in other forms': {
    evidence: withOkta({ phones: [{ path: 'p', e164: 1000, otherFormat: 2000, regionNeeded: 3, invalid: 4 }] }),
    step: /E\.164/,
    state: 'notDone',
    says: /1,000 in E\.164, 2,000 in another form, 3 without a country, 4 not valid/,
    click: /defaultRegion/,
  },
  'no phones': { evidence: withOkta({ phones: [] }), step: /E\.164/, state: 'unseen' },
  'matching is never in an export': { evidence: withOrg({}), step: /Email matches/, state: 'unseen', click: /User Creation & Matching/ },
  'e-mail that does not tell people apart': {
    evidence: withOkta({ sharedEmails: { addresses: 1, people: 2 } }),
    step: /Email matches/,
    state: 'unseen',
    says: /shared by 2/,
  },
  'groups with their namesakes': { evidence: withOrg({}), step: /same name/, state: 'done' },
  'a group that is missing': {
    evidence: withOkta({ groups: [group, { ...group, name: 'Night', genesysName: null, match: 'missing' }] }),
    step: /same name/,
    state: 'notDone',
    says: /"Night"/,
    click: /Add Group/,
  },
  'a name that differs in case': {
    evidence: withOkta({ groups: [{ ...group, genesysName: 'agents', match: 'caseOnly' }] }),
    step: /same name/,
    state: 'notDone',
    click: /rename/,
  },
  'groups that were not compared': { evidence: withOkta({ groups: [{ ...group, match: null }] }), step: /same name/, state: 'unseen' },
  'pushes in order': { evidence: withOrg({}), step: /linked/, state: 'done', says: /full pushes/ },
  'a push in error': {
    evidence: withOkta({ groups: [{ ...group, pushStatus: 'ERROR', error: 'No such group' }] }),
    step: /linked/,
    state: 'notDone',
    says: /No such group/,
  },
  'a group that assigns the app, too': {
    evidence: withOkta({ groups: [{ ...group, alsoAssigns: true }] }),
    step: /linked/,
    state: 'notDone',
    click: /second group/,
  },
  'no push mappings': { evidence: withOkta({ hasPushMappings: false }), step: /linked/, state: 'unseen', click: /group-push\/mappings/ },
};

describe('The steps of the setup', () => {
  for (const [title, { evidence, step, state, says, click }] of Object.entries(cases)) {
    it(title, () => {
      const found = setupSteps(evidence).filter((one) => step.test(one.title));
      assert.equal(found.length, 1);
      assert.equal(found[0]?.state, state);
      if (says) assert.match(found[0].evidence.join('\n'), says);
      if (click) assert.match(found[0].toDo.join('\n'), click);
    });
  }

  const sides = [
    { title: 'nothing', evidence: { org: null, okta: null }, done: 0 },
    { title: 'an org and no export', evidence: { org, okta: null }, done: 3 },
    { title: 'an export and no org', evidence: { org: null, okta }, done: 10 },
    { title: 'both', evidence: { org, okta }, done: 14 },
  ] as const;
  for (const { title, evidence, done } of sides) {
    it(`all stand in the article's order with ${title}`, () => {
      const steps = setupSteps(evidence);
      assert.equal(steps.length, 15);
      const parts = steps.map((step) => setupParts.indexOf(step.part));
      assert.deepEqual(
        parts,
        [...parts].sort((a, b) => a - b),
      );
      assert.equal(steps.filter((step) => step.state === 'done').length, done);
      for (const step of steps) {
        if (step.state !== 'done' && step.title !== 'Phone numbers in E.164') assert.ok(step.toDo.length > 0, step.title);
        assert.ok(step.evidence.length > 0, step.title);
      }
    });
  }

  it('are counted in a sentence, optional ones apart', () => {
    const features = ['PUSH_NEW_USERS', 'PUSH_PROFILE_UPDATES', 'PUSH_USER_DEACTIVATION'];
    const steps = setupSteps({ org: { ...org, tokenSeconds: 3600 }, okta: { ...okta, app: { ...app, features } } });
    assert.equal(setupHeadline(steps), '1 step is not done, 1 optional one is not done, 12 of 15 are done and 1 cannot be seen from here.');
  });
});

describe('The setup document', () => {
  it('lists every step, and groups that need a look first', () => {
    const groups = [group, { ...group, name: 'Night', genesysName: null, match: 'missing' as const, targetNamed: false }];
    const page = toMarkdownText(
      setupDocument({ evidence: withOkta({ groups }), exportName: 'okta-export', checkedAt: '2026-11-24T02:00:00.000Z' }),
    );
    assert.match(page, /^# Setup of Contoso CX\n/);
    for (let number = 1; number <= 15; number += 1) assert.ok(page.includes(`\n### ${number}. `), String(number));
    assert.ok(page.indexOf('| Night |') < page.indexOf('| Agents |'));
  });

  it('escapes what an export or an org calls itself', () => {
    const hostile = '[x](command:evil) <img src=x onerror=alert(1)> | a\n# b';
    const page = toMarkdownText(
      setupDocument({
        evidence: {
          org: { ...org, name: hostile },
          okta: { ...okta, groups: [{ ...group, name: hostile }], app: { ...app, label: hostile } },
        },
        exportName: hostile,
        checkedAt: '2026-11-24T02:00:00.000Z',
      }),
    );
    assert.equal(page.includes('[x](command'), false);
    assert.equal(/(?<!\\)<img/.test(page), false);
    assert.equal(page.includes('\n# b'), false);
  });
});

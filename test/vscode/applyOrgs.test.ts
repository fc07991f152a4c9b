import assert from 'node:assert/strict';
import type { StoredOrg } from '../../src/vscode/orgStore';
import type { OpenPlan } from '../../src/vscode/planOpen';
import type { Snapshot } from '../../src/genesys/snapshot';
import { planTarget } from '../../src/vscode/applyOrgs';
import { samplePlan } from './samplePlan';

const dublin: StoredOrg = {
  id: 'dublin',
  name: 'Contoso CX',
  target: { kind: 'region', domain: 'mypurecloud.ie' },
  clientId: 'client-1',
  readOnly: false,
  orgId: 'org-1',
};
const plan = {
  ...samplePlan({ groups: [] }),
  org: { name: 'Contoso CX', host: 'api.mypurecloud.ie', orgId: 'org-1', clientId: 'client-1' },
};
// Only whether it is there counts here.
const snapshot = {} as Snapshot;
const live: OpenPlan = { plan, source: null, snapshot, exportPaths: [], inputRoots: [], orgId: 'dublin' };
const fromFile: OpenPlan = { ...live, snapshot: null, orgId: null };

function target(open: OpenPlan | undefined, orgs: readonly StoredOrg[], isTrusted = true): string {
  const found = planTarget(open, { get: (id) => orgs.find((org) => org.id === id), list: () => orgs }, isTrusted);
  return 'org' in found ? `org ${found.org.id}` : found.refused;
}

describe('The org that a plan is applied to', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['the org it was made of', target(live, [dublin]), /^org dublin$/],
    ['a plan of a file, by the org id', target(fromFile, [{ ...dublin, clientId: 'another' }]), /^org dublin$/],
    ['the same OAuth client first', target(fromFile, [{ ...dublin, id: 'other', clientId: 'x' }, dublin]), /^org dublin$/],
    ['by host and client where an org id is not known', target(fromFile, [{ ...dublin, orgId: null }]), /^org dublin$/],
    ['no plan', target(undefined, [dublin]), /^There is no plan yet/],
    ['a partial plan', target({ ...live, plan: { ...plan, complete: false } }, [dublin]), /^This plan is a preview only/],
    ['a plan against a snapshot file', target({ ...live, orgId: null }, [dublin]), /^This plan was made against a snapshot file/],
    [
      'a plan of an org that is not here',
      target(fromFile, [{ ...dublin, orgId: 'org-2' }]),
      /^This plan is of Contoso CX \(api\.mypurecloud\.ie\)/,
    ],
    ['an org that was removed', target(live, []), /not among your orgs/],
    ['a read-only org', target(live, [{ ...dublin, readOnly: true }]), /^Contoso CX is read-only here, so nothing is written to it\./],
    ['a workspace that is not trusted', target(live, [dublin], false), /^This workspace is not trusted, so nothing is written/],
    ['neither trusted nor read-only, a plan of a file', target(fromFile, [dublin], false), /^This workspace is not trusted/],
  ];
  for (const [title, found, expected] of cases) it(title, () => assert.match(found, expected));
});

import type { PlanOrg } from '../plan/plan';
import { displayName } from '../report/words';
import type { OrgStore, StoredOrg } from './orgStore';
import { connectionOf } from './orgTarget';
import type { OpenPlan } from './planOpen';

/** The org here that a plan or a journal is of: by its org id, else by host and OAuth client (product.md, section 9). */
export function orgOf(of: PlanOrg, orgs: readonly StoredOrg[]): StoredOrg | undefined {
  const same = orgs.filter((org) => {
    if (of.orgId !== null && org.orgId !== null) return of.orgId === org.orgId;
    return of.clientId !== null && of.clientId === org.clientId && of.host === hostOf(org);
  });
  // One org may be here with two OAuth clients.
  return same.find((org) => org.clientId === of.clientId) ?? same[0];
}

function hostOf({ target }: StoredOrg): string | null {
  if (target.kind === 'sandbox') return null;
  try {
    return connectionOf(target).host;
  } catch {
    return null; // a region that this version does not know
  }
}

/** The org that a plan would be applied to, or why it cannot be applied, in words. Asks nobody and reads nothing. */
export function planTarget(
  open: OpenPlan | undefined,
  store: Pick<OrgStore, 'get' | 'list'>,
  isTrusted: boolean,
): { readonly org: StoredOrg } | { readonly refused: string } {
  if (!open) return { refused: 'There is no plan yet. Preview a push first.' };
  const { plan, snapshot, orgId } = open;
  if (!plan.complete) {
    return {
      refused: 'This plan is a preview only: what it rests on is not complete, so nothing in it can be applied. The trust report says why.',
    };
  }
  if (snapshot !== null && orgId === null) {
    return { refused: 'This plan was made against a snapshot file. Preview the push against the org itself to apply it.' };
  }
  const org = snapshot !== null && orgId !== null ? store.get(orgId) : orgOf(plan.org, store.list());
  if (!org) {
    const of = `${displayName(plan.org.name)} (${displayName(plan.org.host)})`;
    return { refused: `This plan is of ${of}, which is not among your orgs. Add that org to apply it.` };
  }
  const refused = writingRefused(org, isTrusted);
  return refused === null ? { org } : { refused };
}

/** Why nothing at all is written from a window in Restricted Mode. */
export const untrusted =
  'This workspace is not trusted, so nothing is written to Genesys Cloud from here. Trust it with “Workspaces: Manage Workspace Trust”.';

/** Why nothing may be written to this org from this window, in words; null where it may. */
export function writingRefused(org: Pick<StoredOrg, 'name' | 'readOnly'>, isTrusted: boolean): string | null {
  if (!isTrusted) return untrusted;
  if (!org.readOnly) return null;
  const name = displayName(org.name);
  return `${name} is read-only here, so nothing is written to it. “Read-Only On/Off” in the menu of the org changes that.`;
}

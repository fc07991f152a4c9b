import type { OktaEvidence } from '../plan/setupEvidence';
import { groupSteps } from './setupGroups';
import { orgSteps } from './setupOrg';
import { provisioningSteps } from './setupProvisioning';

/**
 * `done`, `notDone`, or `unseen`: it cannot be seen from here. An optional step that is not done may be left so.
 */
export type StepState = 'done' | 'notDone' | 'unseen';

/** The parts of the article "Configure Okta for Genesys Cloud SCIM", in its order. */
export const setupParts = ['token', 'application', 'toApp', 'toOkta', 'integration', 'groups'] as const;
export type SetupPart = (typeof setupParts)[number];

/** One step of the article, how it stands, by what that is known, and what to click. */
export interface SetupStep {
  readonly part: SetupPart;
  readonly title: string;
  readonly state: StepState;
  /** The article calls it optional. */
  readonly optional: boolean;
  /** What was seen, a sentence or two each; names in it are foreign text. */
  readonly evidence: readonly string[];
  /** What to do, a click path each; empty where nothing needs doing. */
  readonly toDo: readonly string[];
}

/** What was asked of the org, as *Test API Credentials* does. */
export interface OrgCheck {
  readonly name: string;
  readonly state: 'ok' | 'limited' | 'failed' | 'unknown';
  readonly found: string;
  readonly fix: string | null;
}

/** What can be seen of the Genesys side. */
export interface OrgEvidence {
  readonly name: string;
  /** What belongs in Okta's *SCIM Domain*; null for an org on this machine, which Okta cannot reach. */
  readonly scimDomain: string | null;
  readonly readOnly: boolean;
  readonly checks: readonly OrgCheck[];
  /** How long a token that was just given lives, in seconds; null where none was given. */
  readonly tokenSeconds: number | null;
  /** The OAuth client that we use; null where it may not be read. */
  readonly oauthClient: { readonly name: string; readonly roles: readonly string[] | null } | null;
  /** Groups in Genesys; null where they may not be read. */
  readonly groups: number | null;
}

export interface SetupEvidence {
  /** Null: no org was chosen. */
  readonly org: OrgEvidence | null;
  /** Null: no export was chosen. */
  readonly okta: OktaEvidence | null;
}

/** All steps of the article on both sides, in its order (product.md, section 2, *Check setup*). */
export function setupSteps(evidence: SetupEvidence): readonly SetupStep[] {
  const steps = [...orgSteps(evidence), ...provisioningSteps(evidence), ...groupSteps(evidence)];
  return setupParts.flatMap((part) => steps.filter((step) => step.part === part));
}

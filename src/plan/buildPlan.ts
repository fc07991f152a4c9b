import { problem, type InputKind, type InputReport, type Problem } from '../input/problem';
import { allSteps, type Steps } from '../input/steps';
import type { Snapshot } from '../genesys/snapshot';
import { attributeRules, type AttributeRules } from '../mapping/attributeRules';
import { phoneReader } from '../mapping/phone';
import type { Source } from '../okta/source';
import { UserComparer } from './compareUser';
import type { PushContext } from './groupPush';
import { protection } from './guards';
import { matchGroupsInSteps, type GroupMatching } from './matchGroups';
import { matchUsersInSteps, type UserMatching } from './matchUsers';
import { compareText } from './order';
import { People } from './people';
import type { Plan, PlanInput, PlanProblem, PlanRequests } from './plan';
import { planIdInSteps } from './planFile';
import { planGroupsInSteps } from './planGroups';
import { planUsersInSteps } from './planUsers';
import { PushedAccounts } from './pushedAccounts';
import { PushStandings } from './pushStandings';
import { sendableActions, type SendableActions } from './sendableActions';
import { inPlanOrder, type AskedSettings } from './settings';
import { oldSnapshotProblems, snapshotAgeAssumptions } from './snapshotAge';
import { summarizeInSteps } from './summarize';

/**
 * Everything that Okta would change in Genesys, with reasons, counts and guards (product.md, sections 4 to 6 and 8).
 *
 * Pure: the same source, snapshot and settings give the same plan, whatever their order.
 *
 * @throws RangeError for a phone region that does not exist.
 */
export function buildPlan(source: Source, snapshot: Snapshot, settings: AskedSettings, tool: PlanTool): Plan {
  return allSteps(buildPlanInSteps(source, snapshot, settings, tool));
}

export interface PlanTool {
  readonly name: string;
  readonly version: string;
}

/** `buildPlan` a few users or one group at a time, for whoever must not hold others up. */
export function* buildPlanInSteps(source: Source, snapshot: Snapshot, settings: AskedSettings, tool: PlanTool): Steps<Plan> {
  const people = yield* People.inSteps(source);
  const matching = yield* matchUsersInSteps(people, snapshot);
  const context: PushContext = {
    source,
    snapshot,
    people,
    matching,
    standings: new PushStandings(matching),
    pushedAccounts: new PushedAccounts(matching.accounts.size, people.size),
  };
  const matchedGroups = yield* matchGroupsInSteps(source, snapshot);
  const rules = attributeRules(source.mapping, source.schema, source.appIncomplete ? undefined : (source.app?.userNameTemplate ?? null));
  const sendable = sendableActions(source.app, settings.features);
  const wrongOrg = yield* wrongOrgProblem(source, matching, snapshot);
  const nothing = nothingOfOktaProblem(source);
  const sourceComplete = source.trust.complete && wrongOrg === null && nothing === null;
  const groups = yield* planGroupsInSteps(matchedGroups.groups, {
    context,
    settings,
    isProtected: protection(settings.protectedGroups),
    sourceComplete,
    snapshotComplete: snapshot.complete,
  });
  const comparer = new UserComparer(rules, phoneReader(settings.phoneRegion));
  const planned = yield* planUsersInSteps(context, comparer, sendable);
  const summary = yield* summarizeInSteps(groups, planned, rules);
  const unsigned: Plan = {
    format: 'scim-preflight/plan@1',
    id: '',
    createdAt: settings.now,
    tool: { name: tool.name, version: tool.version },
    org: { name: snapshot.org.name, host: snapshot.org.host, orgId: snapshot.org.orgId, clientId: snapshot.org.clientId },
    oktaApp: source.app && { id: source.app.id, label: source.app.label },
    inputs: [...source.trust.inputs, ...snapshot.inputs].map(planInput),
    ...(snapshot.requests && { requests: requestsOf(snapshot.requests) }),
    settings: inPlanOrder(settings, source.trust.lastImport),
    assumptions: [...assumptions(source, snapshot, matchedGroups, rules, sendable), ...snapshotAgeAssumptions(snapshot, settings.now)],
    complete: sourceComplete && snapshot.complete,
    problems: planProblems(
      source,
      snapshot,
      [...(nothing ? [nothing] : []), ...(wrongOrg ? [wrongOrg] : []), ...oldSnapshotProblems(snapshot, settings)],
      rules,
      comparer.notCompared(),
    ),
    summary,
    groups,
    users: planned.users,
    conflicts: matching.conflicts,
  };
  return { ...unsigned, id: yield* planIdInSteps(unsigned) };
}

/** Genesys ids of the groups of a plan whose grants and membership origins are worth a request each: those that a push would touch. */
export function groupsWorthFacts(plan: Plan): readonly string[] {
  const ids = new Set<string>();
  for (const group of plan.groups) {
    if (group.genesysGroupId !== null && (group.removals.length > 0 || group.adds.length > 0 || group.verdict !== 'unchanged'))
      ids.add(group.genesysGroupId);
  }
  return [...ids].sort(compareText);
}

const usersAStep = 256;

/** Lists of Okta's of which a plan says something, be they empty. */
const plannedKinds: ReadonlySet<InputKind> = new Set<InputKind>(['users', 'groups', 'groupMembers', 'appUsers', 'pushMappings']);

/**
 * The export has none of the lists that a push rests on, and a plan from it would say that nothing changes. Beyond the letter of section 3: a
 * folder of another kind must not look like agreement.
 */
function nothingOfOktaProblem({ users, groups, members, assignments, pushMappings, trust }: Source): Problem | null {
  const isHeld = users.size + groups.size + members.size > 0 || assignments !== null || pushMappings !== null;
  if (isHeld || trust.inputs.length === 0 || trust.inputs.some(({ kind }) => plannedKinds.has(kind))) return null;
  return problem('nothing-of-okta', 'No file of the export holds users, groups, members, assignments or push mappings of Okta.');
}

/** Fewer than half of the accounts that Okta holds exist in the snapshot (section 3): this is another org's assignments file. */
function* wrongOrgProblem({ assignments }: Source, matching: UserMatching, snapshot: Snapshot): Steps<Problem | null> {
  if (!assignments?.holdsAccounts) return null;
  const { held, found } = yield* countHeld(assignments, matching);
  if (found * 2 >= held) return null;
  return problem(
    'wrong-org',
    `Of ${held} accounts that Okta holds, only ${found} exist in ${snapshot.org.name}: the assignments belong to another org.`,
  );
}

/** How many accounts Okta holds, and how many of them the snapshot has. */
function* countHeld(
  { byUser }: NonNullable<Source['assignments']>,
  matching: UserMatching,
): Steps<{ readonly held: number; readonly found: number }> {
  const { people, accounts } = matching;
  let assigned = 0;
  let held = 0;
  let found = 0;
  for (const person of people) {
    if (person.place % usersAStep === usersAStep - 1) yield undefined;
    if (person.appUser) assigned++;
    if (typeof person.held !== 'string') continue;
    held++;
    if ((matching.heldAccounts[person.place] ?? -1) >= 0) found++;
  }
  if (assigned === byUser.size) return { held, found };
  // Assignments of whom no users file tells.
  let others = 0;
  for (const [oktaUserId, { externalId }] of byUser) {
    if (++others % usersAStep === 0) yield undefined;
    if (externalId === null || people.placeOf(oktaUserId) >= 0) continue;
    held++;
    if (accounts.has(externalId)) found++;
  }
  return { held, found };
}

function assumptions(
  source: Source,
  snapshot: Snapshot,
  groups: GroupMatching,
  rules: AttributeRules,
  sendable: SendableActions,
): string[] {
  const texts = [...source.trust.assumptions];
  if (!source.assignments) {
    texts.push(
      'The export has no assignments file: every Okta user is assumed to be assigned to the app, and its account is the one that matches by name. GET /api/v1/apps/{appId}/users settles both.',
    );
  } else if (!source.assignments.holdsAccounts) {
    texts.push(
      'The assignments file does not tell which account Okta holds (no externalId): the account that matches by name stands in. GET /api/v1/apps/{appId}/users settles it.',
    );
  }
  texts.push(...groups.assumptions, ...rules.assumptions);
  if (sendable.assumed)
    texts.push(
      'The export does not say what the Okta app is set to send: creating, updating and deactivating are all taken to be on. GET /api/v1/apps/{appId} settles it.',
    );
  const facts = [...snapshot.groupFacts.values()];
  if (facts.length === 0 || facts.some((one) => one.origins === null)) {
    texts.push('Where memberships come from may not be read: owners and members by rule may be among the removals.');
  }
  if (facts.length === 0 || facts.some((one) => one.rolesGranted === null))
    texts.push('What roles the groups grant is not known for all of them.');
  return [...new Set(texts)];
}

function requestsOf({ sent, retried, avoided }: PlanRequests): PlanRequests {
  return { sent, retried, avoided };
}

function planInput(input: InputReport): PlanInput {
  const problems = input.problems.map(({ level, code, message, line }) => ({ level, code, message, line }));
  return { path: input.path, kind: input.kind, records: input.records, sha256: input.sha256, problems };
}

function planProblems(
  source: Source,
  snapshot: Snapshot,
  ofOrg: readonly Problem[],
  rules: AttributeRules,
  unknownValues: readonly string[],
): PlanProblem[] {
  const all: PlanProblem[] = [
    ...source.trust.problems,
    ...source.trust.inputs.flatMap((input) => input.problems),
    ...snapshot.problems,
    ...snapshot.inputs.flatMap((input) => input.problems),
    ...ofOrg,
    ...unprovedGroupProblems(snapshot),
    ...pushProblems(source),
    ...rules.ignored.map((target) => note('not-compared', `${target.path}: ${target.why}`)),
    ...rules.notCompared.map((text) => note('not-compared', text)),
    ...unknownValues.map((text) => note('not-compared', text)),
    ...rules.errors.map((text) => mappingError(text, source)),
  ];
  const distinct = new Map(all.map((one) => [JSON.stringify([one.code, one.path, one.line, one.message]), one]));
  return [...distinct.values()]
    .map(({ level, code, message, path, line }) => ({ level, code, message, path, line }))
    .sort(
      (a, b) =>
        levelOrder[a.level] - levelOrder[b.level] ||
        compareText(a.path ?? '', b.path ?? '') ||
        (a.line ?? 0) - (b.line ?? 0) ||
        compareText(a.code, b.code) ||
        compareText(a.message, b.message),
    );
}

/** The groups whose members are not proved, where the snapshot's own problems do not say so already. */
function unprovedGroupProblems({ unprovedGroups, groups, problems, inputs }: Snapshot): PlanProblem[] {
  const said = new Set([...problems, ...inputs.flatMap((input) => input.problems)].map((one) => one.message));
  return [...unprovedGroups]
    .filter(([, why]) => !said.has(why))
    .map(([id, why]) => problem('member-unresolved', `${groups.get(id)?.displayName ?? id}: ${why}`));
}

const levelOrder = { incomplete: 0, doubt: 1, note: 2 } as const;

/** What else is wrong with pushed groups (section 4, "Also reported"). */
function pushProblems(source: Source): PlanProblem[] {
  return (source.pushMappings ?? []).flatMap((mapping) => {
    const name = source.groups.get(mapping.sourceGroupId)?.name ?? mapping.sourceGroupName ?? mapping.sourceGroupId;
    const problems: PlanProblem[] = [];
    if (source.appGroups?.has(mapping.sourceGroupId)) {
      problems.push(
        doubt(
          'assigned-and-pushed',
          `${name} is used to assign the app and is pushed, too: Okta does not support that, and removed people can stay behind.`,
        ),
      );
    }
    if (mapping.status === 'ERROR') {
      problems.push(
        doubt(
          'push-in-error',
          `The push of ${name} is in error in Okta${mapping.errorSummary ? `: ${mapping.errorSummary.replace(/[.\s]+$/, '')}` : ''}; it pushes nothing until that is mended.`,
        ),
      );
    }
    return problems;
  });
}

/** The users are partial by it, and the groups are not: pushes of groups read no mapping (product.md, section 3: “Mapping, schema, app”). */
function mappingError(text: string, { mapping }: Source): PlanProblem {
  return {
    level: 'incomplete',
    code: 'expression-syntax',
    message: `The users of this plan are partial: ${text}`,
    path: mapping?.path ?? null,
    line: null,
  };
}

function doubt(code: string, message: string): PlanProblem {
  return { level: 'doubt', code, message, path: null, line: null };
}

function note(code: string, message: string): PlanProblem {
  return { level: 'note', code, message, path: null, line: null };
}

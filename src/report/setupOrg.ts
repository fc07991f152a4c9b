import type { OrgEvidence, SetupEvidence, SetupStep } from './setupSteps';
import { countOf, displayName, joinWords } from './words';

/** The steps that Genesys Cloud's side tells of: the OAuth client, its token, the SCIM domain, the connection. */
export function orgSteps(evidence: SetupEvidence): readonly SetupStep[] {
  return [clientStep(evidence.org), tokenStep(evidence.org), domainStep(evidence), testStep(evidence)];
}

const addOrg = 'Add the org in the Orgs view, then check again.';
const notOurs = 'This is the client that SCIM Preflight uses. Which one the token in Okta comes from cannot be seen from here.';
const scimRole = 'SCIM Integration';
const clientPath = 'Genesys Cloud: Admin > Integrations > OAuth';

function clientStep(org: OrgEvidence | null): SetupStep {
  const step = { part: 'token', title: `An OAuth client (client credentials) with the role ${scimRole}`, optional: false } as const;
  const give = `${clientPath}, the client, Roles: turn on ${scimRole}, in every division that Okta provisions.`;
  if (!org) return { ...step, state: 'unseen', evidence: ['No org was read.'], toDo: [addOrg, give] };
  const broken = failure(org, 'Access token');
  if (broken)
    return {
      ...step,
      state: 'notDone',
      evidence: [broken.found],
      toDo: fixes(broken, `${clientPath}: look whether the client is there and enabled.`),
    };
  const groups = failure(org, 'Read groups');
  const roles = org.oauthClient?.roles ?? null;
  const held = roles && (roles.length === 0 ? 'It holds no role.' : `It holds ${joinWords(roles.map(displayName))}.`);
  const named =
    org.oauthClient === null ? [] : [`The client is "${displayName(org.oauthClient.name)}". ${held ?? 'Its roles may not be read.'}`];
  if (groups) return { ...step, state: 'notDone', evidence: [...named, groups.found, notOurs], toDo: [give] };
  const reads = 'It reads users and groups; groups take directory:group:edit, so it may change their members, too.';
  if (roles?.includes(scimRole)) return { ...step, state: 'done', evidence: [...named, reads, notOurs], toDo: [] };
  const rights =
    roles === null
      ? 'Whether it may create and change users cannot be seen without writing. To see its roles takes oauth:client:view and authorization:role:view.'
      : `None of them is ${scimRole}; a role of your own may hold the same permissions.`;
  return { ...step, state: 'unseen', evidence: [...named, reads, rights, notOurs], toDo: [give] };
}

const daySeconds = 86_400;
/** Below this, Okta's token has to be replaced too often to be remembered. */
const longEnoughDays = 30;

function tokenStep(org: OrgEvidence | null): SetupStep {
  const step = { part: 'token', title: 'A token that outlives its next replacement', optional: false } as const;
  const lengthen = `${clientPath}, the client for Okta: set Token Duration higher; clients that use SCIM may have up to 38,880,000 seconds (450 days). Then Copy Token for Okta…`;
  if (!org) return { ...step, state: 'unseen', evidence: ['No org was read.'], toDo: [addOrg] };
  if (org.tokenSeconds === null) return { ...step, state: 'unseen', evidence: ['Genesys Cloud gave no token.'], toDo: [lengthen] };
  const life = `A token of the client that SCIM Preflight uses lives for ${duration(org.tokenSeconds)}.`;
  const unseen = 'The token that Okta holds, and when it ends, cannot be seen from here.';
  if (org.tokenSeconds >= longEnoughDays * daySeconds) return { ...step, state: 'done', evidence: [life, unseen], toDo: [] };
  const ends =
    'If Okta’s token comes from this client, provisioning stops that long after it was made. If Okta has a client of its own, look at that one.';
  return { ...step, state: 'notDone', evidence: [life, ends, unseen], toDo: [lengthen] };
}

/** `450 days`, `24 hours`. */
function duration(seconds: number): string {
  const days = seconds / daySeconds;
  return days >= 2 ? countOf(Math.floor(days), 'day') : countOf(Math.max(1, Math.round(seconds / 3600)), 'hour');
}

function domainStep({ org, okta }: SetupEvidence): SetupStep {
  const step = { part: 'integration', title: 'SCIM Domain: the domain of the org’s region', optional: false } as const;
  const where = 'Okta: the app, Provisioning, Integration, Edit: SCIM Domain';
  const hosts = okta?.app?.hosts ?? [];
  const seen = hosts.length === 0 ? [] : [`The app’s JSON holds ${joinWords(hosts.map(displayName))}.`];
  if (!org) return { ...step, state: 'unseen', evidence: [...seen, 'No org was read.'], toDo: [addOrg] };
  if (org.scimDomain === null) {
    const evidence = [...seen, 'The org is on this machine, as the sandbox is: it has no domain that Okta could reach.'];
    return { ...step, state: 'unseen', evidence, toDo: [`${where}. With an org of your own this says what belongs there.`] };
  }
  const belongs = `It has to be ${displayName(org.scimDomain)}, without https:// and without a path.`;
  const fix = `${where}: ${displayName(org.scimDomain)} (Copy SCIM Domain puts it on the clipboard), then Test API Credentials, then Save.`;
  if (hosts.length === 0) {
    const why = okta?.app?.hosts ? 'The app’s JSON does not hold it.' : 'The export does not hold the app’s JSON with its settings.';
    return { ...step, state: 'unseen', evidence: [belongs, why], toDo: [fix] };
  }
  const right = hosts.includes(org.scimDomain.toLowerCase());
  return { ...step, state: right ? 'done' : 'notDone', evidence: [...seen, belongs], toDo: right ? [] : [fix] };
}

function testStep({ org, okta }: SetupEvidence): SetupStep {
  const step = { part: 'integration', title: 'API Token, and Test API Credentials', optional: false } as const;
  const inOkta = 'Okta: the app, Provisioning, Integration: API Token, then Test API Credentials, then Save.';
  const pushErrors = okta?.assignments?.syncErrors ?? 0;
  const failing =
    pushErrors === 0
      ? []
      : [`Okta’s last attempt failed for ${countOf(pushErrors, 'assigned person', 'assigned people')} (syncState ERROR).`];
  const tasks = pushErrors === 0 ? [] : ['Okta: Dashboard, Tasks shows what Genesys Cloud answered for each of them.'];
  if (!org) return { ...step, state: 'unseen', evidence: [...failing, 'No org was read.'], toDo: [...tasks, addOrg, inOkta] };
  const failed = org.checks.filter((check) => check.state === 'failed');
  const readOnly = org.readOnly ? ['The org is read-only here: it is read, never written.'] : [];
  if (failed.length > 0) {
    const evidence = [...failed.map(({ name, found }) => `${name}: ${found}`), ...failing, ...readOnly];
    return { ...step, state: 'notDone', evidence, toDo: [...failed.flatMap((check) => fixes(check)), ...tasks, inOkta] };
  }
  const works = org.checks.filter((check) => check.state === 'ok').map(({ name, found }) => `${name}: ${found}`);
  const whose = 'This was tried with the credentials that SCIM Preflight has; the token in Okta cannot be tried from here.';
  return {
    ...step,
    state: pushErrors > 0 ? 'notDone' : 'done',
    evidence: [...works, whose, ...failing, ...readOnly],
    toDo: [...tasks, ...(pushErrors > 0 ? [inOkta] : [])],
  };
}

function failure(org: OrgEvidence, name: string): OrgEvidence['checks'][number] | undefined {
  return org.checks.find((check) => check.name === name && check.state === 'failed');
}

function fixes({ fix }: { readonly fix: string | null }, otherwise?: string): readonly string[] {
  return fix === null ? (otherwise === undefined ? [] : [otherwise]) : [fix];
}

import type { PushedGroup } from '../plan/setupEvidence';
import type { SetupEvidence, SetupStep } from './setupSteps';
import { countOf, displayName, formatNumber, joinWords, matchWords } from './words';

/** The steps around pushed groups; each group has a row of its own in the document. */
export function groupSteps(evidence: SetupEvidence): readonly SetupStep[] {
  return [nameStep(evidence), linkStep(evidence)];
}

const noExport = 'No export was chosen, so it cannot be seen which groups are pushed.';
const getMappings = 'Add GET /api/v1/apps/{appId}/group-push/mappings to the export, or use Collect Export from Okta…';
/** Names in one sentence; the table has all of them. */
const namesShown = 5;

function nameStep({ org, okta }: SetupEvidence): SetupStep {
  const step = { part: 'groups', title: 'Groups exist in Genesys Cloud with the same name', optional: false } as const;
  const create =
    'Provisioning cannot create groups. Genesys Cloud: Admin > Directory > Groups, Add Group, with exactly the name that it has in Okta.';
  const count = org?.groups === null || org === null ? [] : [`Genesys Cloud has ${countOf(org.groups, 'group')}.`];
  if (!okta?.groups)
    return { ...step, state: 'unseen', evidence: [...count, okta ? noPushMappings : noExport], toDo: [okta ? getMappings : create] };
  const compared = okta.groups.filter((group) => group.match !== null);
  if (compared.length === 0) {
    const none =
      okta.groups.length === 0 ? 'No Okta group is pushed or has a namesake.' : 'No org was read, or its groups may not be read.';
    return { ...step, state: 'unseen', evidence: [...count, none], toDo: [create] };
  }
  const off = (match: PushedGroup['match']): readonly PushedGroup[] => compared.filter((group) => group.match === match);
  const evidence = [
    `${formatNumber(off('exact').length)} of ${countOf(compared.length, 'group')} have a group of exactly the same name.`,
    ...(['missing', 'nearMiss', 'ambiguous', 'caseOnly'] as const).flatMap((match) => {
      const groups = off(match);
      return groups.length === 0 ? [] : [`${upper(matchWords[match])}: ${namesOf(groups)}.`];
    }),
  ];
  const renamed =
    off('caseOnly').length > 0 ? ['Where only the case differs, Okta will try to rename the group: give both the same name first.'] : [];
  const wrong = compared.some((group) => group.match !== 'exact');
  return { ...step, state: wrong ? 'notDone' : 'done', evidence: [...count, ...evidence], toDo: wrong ? [create, ...renamed] : [] };
}

const noPushMappings = 'The export has no push mappings.';
const fullPush =
  'Push group memberships immediately, Push Now, and turning an inactive mapping on are full pushes: Genesys Cloud’s members become those that Okta pushes. Preview Push… shows who would leave.';
const byRule =
  'Push by rule creates a group for what the rule finds; Genesys Cloud cannot create groups over SCIM, so link each group by name. Okta’s answer does not tell which mapping came from a rule.';

function linkStep({ okta }: SetupEvidence): SetupStep {
  const step = { part: 'groups', title: 'Pushed groups are linked, and none is in error', optional: false } as const;
  const link =
    'Okta: the app, Push Groups, Refresh App Groups, then Push Groups, Find groups by name, Link Group; clear Push group memberships immediately until the preview is as you want it.';
  if (!okta) return { ...step, state: 'unseen', evidence: [noExport, fullPush, byRule], toDo: [link] };
  if (!okta.hasPushMappings || !okta.groups)
    return { ...step, state: 'unseen', evidence: [noPushMappings, fullPush, byRule], toDo: [getMappings, link] };
  const groups = okta.groups;
  if (groups.length === 0) return { ...step, state: 'notDone', evidence: ['No group is pushed.', fullPush, byRule], toDo: [link] };
  const errors = groups.filter((group) => group.pushStatus === 'ERROR');
  const inactive = groups.filter((group) => group.pushStatus === 'INACTIVE');
  const doubled = groups.filter((group) => group.alsoAssigns);
  const evidence = [
    `${countOf(groups.length, 'group is', 'groups are')} pushed, ${formatNumber(groups.filter((group) => group.pushStatus === 'ACTIVE').length)} of them actively.`,
    ...errors.map((group) => `In error: "${displayName(group.name)}"${group.error === null ? '' : `, ${displayName(group.error)}`}`),
    ...(inactive.length === 0 ? [] : [`Not active: ${namesOf(inactive)}.`]),
    ...(doubled.length === 0 ? [] : [`Pushed, and used to assign the app, which Okta does not support: ${namesOf(doubled)}.`]),
    fullPush,
    byRule,
  ];
  const toDo = [
    ...(errors.length === 0
      ? []
      : ['Okta: the app, Push Groups: open each mapping in error, mend what it says, then preview before you push it again.']),
    ...(doubled.length === 0 ? [] : ['Okta: make a second group that assigns the app, so that the pushed one is only pushed.']),
  ];
  return { ...step, state: toDo.length === 0 ? 'done' : 'notDone', evidence, toDo };
}

function namesOf(groups: readonly PushedGroup[]): string {
  const names = groups.slice(0, namesShown).map((group) => `"${displayName(group.name)}"`);
  const rest = groups.length - names.length;
  return rest === 0 ? joinWords(names) : `${names.join(', ')} and ${formatNumber(rest)} more`;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import type { CollectProblem, CollectProgress, CollectResult, OktaAppEntry } from '../okta/collect/collect';
import { oktaLists } from '../okta/collect/lists';
import { countOf, displayName, formatNumber, joinWords } from '../report/words';

/** `members of VIP · group 3 of 39 · 12,345 records · 61 requests`; while Okta allows no request, for how long. */
export function collectProgressWords({ phase, records, requests, groups, waitingMs }: CollectProgress): string {
  const counts = `${countOf(records, 'record')} · ${countOf(requests, 'request')}`;
  if (waitingMs > 0) return `Okta’s rate limit is used up: going on in ${Math.ceil(waitingMs / 1000)} s · ${counts}`;
  const group = groups === null ? '' : ` · group ${formatNumber(Math.min(groups.done + 1, groups.total))} of ${formatNumber(groups.total)}`;
  return `${displayName(phase)}${group} · ${counts}`;
}

/** What was collected, in a sentence or two: counts, whether memberships are confirmed, and what Okta did not give. */
export function collectedWords({ records, problems }: CollectResult): string {
  const { users = 0, groups = 0, groupMembers = 0 } = records;
  const counts = `Collected ${countOf(users, 'user')}, ${countOf(groups, 'group')}, ${countOf(groupMembers, 'membership')}`;
  const confirmed = problems.some((problem) => problem.list === 'members') ? '' : '; every membership confirmed';
  if (problems.length === 0) return `${counts}${confirmed}.`;
  return `${counts}${confirmed}. Not in it, or not whole: ${joinWords([...missingWords(problems)])}.`;
}

function* missingWords(problems: readonly CollectProblem[]): Generator<string> {
  for (const list of new Set(problems.map((problem) => problem.list))) {
    const about = new Set(problems.filter((problem) => problem.list === list).map(({ group }) => group));
    if (list === 'members') yield `members of ${countOf(about.size, 'group')}`;
    else if (list === 'mappedGroups')
      yield about.size === 1 ? 'a group that a push mapping names' : `${formatNumber(about.size)} groups that push mappings name`;
    else yield oktaLists.find(({ name }) => name === list)?.title ?? list;
  }
}

/** `okta-export-2026-11-23`, by the day where the person is. */
export function suggestedFolderName(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `okta-export-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/**
 * Apps in the order in which one would look for the one that feeds Genesys Cloud: the one that was chosen last, then those called so, active
 * ones before others; the rest as it came.
 */
export function likeliestFirst(apps: readonly OktaAppEntry[], chosenLast: string | null): readonly OktaAppEntry[] {
  const rank = (app: OktaAppEntry): number => {
    if (app.id === chosenLast) return 0;
    const calledSo = /genesys|pure ?cloud/i.test(`${app.label} ${app.name}`);
    return (calledSo ? 1 : 3) + (app.status === 'ACTIVE' ? 0 : 1);
  };
  return [...apps].sort((a, b) => rank(a) - rank(b));
}

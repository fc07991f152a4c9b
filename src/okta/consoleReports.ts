import { loginNames, type Columns } from './columnNames';

/**
 * The reports of Okta's Admin Console (facts/okta.md, section 1.3). Okta documents their filters and screens, not the headers of their CSVs:
 * a few columns that only one of them has tell which it is.
 */
export interface ConsoleReport {
  readonly name: string;
  /** False where nothing that is needed can be read from it. */
  readonly used: boolean;
  /** Why it is not used, or what it leaves out. */
  readonly remark: string | null;
}

const used = (name: string, remark: string | null = null): ConsoleReport => ({ name, used: true, remark });
const unused = (name: string, remark: string): ConsoleReport => ({ name, used: false, remark });

/** What the Group membership report says of itself. */
export const withoutDeprovisioned =
  "Okta's Group membership report leaves out deprovisioned users and is refreshed only a few times a day: no count confirms it.";

/** Null where the header is no report's. */
export function reportOf(columns: Columns): ConsoleReport | null {
  return unusedReportOf(columns) ?? usedReportOf(columns);
}

function usedReportOf(columns: Columns): ConsoleReport | null {
  const isPerson = columns.has(...loginNames);
  if (isPerson && columns.has('groupmembershiptype', 'membershiptype', 'groupsource') && !columns.has('application', 'applicationname'))
    return used("Okta's report Group membership", withoutDeprovisioned);
  if (isPerson && columns.has('application', 'applicationname', 'applicationinstance')) {
    if (columns.has('assignedon', 'unassignedon')) return used("Okta's report Current Assignments");
    if (columns.has('applicationusername', 'lastaccessdate', 'recentlyaccessed', 'appassigned', 'applicationcatalogname'))
      return used("Okta's report User app access");
  }
  if (columns.has('login') && columns.has('status') && columns.has('lastpasswordchange', 'authenticationsource'))
    return used("Okta's report Okta Password Health");
  return null;
}

function unusedReportOf(columns: Columns): ConsoleReport | null {
  const isUnassigned = columns.has('unassignedon', 'unassigneddate') && !columns.has('assignedon');
  if (isUnassigned || (columns.has('assignmentstatus') && columns.has('assigneeoktausername', 'assigneeoktaid', 'unassignedon')))
    return unused(
      "Okta's report Recent Unassignments",
      'It tells who lost an app in the last 90 days, not who has it: save Current Assignments or the app users instead.',
    );
  if (columns.has('logindate', 'logindateiso8601', 'login date_iso8601') && columns.has('instancename', 'applicationusername'))
    return unused("Okta's report Application Usage", 'It tells who signed in and when, not who is assigned: save the app users instead.');
  if (columns.has('assigntogroupids'))
    return unused('group rules of rockstar', 'A rule says who may become a member, not who is one: save the members of the groups.');
  if (columns.has('eventtype', 'event.type') && columns.has('displaymessage', 'actor.id', 'actor.alternateid'))
    return unused("Okta's System Log", 'It tells what happened, not what is: save users, groups and members.');
  return null;
}

import type { OktaListName } from './lists';

/** What a read takes of the admin who made the token, and what a plan is without it. */
export interface OktaRight {
  /** A permission of a custom admin role, as Okta's console names it. */
  readonly permission: string;
  /** A sentence's end behind "Without it". */
  readonly without: string;
  /** Of a problem that says that it is missing. */
  readonly level: 'incomplete' | 'note';
}

const nothing = 'there is no plan';

/** A token has the rights of the admin who made it; Read-only Administrator holds all of these. */
export const oktaRights: Readonly<Record<OktaListName, OktaRight>> = {
  app: { permission: 'View applications and their details', without: nothing, level: 'incomplete' },
  users: { permission: 'View users and their details', without: nothing, level: 'incomplete' },
  usersDeprovisioned: { permission: 'View users and their details', without: nothing, level: 'incomplete' },
  groups: { permission: 'View groups and their details', without: nothing, level: 'incomplete' },
  appUsers: { permission: 'View applications and their details', without: nothing, level: 'incomplete' },
  appGroups: {
    permission: 'View applications and their details',
    without: 'the plan cannot warn of groups that are assigned to the app and pushed as well',
    level: 'incomplete',
  },
  pushMappings: {
    permission: 'View applications and their details',
    without: 'the plan does not know which groups are pushed and previews each that has a namesake in Genesys Cloud',
    level: 'incomplete',
  },
  members: {
    permission: 'View groups and their details',
    without: 'who is in the group is unknown, and nothing of it can be applied',
    level: 'incomplete',
  },
  mapping: {
    permission: 'View applications and their details',
    without: 'the plan compares users by a default mapping instead of the one that Okta uses',
    level: 'incomplete',
  },
  mappingFromApp: {
    permission: 'View applications and their details',
    without: 'it is not known what Okta takes back from Genesys Cloud',
    level: 'note',
  },
  appUserSchema: {
    permission: 'View applications and their details',
    without: "the plan tells the app's attributes by their names alone",
    level: 'incomplete',
  },
  mappedGroups: {
    permission: 'View groups and their details',
    without: 'the plan takes the name of the group that is pushed for the name of its target',
    level: 'note',
  },
  userSchema: {
    permission: 'View users and their details',
    without: "the titles of the org's own user attributes are not known",
    level: 'note',
  },
};

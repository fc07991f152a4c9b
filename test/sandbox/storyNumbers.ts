/**
 * What the sample story holds, number by number (product.md, section 12; screens.md, "Plan"). Written by hand: the sandbox's tests reckon it
 * from the exported files and the SCIM answers, the planner's tests hold the plan to it.
 */

export interface StoryGroup {
  readonly name: string;
  /** Null where Genesys has no such group. */
  readonly genesysName: string | null;
  readonly match: 'exact' | 'caseOnly' | 'ambiguous' | 'missing';
  readonly pushStatus: 'ACTIVE' | 'INACTIVE' | 'ERROR';
  readonly verdict: 'unresolved' | 'blocked' | 'review' | 'safe' | 'unchanged';
  readonly guards: readonly string[];
  readonly members: number;
  readonly adds: number;
  readonly removals: Readonly<Record<string, number>>;
  readonly notPushed: Readonly<Record<string, number>>;
  readonly pushedInactive: number;
  readonly removalsAtWorst: number;
}

const usual = {
  match: 'exact',
  pushStatus: 'ACTIVE',
  guards: [],
  adds: 0,
  removals: {},
  notPushed: {},
  pushedInactive: 0,
  removalsAtWorst: 0,
} as const;

function safe(name: string, members: number, adds: number): StoryGroup {
  return { ...usual, name, genesysName: name, verdict: 'safe', members, adds };
}

function unchanged(name: string, members: number, more: Partial<StoryGroup> = {}): StoryGroup {
  return { ...usual, name, genesysName: name, verdict: 'unchanged', members, ...more };
}

/** Every pushed group. Of groups that cannot be matched `members` is 0. Guards hold for a live org with the default settings. */
export const storyGroups: readonly StoryGroup[] = [
  {
    ...usual,
    name: 'Support Tier 1',
    genesysName: 'Support Tier 1',
    verdict: 'blocked',
    guards: ['genesysBlock', 'count', 'percent', 'roles'],
    members: 1512,
    adds: 3,
    removals: { notInOktaGroup: 912, inactiveInOkta: 301, notProvisioned: 27 },
    notPushed: { inactiveInOkta: 340, notProvisioned: 28, noGenesysAccount: 1 },
    removalsAtWorst: 1259,
  },
  {
    ...usual,
    name: 'Service Desk',
    genesysName: 'Service Desk',
    verdict: 'review',
    guards: ['transientBlock'],
    members: 2000,
    notPushed: { inactiveInOkta: 3 },
    removalsAtWorst: 1744,
  },
  {
    ...usual,
    name: 'VIP',
    genesysName: 'VIP',
    verdict: 'review',
    guards: ['percent'],
    members: 20,
    removals: { notInOktaGroup: 6 },
    removalsAtWorst: 6,
  },
  { ...usual, name: 'Billing', genesysName: 'billing', match: 'caseOnly', verdict: 'review', guards: ['rename'], members: 40 },
  { ...usual, name: 'Escalations', genesysName: 'Escalations', match: 'ambiguous', verdict: 'unresolved', members: 0 },
  { ...usual, name: 'Chat Night Shift', genesysName: null, match: 'missing', pushStatus: 'ERROR', verdict: 'unresolved', members: 0 },
  safe('Sales EMEA', 64, 1),
  safe('Sales APAC', 41, 2),
  safe('Verkauf DACH', 38, 1),
  safe('Recepción LATAM', 27, 3),
  safe('Équipe Fidélité', 19, 2),
  safe('Zákaznická péče', 22, 1),
  safe('Onboarding', 12, 4),
  safe('Renewals', 33, 1),
  safe('Returns', 48, 2),
  safe('Web Chat', 120, 1),
  safe('Quality Coaches', 9, 3),
  safe('Workforce Planning', 7, 1),
  safe('Outbound Nordics', 55, 2),
  safe('Back Office', 86, 1),
  unchanged('Kundenservice Österreich', 31),
  unchanged('営業チーム', 14),
  unchanged('Social Media', 23),
  unchanged('Fraud Desk', 11),
  unchanged('Claims', 92),
  unchanged('Payments', 67),
  unchanged('Collections', 44),
  unchanged('Complaints', 18),
  unchanged('Field Service', 152),
  unchanged('Parts & Logistics', 36),
  unchanged('Training', 26, { pushStatus: 'INACTIVE' }),
  unchanged('Night Shift', 60, { pushedInactive: 1 }),
  unchanged('Weekend Team', 85),
  unchanged('Retention', 105),
  unchanged('Technical Support', 240),
  unchanged('Bilingual Agents ES', 30),
  unchanged('Supervisors', 40),
  unchanged('Knowledge Base', 8),
  unchanged('Emergency Line', 16),
];

/** Members over all groups that are not `unresolved`; three people are in two removals. */
export const storyMembers = { adds: 28, removals: 1246, peopleRemoved: 1243 } as const;

/** Users by action, with the phone region US; `conflict` counts Okta users. */
export const storyUsers = {
  create: 17,
  accountMissing: 2,
  update: 88,
  pingPong: 412,
  deactivate: 4,
  reactivate: 2,
  unmanaged: 61,
  conflict: 2,
} as const;

/** National phone numbers: with no phone region these 260 people are `update` and not `pingPong`. */
export const storyNationalPhones = 260;

/** Attributes of matched users by kind, with the phone region US (without those of `create`, `deactivate` and `reactivate`). */
export const storyAttributes = {
  'pingPong phoneNumbers[type eq "work"].value': 400,
  'pingPong userName': 12,
  'pingPong emails[type eq "work"].value': 12,
  'latentOverwrite title': 40,
  'latentOverwrite department': 15,
  'change title': 20,
  'change displayName': 12,
  'invalid manager': 1,
} as const;

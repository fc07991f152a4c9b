import type { CastGroup, GenesysGroup, OktaSide } from './cast';
import type { StoryParts } from './story';

type Push = NonNullable<OktaSide['push']>;

const pushed: Push = { status: 'ACTIVE', targetListed: true, error: null };

/** Groups with nothing but adds, and how many. */
const safeGroups: readonly (readonly [name: string, members: number, adds: number])[] = [
  ['Sales EMEA', 64, 1],
  ['Sales APAC', 41, 2],
  ['Verkauf DACH', 38, 1],
  ['Recepción LATAM', 27, 3],
  ['Équipe Fidélité', 19, 2],
  ['Zákaznická péče', 22, 1],
  ['Onboarding', 12, 4],
  ['Renewals', 33, 1],
  ['Returns', 48, 2],
  ['Web Chat', 120, 1],
  ['Quality Coaches', 9, 3],
  ['Workforce Planning', 7, 1],
  ['Outbound Nordics', 55, 2],
  ['Back Office', 86, 1],
];

const unchangedGroups: readonly (readonly [name: string, members: number])[] = [
  ['Kundenservice Österreich', 31],
  ['営業チーム', 14],
  ['Social Media', 23],
  ['Fraud Desk', 11],
  ['Claims', 92],
  ['Payments', 67],
  ['Collections', 44],
  ['Complaints', 18],
  ['Field Service', 152],
  ['Parts & Logistics', 36],
  ['Training', 26],
  ['Night Shift', 59],
  ['Weekend Team', 73],
  ['Retention', 105],
  ['Technical Support', 240],
  ['Bilingual Agents ES', 30],
  ['Supervisors', 40],
  ['Knowledge Base', 8],
  ['Emergency Line', 16],
];

/** The 40 Genesys groups and 39 pushes of the story (screens.md, "Plan"): 4 at risk, 14 safe, 19 unchanged, 2 that cannot be matched. */
export function storyGroups(parts: StoryParts): readonly CastGroup[] {
  return [
    tier1(parts),
    serviceDesk(parts),
    vip(parts),
    inStep('Billing', parts.others.slice(60, 100), { genesysName: 'billing', push: { ...pushed, targetListed: false } }),
    ...ambiguous(parts),
    missing(parts),
    ...safeGroups.map(([name, members, adds], at) => {
      const people = window(parts.others, 31 * at, members + adds);
      return group(name, { members: people.slice(0, members) }, people);
    }),
    ...unchangedGroups.map(([name, members], at) => unchanged(name, window(parts.others, 300 + 29 * at, members), parts)),
    { name: 'Facilities and Kiosks', genesys: genesysGroup('Facilities and Kiosks', parts.onlyGenesys.slice(0, 18)), okta: null },
    everyAgent(parts),
  ];
}

/** 1,512 members: 272 stay, 912 were added by hand, 301 are deactivated in Okta, 27 have no account in Okta. 3 come, 41 more cannot. */
function tier1(parts: StoryParts): CastGroup {
  const stay = parts.tier1;
  const come = parts.others.slice(100, 103);
  const members = [...stay, ...parts.tier1ByHand, ...parts.tier1Leavers, ...parts.tier1NotLinked];
  const inOkta = [
    ...stay,
    ...come,
    ...parts.tier1Leavers,
    ...parts.tier1NotLinked,
    ...parts.leaversDeleted,
    ...parts.staged,
    ...parts.accountMissing.slice(0, 1),
    ...parts.toCreate.slice(0, 1),
  ];
  const grants = [
    { role: 'Agent', division: 'Home' },
    { role: 'Supervisor', division: 'Home' },
  ];
  return group('Support Tier 1', { members, grants, owners: stay.slice(0, 2) }, inOkta);
}

/** In perfect step; three people who left long ago are still in the Okta group, as Okta leaves them there. */
function serviceDesk(parts: StoryParts): CastGroup {
  const inOkta = [...parts.serviceDesk, ...parts.leaversDeleted.slice(0, 3)];
  return group('Service Desk', { members: parts.serviceDesk, grants: [{ role: 'Agent', division: 'Home' }] }, inOkta);
}

/** 20 members; Okta has 14 of them. Three of the six are among those who would leave Support Tier 1, too. */
function vip(parts: StoryParts): CastGroup {
  const stay = parts.others.slice(40, 54);
  const leave = [...parts.tier1ByHand.slice(300, 303), ...parts.others.slice(54, 57)];
  return group('VIP', { members: [...stay, ...leave] }, stay);
}

/** Genesys has two groups of one name. */
function ambiguous(parts: StoryParts): readonly CastGroup[] {
  const people = parts.others.slice(110, 140);
  return [
    group('Escalations', { members: people.slice(0, 18) }, people),
    { name: 'Escalations', genesys: genesysGroup('Escalations', people.slice(18)), okta: null },
  ];
}

function missing(parts: StoryParts): CastGroup {
  const error = 'Unable to push group Chat Night Shift: the group was not found in the target application.';
  const push: Push = { status: 'ERROR', targetListed: false, error };
  return { name: 'Chat Night Shift', genesys: null, okta: oktaSide(parts.others.slice(140, 161), push) };
}

function unchanged(name: string, people: readonly number[], parts: StoryParts): CastGroup {
  switch (name) {
    case 'Night Shift':
      return inStep(name, [...people, ...parts.toReactivate.slice(0, 1)], {});
    case 'Weekend Team':
      // Locked out, suspended, password expired: all of them are pushed.
      return inStep(name, [...people, ...parts.others.slice(930)], {});
    case 'Training':
      return inStep(name, people, { push: { ...pushed, status: 'INACTIVE' } });
    case 'Bilingual Agents ES':
      return inStep(name, people, { byRule: true });
    case 'Supervisors':
      return inStep(name, people, { grants: [{ role: 'Supervisor', division: 'Home' }] });
    default:
      return inStep(name, people, {});
  }
}

/** The Okta group that gives people the app: assigned, not pushed. */
function everyAgent(parts: StoryParts): CastGroup {
  const people = [...parts.tier1, ...parts.tier1ByHand, ...parts.serviceDesk, ...parts.others, ...parts.tier1NotLinked, ...parts.toCreate];
  const okta: OktaSide = { members: () => Uint32Array.from(people), push: null, assignsApp: true };
  return { name: 'Genesys Cloud Users', genesys: null, okta };
}

interface Variation extends Partial<Omit<GenesysGroup, 'members' | 'name'>> {
  readonly genesysName?: string;
  readonly push?: Push;
}

function inStep(name: string, people: readonly number[], variation: Variation): CastGroup {
  const { genesysName, push, ...rest } = variation;
  return { name, genesys: genesysGroup(genesysName ?? name, people, rest), okta: oktaSide(people, push ?? pushed) };
}

function group(
  name: string,
  genesys: Partial<Omit<GenesysGroup, 'members' | 'name'>> & { readonly members: readonly number[] },
  inOkta: readonly number[],
): CastGroup {
  return { name, genesys: genesysGroup(name, genesys.members, genesys), okta: oktaSide(inOkta, pushed) };
}

function genesysGroup(
  name: string,
  people: readonly number[],
  { grants = [], owners = [], byRule = false }: Partial<Omit<GenesysGroup, 'members' | 'name'>> = {},
): GenesysGroup {
  return { name, grants, owners, byRule, members: () => Uint32Array.from(people) };
}

function oktaSide(people: readonly number[], push: Push): OktaSide {
  return { members: () => Uint32Array.from(people), push, assignsApp: false };
}

/** So many people from there on; the last two of the list are never reached. */
function window(people: readonly number[], from: number, count: number): readonly number[] {
  const drawn = people.slice(0, 920);
  return Array.from({ length: count }, (_nothing, at) => drawn[(from + at) % drawn.length] ?? 0);
}

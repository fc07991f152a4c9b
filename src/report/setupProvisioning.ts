import type { OktaEvidence } from '../plan/setupEvidence';
import type { SetupEvidence, SetupStep } from './setupSteps';
import { countOf, displayName, formatNumber } from './words';

/** The steps in Okta's app but its groups: sign-on, provisioning, matching. */
export function provisioningSteps({ okta }: SetupEvidence): readonly SetupStep[] {
  return [
    appStep(okta),
    userNameStep(okta),
    ...features.map((feature) => featureStep(okta, feature)),
    mappingStep(okta),
    phoneStep(okta),
    matchingStep(okta),
  ];
}

const noExport = 'No export was chosen, so the Okta side cannot be seen.';
const noAppJson = 'The export does not hold the app’s JSON.';
const getExport = 'Choose Export…, or Collect Export from Okta… which reads all that this needs.';
const getAppJson = 'Add GET /api/v1/apps/{appId} to the export, or use Collect Export from Okta…';

function appStep(okta: OktaEvidence | null): SetupStep {
  const step = { part: 'application', title: 'The Genesys Cloud application is in Okta', optional: false } as const;
  const add = 'Okta: Applications, Browse App Catalog: Genesys Cloud, Add Integration.';
  if (!okta) return { ...step, state: 'unseen', evidence: [noExport], toDo: [getExport, add] };
  if (!okta.app) return { ...step, state: 'unseen', evidence: ['No file of the export tells of an app.'], toDo: [getAppJson, add] };
  const assigned =
    okta.assignments === null
      ? 'The export has no assignments, so it cannot be seen who has the app.'
      : `${countOf(okta.assignments.assigned, 'active person has', 'active people have')} it${withoutAccount(okta.assignments.withoutAccount)}.`;
  const evidence = [`The export is of the app "${displayName(okta.app.label ?? okta.app.id)}" (${displayName(okta.app.id)}).`, assigned];
  return { ...step, state: 'done', evidence, toDo: [] };
}

function withoutAccount(count: number | null): string {
  return count === null || count === 0 ? '' : `; for ${formatNumber(count)} of them Okta holds no Genesys account`;
}

/** `${source.email}`, `user.email`: what *Application username format: Email* and a custom expression of the same meaning write. */
const emailTemplate = /^\s*(?:\$\{\s*)?(?:source|user)\.email\s*\}?\s*$/;

function userNameStep(okta: OktaEvidence | null): SetupStep {
  const step = { part: 'application', title: 'Application username format: Email', optional: false } as const;
  const fix = 'Okta: the app, Sign On, Settings, Edit: Application username format: Email, then Save.';
  if (!okta) return { ...step, state: 'unseen', evidence: [noExport], toDo: [fix] };
  const template = okta.app?.userNameTemplate ?? null;
  const seen = userNameWords(okta.userNames);
  if (template === null) return { ...step, state: 'unseen', evidence: [noAppJson, ...seen], toDo: [getAppJson, fix] };
  const right = emailTemplate.test(template);
  const stale = right && (okta.userNames?.otherThanEmail ?? 0) > 0;
  const evidence = [`The app's user name comes from ${displayName(template)}.`, ...seen];
  if (!right) return { ...step, state: 'notDone', evidence, toDo: [fix] };
  const update =
    'The format holds for whoever is assigned from now on. Okta: the app, Assignments: edit the user name of those who were assigned before.';
  return { ...step, state: 'done', evidence, toDo: stale ? [update] : [] };
}

function userNameWords(names: OktaEvidence['userNames']): readonly string[] {
  if (names === null) return ['No assignment in the export tells the user name in the app.'];
  return names.otherThanEmail === 0
    ? [`The user names of all ${formatNumber(names.compared)} assignments are the people's e-mail addresses.`]
    : [
        `${formatNumber(names.otherThanEmail)} of ${countOf(names.compared, 'assignment')} have another user name than the person's e-mail address.`,
      ];
}

interface Feature {
  readonly code: string;
  readonly label: string;
  readonly off: string;
}

/** The article's four, by the codes of `features` in the app's JSON. */
const features: readonly Feature[] = [
  { code: 'PUSH_NEW_USERS', label: 'Create Users', off: 'People who are assigned get no account in Genesys Cloud.' },
  { code: 'PUSH_PROFILE_UPDATES', label: 'Update User Attributes', off: 'Changes in Okta do not reach Genesys Cloud.' },
  {
    code: 'PUSH_USER_DEACTIVATION',
    label: 'Deactivate Users',
    off: 'Who leaves, or loses the app, stays active in Genesys Cloud.',
  },
  {
    code: 'PUSH_PASSWORD_UPDATES',
    label: 'Sync Password',
    off: 'Who is created gets a random password. With single sign-on nobody needs it.',
  },
];

function featureStep(okta: OktaEvidence | null, { code, label, off }: Feature): SetupStep {
  const step = { part: 'toApp', title: `${label} is on`, optional: true } as const;
  const fix = `Okta: the app, Provisioning, To App, Edit: ${label}, Enable, then Save.`;
  if (!okta) return { ...step, state: 'unseen', evidence: [noExport], toDo: [fix] };
  const set = okta.app?.features ?? null;
  if (set === null) return { ...step, state: 'unseen', evidence: [noAppJson], toDo: [getAppJson, fix] };
  if (set.includes(code)) return { ...step, state: 'done', evidence: [`The app's features hold ${code}.`], toDo: [] };
  return { ...step, state: 'notDone', evidence: [`The app's features do not hold ${code}. ${off}`], toDo: [fix] };
}

function mappingStep(okta: OktaEvidence | null): SetupStep {
  const step = { part: 'toApp', title: 'Attribute mappings that Genesys Cloud takes', optional: true } as const;
  const where = 'Okta: Directory, Profile Editor, the app’s user';
  if (!okta) return { ...step, state: 'unseen', evidence: [noExport], toDo: [getExport] };
  const { own, hasSchema, paths, ignored, neverSent } = okta.mapping;
  if (!own) {
    const evidence = ['The export does not hold the app’s attribute mapping.'];
    return {
      ...step,
      state: 'unseen',
      evidence,
      toDo: ['Add GET /api/v1/mappings/{mappingId} of user to app to the export, or use Collect Export from Okta…'],
    };
  }
  const schema = hasSchema ? [] : ['The export has no schema of the app: attributes are recognised by their names.'];
  const evidence = [
    `${countOf(paths.length, 'attribute')} of Genesys Cloud are filled.`,
    ...schema,
    ...ignored.map((text) => `Never taken by Genesys Cloud: ${displayName(text)}`),
    ...neverSent.map((variable) => `Never sent by Okta, since it has no external namespace: ${displayName(variable)}.`),
  ];
  const toDo = [
    ...(ignored.length === 0 ? [] : [`${where}, Mappings: take out what Genesys Cloud does not take.`]),
    ...(neverSent.length === 0 ? [] : [`${where}: delete the attribute, and add it again with its external namespace.`]),
  ];
  return { ...step, state: toDo.length === 0 ? 'done' : 'notDone', evidence, toDo };
}

function phoneStep(okta: OktaEvidence | null): SetupStep {
  const step = { part: 'toApp', title: 'Phone numbers in E.164', optional: false } as const;
  const fix = 'Write the numbers in Okta with plus and country, as +13172222222; Preview Push… lists each person whose number differs.';
  if (!okta) return { ...step, state: 'unseen', evidence: [noExport], toDo: [getExport] };
  const used = okta.phones.filter((counts) => counts.e164 + wrong(counts) > 0);
  if (used.length === 0)
    return { ...step, state: 'unseen', evidence: ['The export tells of no phone number that Okta would send.'], toDo: [] };
  const evidence = used.map(phoneWords);
  if (!used.some((counts) => wrong(counts) > 0)) return { ...step, state: 'done', evidence, toDo: [] };
  const endless =
    'Genesys Cloud stores E.164. A number in another form differs at every comparison, and where Okta also imports from Genesys Cloud the two update each other for ever.';
  const region = used.some((counts) => counts.regionNeeded > 0)
    ? ['Set scimPreflight.phone.defaultRegion, so that numbers without a country can be read.']
    : [];
  return { ...step, state: 'notDone', evidence: [...evidence, endless], toDo: [fix, ...region] };
}

function wrong({ otherFormat, regionNeeded, invalid }: OktaEvidence['phones'][number]): number {
  return otherFormat + regionNeeded + invalid;
}

function phoneWords(counts: OktaEvidence['phones'][number]): string {
  const parts = [
    `${formatNumber(counts.e164)} in E.164`,
    ...(counts.otherFormat === 0 ? [] : [`${formatNumber(counts.otherFormat)} in another form`]),
    ...(counts.regionNeeded === 0 ? [] : [`${formatNumber(counts.regionNeeded)} without a country`]),
    ...(counts.invalid === 0 ? [] : [`${formatNumber(counts.invalid)} not valid`]),
  ];
  return `${counts.path}: ${parts.join(', ')}.`;
}

function matchingStep(okta: OktaEvidence | null): SetupStep {
  const step = { part: 'toOkta', title: 'Imported user is an exact match if: Email matches', optional: false } as const;
  const fix = 'Okta: the app, Provisioning, To Okta, User Creation & Matching, Edit: Email matches, then Save.';
  const hidden = 'Okta’s export does not hold this setting.';
  if (!okta) return { ...step, state: 'unseen', evidence: [noExport], toDo: [fix] };
  const { addresses, people } = okta.sharedEmails;
  const shared =
    addresses === 0
      ? 'No two active Okta users share an e-mail address, so e-mail tells them apart.'
      : `${countOf(addresses, 'e-mail address is', 'e-mail addresses are')} shared by ${formatNumber(people)} active Okta users: e-mail does not tell these apart.`;
  const imports = (okta.app?.features ?? []).some((feature) => feature === 'IMPORT_PROFILE_UPDATES' || feature === 'PROFILE_MASTERING')
    ? ['The app also imports profiles from Genesys Cloud; Genesys supports one direction only, Okta to Genesys Cloud.']
    : [];
  return { ...step, state: 'unseen', evidence: [hidden, shared, ...imports], toDo: [fix] };
}

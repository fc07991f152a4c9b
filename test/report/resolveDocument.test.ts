import assert from 'node:assert/strict';
import { allSteps } from '../../src/input/steps';
import type { Plan } from '../../src/plan/plan';
import { resolveManagersInSteps } from '../../src/plan/resolveManagers';
import { usedNamesInSteps } from '../../src/plan/usedNames';
import { latentCsv, latentOverwritesInSteps } from '../../src/report/latentOverwrites';
import { toMarkdownText } from '../../src/report/markdownReport';
import { resolveDocument, type ResolveSubject } from '../../src/report/resolveDocument';
import { nameState, type KnownNames } from '../../src/report/resolveNames';
import { appUser, oktaUser, plan, scimUser, snapshot, source } from '../plan/examples';
const usedNames = (...given: Parameters<typeof usedNamesInSteps>) => allSteps(usedNamesInSteps(...given));

const resolveManagers = (...given: Parameters<typeof resolveManagersInSteps>) => allSteps(resolveManagersInSteps(...given));

const unread: KnownNames = { divisions: null, roles: null, skills: null, languages: null };
const hostile = '[x](command:evil) <img src=x> | a\n# b';
const guid = '00000000-0000-4000-8000-000000000001';
const users = [
  oktaUser('00u1', { login: 'anna@contoso.example', profile: { title: 'Agent', division: 'home', managerId: hostile } }),
  oktaUser('00u2', { login: 'ben@contoso.example', profile: { division: 'Nowhere', managerId: 'anna@contoso.example' } }),
];
const from = source({
  users,
  assignments: [appUser('00u1', guid, { profile: { title: 'Agent' } }), appUser('00u2', null)],
});
const to = snapshot(
  [scimUser(guid, { userName: 'anna@contoso.example', title: '=Boss|', meta: { lastModified: '2025-06-01T10:00:00.000Z' } })],
  [],
);
const made = plan(from, to);
const latentOf = (changed: Plan) => allSteps(latentOverwritesInSteps(changed, (id) => to.users.get(id)?.meta?.lastModified ?? null));
const csvOf = (changed: Plan): string => [...latentCsv(latentOf(changed))].join('');
const pageOf = (given: ResolveSubject): string => toMarkdownText(resolveDocument(given));
const subject = (known: KnownNames, connected = true) => ({
  plan: made,
  managers: resolveManagers(from, to),
  names: usedNames(from),
  known,
  connected,
  latent: latentOf(made),
});

describe('The page of managers and names', () => {
  it('names who is resolved, who is not and why', () => {
    const page = pageOf(subject(unread));
    assert.match(page, /1 person has an e-mail address, login or Okta id that is resolved/);
    assert.match(page, new RegExp(`\\| ben\\\\@contoso\\.example \\| anna\\\\@contoso\\.example \\| \`${guid}\` \\|`));
    assert.match(page, /no such user in Okta or Genesys Cloud/);
  });

  it('compares names exactly where the org tells them', () => {
    const page = pageOf(subject({ ...unread, divisions: new Set(['Home', 'EMEA']) }));
    assert.match(page, /0 of 2 names that Okta sends are there/);
    assert.match(page, /\| home \| 1 \| written Home \| `division` \|/);
    assert.match(page, /\| Nowhere \| 1 \| no such name \| `division` \|/);
  });

  it('says where names may not be read, or no org is connected', () => {
    assert.match(pageOf(subject(unread)), /may not be read with this OAuth client/);
    assert.match(pageOf(subject(unread, false)), /No org is connected/);
  });

  it('lists latent overwrites with the time, and says that nobody is named', () => {
    const page = pageOf(subject(unread));
    assert.match(page, /1 value of 1 person differs/);
    assert.match(page, /\| anna\\@contoso\.example \| `title` \| =Boss\\\| \| Agent \| 2025-06-01 10:00 UTC \|/);
    assert.match(page, /not by whom/);
  });

  it('counts phone numbers without a country apart', () => {
    const [user] = made.users.filter((one) => one.attributes.some(({ kind }) => kind === 'latentOverwrite'));
    assert.ok(user);
    const phone = {
      path: 'phoneNumbers[type eq "work"].value',
      kind: 'latentOverwrite',
      okta: '0317 5550199',
      genesys: '+13175550199',
      normalized: null,
      message: 'Set a region.',
    } as const;
    const changed = { ...made, users: [{ ...user, attributes: [phone] }] };
    const page = pageOf({ ...subject(unread), latent: latentOf(changed) });
    assert.match(page, /1 phone number has no country/);
    assert.equal(page.includes('0317'), false);
    assert.match(csvOf(changed), /0317 5550199.*Set a region\./);
  });

  it('escapes what comes from the export', () => {
    const page = pageOf(subject(unread));
    assert.equal(page.includes('[x](command'), false);
    assert.equal(/(?<!\\)<img/.test(page), false);
    assert.equal(page.includes('\n# b'), false);
  });

  it('has the overwrites as CSV, with formulas made harmless', () => {
    const csv = csvOf(made);
    assert.match(csv, /^userName,attribute,genesysNow,oktaWillWrite,accountLastChanged,note,oktaUserId,genesysUserId\r\n/);
    assert.match(csv, /title,'=Boss\||"'=Boss\|/);
    assert.deepEqual(latentOf({ ...made, users: [] }), []);
  });
});

describe('A name in Genesys', () => {
  const known = new Set(['Home', 'EMEA ', 'Español']);
  const cases = [
    ['Home', { kind: 'exact' }],
    ['home', { kind: 'case', meant: 'Home' }],
    [' Home', { kind: 'case', meant: 'Home' }],
    ['EMEA', { kind: 'case', meant: 'EMEA ' }],
    ['Espanol', { kind: 'missing' }],
  ] as const;
  for (const [used, expected] of cases) it(JSON.stringify(used), () => assert.deepEqual(nameState(used, known), expected));
});

import type { RootContent } from 'mdast';
import type { Steps } from '../input/steps';
import type { AttributePlan, Plan, UserPlan } from '../plan/plan';
import { csvLines } from './csvReport';
import { capped, code, heading, name, paragraph, table } from './markdownNodes';
import { countOf, displayName, formatNumber, formatTime } from './words';

/** When the account last changed in any way (SCIM `meta.lastModified`, ISO 8601); null where Genesys does not say. */
export type LastModified = (genesysUserId: string) => string | null;

/** A value that was changed in Genesys, and that Okta overwrites at that person's next push (product.md, section 6). */
export interface LatentOverwrite {
  readonly user: UserPlan;
  readonly attribute: AttributePlan;
  readonly changed: string | null;
}

const rowsShown = 200;

/** All of a plan, some hundred users at a time. */
export function* latentOverwritesInSteps({ users }: Plan, lastModified: LastModified): Steps<readonly LatentOverwrite[]> {
  const found: LatentOverwrite[] = [];
  let looked = 0;
  for (const user of users) {
    if (++looked % usersAStep === 0) yield undefined;
    for (const attribute of user.attributes) {
      if (attribute.kind !== 'latentOverwrite') continue;
      found.push({ user, attribute, changed: user.genesysUserId === null ? null : lastModified(user.genesysUserId) });
    }
  }
  return found;
}

const usersAStep = 256;

/** The section on them. SCIM tells when an account last changed, but neither what nor by whom: no name is given. */
export function latentSection(found: readonly LatentOverwrite[]): readonly RootContent[] {
  const all = found.filter(({ attribute }) => !isUndecided(attribute));
  const undecided = undecidedNote(found.length - all.length);
  if (all.length === 0) {
    const none = 'No value that was changed in Genesys Cloud is known to wait to be overwritten by Okta.';
    return [heading(2, 'Latent overwrites'), paragraph(none), ...undecided];
  }
  const people = new Set(all.map(({ user }) => user.genesysUserId)).size;
  const { shown, rest } = capped(all, rowsShown);
  return [
    heading(2, 'Latent overwrites'),
    paragraph(
      `${countOf(all.length, 'value')} of ${countOf(people, 'person', 'people')} ${all.length === 1 ? 'differs' : 'differ'} in Genesys Cloud from what Okta pushed last. Okta does not notice, until something else of the person changes; then it writes its own values over them. Put into Okta what is to stay.`,
    ),
    ...undecided,
    paragraph(
      'SCIM says when an account last changed in any way, and not by whom: who changed a value stands in the audit viewer of Genesys Cloud, which takes a permission of its own.',
    ),
    table(
      ['left', 'left', 'left', 'left', 'left'],
      ['Person', 'Attribute', 'In Genesys Cloud', 'Okta will write', 'Account last changed'],
      shown.map(({ user, attribute, changed }) => [
        name(user.userName ?? user.genesysUserId),
        code(attribute.path),
        name(attribute.genesys),
        name(attribute.normalized ?? attribute.okta),
        changed === null ? 'not known' : formatTime(changed),
      ]),
    ),
    ...(rest === 0 ? [] : [paragraph(`… and ${formatNumber(rest)} more; the CSV lists all of them.`)]),
  ];
}

/** A national number whose country is not known: it may be the very number that Genesys has. */
function isUndecided({ path, okta, normalized }: AttributePlan): boolean {
  return path.startsWith('phoneNumbers[') && normalized === null && okta !== null && okta !== '';
}

function undecidedNote(count: number): readonly RootContent[] {
  if (count === 0) return [];
  const many = countOf(count, 'phone number has', 'phone numbers have');
  return [
    paragraph(
      `${many} no country, and may be the same as in Genesys Cloud: set `,
      code('scimPreflight.phone.defaultRegion'),
      ' and refresh the plan.',
    ),
  ];
}

const csvHead = ['userName', 'attribute', 'genesysNow', 'oktaWillWrite', 'accountLastChanged', 'note', 'oktaUserId', 'genesysUserId'];
const rowsAPiece = 256;

/** As CSV for a spreadsheet (see `toCsv`), some hundred lines at a time, phone numbers without a country with what the plan says of them. */
export function* latentCsv(found: readonly LatentOverwrite[]): Generator<string, void, undefined> {
  yield csvLines([csvHead]);
  for (let start = 0; start < found.length; start += rowsAPiece) yield csvLines(found.slice(start, start + rowsAPiece).map(csvRow));
}

function csvRow({ user, attribute, changed }: LatentOverwrite): readonly string[] {
  const { path, genesys, normalized, okta, message } = attribute;
  return [user.userName, path, genesys, normalized ?? okta, changed, message, user.oktaUserId, user.genesysUserId].map((cell) =>
    displayName(cell ?? ''),
  );
}

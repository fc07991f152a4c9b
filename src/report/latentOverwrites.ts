import type { RootContent } from 'mdast';
import type { AttributePlan, Plan, UserPlan } from '../plan/plan';
import { toCsv } from './csvReport';
import { capped, code, heading, name, paragraph, table } from './markdownNodes';
import { countOf, displayName, formatNumber, formatTime } from './words';

/** When the account last changed in any way (SCIM `meta.lastModified`, ISO 8601); null where Genesys does not say. */
export type LastModified = (genesysUserId: string) => string | null;

interface LatentOverwrite {
  readonly user: UserPlan;
  readonly attribute: AttributePlan;
  readonly changed: string | null;
}

const rowsShown = 200;

/**
 * The values that were changed in Genesys and that Okta overwrites at that person's next push (product.md, section 6). SCIM tells when an
 * account last changed, but neither what nor by whom: no name is given.
 */
export function latentSection(plan: Plan, lastModified: LastModified): readonly RootContent[] {
  const found = latentOverwrites(plan, lastModified);
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

/** All as CSV, for a spreadsheet (see `toCsv`), phone numbers without a country with what the plan says of them; null where there is none. */
export function latentCsv(plan: Plan, lastModified: LastModified): string | null {
  const all = latentOverwrites(plan, lastModified);
  if (all.length === 0) return null;
  return toCsv(
    ['userName', 'attribute', 'genesysNow', 'oktaWillWrite', 'accountLastChanged', 'note', 'oktaUserId', 'genesysUserId'],
    all.map(({ user, attribute, changed }) =>
      [
        user.userName,
        attribute.path,
        attribute.genesys,
        attribute.normalized ?? attribute.okta,
        changed,
        attribute.message,
        user.oktaUserId,
        user.genesysUserId,
      ].map((cell) => displayName(cell ?? '')),
    ),
  );
}

function latentOverwrites({ users }: Plan, lastModified: LastModified): readonly LatentOverwrite[] {
  return users.flatMap((user) =>
    user.attributes
      .filter((attribute) => attribute.kind === 'latentOverwrite')
      .map((attribute) => ({ user, attribute, changed: user.genesysUserId === null ? null : lastModified(user.genesysUserId) })),
  );
}

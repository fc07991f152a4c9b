import type { RootContent } from 'mdast';
import type { UnresolvedReason } from '../mapping/managerResolver';
import type { ManagerFinding, ManagerReport } from '../plan/resolveManagers';
import { isFormula, toCsv } from './csvReport';
import { capped, code, heading, list, name, paragraph, table } from './markdownNodes';
import { countOf, displayName, formatNumber } from './words';

export const unresolvedWords: Readonly<Record<UnresolvedReason, string>> = {
  noSuchUser: 'no such user in Okta or Genesys Cloud',
  ambiguous: 'several people have this e-mail address',
  inactive: 'deactivated in Okta, or not activated yet',
  noAccount: 'has no account in Genesys Cloud',
  inactiveInGenesys: 'inactive in Genesys Cloud',
  unknownGuid: 'no user of Genesys Cloud has this id',
};

/** A list that Okta imports, and who could not be put in it. */
export interface ManagerCsv {
  readonly csv: string;
  readonly people: number;
  /** Resolved, but Okta or a spreadsheet would misread their row. */
  readonly leftOut: number;
}

/** Rows that are shown; the CSV has all of them. */
const rowsShown = 200;

/**
 * The list for *Directory, People, More Actions, Import Users From CSV*, which updates the attributes of existing users by their login
 * (support.okta.com, "Bulk Update Okta User Profiles via CSV Import"). The columns that Okta asks of every import (facts/okta.md, section 1.4)
 * are there with the values that the people have, where the export knows them for all; else only the login is. Null where nobody is resolved.
 */
export function managerCsv({ attribute, findings }: ManagerReport): ManagerCsv | null {
  const resolved = findings.flatMap((finding) =>
    finding.resolution.kind === 'resolved' ? [{ finding, guid: finding.resolution.genesysUserId }] : [],
  );
  if (resolved.length === 0) return null;
  const named = resolved.every(({ finding }) => required(finding).every(Boolean));
  const rows = resolved.map(({ finding, guid }) => [finding.user.login ?? '', ...(named ? required(finding) : []), guid]);
  // An apostrophe before what a spreadsheet would run would be imported, too.
  const importable = rows.filter((row) => row[0] !== '' && row.every((cell) => !isFormula(cell) && displayName(cell) === cell));
  const head = ['login', ...(named ? ['firstName', 'lastName', 'email'] : []), attribute];
  return { csv: toCsv(head, importable), people: importable.length, leftOut: rows.length - importable.length };
}

function required({ firstName, lastName, user }: ManagerFinding): readonly string[] {
  return [firstName ?? '', lastName ?? '', user.email ?? ''];
}

/** The section on managers. */
export function managerSection(report: ManagerReport): readonly RootContent[] {
  const { attribute, mapped, right, findings } = report;
  const resolved = findings.filter((finding) => finding.resolution.kind === 'resolved');
  const unresolved = findings.filter((finding) => finding.resolution.kind === 'unresolved');
  const about = mapped
    ? [
        'Genesys Cloud takes a manager by its own user id alone; an e-mail address, a login or an Okta id does not work. The list gives the ids to the Okta attribute ',
        code(attribute),
        ', which the mapping copies.',
      ]
    : [
        'The mapping of the export does not copy an attribute to the manager in Genesys Cloud. Once ',
        code(attribute),
        ' holds the ids, map it to ',
        code('manager.value'),
        '.',
      ];
  const importing =
    resolved.length === 0
      ? []
      : [
          paragraph(
            'Save Manager CSV… writes the list. In Okta: Directory, People, More Actions, Import Users From CSV. Compare its columns with those of the template there; what is not in the list is not changed.',
          ),
        ];
  return [
    heading(2, 'Managers'),
    paragraph(...about),
    list([
      `${countOf(right, 'person has', 'people have')} the id of an active Genesys user already`,
      `${countOf(resolved.length, 'person has', 'people have')} an e-mail address, login or Okta id that is resolved`,
      `${countOf(unresolved.length, 'person has', 'people have')} a manager that cannot be resolved`,
    ]),
    ...importing,
    ...rows('Resolved', ['Person', 'Manager in Okta', 'Genesys id'], resolved),
    ...rows('Cannot be resolved', ['Person', 'Manager in Okta', 'Reason'], unresolved),
  ];
}

function rows(title: string, head: readonly [string, string, string], findings: readonly ManagerFinding[]): readonly RootContent[] {
  if (findings.length === 0) return [];
  const { shown, rest } = capped(findings, rowsShown);
  return [
    heading(3, title),
    table(
      ['left', 'left', 'left'],
      head,
      shown.map(({ user, reference, resolution }) => [
        name(user.login ?? user.id),
        name(reference),
        resolution.kind === 'resolved' ? code(resolution.genesysUserId) : unresolvedWords[resolution.reason],
      ]),
    ),
    ...(rest === 0 ? [] : [paragraph(`… and ${formatNumber(rest)} more.`)]),
  ];
}

import type { RootContent } from 'mdast';
import type { NameKind, NameUse, UsedName } from '../plan/usedNames';
import type { Cell } from './markdownNodes';
import { capped, code, heading, list, name, paragraph, table } from './markdownNodes';
import { countOf, formatNumber } from './words';

/** What an org has; null: it may not be read, or no org is connected. */
export type KnownNames = Readonly<Record<NameKind, ReadonlySet<string> | null>>;

/** `case`: a name that differs in case alone, which Genesys does not take for the same. */
export type NameState = { readonly kind: 'exact' } | { readonly kind: 'case'; readonly meant: string } | { readonly kind: 'missing' };

const kindWords: Readonly<Record<NameKind, string>> = {
  divisions: 'Divisions',
  roles: 'Roles',
  skills: 'Routing skills',
  languages: 'Routing languages',
};
const kinds: readonly NameKind[] = ['divisions', 'roles', 'skills', 'languages'];
const rowsShown = 200;

/** Whether Genesys knows a name, exactly as it is written (facts/genesys-scim.md, section 1.5). */
export function nameState(used: string, known: ReadonlySet<string>): NameState {
  if (known.has(used)) return { kind: 'exact' };
  const folded = used.trim().toLowerCase();
  const meant = [...known].find((candidate) => candidate.trim().toLowerCase() === folded);
  return meant === undefined ? { kind: 'missing' } : { kind: 'case', meant };
}

/** The section on divisions, roles, skills and languages; `connected` is false for a plan against a file. */
export function nameSection({ used, unknown }: NameUse, known: KnownNames, connected: boolean): readonly RootContent[] {
  const sections = kinds.flatMap((kind) => {
    const own = used.filter((one) => one.kind === kind);
    return own.length === 0 ? [] : [heading(3, kindWords[kind]), ...kindNodes(own, known[kind], connected)];
  });
  const gaps = unknown.map(({ variable, people }): Cell => [
    'What ',
    code(variable),
    ` holds cannot be known from the export for ${countOf(people, 'person', 'people')}.`,
  ]);
  return [
    heading(2, 'Divisions, roles, skills and languages'),
    paragraph('Genesys Cloud knows these by their exact names: case and spaces count, and SCIM cannot make a name that is not there.'),
    ...(sections.length === 0 ? [paragraph('The mapping of the export sends none of them.')] : sections),
    ...(gaps.length === 0 ? [] : [list(gaps)]),
  ];
}

function kindNodes(own: readonly UsedName[], known: ReadonlySet<string> | null, connected: boolean): readonly RootContent[] {
  if (known === null) {
    const why = connected
      ? 'They may not be read with this OAuth client, so these names were not compared.'
      : 'No org is connected, so these names were not compared.';
    return [paragraph(why), list(own.map((one): Cell => [name(one.name), ` (${countOf(one.people, 'person', 'people')})`]))];
  }
  const judged = own.map((one) => ({ one, state: nameState(one.name, known) }));
  const wrong = judged.filter(({ state }) => state.kind !== 'exact').sort((a, b) => b.one.people - a.one.people);
  const exact = judged.length - wrong.length;
  if (wrong.length === 0) return [paragraph(`All ${countOf(exact, 'name')} that Okta sends are there.`)];
  const { shown, rest } = capped(wrong, rowsShown);
  return [
    paragraph(`${formatNumber(exact)} of ${countOf(judged.length, 'name')} that Okta sends are there.`),
    table(
      ['left', 'right', 'left', 'left'],
      ['In Okta', 'People', 'In Genesys Cloud', 'App attribute'],
      shown.map(({ one, state }): readonly Cell[] => [
        name(one.name),
        formatNumber(one.people),
        state.kind === 'case' ? ['written ', name(state.meant)] : 'no such name',
        code(one.variable),
      ]),
    ),
    ...(rest === 0 ? [] : [paragraph(`… and ${formatNumber(rest)} more.`)]),
  ];
}

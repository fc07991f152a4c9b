import type { RootContent } from 'mdast';
import type { UserValue, ValueAttribute } from '../plan/userValues';
import { heading, code, list, name, paragraph, root, table, text, type Cell } from './markdownNodes';
import { toMarkdownText } from './markdownReport';
import { valueKindWords } from './words';

/** What a mapping gives one user. */
export interface UserValuesSubject {
  readonly org: string;
  /** As Okta shows them. */
  readonly person: string;
  /** In the order of `values`. */
  readonly attributes: readonly ValueAttribute[];
  readonly values: readonly UserValue[];
  readonly notCompared: readonly string[];
  readonly assumptions: readonly string[];
  /** Okta is set not to send this: said on top; null where it is sent. */
  readonly notSent: string | null;
}

/** *Preview for a User…*: every attribute of one user, from what stands in Okta to what Genesys would hold. */
export function userValuesPage(subject: UserValuesSubject): string {
  const { org, person, attributes, values, notSent } = subject;
  const [first] = values;
  const account = first?.genesysUserId ?? null;
  return toMarkdownText(
    root([
      heading(1, 'What the mapping gives ', name(person)),
      list([
        ['Okta user: ', code(first?.user ?? null), ' (', code(first?.oktaUserId ?? null), ')'],
        account === null
          ? ['Genesys user in ', name(org), ': none; Okta would create the account']
          : ['Genesys user in ', name(org), ': ', code(account)],
      ]),
      ...(notSent === null ? [] : [paragraph(notSent)]),
      table(
        ['left', 'left', 'left', 'left', 'left', 'left'],
        ['Attribute', 'In Okta', 'The expression gives', 'Genesys would hold', 'Genesys has now', 'What that is'],
        values.map(valueRow),
      ),
      ...expressions(attributes),
      ...remarks('Not compared', subject.notCompared),
      ...remarks('Taken for granted', subject.assumptions),
    ]),
  );
}

/** The cells of a value behind its attribute, and the words for it. */
export function valueCells({ raw, result, stored, present, kind, message }: UserValue): readonly Cell[] {
  const known = (value: string | null | undefined): Cell => (value === undefined ? text('not known') : code(value));
  const told = message === null ? valueKindWords[kind] : `${valueKindWords[kind]}: ${message}`;
  return [code(raw), known(result), known(stored), code(present), text(told)];
}

function valueRow(value: UserValue): readonly Cell[] {
  return [value.variable === null ? code(value.path) : [code(value.variable), ' → ', code(value.path)], ...valueCells(value)];
}

/** In a list of their own: a table with pages of expressions in it cannot be read. */
function expressions(attributes: readonly ValueAttribute[]): readonly RootContent[] {
  const variables = attributes.filter(({ variable }) => variable !== null);
  if (variables.length === 0) return [];
  return [
    heading(2, 'The expressions'),
    list(
      variables.map(({ variable, expression }): Cell => [
        code(variable),
        ': ',
        expression === null ? text('nothing is evaluated at a push; Okta sends what the assignment stores') : code(expression),
      ]),
    ),
  ];
}

/** A heading and a list, where there is something to say. */
export function remarks(title: string, texts: readonly string[]): readonly RootContent[] {
  return texts.length === 0 ? [] : [heading(2, title), list(texts.map((one) => text(one)))];
}

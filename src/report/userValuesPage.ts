import type { RootContent } from 'mdast';
import type { UserValue, ValueAttribute } from '../plan/userValues';
import { notableKinds } from '../plan/valueTotals';
import { heading, code, list, name, paragraph, root, table, text, type Cell, type Inline } from './markdownNodes';
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
        valueHead.map(() => 'left'),
        ['Attribute', ...valueHead.slice(1)],
        worstFirst(values).map((value) => [code(value.variable ?? value.path), ...valueCells(value)]),
      ),
      ...expressions(attributes),
      ...remarks('Not compared', subject.notCompared),
      ...remarks('Taken for granted', subject.assumptions),
    ]),
  );
}

/** The columns of values, behind the first that tells whose they are. */
export const valueHead = ['User', 'What that is', 'In Okta, and what it becomes', 'Genesys would hold', 'Genesys has now'] as const;

/** The cells of a value behind the first. Most values are the same on their whole way, and long: then it is said once. */
export function valueCells({ raw, result, stored, present, kind, message }: UserValue): readonly Cell[] {
  const told = message === null ? valueKindWords[kind] : `${valueKindWords[kind]}. ${message}`;
  const sent: Cell =
    raw === null || raw === result
      ? valueText(result)
      : [code(raw), ' → ', result === null || result === '' ? text('nothing') : valueText(result)];
  return [text(told), sent, sameOr(stored, result), sameOr(present, stored)];
}

function valueText(value: string | null | undefined): Inline {
  return value === undefined ? text('not known') : code(value);
}

function sameOr(value: string | null | undefined, before: string | null | undefined): Inline {
  return (value ?? '') !== '' && value === before ? text('the same') : valueText(value);
}

/** What has to be looked at stands on top. */
function worstFirst(values: readonly UserValue[]): readonly UserValue[] {
  const rank = ({ kind }: UserValue): number => {
    const at = (notableKinds as readonly string[]).indexOf(kind);
    return at < 0 ? notableKinds.length : at;
  };
  return [...values].sort((a, b) => rank(a) - rank(b));
}

/** In a list of their own: a table with pages of expressions in it cannot be read. */
function expressions(attributes: readonly ValueAttribute[]): readonly RootContent[] {
  const variables = attributes.filter(({ variable }) => variable !== null);
  if (variables.length === 0) return [];
  return [
    heading(2, 'The expressions'),
    list(
      variables.map(({ variable, path, expression }): Cell => [
        code(variable),
        ' → ',
        code(path),
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

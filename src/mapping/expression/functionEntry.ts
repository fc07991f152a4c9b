/**
 * How a function stands: `known`: evaluated, as far as it is documented; `lookup`: what it gives is in Okta or a directory, or is the time now,
 * so offline it is unknown; `claimsOnly`: Okta does not take it in mappings.
 */
export type FunctionStanding = 'known' | 'lookup' | 'claimsOnly';

/** A function of Okta's classic expression language, for completion and hover. */
export interface FunctionEntry {
  /** As it is written, with what stands before its dot: `String.append`, `user.getLinkedObject`, `isMemberOfGroup`. */
  readonly name: string;
  readonly parameters: string;
  readonly gives: 'Text' | 'Whole number' | 'Number' | 'True or false' | 'Array' | 'User' | 'Any';
  readonly says: string;
  /** Okta's own example, and what comes out where the page tells. */
  readonly example: string;
  readonly result: string | null;
  readonly standing: FunctionStanding;
  readonly deprecated: boolean;
  /** Okta does not evaluate it again when what it looks at changes: a membership, a manager. */
  readonly notReevaluated: boolean;
  /** A heading of Okta's page. */
  readonly source: string;
}

const page = 'https://developer.okta.com/docs/reference/okta-expression-language/';

export type FunctionRow = readonly [
  name: string,
  parameters: string,
  gives: FunctionEntry['gives'],
  says: string,
  example: string,
  result: string | null,
];

/** Entries that stand under one heading of Okta's page. */
export function section(heading: string, rows: readonly FunctionRow[], rest: Partial<FunctionEntry> = {}): readonly FunctionEntry[] {
  return rows.map(([name, parameters, gives, says, example, result]) => ({
    ...{ name, parameters, gives, says, example, result },
    ...{ standing: 'known', deprecated: false, notReevaluated: false, source: `${page}#${heading}`, ...rest },
  }));
}

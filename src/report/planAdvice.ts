/** What a code of the trust report means for a plan, and how to get better data (facts/okta.md, sections 1 and 3). */
export interface Advice {
  /** For a row in a list, a few words. */
  readonly short: string;
  /** What it means, in an admin's words. `code` stands between backticks, a command's title between square brackets, here and below. */
  readonly means: string;
  /** How to get better data, a step or a choice each. */
  readonly better: readonly string[];
  /** The list's own query, asked once more, is the way to better data. */
  readonly again: boolean;
}

/** Codes that only a plan has, besides those of files. */
export type PlanCode = 'not-compared' | 'expression-syntax' | 'assigned-and-pushed' | 'push-in-error';

/** What stands in a plan and in no file. */
export const planAdvice: Readonly<Record<PlanCode, Advice>> = {
  'not-compared': {
    short: 'not compared',
    means: 'Okta may write this attribute, but the export does not tell what, so it is not among the changes.',
    better: [
      'Save the mapping with its expressions (`GET /api/v1/mappings?targetId={appId}`, then `GET /api/v1/mappings/{mappingId}`) and the app’s schema (`GET /api/v1/meta/schemas/apps/{appId}/default`).',
    ],
    again: false,
  },
  'expression-syntax': {
    short: 'an expression that does not read',
    means:
      'An expression of the mapping breaks the rules of Okta’s expression language, so that nobody’s value of this attribute is compared. Groups and their members are not concerned.',
    better: ['Mend the expression in Okta’s *Profile Editor*, where *Preview* shows whether it reads, and save the mapping again.'],
    again: false,
  },
  'assigned-and-pushed': {
    short: 'assigned and pushed',
    means: 'Okta does not support one group for both: it may push people before they are assigned, and leave removed ones behind.',
    better: ['In Okta, assign the app by one group and push another.'],
    again: false,
  },
  'push-in-error': {
    short: 'push in error',
    means: 'Okta has stopped pushing this group: its members in Genesys stay as they are until the error is settled.',
    better: ['Open *Push Groups* of the app in Okta and settle the error that stands there.'],
    again: false,
  },
};

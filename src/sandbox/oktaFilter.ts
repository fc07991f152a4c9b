import { oktaError } from './oktaReply';

/** What a `filter` or `search` of users asks for: one field that equals one of some values. */
export interface OktaCondition {
  readonly by: 'status' | 'id' | 'login' | 'email';
  readonly values: readonly string[];
}

const fields: Readonly<Record<string, OktaCondition['by']>> = {
  status: 'status',
  id: 'id',
  'profile.login': 'login',
  'profile.email': 'email',
};

/**
 * `status eq "DEPROVISIONED"`, several of one field joined by `or`.
 *
 * @throws Refusal 400 E0000031 for any other condition.
 */
export function parseOktaFilter(text: string): OktaCondition {
  const conditions = text.split(/\s+or\s+/i).map((part) => /^\s*\(?\s*([\w.]+)\s+eq\s+"([^"]*)"\s*\)?\s*$/i.exec(part));
  const [first] = conditions;
  const by = fields[first?.[1] ?? ''];
  const values = conditions.map((match) => (match?.[1] === first?.[1] ? match?.[2] : undefined));
  if (by === undefined || values.some((value) => value === undefined)) throw oktaError(400, 'E0000031', 'Invalid search criteria.');
  const texts = values.filter((value) => value !== undefined);
  return { by, values: by === 'login' || by === 'email' ? texts.map((value) => value.toLowerCase()) : texts };
}

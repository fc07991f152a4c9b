/** What can go wrong with a request (product.md, section 12). */
export const faultNames = [
  '429',
  '500',
  '502',
  '503',
  '504',
  'reset',
  'truncate',
  'slow',
  'wrongTotal',
  'shiftRows',
  'stale400',
  'stale409',
  'stale412',
  'expireToken',
  'html',
  'lag',
  'silentDrop',
  'otherHandEdits',
  'cutMembers',
] as const;
export type FaultName = (typeof faultNames)[number];

/** A rule of a faults file, with what it leaves out filled in. */
export interface FaultRule {
  readonly fault: FaultName;
  /** Null: any. */
  readonly method: string | null;
  /** A prefix behind the SCIM base, or of the whole path where it is not SCIM; `/` is all of SCIM. */
  readonly path: string;
  /** Matching requests that pass first. */
  readonly after: number;
  /** How often it acts; -1: always. */
  readonly times: number;
  /** Whether the request has taken effect when it fails. */
  readonly when: 'before' | 'after';
  /** Seconds: what 429 and 503 say; null: nothing is said. */
  readonly retryAfter: number | null;
  /** Of `slow`: how long the answer takes. */
  readonly seconds: number;
  /** Of `lag`: so many reads of the group show what it was. */
  readonly reads: number;
  /** Of `silentDrop`: members that are dropped; of `cutMembers`: members that are shown. Null: all of them, and half of them. */
  readonly members: number | null;
  /** Of `otherHandEdits`: who is taken out, or put in where not a member; null: the first member whom the request does not name. */
  readonly member: string | null;
}

/** A faults file that cannot be used; the message names file and rule. */
export class FaultsError extends Error {
  readonly reason = 'badFaults';
  constructor(message: string) {
    super(message);
    this.name = 'FaultsError';
  }
}

interface Field {
  readonly words: string;
  readonly fits: (value: unknown) => boolean;
}

const whole = (least: number): Field => ({
  words: `a whole number from ${least}`,
  fits: (value) => Number.isSafeInteger(value) && Number(value) >= least,
});
const oneOf = (values: readonly string[]): Field => ({
  words: `one of ${values.join(', ')}`,
  fits: (value) => typeof value === 'string' && values.includes(value),
});

const fields: Readonly<Record<keyof FaultRule, Field>> = {
  fault: oneOf(faultNames),
  method: oneOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: { words: 'a text that begins with /', fits: (value) => typeof value === 'string' && value.startsWith('/') },
  after: whole(0),
  times: whole(-1),
  when: oneOf(['before', 'after']),
  retryAfter: whole(0),
  seconds: { words: 'a number from 0', fits: (value) => typeof value === 'number' && value >= 0 && value <= 3600 },
  reads: whole(1),
  members: whole(0),
  member: { words: 'an id', fits: (value) => typeof value === 'string' && value !== '' },
};

const defaults: Omit<FaultRule, 'fault'> = {
  method: null,
  path: '/',
  after: 0,
  times: 1,
  when: 'before',
  retryAfter: null,
  seconds: 2,
  reads: 2,
  members: null,
  member: null,
};

/** Whether a field belongs to the rule's fault: what would be ignored is a mistake of whoever wrote it. */
const owners: Readonly<Partial<Record<keyof FaultRule, readonly FaultName[]>>> = {
  retryAfter: ['429', '503'],
  seconds: ['slow'],
  reads: ['lag'],
  members: ['silentDrop', 'cutMembers'],
  member: ['otherHandEdits'],
};

export const faultRule = (rule: Pick<FaultRule, 'fault'> & Partial<FaultRule>): FaultRule => ({ ...defaults, ...rule });

/**
 * Reads a file of fault rules. @param path for messages only.
 * @throws FaultsError that names the rule and what is allowed.
 */
export function parseFaults(text: string, path: string): readonly FaultRule[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FaultsError(`${path} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (!Array.isArray(value)) throw new FaultsError(`${path} is no list of fault rules: [{"method", "path", "after", "times", "fault"}].`);
  return value.map((rule: unknown, index) => parseRule(rule, `${path}: rule ${index + 1}`));
}

function parseRule(value: unknown, where: string): FaultRule {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FaultsError(`${where} is no object.`);
  const rule = value as Readonly<Record<string, unknown>>;
  if (rule.fault === undefined) throw new FaultsError(`${where} has no "fault"; it is ${fields.fault.words}.`);
  for (const [name, given] of Object.entries(rule)) {
    if (!isField(name)) throw new FaultsError(`${where} has "${name}", which there is not. Fields are ${Object.keys(fields).join(', ')}.`);
    const { words, fits } = fields[name];
    if (!fits(given)) throw new FaultsError(`${where}: "${name}" is ${words}, not ${JSON.stringify(given)}.`);
  }
  const checked = { ...defaults, ...rule } as FaultRule;
  for (const [name, faults] of Object.entries(owners)) {
    if (Object.hasOwn(rule, name) && !faults.includes(checked.fault))
      throw new FaultsError(`${where}: "${name}" belongs to ${faults.join(' and ')}, not to ${checked.fault}.`);
  }
  return checked;
}

const isField = (name: string): name is keyof FaultRule => Object.hasOwn(fields, name);

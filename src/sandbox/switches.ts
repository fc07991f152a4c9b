/**
 * What is not verified about the real server (facts/genesys-scim.md, section 7), as switches; tests run both ways. The first seven are
 * those of product.md, section 12.
 */
export interface SandboxSwitches {
  /** The answer to an `If-Match` that is out of date. */
  readonly stale: '400' | '409' | '412';
  /** Whether a group's version moves when its members change. */
  readonly version: 'moves' | 'fixed';
  /**
   * What the block of more than 1000 removals counts: all of a request, one operation, or who is gone after the request; `none`: it does
   * not take a replace for a removal, and lets it pass.
   */
  readonly block: 'request' | 'operation' | 'net' | 'none';
  /** Adding an id that nobody has. */
  readonly unknownMember: 'ignore' | 'refuse';
  /** Removing somebody who is no member. */
  readonly absentMember: 'ignore' | 'refuse';
  /** Members of a group that are shown at most; null: all. */
  readonly memberLimit: number | null;
  /** Whether `GET /api/v2/scim/v2/groups` needs a filter, as its declaration says. */
  readonly v2Filter: 'required' | 'optional';
  /** What becomes of an attempt to rename a group over SCIM, where the name is declared read-only. */
  readonly rename: 'ignore' | 'refuse';
  /** Members by ownership or by a rule: whether SCIM can take them out. */
  readonly derivedMember: 'keep' | 'remove';
  /** Page size above which a listing with secondary attributes is answered 429; null: never. */
  readonly pageLimit: number | null;
  /** After so many seconds Okta's cursor to a next page is not good any more; null: never. */
  readonly oktaCursorSeconds: number | null;
}

export const defaultSwitches: SandboxSwitches = {
  stale: '400',
  version: 'moves',
  block: 'request',
  unknownMember: 'refuse',
  absentMember: 'ignore',
  memberLimit: null,
  v2Filter: 'required',
  rename: 'ignore',
  derivedMember: 'keep',
  pageLimit: null,
  oktaCursorSeconds: null,
};

/** A switch that does not exist, or a value that it does not have. */
export class SwitchError extends Error {
  readonly reason = 'badSwitch';
  constructor(message: string) {
    super(message);
    this.name = 'SwitchError';
  }
}

const allowed: Readonly<Record<keyof SandboxSwitches, readonly string[] | 'number'>> = {
  stale: ['400', '409', '412'],
  version: ['moves', 'fixed'],
  block: ['request', 'operation', 'net', 'none'],
  unknownMember: ['ignore', 'refuse'],
  absentMember: ['ignore', 'refuse'],
  memberLimit: 'number',
  v2Filter: ['required', 'optional'],
  rename: ['ignore', 'refuse'],
  derivedMember: ['keep', 'remove'],
  pageLimit: 'number',
  oktaCursorSeconds: 'number',
};

/**
 * Reads switches as they stand on a command line: `stale=409`, `memberLimit=1000` (`memberLimit=none` for no limit).
 *
 * @throws SwitchError that names what is allowed.
 */
export function parseSwitches(texts: readonly string[]): Partial<SandboxSwitches> {
  return Object.fromEntries(texts.map(parseSwitch));
}

function parseSwitch(text: string): readonly [string, string | number | null] {
  const [name = '', value = ''] = text.split(/=(.*)/s);
  const values = isSwitch(name) ? allowed[name] : null;
  if (values === null) throw new SwitchError(`There is no switch "${name}". Switches are ${Object.keys(allowed).join(', ')}.`);
  if (values !== 'number') {
    if (!values.includes(value)) throw new SwitchError(`The switch ${name} is ${values.join(' or ')}, not "${value}".`);
    return [name, value];
  }
  if (value === 'none') return [name, null];
  if (!/^\d{1,9}$/.test(value)) throw new SwitchError(`The switch ${name} is a number or "none", not "${value}".`);
  return [name, Number(value)];
}

function isSwitch(name: string): name is keyof SandboxSwitches {
  return Object.hasOwn(allowed, name);
}

import { enterpriseUserUrn } from './scimNames';

/** The parts of a Genesys SCIM user that are compared; see `ScimUser` in src/genesys/scim.ts. */
export interface ComparableScimUser {
  readonly userName: string;
  readonly active: boolean;
  readonly displayName?: string | null;
  readonly title?: string | null;
  readonly externalId?: string | null;
  readonly emails?: readonly TypedValue[] | null;
  readonly phoneNumbers?: readonly TypedValue[] | null;
  readonly [enterpriseUserUrn]?: {
    readonly department?: string | null;
    readonly division?: string | null;
    readonly employeeNumber?: string | null;
    readonly dateHire?: string | null;
    readonly manager?: { readonly value?: string | null } | null;
  } | null;
  /** `read` of this user, where that is faster than reading it: of one that is kept as bytes. */
  text?(read: ScimValueReader): string | null;
}

interface TypedValue {
  readonly value?: string | null;
  readonly type?: string | null;
}

/** Reads one attribute of a Genesys user; null where it has none. */
export type ScimValueReader = (user: ComparableScimUser) => string | null;

/** The reader of a writable path of the catalogue. @throws Error for a path that is not in it. */
export function scimValueReader(path: string): ScimValueReader {
  const read = objectReader(path);
  return (user) => (user.text ? user.text(read) : read(user));
}

function objectReader(path: string): ScimValueReader {
  const simple = simpleReaders.get(path);
  if (simple) return simple;
  const element = /^(emails|phoneNumbers)\[type eq "(\w+)"\]\.value$/.exec(path);
  const type = element?.[2];
  if (type === undefined) throw new Error(`No reader for the SCIM path ${path}.`);
  return element?.[1] === 'emails' ? (user) => valueOfType(user.emails, type) : (user) => valueOfType(user.phoneNumbers, type);
}

const simpleReaders = new Map<string, ScimValueReader>([
  ['userName', (user) => user.userName],
  ['active', (user) => String(user.active)],
  ['displayName', (user) => user.displayName ?? null],
  ['title', (user) => user.title ?? null],
  ['externalId', (user) => user.externalId ?? null],
  [`${enterpriseUserUrn}:department`, (user) => user[enterpriseUserUrn]?.department ?? null],
  [`${enterpriseUserUrn}:division`, (user) => user[enterpriseUserUrn]?.division ?? null],
  [`${enterpriseUserUrn}:employeeNumber`, (user) => user[enterpriseUserUrn]?.employeeNumber ?? null],
  [`${enterpriseUserUrn}:dateHire`, (user) => user[enterpriseUserUrn]?.dateHire ?? null],
  [`${enterpriseUserUrn}:manager.value`, (user) => user[enterpriseUserUrn]?.manager?.value ?? null],
]);

function valueOfType(values: readonly TypedValue[] | null | undefined, type: string): string | null {
  if (!values) return null;
  for (const element of values) if (element.type === type) return element.value ?? null;
  return null;
}

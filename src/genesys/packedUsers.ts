import { PackedRows, type RowForm } from '../input/packedRows';
import { RecordForms } from '../input/recordForms';
import type { RecordMatch } from '../input/recordMatch';
import type { RecordTemplate } from '../input/recordTemplate';
import { allLeaves, built, type TemplateNode } from '../input/templateNode';
import { isId, userFault } from './resourceCheck';
import { enterpriseSchema, genesysSchema, type ScimUser } from './scim';

/** Where in the records of one form a user's own texts are, and how they are kept; null where each has to be looked at. */
type UserReading = {
  readonly form: RowForm;
  readonly id: number;
  readonly userName: number;
  readonly active: number;
} | null;

/** Users of snapshot files, kept as bytes: what nobody is looked up by is made when it is asked for. */
export class PackedUsers {
  private readonly rows = new PackedRows();
  private readonly forms = new RecordForms((match, template) => this.readingOf(match, template));

  /** The user of a record that matched; null where it has to be parsed, since it is none, or something about it may be wrong. */
  userOf(match: RecordMatch): PackedUser | null {
    const reading = this.forms.of(match);
    if (!reading) return null;
    const [id, userName] = [match.text(reading.id), match.text(reading.userName)];
    if (!id || !userName || !isId(id)) return null;
    const active = match.scalar(reading.active) === true;
    return new PackedUser(this.rows, this.rows.add(match, reading.form), id, userName, active);
  }

  /** That a user is whole rests on structure and types, and on its id and name, which are looked at each time. */
  private readingOf(match: RecordMatch, template: RecordTemplate): UserReading {
    if (template.part('userName') === undefined || userFault(match.value()) !== null) return null;
    const userName = template.leafOf('userName');
    return {
      form: this.rows.form(match, template, allLeaves, userName),
      id: template.leafOf('id'),
      userName,
      active: template.leafOf('active'),
    };
  }
}

/** A Genesys user that is packed. It reads like any other (what is absent is null), but is not to be spread or enumerated: `plainUser` is for that. */
export class PackedUser implements ScimUser {
  readonly #rows: PackedRows;
  readonly #address: number;

  constructor(
    rows: PackedRows,
    address: number,
    readonly id: string,
    readonly userName: string,
    readonly active: boolean,
  ) {
    this.#rows = rows;
    this.#address = address;
  }

  get schemas(): NonNullable<ScimUser['schemas']> | null {
    return this.part<ScimUser['schemas']>('schemas');
  }

  get externalId(): string | null {
    return this.part<string>('externalId');
  }

  get displayName(): string | null {
    return this.part<string>('displayName');
  }

  get title(): string | null {
    return this.part<string>('title');
  }

  get emails(): NonNullable<ScimUser['emails']> | null {
    return this.part<ScimUser['emails']>('emails');
  }

  get phoneNumbers(): NonNullable<ScimUser['phoneNumbers']> | null {
    return this.part<ScimUser['phoneNumbers']>('phoneNumbers');
  }

  get roles(): NonNullable<ScimUser['roles']> | null {
    return this.part<ScimUser['roles']>('roles');
  }

  get groups(): NonNullable<ScimUser['groups']> | null {
    return this.part<ScimUser['groups']>('groups');
  }

  get [enterpriseSchema](): NonNullable<ScimUser[typeof enterpriseSchema]> | null {
    return this.part<ScimUser[typeof enterpriseSchema]>(enterpriseSchema);
  }

  get [genesysSchema](): NonNullable<ScimUser[typeof genesysSchema]> | null {
    return this.part<ScimUser[typeof genesysSchema]>(genesysSchema);
  }

  get meta(): NonNullable<ScimUser['meta']> | null {
    return this.part<ScimUser['meta']>('meta');
  }

  /** `read`, which tells one text of a user, of this one: mostly one leaf is all that has to be looked at. */
  text(read: (user: ScimUser) => string | null): string | null {
    const { leaf, types } = textPlaces.of(this.#rows.formAt(this.#address), read);
    if (!this.#rows.areSamples(this.#address, types)) return read(this);
    const scalar = leaf < 0 ? null : this.#rows.leaf(this.#address, leaf, this.userName);
    return scalar === null ? null : String(scalar);
  }

  /** The record as it stood in the file, with everything that it had. */
  plain(): ScimUser {
    return this.#rows.read(this.#address, this.#rows.formAt(this.#address).template.root, this.userName) as unknown as ScimUser;
  }

  toJSON(): ScimUser {
    return this.plain();
  }

  /** The types were checked when the first record of this form was taken. */
  private part<Part>(name: string): NonNullable<Part> | null {
    const node = this.#rows.formAt(this.#address).template.part(name);
    return node === undefined ? null : (this.#rows.read(this.#address, node, this.userName) as NonNullable<Part> | null);
  }
}

/** Reads one text of a user; what it looks for on its way are the `type`s of list elements, and nothing else. */
type TextReader = (user: ScimUser) => string | null;

interface TextPlace {
  /** -1: there is none. */
  readonly leaf: number;
  /** Leaves that are a `type`: the text stands elsewhere where one of them is not as in the sample. */
  readonly types: number;
}

/** Where readers find their texts in records of a form: told once by a record whose texts are their own places. */
class TextPlaces {
  private readonly known = new WeakMap<RowForm, Map<TextReader, TextPlace>>();
  private lastForm: RowForm | null = null;
  private last = new Map<TextReader, TextPlace>();

  of(form: RowForm, read: TextReader): TextPlace {
    if (form !== this.lastForm) {
      this.last = this.known.get(form) ?? new Map<TextReader, TextPlace>();
      this.known.set(form, this.last);
      this.lastForm = form;
    }
    let place = this.last.get(read);
    if (!place) this.last.set(read, (place = placeOf(read, form)));
    return place;
  }
}

const textPlaces = new TextPlaces();

function placeOf(read: TextReader, { template }: RowForm): TextPlace {
  const types = typesIn(template.root);
  const places = built(template.root, (leaf) => ((types & (1 << leaf)) === 0 ? String(leaf) : (template.samples[leaf] ?? null)));
  const found = read(places as unknown as ScimUser);
  return { leaf: found === null ? -1 : Number(found), types };
}

function typesIn(node: TemplateNode, name = ''): number {
  if (node.kind === 'leaf') return name === 'type' ? 1 << node.leaf : 0;
  if (node.kind === 'list') return node.items.reduce((bits, item) => bits | typesIn(item), 0);
  return node.values.reduce((bits, value, index) => bits | typesIn(value, node.names[index]), 0);
}

/** The user as an object that can be spread and enumerated, in the order of its record. */
export function plainUser(user: ScimUser): ScimUser {
  return user instanceof PackedUser ? user.plain() : user;
}

import { enterpriseSchema, genesysSchema, type ScimGroup, type ScimMember, type ScimUser } from './scim';

type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

/**
 * Keeps what is equal in many records of a snapshot once: the lists of schemas and roles, departments, ids of members. A parsed answer holds
 * each of them anew, which is a third of what an org of 100,000 users takes. The records stay equal to what the server sent, but for the
 * address (`$ref`) of each member, which is longer than all the rest of it and says nothing else.
 */
export class SharedValues {
  private readonly texts = new Map<string, string>();
  private readonly lists = new Map<string, readonly unknown[]>();

  /** In place: the record is nobody else's yet. */
  user(user: ScimUser): void {
    const own = user as Writable<ScimUser>;
    if (own.schemas) own.schemas = this.list(own.schemas);
    if (own.roles) own.roles = this.list(own.roles);
    if (own.title) own.title = this.text(own.title);
    for (const email of own.emails ?? []) if (email.value === own.userName) (email as Writable<typeof email>).value = own.userName;
    const enterprise = own[enterpriseSchema] as Writable<NonNullable<ScimUser[typeof enterpriseSchema]>> | null | undefined;
    if (enterprise?.department) enterprise.department = this.text(enterprise.department);
    if (enterprise?.division) enterprise.division = this.text(enterprise.division);
    for (const id of own[genesysSchema]?.externalIds ?? []) {
      const externalId = id as Writable<typeof id>;
      if (id.authority) externalId.authority = this.text(id.authority);
      if (own.externalId && id.value === own.externalId) externalId.value = own.externalId;
    }
  }

  /** In place. @param users whose ids the members bear. */
  group(group: ScimGroup, users: ReadonlyMap<string, ScimUser>): void {
    const own = group as Writable<ScimGroup>;
    if (own.schemas) own.schemas = this.list(own.schemas);
    own.members &&= own.members.map(({ value, type }): ScimMember => {
      const id = users.get(value)?.id ?? value;
      return type === undefined ? { value: id } : { value: id, type };
    });
  }

  private text(text: string): string {
    const known = this.texts.get(text);
    if (known === undefined) this.texts.set(text, text);
    return known ?? text;
  }

  private list<Item>(list: readonly Item[]): readonly Item[] {
    const key = JSON.stringify(list);
    const known = this.lists.get(key);
    if (known === undefined) this.lists.set(key, list);
    return (known as readonly Item[] | undefined) ?? list;
  }
}

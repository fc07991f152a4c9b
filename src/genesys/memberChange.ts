/** Ids that become members of a group, or stop being members. */
export interface MemberChange {
  readonly op: 'add' | 'remove';
  readonly ids: readonly string[];
}

const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** The body of the PATCH: one `add` with all members, or one `remove` with a filter for each (facts/okta.md, section 3.1). Never `replace`. */
export function memberPatch({ op, ids }: MemberChange): object {
  const operations =
    op === 'add'
      ? [{ op, path: 'members', value: ids.map((value) => ({ value })) }]
      : ids.map((id) => ({ op, path: `members[value eq ${JSON.stringify(id)}]` }));
  return { schemas: [patchSchema], Operations: operations };
}

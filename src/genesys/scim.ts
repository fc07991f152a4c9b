/** SCIM resources as Genesys Cloud sends them (data/scim_models.json; RFC 7643). Optional members may be absent or null. */

export const coreUserSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const coreGroupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const genesysSchema = 'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User';
export const listResponseSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const patchOpSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const scimErrorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';

export interface ScimMeta {
  readonly resourceType?: string | null;
  readonly lastModified?: string | null;
  readonly location?: string | null;
  readonly version?: string | null;
}

export interface ScimTypedValue {
  readonly value?: string | null;
  readonly type?: string | null;
  readonly primary?: boolean | null;
}

export interface ScimEnterpriseUser {
  readonly department?: string | null;
  readonly division?: string | null;
  readonly employeeNumber?: string | null;
  readonly dateHire?: string | null;
  readonly manager?: { readonly value?: string | null } | null;
}

export interface ScimNamedProficiency {
  readonly name?: string | null;
  readonly proficiency?: number | null;
}

export interface ScimGenesysUser {
  readonly routingSkills?: readonly ScimNamedProficiency[] | null;
  readonly routingLanguages?: readonly ScimNamedProficiency[] | null;
  readonly externalIds?: readonly { readonly authority?: string | null; readonly value?: string | null }[] | null;
}

export interface ScimUser {
  readonly schemas?: readonly string[] | null;
  readonly id: string;
  readonly userName: string;
  readonly active: boolean;
  readonly displayName?: string | null;
  readonly title?: string | null;
  readonly externalId?: string | null;
  readonly emails?: readonly ScimTypedValue[] | null;
  readonly phoneNumbers?: readonly ScimTypedValue[] | null;
  readonly roles?: readonly { readonly value?: string | null }[] | null;
  readonly groups?: readonly { readonly value?: string | null }[] | null;
  readonly [enterpriseSchema]?: ScimEnterpriseUser | null;
  readonly [genesysSchema]?: ScimGenesysUser | null;
  readonly meta?: ScimMeta | null;
}

/** `value` is a user id or the id of a nested group. */
export interface ScimMember {
  readonly value: string;
  readonly type?: string | null;
}

export interface ScimGroup {
  readonly schemas?: readonly string[] | null;
  readonly id: string;
  readonly displayName: string;
  readonly externalId?: string | null;
  readonly members?: readonly ScimMember[] | null;
  readonly meta?: ScimMeta | null;
}

export interface ListResponse<Resource> {
  readonly schemas?: readonly string[];
  readonly totalResults: number;
  readonly startIndex?: number;
  readonly itemsPerPage?: number;
  readonly Resources?: readonly Resource[];
}

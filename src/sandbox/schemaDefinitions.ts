import { coreGroupSchema, coreUserSchema, enterpriseSchema, genesysSchema } from '../genesys/scim';
import { phoneTypes } from '../mapping/scimNames';

/** A schema as `/schemas` sends it (RFC 7643, section 7). */
export interface SchemaDefinition {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly SchemaAttribute[];
  readonly meta: { readonly resourceType: 'Schema'; readonly location: string };
}

interface SchemaAttribute {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'decimal' | 'integer' | 'complex' | 'reference';
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'default' | 'request' | 'never';
  readonly uniqueness: 'none' | 'server';
  readonly canonicalValues?: readonly string[];
  readonly subAttributes?: readonly SchemaAttribute[];
}

const core = 'urn:ietf:params:scim:schemas:core:2.0';

/** The seven schemas that Genesys names; attributes as in data/scim_models.json. */
export function schemaDefinitions(base: string): readonly SchemaDefinition[] {
  const schema = (id: string, name: string, attributes: readonly SchemaAttribute[]): SchemaDefinition => ({
    id,
    name,
    description: name,
    attributes,
    meta: { resourceType: 'Schema', location: `${base}/schemas/${id}` },
  });
  return [
    schema(coreUserSchema, 'User', userSchema),
    schema(coreGroupSchema, 'Group', groupSchema),
    schema(enterpriseSchema, 'Enterprise User', enterpriseUserSchema),
    schema(genesysSchema, 'Genesys Cloud User', genesysUserSchema),
    schema(`${core}:ServiceProviderConfig`, 'Service Provider Configuration', serviceProviderSchema),
    schema(`${core}:ResourceType`, 'Resource Type', resourceTypeSchema),
    schema(`${core}:Schema`, 'Schema', schemaSchema),
  ];
}

type Details = Partial<Omit<SchemaAttribute, 'name'>>;

function attribute(name: string, description: string, details: Details = {}): SchemaAttribute {
  return {
    name,
    type: 'string',
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...details,
  };
}

function complex(name: string, description: string, subAttributes: readonly SchemaAttribute[], details: Details = {}): SchemaAttribute {
  return attribute(name, description, { type: 'complex', subAttributes, ...details });
}

const readOnly: Details = { mutability: 'readOnly' };
const listed: Details = { multiValued: true };
const primary = attribute('primary', 'Whether this is the primary value.', { type: 'boolean' });
const value = (description: string, details: Details = {}): SchemaAttribute => attribute('value', description, details);

const userSchema: readonly SchemaAttribute[] = [
  attribute('userName', "The user's Genesys Cloud email address. Must be unique.", {
    required: true,
    returned: 'always',
    uniqueness: 'server',
  }),
  attribute('displayName', 'The display name of the user.', { required: true }),
  attribute('title', "The user's title."),
  attribute('active', 'Whether the user is active.', { type: 'boolean', returned: 'always' }),
  attribute('password', 'The new password.', { mutability: 'writeOnly', returned: 'never' }),
  attribute('externalId', 'The external ID of the user. Set by the provisioning client.', { caseExact: true }),
  complex(
    'phoneNumbers',
    "The list of the user's phone numbers.",
    [
      value('The phone number in E.164 or tel URI format.'),
      attribute('type', 'The type of phone number.', { canonicalValues: phoneTypes }),
      primary,
    ],
    listed,
  ),
  complex(
    'emails',
    "The list of the user's email addresses.",
    [
      value('The email address. Is immutable if "type" is set to "other".'),
      attribute('type', 'The type of email address.', { canonicalValues: ['work', 'other'] }),
      primary,
    ],
    listed,
  ),
  complex('groups', 'The list of groups that the user is a member of.', [value('The ID of the group.', readOnly)], {
    ...listed,
    ...readOnly,
  }),
  complex('roles', 'The list of roles assigned to the user.', [value('The role of the user.')], listed),
];

const groupSchema: readonly SchemaAttribute[] = [
  attribute('displayName', 'The display name of the group.', { required: true, ...readOnly }),
  attribute('externalId', 'The external ID of the group. Set by the provisioning client.', { caseExact: true }),
  complex(
    'members',
    'The list of members in the group.',
    [
      value('The ID of the group member. Can be userId or groupId.', { mutability: 'immutable' }),
      attribute('type', 'The type of SCIM resource.', { ...readOnly, canonicalValues: ['User', 'Group'] }),
    ],
    listed,
  ),
];

const enterpriseUserSchema: readonly SchemaAttribute[] = [
  attribute('division', 'The division that the user belongs to.'),
  attribute('department', 'The department that the user belongs to.'),
  complex('manager', "The user's manager.", [value('The ID of the manager.'), attribute('$ref', 'The URI of the manager.', readOnly)]),
  attribute('employeeNumber', "The user's employee number."),
  attribute('dateHire', 'The date of hire, YYYY-MM-DD.'),
];

const proficiency = [
  attribute('name', 'The case-sensitive name configured in Genesys Cloud.', { required: true, caseExact: true }),
  attribute('proficiency', 'A rating from 0.0 to 5.0.', { type: 'decimal' }),
];

const genesysUserSchema: readonly SchemaAttribute[] = [
  complex('routingSkills', 'The list of routing skills assigned to a user. Maximum 50 skills.', proficiency, listed),
  complex('routingLanguages', 'The list of routing languages assigned to a user. Maximum 50 languages.', proficiency, listed),
  complex(
    'externalIds',
    'The list of external identifiers assigned to user.',
    [
      attribute('authority', 'Authority, or scope, of "externalId".', { required: true, caseExact: true }),
      value('Identifier of the user in an external system.', { required: true, caseExact: true }),
    ],
    listed,
  ),
];

const feature = (name: string, details: readonly SchemaAttribute[] = []): SchemaAttribute =>
  complex(
    name,
    `The "${name}" configuration options.`,
    [attribute('supported', 'Whether it is supported.', { type: 'boolean' }), ...details],
    readOnly,
  );

const serviceProviderSchema: readonly SchemaAttribute[] = [
  feature('patch'),
  feature('filter', [attribute('maxResults', 'The maximum number of results.', { type: 'integer' })]),
  feature('etag'),
  feature('sort'),
  feature('bulk'),
  feature('changePassword'),
];

const resourceTypeSchema: readonly SchemaAttribute[] = ['name', 'description', 'endpoint', 'schema'].map((name) =>
  attribute(name, `The ${name} of the resource type.`, readOnly),
);

const schemaSchema: readonly SchemaAttribute[] = [
  ...['name', 'description'].map((name) => attribute(name, `The ${name} of the schema.`, readOnly)),
  complex('attributes', 'The list of service provider attributes.', [attribute('name', 'The name of the attribute.', readOnly)], {
    ...listed,
    ...readOnly,
  }),
];

import { coreGroupSchema, coreUserSchema, enterpriseSchema, genesysSchema, listResponseSchema } from '../genesys/scim';
import type { SandboxRequest } from './httpMessages';
import { maximumPage } from './paging';
import { gatewayError, notFound, type Reply } from './reply';
import { schemaDefinitions } from './schemaDefinitions';
import { resourceReply } from './versions';

const metaSchemas = 'urn:ietf:params:scim:schemas:core:2.0';

/** `/serviceproviderconfig` (RFC 7643, section 5). */
export function serviceProvider(request: SandboxRequest, base: string): Reply {
  return resourceReply(request, 1, () => ({
    schemas: [`${metaSchemas}:ServiceProviderConfig`],
    documentationUri: 'https://developer.genesys.cloud/useragentman/scim/',
    patch: { supported: true },
    filter: { supported: true, maxResults: maximumPage },
    etag: { supported: true },
    sort: { supported: false },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    changePassword: { supported: true },
    authenticationSchemes: [{ type: 'oauthbearertoken', name: 'OAuth Bearer Token', description: 'OAuth 2.0 bearer token', primary: true }],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/serviceproviderconfig`, version: '1' },
  }));
}

/** `/resourcetypes` (RFC 7643, section 6). */
export function listResourceTypes(_request: SandboxRequest, base: string): Reply {
  return listOf(resourceTypes(base));
}

export function getResourceType(_request: SandboxRequest, base: string, name: string): Reply {
  return one(resourceTypes(base).find((type) => type.id === name));
}

/** `/schemas`. Genesys documents 403 for a filter here. */
export function listSchemas(request: SandboxRequest, base: string): Reply {
  if (request.query.has('filter')) throw gatewayError(403, 'not.authorized', 'You are not authorized to perform the requested action.');
  return listOf(schemaDefinitions(base));
}

export function getSchema(_request: SandboxRequest, base: string, id: string): Reply {
  return one(schemaDefinitions(base).find((schema) => schema.id === id));
}

interface ResourceType {
  readonly id: string;
  readonly [name: string]: unknown;
}

function resourceTypes(base: string): readonly ResourceType[] {
  const extension = (schema: string): unknown => ({ schema, required: false });
  const type = (
    id: string,
    endpoint: string,
    description: string,
    schema: string,
    schemaExtensions: readonly unknown[] = [],
  ): ResourceType => ({
    schemas: [`${metaSchemas}:ResourceType`],
    id,
    name: id,
    description,
    schema,
    schemaExtensions,
    endpoint,
    meta: { resourceType: 'ResourceType', location: `${base}/resourcetypes/${id}` },
  });
  return [
    type('User', '/users', 'User account', coreUserSchema, [extension(enterpriseSchema), extension(genesysSchema)]),
    type('Group', '/groups', 'Group', coreGroupSchema),
    type('ServiceProviderConfig', '/serviceproviderconfig', 'Service provider configuration', `${metaSchemas}:ServiceProviderConfig`),
    type('ResourceType', '/resourcetypes', 'Resource type', `${metaSchemas}:ResourceType`),
    type('Schema', '/schemas', 'Schema', `${metaSchemas}:Schema`),
  ];
}

function listOf(resources: readonly unknown[]): Reply {
  const count = resources.length;
  return {
    status: 200,
    body: { schemas: [listResponseSchema], totalResults: count, startIndex: 1, itemsPerPage: count, Resources: resources },
  };
}

function one(resource: unknown): Reply {
  if (resource === undefined) throw notFound();
  return { status: 200, body: resource };
}

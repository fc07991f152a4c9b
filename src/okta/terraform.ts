import type { JsonObject, JsonValue } from '../input/problem';
import { isList, isObject, objectAt } from './recordKinds';
import { groupTypeOf, pushMappingOf, recordId, textAt } from './oktaRecords';
import { oktaStatus } from './oktaStatus';
import type { MappingSide } from './oktaRecords';
import type { MappedProperty, OktaApp, OktaGroup, OktaUser, PushMapping } from './source';

/** What of Okta a Terraform state knows: what it manages, and nothing else (facts/okta.md, section 1.5). */
export interface TerraformState {
  readonly users: readonly OktaUser[];
  readonly groups: readonly OktaGroup[];
  readonly apps: readonly OktaApp[];
  readonly appUsers: readonly { readonly appId: string; readonly userId: string; readonly userName: string | null }[];
  readonly appGroups: readonly { readonly appId: string; readonly groupId: string }[];
  readonly pushMappings: readonly { readonly appId: string | null; readonly mapping: PushMapping }[];
  readonly mappings: readonly TerraformMapping[];
  readonly memberships: readonly TerraformMembership[];
  /** Resources of the Okta provider. */
  readonly resources: number;
}

export interface TerraformMapping {
  readonly id: string | null;
  readonly source: MappingSide;
  readonly target: MappingSide;
  readonly properties: Readonly<Record<string, MappedProperty>>;
  /** Properties that Terraform does not know do not exist: `delete_when_absent`. */
  readonly whole: boolean;
}

export interface TerraformMembership {
  readonly groupId: string;
  readonly userIds: readonly string[];
  /** `track_all_users`: who was in the group when the state was refreshed. Otherwise only those whom Terraform put there. */
  readonly tracksAll: boolean;
}

/** Reads `terraform show -json` (of a state, or of a plan: its state before) and the state file itself, version 4. */
export function terraformState(record: JsonObject): TerraformState {
  const resources = resourcesOf(record);
  const of = (...types: readonly string[]): readonly JsonObject[] =>
    resources.flatMap(({ type, values }) => (types.includes(type) ? [values] : []));
  const inside = (type: string, key: string): readonly JsonObject[] =>
    of(type).flatMap((values) => (isList(values[key]) ? values[key].filter(isObject) : []));
  return {
    users: [...of('okta_user'), ...inside('okta_users', 'users')].flatMap(userOf),
    groups: [...of('okta_group'), ...inside('okta_groups', 'groups')].flatMap(groupOf),
    apps: resources.flatMap(({ type, values }) => (/^okta_app(?:$|_(?!user|group))/.test(type) ? appOf(values) : [])),
    appUsers: of('okta_app_user').flatMap((values) => {
      const [appId, userId] = [recordId(values.app_id), recordId(values.user_id)];
      return appId === null || userId === null ? [] : [{ appId, userId, userName: textAt(values, 'username') }];
    }),
    appGroups: of('okta_app_group_assignment', 'okta_app_group_assignments').flatMap(appGroupsOf),
    pushMappings: of('okta_push_group').flatMap(pushMappingsOf),
    mappings: of('okta_profile_mapping').map(mappingOf),
    memberships: membershipsOf(of),
    resources: resources.length,
  };
}

interface Resource {
  readonly type: string;
  readonly values: JsonObject;
}

function resourcesOf(record: JsonObject): readonly Resource[] {
  const before = objectAt(objectAt(record, 'prior_state') ?? {}, 'values');
  const root = objectAt(objectAt(record, 'values') ?? before ?? {}, 'root_module');
  const shown = root ? ofModule(root, 0) : [];
  const stored = isList(record.resources) ? record.resources.filter(isObject) : [];
  return [...shown, ...stored.flatMap(ofInstances)].filter(({ type }) => type.startsWith('okta_'));
}

const deepestModule = 32;

function ofModule(module: JsonObject, depth: number): readonly Resource[] {
  const own = isList(module.resources) ? module.resources.filter(isObject) : [];
  const children = isList(module.child_modules) && depth < deepestModule ? module.child_modules.filter(isObject) : [];
  return [
    ...own.flatMap((resource) => resourceOf(resource, objectAt(resource, 'values'))),
    ...children.flatMap((child) => ofModule(child, depth + 1)),
  ];
}

function ofInstances(resource: JsonObject): readonly Resource[] {
  const instances = isList(resource.instances) ? resource.instances.filter(isObject) : [];
  return instances.flatMap((instance) => resourceOf(resource, objectAt(instance, 'attributes')));
}

function resourceOf(resource: JsonObject, values: JsonObject | null): readonly Resource[] {
  const type = textAt(resource, 'type');
  return type === null || values === null ? [] : [{ type, values }];
}

/** Fields of `okta_user` that are no attributes of the profile. */
const noAttributes: ReadonlySet<string> = new Set(
  `id status raw_status admin_roles group_memberships password old_password password_hash password_inline_hook recovery_question
  recovery_answer expire_password_on_create skip_roles realm_id search delay_read_seconds compound_search_operator roles
  custom_profile_attributes custom_profile_attributes_to_ignore user_id`.split(/\s+/),
);

function userOf(values: JsonObject): readonly OktaUser[] {
  const id = recordId(values.id);
  if (id === null) return [];
  const profile: Record<string, JsonValue> = { ...customAttributes(values.custom_profile_attributes) };
  for (const [key, value] of Object.entries(values)) {
    if (!noAttributes.has(key) && typeof value === 'string' && value !== '') profile[camelCase(key)] = value;
  }
  const status = textAt(values, 'raw_status') ?? textAt(values, 'status');
  return [
    {
      id,
      status: status === null ? null : oktaStatus(status),
      login: textAt(values, 'login'),
      email: textAt(values, 'email'),
      lastUpdated: null,
      profile,
    },
  ];
}

const camelCase = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** They are JSON in a string. */
function customAttributes(value: JsonValue | undefined): JsonObject {
  if (typeof value !== 'string' || value === '') return {};
  try {
    const attributes = JSON.parse(value) as JsonValue;
    return isObject(attributes) ? attributes : {};
  } catch {
    return {}; // What is no JSON holds no attributes.
  }
}

function groupOf(values: JsonObject): readonly OktaGroup[] {
  const [id, name] = [recordId(values.id), textAt(values, 'name')];
  if (id === null || name === null) return [];
  return [{ id, name, type: groupTypeOf(textAt(values, 'type')), sourceAppId: null, usersCount: null, lastMembershipUpdated: null }];
}

function appOf(values: JsonObject): readonly OktaApp[] {
  const [id, label] = [recordId(values.id), textAt(values, 'label')];
  if (id === null || label === null) return [];
  const features = isList(values.features) ? values.features.filter((feature): feature is string => typeof feature === 'string') : null;
  return [{ id, label, name: textAt(values, 'name'), features, userNameTemplate: textAt(values, 'user_name_template') }];
}

function appGroupsOf(values: JsonObject): TerraformState['appGroups'] {
  const appId = recordId(values.app_id);
  if (appId === null) return [];
  const groups = isList(values.group) ? values.group.filter(isObject).map((group) => recordId(group.id)) : [recordId(values.group_id)];
  return groups.flatMap((groupId) => (groupId === null ? [] : [{ appId, groupId }]));
}

function pushMappingsOf(values: JsonObject): TerraformState['pushMappings'] {
  const source = recordId(values.source_group_id);
  if (source === null) return [];
  const record = {
    id: values.id ?? null,
    targetGroupId: values.target_group_id ?? null,
    targetGroupName: values.target_group_name ?? null,
    status: values.status ?? null,
  };
  return [{ appId: recordId(values.app_id), mapping: pushMappingOf(record, source) }];
}

function mappingOf(values: JsonObject): TerraformMapping {
  const side = (name: 'source' | 'target'): MappingSide => ({
    id: recordId(values[`${name}_id`]),
    name: textAt(values, `${name}_name`),
    type: textAt(values, `${name}_type`),
  });
  const mappings = isList(values.mappings) ? values.mappings.filter(isObject) : [];
  const properties = mappings.flatMap((mapping): [string, MappedProperty][] => {
    const [name, expression, pushStatus] = [textAt(mapping, 'id'), textAt(mapping, 'expression'), textAt(mapping, 'push_status')];
    if (name === null || expression === null) return [];
    return [[name, { expression, pushStatus: pushStatus === 'PUSH' || pushStatus === 'DONT_PUSH' ? pushStatus : null }]];
  });
  return {
    id: recordId(values.id),
    source: side('source'),
    target: side('target'),
    properties: Object.fromEntries(properties),
    whole: values.delete_when_absent === true,
  };
}

const idsIn = (value: JsonValue | undefined): readonly string[] => (isList(value) ? value.flatMap((item) => recordId(item) ?? []) : []);

/** By group; what several resources say of one group is put together. */
function membershipsOf(of: (...types: readonly string[]) => readonly JsonObject[]): readonly TerraformMembership[] {
  const tracked = of('okta_group_memberships').map((values) => ({
    groupId: recordId(values.group_id),
    userIds: idsIn(values.users),
    tracksAll: values.track_all_users === true,
  }));
  const ofUsers = [...of('okta_user_group_memberships'), ...of('okta_group_membership')].flatMap((values) => {
    const userIds = [recordId(values.user_id)].filter((id) => id !== null);
    return [...idsIn(values.groups), ...idsIn([values.group_id ?? null])].map((groupId) => ({ groupId, userIds, tracksAll: false }));
  });
  const ofGroups = of('okta_group').flatMap((values) =>
    idsIn(values.users).length === 0 ? [] : [{ groupId: recordId(values.id), userIds: idsIn(values.users), tracksAll: false }],
  );
  const byGroup = new Map<string, TerraformMembership>();
  for (const { groupId, userIds, tracksAll } of [...tracked, ...ofUsers, ...ofGroups]) {
    if (groupId === null) continue;
    const known = byGroup.get(groupId);
    byGroup.set(groupId, {
      groupId,
      userIds: [...new Set([...(known?.userIds ?? []), ...userIds])],
      tracksAll: tracksAll || known?.tracksAll === true,
    });
  }
  return [...byGroup.values()];
}

import type { GroupPlan, Plan } from '../plan/plan';
import { countOf, displayName, formatNumber } from './words';

const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/**
 * The requests that Okta would send for a full push of one group, as an HTTP document to read: once with everybody in one `replace`, once
 * with the first batch in a `replace` and the others added after it (section 5; the wire form is Okta's reference, facts/okta.md section
 * 3.1). It is a model: how Okta splits a push and in which order it takes people is not documented. It names no host and no token.
 *
 * `members` are the ids in the Genesys group now; `nameOf` gives what Okta would send as a member's `display`.
 */
export function pushRequests(
  plan: Plan,
  group: GroupPlan,
  members: readonly string[],
  nameOf: (genesysUserId: string) => string | null = () => null,
): string {
  const title = `# A model of a full push of “${displayName(group.name)}” from Okta to ${displayName(plan.org.name)}`;
  if (group.genesysGroupId === null || group.after === null) {
    return `${title}\n#\n# It cannot be known what Okta would send: the group is not matched, or its members are not known.\n`;
  }
  const removed = new Set(group.removals.map((removal) => removal.genesysUserId));
  const userNames = new Map(group.adds.map((add) => [add.genesysUserId, add.userName]));
  const pushed = [...members.filter((id) => !removed.has(id)), ...userNames.keys()].map((id) => ({
    value: id,
    display: nameOf(id) ?? userNames.get(id) ?? id,
  }));
  const path = `/api/v2/scim/v2/Groups/${encodeURIComponent(group.genesysGroupId)}`;
  const rename = request(path, [{ op: 'replace', value: { id: group.genesysGroupId, displayName: group.name } }]);
  return [
    preamble(title, plan, group, pushed.length),
    renameTitle(group),
    rename,
    ...oneReplace(path, group, pushed),
    ...batches(path, group, pushed, plan.settings.oktaBatch),
  ].join('\n');
}

interface Member {
  readonly value: string;
  readonly display: string;
}

function preamble(title: string, plan: Plan, group: GroupPlan, pushed: number): string {
  return [
    title,
    '#',
    '# To be read, not sent: there is no host and no token in it. Okta documents the form of these requests, but neither how it splits',
    '# a push nor in which order it takes people; who is in the first batch is not known.',
    `# Members now: ${formatNumber(group.members ?? 0)}. Pushed: ${formatNumber(pushed)}. Batch: ${formatNumber(plan.settings.oktaBatch)}.`,
    '',
  ].join('\n');
}

function renameTitle(group: GroupPlan): string {
  const differs = group.genesysName === group.name ? '' : ` (it is “${displayName(group.genesysName ?? '')}” in Genesys)`;
  return `### Both models: Okta sends the group’s name with every change of members${differs}`;
}

function oneReplace(path: string, group: GroupPlan, pushed: readonly Member[]): readonly string[] {
  const removals = `ends ${countOf(group.removals.length, 'membership')}, adds ${formatNumber(group.adds.length)}`;
  return [`### Model 1: one request replaces all members; it ${removals}`, request(path, [replace(pushed)])];
}

function batches(path: string, group: GroupPlan, pushed: readonly Member[], size: number): readonly string[] {
  if (pushed.length <= size) return ['### Model 2: everybody fits into one batch, so it is the same request\n'];
  const count = Math.ceil(pushed.length / size);
  return Array.from({ length: count }, (_, index) => {
    const batch = pushed.slice(index * size, (index + 1) * size);
    const done = Math.min(pushed.length, (index + 1) * size);
    const state = `then ${formatNumber(done)} of ${formatNumber(pushed.length)} are in the group`;
    const words = index === 0 ? `replaces all members by the first batch; ${outForATime(group)}` : `adds the next batch; ${state}`;
    return `### Model 2, request ${formatNumber(index + 1)} of ${formatNumber(count)}: ${words}\n${request(path, [index === 0 ? replace(batch) : add(batch)])}`;
  });
}

function outForATime(group: GroupPlan): string {
  return `up to ${formatNumber(group.removalsAtWorst ?? 0)} of ${formatNumber(group.members ?? 0)} members are out until the last request is done`;
}

type Operation =
  | { readonly op: 'replace' | 'add'; readonly path: 'members'; readonly value: readonly Member[] }
  | { readonly op: 'replace'; readonly value: { readonly id: string; readonly displayName: string } };

function replace(value: readonly Member[]): Operation {
  return { op: 'replace', path: 'members', value };
}

function add(value: readonly Member[]): Operation {
  return { op: 'add', path: 'members', value };
}

function request(path: string, operations: readonly Operation[]): string {
  return [
    `PATCH https://{{scim-domain}}${path} HTTP/1.1`,
    'User-Agent: Okta SCIM Client 1.0.0',
    'Content-Type: application/scim+json',
    '',
    '{',
    `  "schemas": [${quoted(patchOp)}],`,
    `  "Operations": [`,
    operations.map(operationText).join(',\n'),
    '  ]',
    '}',
    '',
  ].join('\n');
}

/** One member a line, so that a long list stays readable. */
function operationText(operation: Operation): string {
  if (!('path' in operation)) {
    return `    { "op": "replace", "value": { "id": ${quoted(operation.value.id)}, "displayName": ${quoted(operation.value.displayName)} } }`;
  }
  const head = `    { "op": ${quoted(operation.op)}, "path": "members", "value": [`;
  if (operation.value.length === 0) return `${head}] }`;
  const lines = operation.value.map((member) => `      { "value": ${quoted(member.value)}, "display": ${quoted(member.display)} }`);
  return `${head}\n${lines.join(',\n')}\n    ] }`;
}

/** A JSON string without invisible characters, and without anything that a REST client would take for a variable. */
function quoted(value: string): string {
  return JSON.stringify(value).replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}\u0085]|\{(?=\{)/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  );
}

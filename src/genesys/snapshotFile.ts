import { basename } from 'node:path';
import { openFile, readChunks } from '../input/fileChunks';
import { HashThread, sha256Of } from '../input/hashThread';
import { JsonRecordReader } from '../input/jsonRecords';
import { type InputReport, type Problem, problem } from '../input/problem';
import { positionsInFile } from '../input/textPosition';
import { type WalkedFile, walkFiles } from '../input/walkFiles';
import { listingProblems } from './listingTotals';
import { type Fault, newScimContent, type ScimContent, ScimFileSink } from './scimContent';
import type { Snapshot, SnapshotOrg } from './snapshot';
import { SharedMember } from './sharedMember';
import type { SnapshotHeader } from './snapshotHeader';
import { writeSnapshot } from './writeSnapshot';

export { writeSnapshot };

/** There is no snapshot in what was handed in; the message says what is there instead. */
export class SnapshotError extends Error {
  constructor(
    readonly reason: 'notFound' | 'noSnapshot' | 'severalSnapshots',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SnapshotError';
  }
}

/**
 * Reads a saved snapshot: one `*.scimsnapshot.ndjson`, or SCIM ListResponse files, several or a folder of them (product.md, section 7). Files
 * are told by their content. What is missing or broken is in `problems` with its place, and then it is not `complete`; files are trusted as
 * little as any export. List responses name no org: it takes the name of the file or folder, and the host that `meta.location` tells, if any.
 *
 * Throws SnapshotError where nothing can be used, and the signal's reason when it fires.
 */
export async function readSnapshot(
  paths: readonly string[],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Snapshot> {
  const content = newScimContent();
  const inputs: InputReport[] = [];
  const hashes = new HashThread();
  try {
    for (const file of await filesAt(paths, options.signal)) inputs.push(...(await readFile(file, content, hashes, options.signal)));
  } finally {
    await hashes.close();
  }
  checkUsable(content, inputs, paths);
  const header = content.headers[0]?.header ?? null;
  const found = inputs.flatMap((input) => input.problems);
  if (header === null) found.push(...listingProblems(content));
  const complete = (header?.complete ?? true) && !found.some((one) => one.level === 'incomplete');
  const members = unprovedMembers(content, header);
  return {
    org: header?.org ?? orgOf(content, paths),
    takenAt: header?.takenAt ?? null,
    live: false,
    complete,
    problems: [...(header?.problems ?? []), ...found, ...members.problems],
    users: content.users,
    groups: content.groups,
    deletedMembers: new Set(),
    unprovedGroups: members.unprovedGroups,
    groupFacts: new Map(),
    inputs,
  };
}

async function filesAt(paths: readonly string[], signal: AbortSignal | undefined): Promise<readonly WalkedFile[]> {
  try {
    return await walkFiles(paths, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    const message = `The snapshot cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`;
    throw new SnapshotError('notFound', message, { cause });
  }
}

async function readFile(
  file: WalkedFile,
  content: ScimContent,
  hashes: HashThread,
  signal: AbortSignal | undefined,
): Promise<InputReport[]> {
  const { path } = file;
  if (file.passedOver !== null) {
    return [
      unknownInput(path, file.passedOver, null, problem(file.lost ? 'unreadable' : 'unknown-file', `${path} is ${file.passedOver}.`, path)),
    ];
  }
  const sink = new ScimFileSink(path, content);
  let looksLikeJson: boolean | null = null;
  let sha256: string;
  try {
    const opened = await openFile(file.absolutePath);
    const hash = opened.handle === null ? null : hashes.hash();
    const hashOfAll = hash === null ? sha256Of(opened.first) : null;
    const reader = new JsonRecordReader(sink, content.templates);
    for await (const chunk of readChunks(opened, { hash, signal })) {
      looksLikeJson ??= /^\s*[{[]/.test(chunk.toString('utf8', 0, 1000));
      reader.push(chunk);
    }
    reader.finish();
    sha256 = (await hashOfAll) ?? (await hash?.digest()) ?? '';
  } catch (error) {
    signal?.throwIfAborted();
    const message = `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    return [unknownInput(path, 'nothing', null, problem('unreadable', message, path))];
  }
  return reportsOf(file, sink, sha256, looksLikeJson ?? false);
}

async function reportsOf(file: WalkedFile, sink: ScimFileSink, sha256: string, looksLikeJson: boolean): Promise<InputReport[]> {
  const { path } = file;
  const { counts, header, kinds } = sink;
  if (header !== null) checkHeaderCounts(sink, header);
  else if (counts.loose > 0) sink.report('not-read', `${counts.loose} single records; nothing says how many there should be`, null);
  const isScim = header !== null || kinds.size + counts.lists > 0;
  // JSON that broke off or is broken could have been a page; a text among the files is only listed.
  if (!isScim && (sink.faults.length === 0 || !looksLikeJson)) {
    return [unknownInput(path, 'nothing that is SCIM', sha256, problem('unknown-file', `${path} holds nothing that is SCIM.`, path))];
  }
  const problems = await placed(sink, file);
  if (header !== null) {
    const recognizedBy = 'the header of a snapshot (scim-preflight/snapshot@1)';
    return [{ path, kind: 'snapshot', records: counts.users + counts.groups, recognizedBy, sha256, problems }];
  }
  if (kinds.size === 0) return [{ ...unknownInput(path, 'JSON', sha256), problems }];
  // The problems of a file that mixes kinds stand at the first of them.
  return [...kinds].map((kind, index) => ({
    path,
    kind,
    records: kind === 'scimUsers' ? counts.users : counts.groups,
    recognizedBy: kind === 'scimUsers' ? 'SCIM users' : 'SCIM groups',
    sha256,
    problems: index === 0 ? problems : [],
  }));
}

function unknownInput(path: string, recognizedBy: string, sha256: string | null, ...problems: readonly Problem[]): InputReport {
  return { path, kind: 'unknown', records: 0, recognizedBy, sha256, problems };
}

function checkHeaderCounts(sink: ScimFileSink, header: SnapshotHeader): void {
  for (const kind of ['users', 'groups'] as const) {
    const [said, came] = [header[kind], sink.counts[kind]];
    if (came < said) sink.report('truncated', `${came} of ${said} ${kind} are there: the file was cut`, null);
    if (came > said) sink.report('unreadable', `${came} ${kind} are there, where the header says ${said}`, null);
  }
  if (sink.counts.other > 0) sink.report('unreadable', `${sink.counts.other} lines are neither users nor groups`, null);
}

async function placed(sink: ScimFileSink, file: WalkedFile): Promise<readonly Problem[]> {
  const offsets = sink.faults.flatMap((fault) => (fault.offset === null ? [] : [fault.offset]));
  const positions = offsets.length === 0 ? new Map<number, never>() : await positionsInFile(file.absolutePath, offsets);
  const problems = sink.faults.map((fault) => withPlace(fault));
  if (sink.unreportedFaults > 0)
    problems.push(problem('unreadable', `${file.path}: ${sink.unreportedFaults} more records cannot be used.`, file.path));
  return problems;

  function withPlace(fault: Fault): Problem {
    const position = fault.offset === null ? undefined : positions.get(fault.offset);
    const place = position === undefined ? file.path : `${file.path}:${position.line}:${position.column}`;
    return problem(fault.code, `${place}: ${fault.message}.`, file.path, position?.line ?? null);
  }
}

function checkUsable(content: ScimContent, inputs: readonly InputReport[], paths: readonly string[]): void {
  if (content.headers.length > 1) {
    const names = content.headers.map((one) => one.path).join(', ');
    throw new SnapshotError('severalSnapshots', `There are ${content.headers.length} snapshots (${names}). Choose one of them.`);
  }
  if (content.headers.length === 1 && content.pages.length > 0) {
    throw new SnapshotError(
      'severalSnapshots',
      `There are a snapshot (${content.headers[0]?.path ?? ''}) and SCIM list responses. Choose one of the two.`,
    );
  }
  if (content.headers.length === 0 && content.pages.length === 0 && content.users.size + content.groups.size === 0) {
    const why = inputs.flatMap((input) => input.problems)[0]?.message ?? 'There is no file.';
    throw new SnapshotError(
      'noSnapshot',
      `Neither a snapshot (*.scimsnapshot.ndjson) nor SCIM list responses are in ${paths.join(', ')}. ${why} Take a snapshot of the org, or save its SCIM lists as JSON.`,
    );
  }
}

/** In a file, a member that no listing holds can mean that people are missing; and a group without a list is not an empty group. */
function unprovedMembers(
  content: ScimContent,
  header: SnapshotHeader | null,
): { unprovedGroups: Map<string, string>; problems: Problem[] } {
  const unprovedGroups = new Map(header?.unprovedGroups ?? []);
  const problems: Problem[] = [];
  for (const group of content.groups.values()) {
    let strangers = 0;
    let example = '';
    for (const member of group.members ?? []) {
      if (SharedMember.placeOf(member, content.users) >= 0 || content.groups.has(member.value)) continue;
      strangers++;
      example = member.value;
    }
    // Where the snapshot says that it is complete, the members were read, and no list means no members.
    const noList = !group.members && header?.complete !== true;
    if ((strangers === 0 && !noList) || unprovedGroups.has(group.id)) continue;
    const message = noList
      ? `The members of the group "${group.displayName}" are not in the files.`
      : `${strangers} members of the group "${group.displayName}" are among neither the users nor the groups, for instance ${example}.`;
    unprovedGroups.set(group.id, message);
    problems.push(problem(noList ? 'not-read' : 'member-unresolved', message));
  }
  return { unprovedGroups, problems };
}

function orgOf(content: ScimContent, paths: readonly string[]): SnapshotOrg {
  const hosts = new Set<string>();
  for (const resources of [content.users, content.groups]) {
    for (const { meta } of resources.values()) {
      if (meta?.location && URL.canParse(meta.location)) hosts.add(new URL(meta.location).host);
      if (hosts.size > 1) break;
    }
  }
  const [host] = hosts;
  const [path] = paths;
  return {
    name: path === undefined ? '' : basename(path),
    host: hosts.size === 1 && host !== undefined ? host : '',
    orgId: null,
    clientId: null,
  };
}

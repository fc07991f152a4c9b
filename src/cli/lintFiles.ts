import { stat } from 'node:fs/promises';
import { readChunks } from '../input/fileChunks';
import type { Problem } from '../input/problem';
import { walkFiles } from '../input/walkFiles';
import { documentedCatalogue } from '../mapping/attributeCatalogue';
import { lintColumnsOf } from '../mapping/lint/csvColumns';
import { CsvLint } from '../mapping/lint/csvLint';
import type { LintContext } from '../mapping/lint/lintContext';
import { lintJson } from '../mapping/lint/lintJson';
import { severityOfLevel, type LintProblem, type LintSeverity } from '../mapping/lint/problem';
import { surroundingsOf } from '../mapping/lint/surroundings';
import { inspectTrust } from '../okta/inspectExport';
import { knownOfUsers } from '../okta/knownOfUsers';
import { LineColumns } from './lineColumns';

/** A problem as `lint` prints it (product.md, section 11): lines and columns from 1, columns in UTF-16 units, `endColumn` behind the last one. */
export interface FoundProblem {
  /** Relative to what was handed in; null for what belongs to no file. */
  readonly path: string | null;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: LintSeverity;
  readonly code: LintProblem['code'];
  readonly message: string;
}

export interface LintedFile {
  readonly path: string;
  /** Of a mapping or schema: which way it goes. */
  readonly says: string | null;
  readonly problems: readonly FoundProblem[];
}

export interface LintOptions {
  /** ISO 3166-1 alpha-2, or null. */
  readonly phoneRegion: string | null;
  readonly signal: AbortSignal;
}

/** A string of JavaScript's holds no more than half a gigabyte; a text that large is no file that somebody edits. */
const mostBytes = 1 << 28;
/** Settings, which tell about the files beside them, are small. */
const mostBytesOfSettings = 1 << 24;
const settingKinds: ReadonlySet<string> = new Set(['apps', 'appUserSchema', 'profileMapping']);
const unreadableCodes: ReadonlySet<string> = new Set(['unreadable', 'truncated']);

/**
 * Checks files, and the files of folders: what `inspect` finds (section 3), and what is wrong in the texts (section 10).
 *
 * @throws ExportError where there is nothing to read.
 */
export async function* lintFiles(paths: readonly string[], { phoneRegion, signal }: LintOptions): AsyncGenerator<LintedFile> {
  const { inputs, problems, read } = await inspectTrust(paths, { signal });
  const files = new Map(
    (await walkFiles(paths, signal)).filter((file) => file.passedOver === null).map((file) => [file.path, file.absolutePath]),
  );
  const kinds = new Map<string, Set<string>>();
  for (const { path, kind } of inputs) kinds.set(path, (kinds.get(path) ?? new Set()).add(kind));
  const settings: string[] = [];
  for (const [path, file] of files) {
    const isSetting = [...(kinds.get(path) ?? [])].some((kind) => settingKinds.has(kind));
    if (isSetting) settings.push((await textOf(file, mostBytesOfSettings, signal)) ?? '');
  }
  const context: LintContext = {
    catalogue: documentedCatalogue,
    ...surroundingsOf(settings),
    defaultRegion: phoneRegion,
    ...knownOfUsers(inputs, read.users),
  };
  const ofFiles = new Set<string>();
  for (const [path, file] of files) {
    signal.throwIfAborted();
    const reports = inputs.filter((input) => input.path === path);
    const found = reports.flatMap((report) => report.problems);
    for (const problem of found) ofFiles.add(keyOf({ ...problem, path }));
    yield await lintFile(path, file, kinds.get(path) ?? new Set(), found, context, signal);
  }
  const others = problems.filter((problem) => problem.path === null || !ofFiles.has(keyOf(problem)));
  for (const problem of others) {
    const at = { path: problem.path, line: problem.line ?? 1, column: 1, endLine: problem.line ?? 1, endColumn: 1 };
    const found: FoundProblem = { ...at, severity: severityOfLevel[problem.level], code: problem.code, message: problem.message };
    yield { path: problem.path ?? '', says: null, problems: [found] };
  }
}

const keyOf = ({ path, code, line, message }: Problem): string => JSON.stringify([path, code, line, message]);

async function lintFile(
  path: string,
  file: string,
  kinds: ReadonlySet<string>,
  inspected: readonly Problem[],
  context: LintContext,
  signal: AbortSignal,
): Promise<LintedFile> {
  const text = await textOf(file, mostBytes, signal);
  const linted = text === null ? { says: null, problems: [] } : await lintText(path, text, kinds, context, signal);
  const lines = new LineColumns(text ?? '');
  const says = linted.says;
  // Broken JSON is found by both; the one with the place is shown.
  const broken = linted.problems.some(({ code }) => unreadableCodes.has(code));
  const problems: FoundProblem[] = inspected
    .filter(({ code }) => !(broken && unreadableCodes.has(code)))
    .map(({ level, code, message, line }) => {
      const at = line ?? 1;
      const endColumn = line === null ? 1 : lines.lengthOf(at) + 1;
      return { path, line: at, column: 1, endLine: at, endColumn, severity: severityOfLevel[level], code, message };
    });
  for (const { start, end, severity, code, message } of linted.problems) {
    const [from, to] = [lines.at(start), lines.at(end)];
    problems.push({ path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column, severity, code, message });
  }
  return { path, says, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

async function lintText(
  path: string,
  text: string,
  kinds: ReadonlySet<string>,
  context: LintContext,
  signal: AbortSignal,
): Promise<{ readonly says: string | null; readonly problems: readonly LintProblem[] }> {
  if (/^\s*[[{]/.test(text) || /\.(?:json|ndjson|jsonl)$/i.test(path)) {
    const { says, problems } = lintJson(text, context);
    // Members of groups stand in the users' files, too, and are checked there.
    const onlyMembers = kinds.has('groupMembers') && !kinds.has('users');
    return {
      says,
      problems: onlyMembers ? problems.filter(({ code }) => unreadableCodes.has(code) || code === 'secret-in-file') : problems,
    };
  }
  if (!kinds.has('users') && !kinds.has('appUsers') && !/\.(?:csv|tsv)$/i.test(path)) return { says: null, problems: [] };
  const { defaultRegion, phoneAttributes, usernameAttribute } = context;
  const hints = { phoneAttributes: [...phoneAttributes], ...(usernameAttribute === null ? {} : { userNameAttribute: usernameAttribute }) };
  const lint = new CsvLint(text, { defaultRegion, columnsOf: (header) => lintColumnsOf(header, hints) });
  if (!(await lint.check({ signal }))) signal.throwIfAborted();
  return { says: null, problems: lint.list(Number.MAX_SAFE_INTEGER).problems };
}

/** The text of a file, without its byte order mark; null where it is too large, or cannot be read: `inspect` says so. */
async function textOf(file: string, atMost: number, signal: AbortSignal): Promise<string | null> {
  const size = await stat(file).then(
    (status) => status.size,
    () => null,
  );
  if (size === null || size > atMost) return null;
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of readChunks(file, { signal })) text += decoder.decode(chunk, { stream: true });
  } catch {
    signal.throwIfAborted();
    return null;
  }
  return text + decoder.decode();
}

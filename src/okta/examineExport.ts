import { problem, type Problem } from '../input/problem';
import { Turns } from '../input/turns';
import { appDataOf, type AppData } from './buildSource';
import { addAssignmentFindings } from './assignmentFindings';
import type { ChosenApp } from './chooseApp';
import type { ExportData } from './exportData';
import type { ExportFile, Section } from './exportFile';
import { compareWithLastImport, countsOf, fingerprintOf } from './fewerThanLastTime';
import { ageProblems } from './fileTimes';
import { addFindings } from './findings';
import { judgeExport, type JudgedExport } from './judgeExport';
import { lastImportOf, type ImportCounts, type ImportMemory, type LastImport } from './lastImports';
import { membershipOf, proveMemberships } from './memberships';
import { readFiles, type ReadProgress } from './readFiles';
import type { GroupMembership } from './source';
import { isComplete, isOfApp } from './trust';

export interface ExamineOptions {
  /** Member numbers that the admin read off Okta, by group name or Okta group id (`--confirm-members`). */
  readonly confirmedMembers: Readonly<Record<string, number>>;
  /** ISO 8601: the time that ages are reckoned from. */
  readonly now: string;
  /** Hours after which an export is old, and that its files may be apart. */
  readonly oldExportHours: number;
  /** By more than so many percent fewer than in the last import is a doubt; 10 by default. */
  readonly fewerPercent?: number;
  /** Earlier imports of the same paths, to compare with; nothing is compared without it. */
  readonly memory?: ImportMemory;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** An export that was read, with all that is to be said of its files; nothing is put together for the planner yet. */
export interface ExaminedExport {
  readonly files: readonly ExportFile[];
  readonly data: ExportData;
  readonly judged: JudgedExport;
  readonly members: ReadonlyMap<string, GroupMembership>;
  readonly chosen: ChosenApp;
  readonly appData: AppData;
  /** Of the whole export, and of its files but for other apps'. */
  readonly problems: readonly Problem[];
  readonly complete: boolean;
  readonly counts: ImportCounts;
  readonly fingerprint: string;
  readonly lastImport: LastImport | null;
}

/** An app that could not be told: every file's data is looked at. */
export const undecidedApp: ChosenApp = { app: null, owns: () => true };

/** Reads files and judges them (product.md, section 3). `choose` is asked once, when all is read. Throws what it and `readFiles` throw. */
export async function examineExport(
  paths: readonly string[],
  options: ExamineOptions,
  choose: (data: ExportData) => Promise<ChosenApp>,
): Promise<ExaminedExport> {
  const { files, data } = await readFiles(paths, options);
  const turns = new Turns(options.signal);
  const judged = await judgeExport(files, data, turns);
  const chosen = await choose(data);
  options.signal?.throwIfAborted();
  const proved = await proveMemberships(judged.members, data, options, turns);
  await addFindings(files, data, judged, proved, options.oldExportHours, turns);
  const incomplete = judged.incompleteGroups();
  const appData = appDataOf(data, chosen);
  addAssignmentFindings(data, chosen, appData);
  // What follows looks at every group without a step between.
  await turns.next();
  const counts = countsOf(
    {
      users: judged.usersFileIds.size,
      groups: data.groups.size,
      assignments: appData.assignments?.byUser.size ?? null,
      pushMappings: appData.pushMappings?.length ?? null,
    },
    judged.members,
    (id) => incomplete.has(id),
  );
  const fingerprint = fingerprintOf(files);
  const known = chosen === undecidedApp ? null : ((await options.memory?.recall(chosen.app?.id ?? null)) ?? null);
  const last = lastImportOf(known, fingerprint);
  await turns.next();
  const compared = compareWithLastImport(counts, last, options.fewerPercent ?? 10, judged.members, data.groups);
  const sections = files.flatMap((file) => file.sections);
  for (const section of sections) await section.settle();
  const old = ageProblems(files, data.manifest, options.now, options.oldExportHours).map((words) => problem('old-export', words));
  const listed = sections.filter((section) => isOfApp(section, chosen)).flatMap((section) => section.listed());
  return {
    files,
    data,
    judged,
    members: new Map([...proved].map(([id, entry]) => [id, membershipOf(entry, incomplete.has(id))])),
    chosen,
    appData: withDoubt(appData, compared.fewerAssignments || sections.some((section) => isDoubtfulAssignments(section, chosen))),
    problems: [...old, ...compared.problems, ...listed],
    complete: isComplete(files, judged.places, chosen),
    counts,
    fingerprint,
    lastImport: compared.decided,
  };
}

/** A doubt about who is assigned reaches the removals of who seems not to be. */
function isDoubtfulAssignments(section: Section, chosen: ChosenApp): boolean {
  return section.kind === 'appUsers' && section.hasLevel('doubt') && isOfApp(section, chosen);
}

function withDoubt(appData: AppData, doubtful: boolean): AppData {
  return doubtful && appData.assignments ? { ...appData, assignments: { ...appData.assignments, doubtful } } : appData;
}

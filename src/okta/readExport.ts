import { problem } from '../input/problem';
import { buildSource } from './buildSource';
import { chooseApp } from './chooseApp';
import { judgeExport } from './judgeExport';
import { addFindings } from './findings';
import { ageProblems } from './fileTimes';
import { membershipOf, proveMemberships, unknownConfirmations } from './memberships';
import { readFiles, type ReadProgress } from './readFiles';
import type { Source } from './source';
import { isComplete, isOfApp } from './trust';

export interface ReadExportOptions {
  /** Id or label of the Okta app that feeds this org; null: the only one there is. */
  readonly oktaApp: string | null;
  /** Member numbers that the admin read off Okta, by group name or Okta group id (`--confirm-members`). */
  readonly confirmedMembers: Readonly<Record<string, number>>;
  /** ISO 8601: the time that ages are reckoned from. */
  readonly now: string;
  /** Hours after which an export is old, and that its files may be apart. */
  readonly oldExportHours: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadProgress) => void;
}

/**
 * Reads an Okta export (product.md, section 3): files and folders in any of the forms that admins make. What is wrong with the files is in
 * the trust report of what is returned. Throws `AppChoiceNeeded` where several Okta apps could be meant, `ExportError` where there is
 * nothing to read, and the signal's reason.
 */
export async function readExport(paths: readonly string[], options: ReadExportOptions): Promise<Source> {
  const { files, data } = await readFiles(paths, options);
  const judged = judgeExport(files, data);
  const chosen = chooseApp(data, options.oktaApp);
  const proved = proveMemberships(judged.members, data, options);
  addFindings(files, data, judged, proved);
  const sections = files.flatMap((file) => file.sections);
  for (const section of sections) await section.settle();
  const incomplete = judged.incompleteGroups();
  const members = new Map([...proved].map(([id, entry]) => [id, membershipOf(entry, incomplete.has(id))]));
  const old = ageProblems(files, data.manifest, options.now, options.oldExportHours).map((words) => problem('old-export', words));
  return buildSource(files, data, judged, members, chosen, {
    problems: [...old, ...sections.filter((section) => isOfApp(section, chosen)).flatMap((section) => section.listed())],
    assumptions: unknownConfirmations(data, options),
    complete: isComplete(files, judged.places, chosen),
  });
}

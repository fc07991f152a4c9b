import { buildSource } from './buildSource';
import { chooseApp } from './chooseApp';
import { judgeExport } from './judgeExport';
import { judgeMemberships, membershipOf } from './memberships';
import { readFiles, type ReadProgress } from './readFiles';
import type { Source } from './source';
import { isComplete } from './trust';

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
  const proved = judgeMemberships(judged.members, data, options);
  const incomplete = judged.incompleteGroups();
  const members = new Map([...proved].map(([id, { list, provedByCount }]) => [id, membershipOf(list, provedByCount, incomplete.has(id))]));
  for (const section of files.flatMap((file) => file.sections)) await section.settle();
  const problems = files.flatMap((file) => file.sections).flatMap((section) => section.listed());
  return buildSource(files, data, judged, members, chosen, {
    problems,
    assumptions: [],
    complete: isComplete(files, judged.places, chosen),
  });
}

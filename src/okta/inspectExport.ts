import type { InputReport } from '../input/problem';
import { judgeExport } from './judgeExport';
import { addFindings } from './findings';
import { proveMemberships } from './memberships';
import { readFiles } from './readFiles';

/** What an export holds, file by file, without choosing an app (`inspect`). Throws `ExportError` where there is nothing to read. */
export async function inspectExport(paths: readonly string[], options: { readonly signal?: AbortSignal }): Promise<readonly InputReport[]> {
  const { files, data } = await readFiles(paths, options);
  const judged = judgeExport(files, data);
  addFindings(files, data, judged, proveMemberships(judged.members, data, { confirmedMembers: {} }));
  const sections = files.flatMap((file) => file.sections);
  for (const section of sections) await section.settle();
  return sections.map((section) => section.report());
}

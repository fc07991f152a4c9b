import { ageWords } from '../input/ageWords';
import type { InputKind } from '../input/problem';
import type { ExportFile, Section } from './exportFile';
import type { Manifest } from './manifest';

/** When a file was saved, ISO 8601: as its manifest tells, while it is still the file that the manifest speaks of, else by the file system. */
export function fileTime(file: ExportFile, manifest: Manifest | null): string {
  const declared = manifest?.files.get(file.path);
  const isSame = declared !== undefined && (declared.sha256 === null || declared.sha256 === file.sha256);
  return (isSame ? declared.collectedAt : null) ?? file.walked.modifiedAt;
}

const noData: ReadonlySet<InputKind> = new Set<InputKind>([
  'unknown',
  'oktaError',
  'manifest',
  'terraform',
  'scimUsers',
  'scimGroups',
  'snapshot',
]);

/** Whether the file was read and holds anything that a plan rests on. */
export const holdsData = (file: ExportFile): boolean => file.sha256 !== null && file.sections.some(({ kind }) => !noData.has(kind));

const hourMs = 3_600_000;

/** What makes an export old (product.md, section 3): its oldest file, or files that are far apart. In words. */
export function ageProblems(
  files: readonly ExportFile[],
  manifest: Manifest | null,
  now: string,
  oldExportHours: number,
): readonly string[] {
  const times = files
    .filter(holdsData)
    .map((file) => ({ path: file.path, time: Date.parse(fileTime(file, manifest)) }))
    .sort((a, b) => a.time - b.time);
  const oldest = times[0];
  const newest = times.at(-1);
  if (!oldest || !newest) return [];
  const words: string[] = [];
  const age = (Date.parse(now) - oldest.time) / hourMs;
  if (age > oldExportHours) words.push(`The export is ${ageWords(age)} old (${oldest.path}): Okta may have changed since.`);
  const apart = (newest.time - oldest.time) / hourMs;
  if (apart > oldExportHours)
    words.push(`Its files are ${ageWords(apart)} apart (${oldest.path}, ${newest.path}): they may not fit together.`);
  return words;
}

/** Members files that are much older than the newest file: who came or left since would be added or removed by mistake. */
export function addAgeDoubts(files: readonly ExportFile[], manifest: Manifest | null, oldExportHours: number): void {
  const times = new Map(files.filter(holdsData).map((file) => [file, Date.parse(fileTime(file, manifest))]));
  const newest = Math.max(...times.values());
  const members = (file: ExportFile): readonly Section[] => file.sections.filter(({ kind }) => kind === 'groupMembers');
  for (const [file, time] of times) {
    const apart = (newest - time) / hourMs;
    if (apart <= oldExportHours) continue;
    for (const section of members(file)) section.add('old-export', `${ageWords(apart)} older than the newest file of the export.`);
  }
}

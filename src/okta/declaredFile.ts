import type { InputKind } from '../input/problem';
import type { ExportFile, Section } from './exportFile';
import type { Manifest, ManifestFile } from './manifest';

/** The manifest's hash and count fit: the file is whole, as whoever collected it left it (product.md, section 3, "Confirmed membership"). */
export function isAsDeclared(section: Section, manifest: Manifest | null): boolean {
  const declared = believedFile(section, manifest);
  return declared?.sha256 !== null && declared?.unfinished === false && declared.records === recordsOf(section.file);
}

/**
 * What the manifest says of the file while it is still the one that it speaks of; null where its hash no longer fits. A person who writes
 * an entry gives no hash.
 */
export function believedFile(section: Section, manifest: Manifest | null): ManifestFile | null {
  const declared = manifest?.files.get(section.file.path) ?? null;
  return declared && (declared.sha256 === null || declared.sha256 === section.file.sha256) ? declared : null;
}

/** Kinds whose records are counted by manifests. */
const lists: ReadonlySet<InputKind> = new Set<InputKind>(['users', 'groups', 'groupMembers', 'appUsers', 'appGroups', 'pushMappings']);

/**
 * Adds what a manifest's entry says against its file: declared partial, other bytes, another number of records. Of a file that changed
 * since, only that it is partial still counts.
 */
export function addDeclared(file: ExportFile, declared: ManifestFile): void {
  const data = file.sections.filter(({ kind }) => kind !== 'manifest');
  if (declared.partial || declared.complete === false) {
    for (const section of data) section.add('partial-by-declaration', 'The manifest declares that this file does not hold everything.');
  }
  if (file.sha256 === null) return;
  const changed = declared.sha256 !== null && declared.sha256 !== file.sha256;
  if (changed) {
    const words = 'The file changed since the manifest was written: its hash there no longer fits, and its count proves nothing.';
    for (const section of data) section.add('not-as-declared', words);
  }
  const records = recordsOf(file);
  if (declared.records === null || declared.records === records || !data.some(({ kind }) => lists.has(kind))) return;
  // Of a file that changed, a higher number proves nothing; a lower one is what a file that was cut between two records has.
  if (changed && declared.records < records) return;
  const words = `The manifest counts ${declared.records} records in this file, and ${records} were read`;
  for (const section of data) {
    if (declared.records > records) section.add('count-below-stats', `${words}: some are missing.`, { offset: file.walked.size });
    else section.add('not-as-declared', `${words}: its count proves nothing.`);
  }
}

function recordsOf(file: ExportFile): number {
  return file.sections.reduce((sum, { records }) => sum + records, 0);
}

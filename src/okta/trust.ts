import type { InputKind } from '../input/problem';
import type { ChosenApp } from './chooseApp';
import type { ExportFile, Section } from './exportFile';
import type { FilePlace } from './filePlace';

/** Kinds of which an incomplete file makes every plan partial (product.md, section 3); what is not known could be any of them. */
const makesPartial: ReadonlySet<InputKind> = new Set<InputKind>([
  'users',
  'groups',
  'appUsers',
  'pushMappings',
  'manifest',
  'unknown',
  'oktaError',
]);

/** False where something is incomplete that reaches the whole plan. A members file reaches its group only, another app's file nothing. */
export function isComplete(files: readonly ExportFile[], places: ReadonlyMap<ExportFile, FilePlace>, chosen: ChosenApp): boolean {
  return files.every((file) =>
    file.sections.every((section) => {
      if (!makesPartial.has(section.kind) || !section.hasLevel('incomplete') || !isOfApp(section, chosen)) return true;
      const isShapeless = section.kind === 'unknown' || section.kind === 'oktaError';
      return isShapeless && places.get(file)?.members === true;
    }),
  );
}

/** A section whose records name apps, and not the chosen one, does not count. */
export function isOfApp(section: Section, chosen: ChosenApp): boolean {
  const ids = [...section.appIds];
  return ids.length === 0 || ids.some((id) => chosen.owns(id, section.file.path));
}

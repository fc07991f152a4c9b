import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleCast, type SampleSize } from './sampleCast';
import { writeJsonExport } from './sampleJson';

/** What an Okta admin would have saved: Management API answers, or the CSVs of the rockstar browser extension. */
export type SampleForm = 'json';

/**
 * Writes the sample org's Okta export into a folder, which is made where needed; files of an earlier export there are overwritten.
 * The same options give the same bytes.
 */
export async function writeSampleExport(folder: string, options: SampleSize & { readonly form: SampleForm }): Promise<void> {
  const cast = sampleCast(options);
  await mkdir(join(folder, 'members'), { recursive: true });
  await writeJsonExport(folder, cast);
}

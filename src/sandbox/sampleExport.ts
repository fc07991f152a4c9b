import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleCast, type SampleSize } from './sampleCast';
import { writeCsvExport } from './sampleCsv';
import { writeJsonExport } from './sampleJson';

/** What an Okta admin would have saved: Management API answers, or the CSVs of the rockstar browser extension. */
export type SampleForm = 'json' | 'csv';

/**
 * Writes the sample org's Okta export into a folder, which is made where needed; it should be empty, since files of an export of another size
 * would stay. The same options give the same bytes.
 *
 * @throws RangeError for a size that is none; the error of the system where the folder cannot be written.
 */
export async function writeSampleExport(folder: string, options: SampleSize & { readonly form: SampleForm }): Promise<void> {
  const cast = sampleCast(options);
  await mkdir(join(folder, 'members'), { recursive: true });
  if (options.form === 'json') await writeJsonExport(folder, cast);
  else await writeCsvExport(folder, cast);
}

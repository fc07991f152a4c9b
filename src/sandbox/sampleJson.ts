import { open, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cast } from './cast';
import { appUserSchema, oktaApp, profileMapping } from './oktaApp';
import { appGroups, oktaGroup, oktaGroupEntries, oktaOrigin, pushMappings, type OktaRecord } from './oktaRecords';
import { fileNameOf, pushedGroups } from './sampleFiles';
import { assignments, memberRecords, oktaUsers } from './sampleRecords';

/** Records in a page, as the Management API gives at most (facts/okta.md, section 1.1). */
const pageSizes = { users: 200, appUsers: 500, members: 1000 } as const;

/** Above so many people a listing is one merged file, as tools that collect large orgs save it, and not hundreds of pages. */
const pagedAtMost = 20_000;

/** Writes an export as saved API answers. Records are written as they are made: memory does not grow with the org. */
export async function writeJsonExport(folder: string, cast: Cast): Promise<void> {
  const paged = cast.parts <= pagedAtMost;
  await writePages(join(folder, 'users'), oktaUsers(cast, false), { size: paged ? pageSizes.users : Infinity, numbered: paged });
  await writePages(join(folder, 'users-deprovisioned'), oktaUsers(cast, true), {
    size: paged ? pageSizes.users : Infinity,
    numbered: paged,
  });
  await writePages(join(folder, 'app-users'), assignments(cast), { size: paged ? pageSizes.appUsers : Infinity, numbered: paged });
  for (const group of pushedGroups(cast)) {
    const count = group.okta?.members().length ?? 0;
    const file = join(folder, 'members', fileNameOf(group.name));
    await writePages(file, memberRecords(cast, group), { size: pageSizes.members, numbered: count > pageSizes.members });
  }
  await writeJson(
    folder,
    'groups.json',
    oktaGroupEntries(cast).map((entry) => oktaGroup(entry, oktaOrigin, { stats: true })),
  );
  await writeSetting(folder, 'app.json', oktaApp(oktaOrigin));
  await writeJson(folder, 'app-groups.json', [...appGroups(cast, oktaOrigin)]);
  await writeJson(folder, 'push-mappings.json', [...pushMappings(cast, oktaOrigin)]);
  await writeSetting(folder, 'mapping.json', profileMapping(oktaOrigin));
  await writeSetting(folder, 'schema.json', appUserSchema(oktaOrigin));
}

interface Paging {
  readonly size: number;
  /** Whether the files are called `-1`, `-2` …; else there is one. */
  readonly numbered: boolean;
}

async function writePages(path: string, records: Iterable<OktaRecord>, { size, numbered }: Paging): Promise<void> {
  let number = 1;
  let file = await ArrayFile.open(numbered ? `${path}-1.json` : `${path}.json`);
  try {
    for (const record of records) {
      if (file.count === size) {
        await file.close();
        number += 1;
        file = await ArrayFile.open(`${path}-${number}.json`);
      }
      await file.add(record);
    }
  } finally {
    await file.close();
  }
}

/** A JSON array on disk, written piece by piece. */
class ArrayFile {
  count = 0;
  private text = '[';

  private constructor(private readonly handle: FileHandle) {}

  static async open(path: string): Promise<ArrayFile> {
    return new ArrayFile(await open(path, 'w'));
  }

  async add(record: OktaRecord): Promise<void> {
    this.text += (this.count === 0 ? '' : ',') + JSON.stringify(record);
    this.count += 1;
    if (this.text.length >= 1 << 18) await this.flush();
  }

  async close(): Promise<void> {
    this.text += ']';
    await this.flush();
    await this.handle.close();
  }

  private async flush(): Promise<void> {
    await this.handle.write(this.text);
    this.text = '';
  }
}

async function writeJson(folder: string, name: string, value: unknown): Promise<void> {
  await writeFile(join(folder, name), JSON.stringify(value));
}

/** In lines, as whoever edits a mapping has it. */
async function writeSetting(folder: string, name: string, value: OktaRecord): Promise<void> {
  await writeFile(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
}

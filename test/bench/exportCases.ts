import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { membershipLines, pageOf } from './generate';
import { arrayLines, map, writeLines } from './lines';
import {
  appUser,
  groupSize,
  login,
  memberIndex,
  oktaGroup,
  oktaGroupId,
  oktaPhone,
  oktaUser,
  oktaUserId,
  pushMapping,
  type Scale,
} from './records';

/**
 * `json`: users and assignments in pages of API JSON, as Okta sends them. `csv`: rockstar's users and memberships as `group,user`.
 * `members`: the memberships as pages of API JSON, too, with a whole user for each membership.
 */
export type ExportCase = 'json' | 'csv' | 'members';
export const exportCases: readonly ExportCase[] = ['json', 'csv', 'members'];

export interface ExportWorkload {
  readonly case: ExportCase;
  readonly scale: Scale;
  /** The folder to read. */
  readonly okta: string;
  readonly files: readonly string[];
}

/** Writes the export of a case, page by page and line by line. */
export async function writeExport(folder: string, of: ExportCase, scale: Scale): Promise<ExportWorkload> {
  const okta = join(folder, of);
  await mkdir(join(okta, 'members'), { recursive: true });
  const files: string[] = [];
  const file = (name: string): string => {
    files.push(join(okta, name));
    return join(okta, name);
  };
  const pages = async (name: string, count: number, size: number, record: (index: number) => object): Promise<void> => {
    for (let from = 0, page = 1; from < count; from += size, page++) {
      await writeLines(file(`${name}-${page}.json`), arrayLines(map(from, Math.min(count, from + size), record)));
    }
  };
  if (of === 'csv') {
    await writeLines(file('Export Users.csv'), userRows(scale));
    await writeLines(file('Export Groups.csv'), groupRows(scale));
    await writeLines(file('group_users.csv'), membershipLines(scale));
    return { case: of, scale, okta, files };
  }
  await pages('users', scale.users, pageOf.users, oktaUser);
  await pages('groups', scale.groups, pageOf.groups, (index) => oktaGroup(index, of === 'members' ? scale : { ...scale, memberships: 0 }));
  await pages('app-users', scale.users, pageOf.appUsers, appUser);
  await pages('push-mappings', scale.groups, pageOf.pushMappings, pushMapping);
  if (of === 'members') await writeMembers(join(okta, 'members'), scale, files);
  return { case: of, scale, okta, files };
}

/** Whole users, from one table of their texts: making five million objects of them would take longer than everything that is measured. */
async function writeMembers(folder: string, scale: Scale, files: string[]): Promise<void> {
  const texts = Array.from({ length: scale.users }, (_, index) => Buffer.from(JSON.stringify(oktaUser(index))));
  const [begin, between, end] = [Buffer.from('['), Buffer.from(',\n'), Buffer.from(']\n')];
  for (let group = 0; group < scale.groups; group++) {
    const size = groupSize(group, scale);
    for (let from = 0, page = 1; from < size; from += pageOf.members, page++) {
      const parts: Buffer[] = [begin];
      for (let position = from; position < Math.min(size, from + pageOf.members); position++) {
        if (position > from) parts.push(between);
        parts.push(texts[memberIndex(group, position, scale)] ?? end);
      }
      parts.push(end);
      const path = join(folder, `${oktaGroupId(group)}-${page}.json`);
      await new Promise<void>((resolve, reject) => {
        createWriteStream(path).once('error', reject).end(Buffer.concat(parts), resolve);
      });
      files.push(path);
    }
  }
}

function* userRows(scale: Scale): Iterable<string> {
  yield 'User Id,Status,Username,First name,Last name,Primary email,Display name,Title,Department,Division,Employee number,Mobile phone,Primary phone';
  for (let index = 0; index < scale.users; index++) {
    const name = `Number${index}`;
    const title = index % 100 === 7 ? 'Senior Agent' : 'Agent';
    const cells = [oktaUserId(index), 'ACTIVE', login(index), 'User', name, login(index), `User ${name}`, title, 'Customer Care', 'Home'];
    yield [...cells, String(100_000 + index), '', oktaPhone(index)].map((cell) => `"${cell}"`).join(',');
  }
}

function* groupRows(scale: Scale): Iterable<string> {
  yield 'id,name,description,type,usersCount,appsCount';
  for (let group = 0; group < scale.groups; group++) {
    yield `"${oktaGroupId(group)}","Group ${group}","","OKTA_GROUP","${groupSize(group, scale)}","1"`;
  }
}

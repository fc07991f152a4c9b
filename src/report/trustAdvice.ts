import type { ProblemCode } from '../input/problem';
import { planAdvice, type Advice, type PlanCode } from './planAdvice';

export type { Advice, PlanCode };

const deprovisioned = '`GET /api/v1/users?filter=status eq "DEPROVISIONED"&limit=200`';

/** Every code once; which level each has stands in `problemLevels`. */
export const trustAdvice: Readonly<Record<ProblemCode | PlanCode, Advice>> = {
  truncated: {
    short: 'cut off',
    means: 'The file stops in the middle: a download or a copy ended early. Everybody who stood behind that place would look gone.',
    better: ['If it was copied, compare it with the original first.'],
    again: true,
  },
  'okta-error-body': {
    short: 'an error of Okta, not data',
    means:
      'Okta answered with an error, often 429 for too many requests, and that answer was saved in place of a page: its records are missing.',
    better: [
      'After a 429, wait until the time that the header `X-Rate-Limit-Reset` gives (UTC, in seconds), then ask for the same page again.',
    ],
    again: true,
  },
  'empty-file': {
    short: 'empty',
    means:
      'A download that failed leaves a file without content. It is not taken for an empty list: that would mean that everybody is gone.',
    better: ['A list that is truly empty is `[]`, as Okta answers it; of a group, its `usersCount` of 0 tells as much.'],
    again: true,
  },
  'count-below-stats': {
    short: 'fewer than Okta counts',
    means: 'Okta counts more members than the export holds, so pages are missing. Everybody on them would look as if a push removed them.',
    better: ['Where people came or left meanwhile: save the groups and their members again, one right after the other.'],
    again: true,
  },
  unreadable: {
    short: 'cannot be read',
    means: 'The file, or records in it, cannot be read: what they hold is missing.',
    better: [
      'Look at the place. A web page instead of data is mostly a sign-in page: the API token was missing or no longer valid.',
      'Keep answers as Okta gives them; what was edited or pasted together by hand breaks easily.',
    ],
    again: true,
  },
  'missing-column': {
    short: 'a column is missing',
    means: 'Without this column nobody can tell whom or what the rows are about.',
    better: [
      'rockstar: choose the column `User Id` (`id`) too in *Export Users*; *Export Group Members* always has it.',
      '[Say What the Columns Are…] where the column is there under another heading.',
      'PowerShell: `ConvertTo-Json -Depth 10`, or `Export-Csv` of objects that have the id as a column.',
    ],
    again: false,
  },
  'partial-by-declaration': {
    short: 'declared not to be whole',
    means: 'The manifest `okta-export.json` says that not everything is there: the collection was broken off, or somebody declared it so.',
    better: [
      '[Collect Export from Okta…] into the same folder goes on where it stopped.',
      'Where it is whole after all, take `partial`, or `complete` with the value `false`, out of `okta-export.json`.',
    ],
    again: true,
  },
  'wrong-org': {
    short: 'accounts of another org',
    means:
      'Fewer than half of the accounts that Okta holds exist in this Genesys org: the assignments belong to an app that feeds another one.',
    better: [
      '[Choose Okta App…] if the export holds several apps.',
      '[Switch Org…] and [Preview Push…] if the export is right and the org is not.',
    ],
    again: false,
  },
  'page-size-count': {
    short: 'last page is full',
    means:
      'The last page is exactly full, so that the next one may be missing. Okta tells of it in a header only, which a saved file does not hold.',
    better: [
      'Ask for the last page again and look at its headers: while there is a `Link` with `rel="next"`, its address is the next page.',
      'Of members, a count settles it: `GET /api/v1/groups?expand=stats`, or [Confirm Member Count…].',
    ],
    again: true,
  },
  'excel-damage': {
    short: 'damaged by Excel',
    means: 'Excel has rewritten values (`3.17556E+10`, a lost `+`). The digits are gone, and phones look different where they are not.',
    better: [
      'Export again, and do not save the CSV from Excel.',
      'To look at it in Excel: *Data*, *From Text/CSV*, and import every column as text.',
      'Answers of the Management API (JSON) have no such trouble.',
    ],
    again: false,
  },
  'duplicate-login': {
    short: 'one login of several users',
    means: 'A login is unique in Okta, whatever its case and accents. Here exports were mixed or edited, and it is not clear who is meant.',
    better: ['Keep the files of one export, made in one go, in one folder.', 'See which one Okta has: `GET /api/v1/users/{login}`.'],
    again: false,
  },
  'short-row': {
    short: 'rows that do not fit the header',
    means: 'Rows have more or fewer cells than the header: values may stand below the wrong heading.',
    better: [
      'rockstar does not quote its headings: one with a comma in it moves all that follow. Leave that column out.',
      'Keep the CSV as it was made; a line break or separator within a value must stand in quotes.',
    ],
    again: false,
  },
  'stale-members': {
    short: 'older than the group’s last change',
    means: 'Okta changed the membership of the group after this file was saved: who came or left meanwhile is not in it.',
    better: ['Save groups and members in one go, and preview soon after.'],
    again: true,
  },
  'old-export': {
    short: 'old',
    means: 'Okta has moved on since: who joined, left or changed groups meanwhile looks like a difference between Okta and Genesys.',
    better: ['Export again, everything in one go, and preview soon after.', 'The limit is the setting `scimPreflight.oldExportHours`.'],
    again: false,
  },
  'dropped-column': {
    short: 'a column is not read',
    means: 'A column is not there or cannot be told from others: its attribute is treated as if nobody had a value.',
    better: [
      'rockstar: choose that column too in *Export Users*.',
      '[Say What the Columns Are…] where it is there under another heading.',
      'The users list of the Management API always holds every attribute.',
    ],
    again: false,
  },
  'fewer-than-last-time': {
    short: 'fewer than last time',
    means: 'This export holds clearly fewer than the last one of this place. Where Okta did not lose them, files or pages are missing.',
    better: [
      'See whether every file and page is there; Okta’s *Directory* shows how many people and groups it has.',
      'Where the number is right, nothing needs to be done: the next export is compared with this one.',
    ],
    again: false,
  },
  'dangling-member': {
    short: 'members without a user record',
    means:
      'Members that no users file knows, mostly deactivated people: lists of members hold them, the list of users does not. Without a status they count as not pushed.',
    better: [`Save the deactivated users too: ${deprovisioned}.`],
    again: false,
  },
  'no-deprovisioned-users': {
    short: 'no deactivated users',
    means:
      'Okta leaves deactivated users out unless asked for them. Without them a deactivation that never reached Genesys cannot be seen.',
    better: [`Save them too: ${deprovisioned}.`, 'rockstar: *Export Users* once more with the query `status eq "DEPROVISIONED"`.'],
    again: false,
  },
  'conflicting-records': {
    short: 'files disagree',
    means: 'Two files tell different things of the same user. The record with the newer `lastUpdated` counts.',
    better: ['Keep the files of one export, made in one go, in one folder, and take older ones out.'],
    again: false,
  },
  'group-from-file-name': {
    short: 'group taken from the file’s name',
    means:
      'A list of members does not say which group it is of. The file’s name told; under another name it would count for another group.',
    better: ['Where that is the wrong group, name the file by the id of the right one, or give its `group` in `okta-export.json`.'],
    again: false,
  },
  'unknown-file': {
    short: 'nothing was read from it',
    means: 'Nothing in it is data that a plan uses, so nothing was read from it.',
    better: [
      'A CSV with other headings: [Say What the Columns Are…]. Other data: save it as Okta answers it. If it is none, it does no harm.',
    ],
    again: false,
  },
  'not-collected': {
    short: 'Okta did not give all that was asked for',
    means: 'Okta did not give this when the export was collected. What a plan does without it stands in the message.',
    better: ['Collect again with the token of a Read-only Administrator: [Collect Export from Okta…].'],
    again: false,
  },
  'empty-list-of-unknown-kind': {
    short: 'an empty list of something',
    means: 'An empty list, and neither its name nor the manifest says of what: nothing follows from it.',
    better: ['Name it after what it lists (`app-users.json`, `members/{groupId}.json`), or give its `kind` in `okta-export.json`.'],
    again: false,
  },
  'missing-page': {
    short: 'a page is missing',
    means:
      'The numbers in the names of these files have a gap: a page between or before them is not there. Everybody on it would look gone.',
    better: ['Copy the missing file into the folder, or name files that are no pages without a number at the end.'],
    again: true,
  },
  'nothing-of-okta': {
    short: 'nothing of Okta in it',
    means: 'No file was recognised as a list of Okta’s that a push rests on. That nothing would change cannot be concluded from it.',
    better: ['[Choose Export…] takes the folder that holds the answers of Okta. The lines below say what each file was taken for.'],
    again: false,
  },
  'conflicting-lists': {
    short: 'two lists that differ',
    means:
      'Two files list the same thing and do not agree, so they are no pages of one list: mostly exports of two days, or a page that was saved twice. Which of them holds cannot be told.',
    better: ['Keep the newer one in the folder, and take the other away.'],
    again: true,
  },
  'not-as-declared': {
    short: 'not as okta-export.json says',
    means:
      'What `okta-export.json` says of the file does not fit it: it was changed since, or the entry is mistaken. Its count proves nothing then.',
    better: ['Save the file again as Okta gives it, or take its `sha256` and `records` out of `okta-export.json`.'],
    again: true,
  },
  'members-of-unknown-group': {
    short: 'members of an unknown group',
    means: 'Members, but of a group that no groups file knows: they count for no group.',
    better: [
      'Name the file by the group’s id, as in `members/{groupId}.json`, or give its `group` in `okta-export.json`.',
      'Save the groups too: `GET /api/v1/groups?expand=stats&limit=200`. A group administrator does not get to see all of them.',
    ],
    again: false,
  },
  'listing-moved': {
    short: 'changed while it was read',
    means: 'People or groups came or went in Genesys while the list was read: some may be missing, others twice.',
    better: ['[Refresh Plan] reads it again; where it keeps moving, at a quieter time.'],
    again: false,
  },
  'listing-short': {
    short: 'shorter than it says',
    means: 'Genesys counts more than the list holds: somebody who is missing here looks as if they had no account.',
    better: [
      '[Take Snapshot…] reads every page and proves it.',
      'Of saved answers, keep every page: `startIndex` goes on until `totalResults` is reached.',
    ],
    again: false,
  },
  'duplicate-resource': {
    short: 'twice in one list',
    means: 'A list has the same record twice: rows moved while it was read, and others may be missing.',
    better: ['[Refresh Plan] reads it again.', 'Of saved answers, keep each page once.'],
    again: false,
  },
  'members-cut': {
    short: 'member list cut',
    means: 'Genesys counts more members of the group than it listed: who is not listed is in no preview.',
    better: ['[Refresh Plan] reads it again. Where that does not help, the group cannot be previewed.'],
    again: false,
  },
  'member-unresolved': {
    short: 'members that could not be looked up',
    means: 'The Genesys group has members that no list of users holds, and who they are could not be read.',
    better: ['[Preview Push…] of the org itself looks each of them up; a snapshot file cannot.'],
    again: false,
  },
  'round-member-count': {
    short: 'a round number of members',
    means: 'The member list ends at a round number and no count confirms it: Genesys may have cut it there.',
    better: ['Give the OAuth client the right to read groups (`directory:group:view`): the group’s own count then settles it.'],
    again: false,
  },
  'old-snapshot': {
    short: 'old',
    means: 'Genesys Cloud may have moved on since: who came, left or was changed there meanwhile is not in it.',
    better: [
      '[Preview Push…] reads the org itself; [Take Snapshot…] saves it anew.',
      'The limit is the setting `scimPreflight.oldSnapshotHours`.',
    ],
    again: false,
  },
  'not-read': {
    short: 'not read',
    means: 'A part of the org was not read, so that nothing can be said of it.',
    better: [
      '[Test API Credentials] says which right is missing; SCIM groups need `directory:group:edit`.',
      'Of saved answers, add the pages of users and of groups.',
    ],
    again: false,
  },
  ...planAdvice,
};

import type { RootContent } from 'mdast';
import type {
  ChangedGroup,
  ChangedPerson,
  ComparedSnapshot,
  GroupMember,
  MembershipChange,
  PersonAttributes,
  SnapshotChanges,
} from '../plan/snapshotChanges';
import { capped, code, heading, list, name, paragraph, root, table, type Cell } from './markdownNodes';
import { toMarkdownText } from './markdownReport';
import { countWords, snapshotChangesHeadline, snapshotCountWords, unknownWords } from './snapshotChangesWords';
import { countOf, formatChange, formatNumber, formatTime } from './words';

/** Rows of one list; the diff names more. */
const mostRows = 200;

/** What changed between two snapshots as a page (product.md, section 7): who went before who came, and what is not known apart. */
export function snapshotChangesDocument(changes: SnapshotChanges): string {
  const { before, after, doubts, people } = changes;
  return toMarkdownText(
    root([
      heading(1, 'What changed in ', name(after.org.name)),
      paragraph(snapshotChangesHeadline(changes)),
      ...(doubts.length === 0 ? [] : [heading(2, 'Not certain'), list(doubts)]),
      table([null, null, null], ['', 'Taken', 'Holds'], [sideRow('Before', before), sideRow('After', after)]),
      ...peopleList('Gone', people.gone),
      ...peopleList('Deactivated', people.deactivated),
      ...attributeTable(people.changed),
      ...peopleList('Came', people.appeared),
      ...peopleList('Active again', people.reactivated),
      ...membershipSections(changes),
      ...groupSections(changes),
      ...remarks(changes),
    ]),
  );
}

function sideRow(title: string, side: ComparedSnapshot): Cell[] {
  const taken = side.takenAt === null ? 'not known' : formatTime(side.takenAt);
  return [title, taken, snapshotCountWords(side)];
}

function peopleList(title: string, people: readonly ChangedPerson[]): RootContent[] {
  if (people.length === 0) return [];
  return [heading(2, `${title}: ${countWords(people.length)}`), rows(people.map((person): Cell => personCell(person)))];
}

const personCell = ({ userName, displayName }: ChangedPerson): Cell =>
  displayName === null ? [name(userName)] : [name(userName), ' — ', name(displayName)];

function attributeTable(changed: readonly PersonAttributes[]): RootContent[] {
  if (changed.length === 0) return [];
  const lines = changed.flatMap((person) =>
    person.attributes
      .filter(({ onlyWritten }) => !onlyWritten)
      .map(({ path, before, after }): Cell[] => [name(person.userName), code(path), valueCell(before), valueCell(after)]),
  );
  const { shown, rest } = capped(lines, mostRows);
  return [
    heading(2, `Changed: ${countWords(changed.length)}`),
    table([null, null, null, null], ['Person', 'Attribute', 'Before', 'After'], shown),
    ...more(rest),
  ];
}

const valueCell = (value: string | null): Cell => (value === null || value === '' ? '—' : name(value));

function membershipSections({ groups: { members } }: SnapshotChanges): RootContent[] {
  if (members.length === 0) return [];
  const { shown, rest } = capped(members, mostRows);
  return [
    heading(2, `Members of ${countOf(members.length, 'group')}`),
    table(
      [null, 'right', 'right', 'right'],
      ['Group', 'Before', 'After', 'Left and came'],
      shown.map((group): Cell[] => [name(group.name), countCell(group.membersBefore), countCell(group.membersAfter), changeCell(group)]),
    ),
    ...more(rest),
    ...shown.flatMap(({ name: groupName, left, came }) => [
      ...memberList(groupName, 'left', left ?? []),
      ...memberList(groupName, 'came', came ?? []),
    ]),
  ];
}

const countCell = (count: number | null): string => (count === null ? 'not proved' : formatNumber(count));

function changeCell({ left, came }: MembershipChange): string {
  if (left !== null && came !== null) return formatChange(left.length, came.length);
  return [
    left === null ? 'who left is not known' : `−${formatNumber(left.length)}`,
    came === null ? 'who came is not known' : `+${formatNumber(came.length)}`,
  ].join(', ');
}

function memberList(groupName: string, what: 'left' | 'came', members: readonly GroupMember[]): RootContent[] {
  if (members.length === 0) return [];
  return [heading(3, name(groupName), `: ${formatNumber(members.length)} ${what}`), rows(members.map(memberCell))];
}

function memberCell({ id, name: known, displayName, isGroup }: GroupMember): Cell {
  if (known === null) return [code(id)];
  const what = isGroup ? 'a nested group' : displayName;
  return what === null ? [name(known)] : [name(known), ' — ', name(what)];
}

function groupSections({ groups: { gone, appeared, renamed } }: SnapshotChanges): RootContent[] {
  const counted = ({ name: groupName, members }: ChangedGroup & { readonly members: number | null }): Cell => [
    name(groupName),
    members === null ? ' — members not proved' : ` — ${countOf(members, 'member')}`,
  ];
  return [
    ...(gone.length === 0 ? [] : [heading(2, `Groups that are gone: ${formatNumber(gone.length)}`), rows(gone.map(counted))]),
    ...(appeared.length === 0 ? [] : [heading(2, `New groups: ${formatNumber(appeared.length)}`), rows(appeared.map(counted))]),
    ...(renamed.length === 0
      ? []
      : [
          heading(2, `Renamed groups: ${formatNumber(renamed.length)}`),
          rows(renamed.map(({ name: now, nameBefore }): Cell => [name(nameBefore), ' → ', name(now)])),
        ]),
  ];
}

/** What is not known, not compared, or only written otherwise. */
function remarks(changes: SnapshotChanges): RootContent[] {
  const { people, groups } = changes;
  const words: Cell[] = [...unknownWords(changes)];
  for (const { name: groupName, why } of groups.notKnown.members.slice(0, mostRows)) words.push([name(groupName), ': ', why]);
  if (people.onlyWritten.length > 0)
    words.push(`Of ${countWords(people.onlyWritten.length)} a value is only written in another way, which counts as no change.`);
  for (const [path, count] of people.notCompared)
    words.push([code(path), ` was not compared for ${countWords(count)}: one of the snapshots does not hold it.`]);
  return words.length === 0 ? [] : [heading(2, 'Besides'), list(words)];
}

function rows(cells: readonly Cell[]): RootContent {
  const { shown, rest } = capped(cells, mostRows);
  return list(rest === 0 ? shown : [...shown, `… and ${formatNumber(rest)} more`]);
}

const more = (rest: number): RootContent[] => (rest === 0 ? [] : [paragraph(`… and ${formatNumber(rest)} more.`)]);

import type { JsonObject, JsonValue } from '../input/problem';
import type { RecordMatch } from '../input/recordMatch';
import type { AppBucket, ExportData } from './exportData';
import type { Section } from './exportFile';
import type { internalPushMappings } from './jsonInner';
import { appIdOfHref, appUserOf, internalPushMappingOf, pushMappingOf, recordId, textAt, userOf } from './oktaRecords';
import { isObject, objectAt } from './recordKinds';
import type { AppUserReading } from './rowRecords';

/** Takes the records of one JSON file that belong to an app: assignments, groups, push mappings. */
export class AppRecords {
  private readonly buckets = new Map<string, AppBucket>();
  private bucket: AppBucket | null = null;
  private bucketHref = '';

  constructor(private readonly data: ExportData) {}

  takeAppUser(record: JsonObject, section: Section, offset: number): void {
    section.records += 1;
    const id = idOf(record.id, section, offset, 'app user');
    if (id === null) return;
    const bucket = this.bucketOf(section, appHrefOf(record));
    if ('externalId' in record) bucket.holdsAccounts = true;
    const { externalId } = record;
    if (externalId !== null && externalId !== undefined && externalId !== '' && recordId(externalId) === null) {
      section.add('unreadable', `The account that Okta holds for ${id} cannot be read (externalId).`, { offset });
    }
    this.data.addAppUser(bucket, appUserOf(record, id));
    const embedded = objectAt(objectAt(record, '_embedded') ?? noObject, 'user');
    const userId = embedded ? recordId(embedded.id) : null;
    if (!embedded || userId === null) return;
    this.data.embeddedUserIds.add(this.data.addUser(userOf(embedded, userId), embedded.status !== undefined, false, section));
  }

  /** Takes an app user that was not parsed; false where there is something to say about it. */
  takeTemplated(match: RecordMatch, reading: AppUserReading, section: () => Section): boolean {
    const { data } = this;
    const appUser = data.rows.appUserOf(match, reading, (id) => data.users.get(id));
    if (appUser === null) return false;
    const into = section();
    into.records += 1;
    const bucket = this.bucketOf(into, reading.href < 0 ? '' : (match.text(reading.href) ?? ''));
    if (reading.externalId >= 0) bucket.holdsAccounts = true;
    data.addAppUser(bucket, appUser);
    return true;
  }

  take(kind: 'appGroups' | 'pushMappings', record: JsonObject, section: Section, offset: number): void {
    section.records += 1;
    const isGroup = kind === 'appGroups';
    const id = idOf(isGroup ? record.id : record.sourceGroupId, section, offset, isGroup ? 'group' : 'push mapping');
    if (id === null) return;
    const bucket = this.bucketOf(section, appHrefOf(record));
    if (isGroup) bucket.groupIds.add(id);
    else bucket.pushMappings.push(pushMappingOf(record, id));
  }

  /** The console's own answer, which names the targets. */
  takeInternal(
    { mappings, more }: NonNullable<ReturnType<typeof internalPushMappings>>,
    record: JsonObject,
    section: Section,
    offset: number,
  ): void {
    const bucket = this.bucketOf(section, appHrefOf(record));
    for (const mapping of mappings) {
      section.records += 1;
      const id = isObject(mapping) ? idOf(mapping.sourceUserGroupId, section, offset, 'push mapping') : null;
      if (isObject(mapping) && id !== null) bucket.pushMappings.push(internalPushMappingOf(mapping, id));
    }
    if (more) section.add('truncated', 'This is one page of the push mappings: nextMappingsPageUrl names another.', { offset });
  }

  /** @param href of `_links.app`; "" where the record names no app. */
  private bucketOf(section: Section, href: string): AppBucket {
    // Nearly always the app of the record before.
    if (this.bucket?.section === section && href === this.bucketHref) return this.bucket;
    const key = `${section.kind} ${href}`;
    const bucket = this.buckets.get(key) ?? this.data.newBucket(section, appIdOfHref(href));
    this.buckets.set(key, bucket);
    this.bucket = bucket;
    this.bucketHref = href;
    return bucket;
  }
}

const noObject: JsonObject = {};

function appHrefOf(record: JsonObject): string {
  return textAt(objectAt(objectAt(record, '_links') ?? noObject, 'app') ?? noObject, 'href') ?? '';
}

/** The id of a record; one without a usable id is a problem. */
export function idOf(value: JsonValue | undefined, section: Section, offset: number, what: string): string | null {
  const id = recordId(value);
  if (id === null) section.add('unreadable', `A record without a usable id cannot be read (${what}).`, { offset });
  return id;
}

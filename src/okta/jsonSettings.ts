import type { InputKind, JsonObject } from '../input/problem';
import type { ExportData } from './exportData';
import type { Section } from './exportFile';
import { idOf } from './jsonAppRecords';
import { appIdOfHref, appOf, mappingOf, mappingSideOf, schemaOf, textAt } from './oktaRecords';
import { isList } from './recordKinds';

/** Takes a record that is of no user, group or assignment: apps, mappings, schemas, errors, and what is not Okta's. */
export function takeSetting(kind: InputKind, record: JsonObject, section: Section, data: ExportData, offset: number): void {
  section.records += 1;
  const { path } = section.file;
  switch (kind) {
    case 'apps': {
      const id = idOf(record.id, section, offset, 'app');
      if (id !== null) data.addApp(appOf(record, id));
      break;
    }
    case 'profileMapping': {
      const [source, target] = [mappingSideOf(record, 'source'), mappingSideOf(record, 'target')];
      data.mappings.push({ section, source, target, mapping: mappingOf(record, path), lastUpdated: textAt(record, 'lastUpdated') });
      break;
    }
    case 'appUserSchema':
      data.schemas.push({ section, appId: appIdOfHref(textAt(record, 'id')), schema: schemaOf(record, path) });
      break;
    case 'userSchema':
      for (const [name, { title }] of Object.entries(schemaOf(record, path).properties)) data.userAttributeTitles.set(name, title ?? name);
      break;
    case 'manifest':
      data.manifests.add(record, section, offset);
      break;
    case 'oktaError':
      section.add('okta-error-body', errorWords(record), { offset });
      break;
    case 'scimUsers':
    case 'scimGroups':
      if (isList(record.Resources)) section.records += record.Resources.length - 1;
      break;
    case 'terraform':
      data.terraform.add(record, section.file, section);
      break;
    default:
      break;
  }
}

function errorWords(record: JsonObject): string {
  const code = textAt(record, 'errorCode') ?? textAt(record, 'error') ?? '';
  const summary = textAt(record, 'errorSummary') ?? textAt(record, 'error_description') ?? '';
  return `Okta's error ${code} was saved in place of data: ${summary}`;
}

import type { PushedPerson } from '../plan/pushedPeople';
import { displayName } from '../report/words';
import type { MappingPreviewParts, PreviewSubject } from './mappingPreviewFeature';
import { notSentWords, valuesOf, type PreviewPeople } from './mappingPreviewSubject';
import { pickUser } from './userPick';
import { userName } from './userSearch';

/** *Preview Mapping for a User…*: asks whom, and shows every attribute from what stands in Okta to what Genesys would hold. */
export async function previewOneUser(
  { mapping, open }: PreviewSubject,
  known: PreviewPeople,
  { documents, previewUser }: Pick<MappingPreviewParts, 'documents' | 'previewUser'>,
): Promise<void> {
  const { people } = await known.of(open);
  const users = people.map((person) => person.user);
  const chosen = previewUser.in(open.source);
  const isPushed = chosen !== null && users.includes(chosen);
  const user = await pickUser(users, 'Preview the mapping for a user', isPushed ? chosen : null);
  const person = people.find((one): one is PushedPerson => one.user === user);
  if (!user || !person) return;
  previewUser.choose(user);
  const values = await valuesOf(mapping, open);
  const { userValuesPage } = await import('../report/userValuesPage');
  const { attributes, notCompared, assumptions } = values;
  const page = userValuesPage({
    org: open.plan.org.name,
    person: userName(user),
    attributes,
    values: values.of(person),
    notCompared,
    assumptions,
    notSent: await notSentWords(open),
  });
  await documents.showReport(`Values of ${displayName(userName(user))}`, page);
}

import type { PushedPerson } from '../plan/pushedPeople';
import type { UserValue, UserValues } from '../plan/userValues';
import { csvLines } from './csvReport';
import { displayName, valueKindWords } from './words';

const columns = [
  ...['login', 'oktaUserId', 'genesysUserId', 'appVariable', 'genesysAttribute'],
  ...['inOkta', 'expressionGives', 'genesysWouldHold', 'genesysHasNow', 'kind', 'what'],
] as const;

/**
 * One row a user and attribute, a user's rows at a time, so that no more than these are ever held. What is not known is an empty cell, and
 * the row's kind is `unknown` or its message says so. See `toCsv` for cells that a spreadsheet would run.
 */
export function* userValuesCsv(values: UserValues, people: Iterable<PushedPerson>, signal?: AbortSignal): Generator<string> {
  // With the mark, Excel reads names with accents right.
  yield `\ufeff${csvLines([columns])}`;
  for (const person of people) {
    signal?.throwIfAborted();
    yield csvLines(values.of(person).map(row));
  }
}

function row(value: UserValue): readonly string[] {
  const { user, oktaUserId, genesysUserId, variable, path, raw, result, stored, present, kind, message } = value;
  const told = message === null ? valueKindWords[kind] : `${valueKindWords[kind]}. ${message}`;
  return [user, oktaUserId, genesysUserId, variable, path, raw, result, stored, present, kind, told].map((cell) => displayName(cell ?? ''));
}

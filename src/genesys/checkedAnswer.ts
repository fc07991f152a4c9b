import type { JsonValue } from '../input/problem';
import { isWebPage, notGenesysError, type Task } from './answerError';
import { RequestError } from '../http/requestError';
import type { HttpAnswer } from '../http/http';
import type { Check } from './resourceCheck';

/** The JSON of a good answer once it passed the check. Throws RequestError: a page for people, a broken text, a shape that is not documented. */
export function checkedAnswer(answer: HttpAnswer, check: Check, task: Task): unknown {
  if (isWebPage(answer)) throw notGenesysError(answer, task);
  let value: JsonValue;
  try {
    value = JSON.parse(answer.text) as JsonValue;
  } catch (cause) {
    const message = `The answer of ${answer.host} broke off or is no JSON, so it was not possible to ${task.doing}.`;
    throw new RequestError({ reason: 'connectionLost', message, status: answer.status, cause });
  }
  const fault = check(value);
  if (fault === null) return value;
  throw new RequestError({
    reason: 'badAnswer',
    status: answer.status,
    message:
      `What ${answer.host} answered to ${task.doing} ${fault}. Nothing is read from it, since it could be misread: check the region or base URL; ` +
      'if that is right, report this answer.',
  });
}

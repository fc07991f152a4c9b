import assert from 'node:assert/strict';
import { ageWords } from '../../src/input/ageWords';

describe('an age in words', () => {
  const cases: readonly (readonly [hours: number, words: string])[] = [
    [0, '0 minutes'],
    [1 / 60, '1 minute'],
    [0.99, '59 minutes'],
    [1, '1 hour'],
    [25.9, '25 hours'],
    [47.99, '47 hours'],
    [48, '2 days'],
    [200, '8 days'],
  ];
  for (const [hours, words] of cases) it(words, () => assert.equal(ageWords(hours), words));
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextMultimap } from '../../src/input/textMultimap';

describe('a map by text of several values', () => {
  it('gives the values of a key in the order in which they came, as lists in a Map do', () => {
    const entries = fc.uniqueArray(fc.tuple(fc.constantFrom('', 'a', 'b', 'c', '__proto__'), fc.nat(20)), {
      selector: String,
      maxLength: 60,
    });
    fc.assert(
      fc.property(entries, fc.nat(8), (given, expected) => {
        const map = new TextMultimap<number>(expected);
        const lists = new Map<string, number[]>();
        for (const [key, value] of given) {
          map.add(key, value);
          lists.set(key, [...(lists.get(key) ?? []), value]);
        }
        for (const key of ['', 'a', 'b', 'c', '__proto__', 'd']) {
          const list = lists.get(key) ?? [];
          assert.deepEqual(map.get(key), list);
          for (const value of [0, ...list])
            assert.equal(
              map.isOf(key, value),
              list.every((one) => one === value),
            );
        }
      }),
      { numRuns: 500 },
    );
  });
});

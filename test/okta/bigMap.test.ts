import assert from 'node:assert/strict';
import { BigMap, BigSet } from '../../src/okta/bigMap';

const many = 200_000;
/** So many stand in one table. */
const first = 1 << 17;
const key = (index: number): string => `00u${String(index).padStart(17, '0')}`;

describe('a big map', () => {
  for (const size of [10, many]) {
    it(`of ${size} entries answers as a map does`, () => {
      const [map, plain] = [new BigMap<number>(), new Map<string, number>()];
      for (let index = 0; index < size; index++) {
        map.set(key(index), index);
        plain.set(key(index), index);
      }
      for (const index of [0, 3, size - 1]) {
        map.set(key(index), -index);
        plain.set(key(index), -index);
      }
      assert.equal(map.delete(key(5)), plain.delete(key(5)));
      assert.equal(map.delete('nobody'), false);
      assert.equal(map.size, plain.size);
      for (const [one, value] of plain) if (map.get(one) !== value || !map.has(one)) assert.fail(`${one} is lost`);
      assert.equal(map.get(key(5)), undefined);
      assert.equal(map.has('nobody'), false);
      assert.deepEqual([...map].sort(), [...plain].sort());
      assert.deepEqual([...map.keys()].sort(), [...plain.keys()].sort());
      assert.deepEqual(
        [...map.values()].sort((a, b) => a - b),
        [...plain.values()].sort((a, b) => a - b),
      );
      let count = 0;
      map.forEach((value, one, self) => {
        if (self.get(one) === value) count += 1;
      });
      assert.equal(count, plain.size);
      map.set(key(5), 5);
      assert.deepEqual([map.size, map.get(key(5))], [size, 5]);
      map.clear();
      assert.deepEqual([map.size, [...map]], [0, []]);
    });
  }

  it('is in the order of insertion while it is small', () => {
    const map = new BigMap<number>();
    for (const name of ['c', 'a', 'b']) map.set(name, 1);
    assert.deepEqual([...map.keys()], ['c', 'a', 'b']);
  });

  it('spreads ids and logins evenly, so that no part of it grows large', () => {
    for (const name of [key, (index: number) => `user.number${index}@contoso.example`, (index: number) => String(index)]) {
      const map = new BigMap<number>();
      for (let index = 0; index < many; index++) map.set(name(index), index);
      const sizes = (map as unknown as { readonly shards: readonly Map<string, number>[] }).shards.map(({ size }) => size);
      assert.equal(sizes.length, 64);
      assert.ok(Math.max(...sizes) < (3 * (many - first)) / 64, `${Math.max(...sizes)} of ${many - first} in one`);
    }
  });
});

it('a big set holds each text once', () => {
  const set = new BigSet();
  for (const text of ['a', 'b', 'a']) set.add(text);
  set.delete('b');
  assert.deepEqual([set.size, [...set], set.has('a'), set.has('b')], [1, ['a'], true, false]);
});

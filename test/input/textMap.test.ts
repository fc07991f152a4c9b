import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextMap, TextSet } from '../../src/input/textMap';

describe('a map by text', () => {
  it('answers as a Map does, whatever is set and deleted (2,000 runs)', () => {
    // Few keys, so that most of what is done meets what was done before; among them texts of both widths, and of every rest of a division.
    const key = fc.constantFrom('', 'a', 'b', 'ab', 'ba', 'é', 'éé', '\u{1F600}', '__proto__', 'user@contoso.example', ...keys(20));
    const step = fc.record({ kind: fc.constantFrom('set', 'set', 'getOrSet', 'delete', 'clear'), key, value: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
        const [map, plain] = [new TextMap<number>(), new Map<string, number>()];
        for (const { kind, key: one, value } of steps) {
          if (kind === 'set') {
            map.set(one, value);
            plain.set(one, value);
          } else if (kind === 'getOrSet') {
            if (!plain.has(one)) plain.set(one, value);
            assert.equal(map.getOrSet(one, value), plain.get(one));
          } else if (kind === 'delete') assert.equal(map.delete(one), plain.delete(one));
          else {
            map.clear();
            plain.clear();
          }
          assert.equal(map.size, plain.size);
          assert.equal(map.get(one), plain.get(one));
          assert.equal(map.has(one), plain.has(one));
          assert.equal(map.isAt(map.placeOf(one), one), plain.has(one));
        }
        assert.deepEqual([...map], [...plain]);
        assert.deepEqual([...map.keys()], [...plain.keys()]);
        assert.deepEqual([...map.values()], [...plain.values()]);
      }),
      { numRuns: 2000 },
    );
  });

  it('of many entries finds each, in the order of insertion, by its key and its place', () => {
    const many = keys(300_000);
    const map = new TextMap<number>();
    for (const [index, one] of many.entries()) assert.equal(map.put(one, index), index);
    assert.equal(map.size, many.length);
    assert.ok(map.isDense);
    for (const [index, one] of many.entries()) {
      // Other texts of the same letters than those that were put in.
      const place = map.placeOf(Buffer.from(one).toString());
      if (place !== index || map.keyAt(place) !== one || map.at(place) !== index) assert.fail(`${one} is lost`);
    }
    assert.deepEqual([map.placeOf('nobody'), map.get('nobody'), map.at(many.length)], [-1, undefined, undefined]);
    assert.throws(() => map.keyAt(many.length), RangeError);
    assert.deepEqual([...map.keys()], many);
  });

  it('is no larger for what came and went', () => {
    const map = new TextMap<number>();
    for (let round = 0; round < 100_000; round++) {
      map.set('stays', 1).set(`comes ${round % 10}`, round);
      map.delete(`comes ${round % 10}`);
    }
    assert.deepEqual([...map], [['stays', 1]]);
    assert.ok((map as unknown as { readonly texts: readonly unknown[] }).texts.length < 100);
  });

  it('tells whether places are without gaps', () => {
    const map = TextMap.of([
      ['a', 1],
      ['b', 2],
    ]);
    assert.ok(map.isDense);
    map.delete('a');
    assert.ok(!map.isDense);
    assert.deepEqual([map.placeOf('b'), map.at(1), map.at(0)], [1, 2, undefined]);
  });
});

it('a set of texts holds each once', () => {
  const set = new TextSet();
  for (const text of ['a', 'b', 'a']) set.add(text);
  assert.deepEqual([set.addNew('c'), set.addNew('c')], [true, false]);
  set.delete('b');
  assert.deepEqual([set.size, [...set], set.has('a'), set.has('b')], [2, ['a', 'c'], true, false]);
});

function keys(count: number): readonly string[] {
  return Array.from({ length: count }, (_one, index) => `00u${String(index).padStart(17, '0')}`);
}

import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { RepeatedKeys } from '../../src/input/repeatedKeys';

function find(text: string): string | null {
  const bytes = Buffer.from(` ${text},`);
  return new RepeatedKeys().find({ bytes, start: 1, end: bytes.length - 1 }, JSON.parse(text));
}

describe('keys that an object names twice', () => {
  const cases: readonly (readonly [what: string, text: string, repeated: string | null])[] = [
    ['none', '{"id":"1","profile":{"id":"2"}}', null],
    ['none, with white space', '{ "id": "1",\n  "profile": { "id": "2" } }', null],
    ['none, with letters beyond ASCII and escapes', '{"name":"Jos\\u00e9 \\"é\\" 😀","id":"1"}', null],
    ['on top', '{"id":"1","id":"2"}', 'id'],
    ['on top, with white space', '{ "id" : "1", "id" : "2" }', 'id'],
    ['below', '{"profile":{"login":"a","email":"b","login":"c"}}', 'login'],
    ['in an element of a list', '{"list":[{"a":1},{"a":1,"a":2}]}', 'a'],
    ['not of two elements of a list', '{"list":[{"a":1},{"a":1}]}', null],
    ['not a text that looks like a key', '{"a":"b\\":1","c":"a"}', null],
    ['a number with an exponent beside it', '{"a":1e21,"b":1,"b":2}', 'b'],
  ];
  for (const [what, text, repeated] of cases) it(what, () => assert.equal(find(text), repeated));

  it('none in what JSON.stringify writes, with white space or without (500 runs)', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(2), (value, space) => find(JSON.stringify(value, null, space)) === null),
      { numRuns: 500 },
    );
  });

  it('one that is written again at the end of an object is found (500 runs)', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { minKeys: 1 }), fc.jsonValue(), (object, value) => {
        const [key = ''] = Object.keys(object);
        const text = `${JSON.stringify(object).slice(0, -1)},${JSON.stringify(key)}:${JSON.stringify(value)}}`;
        return find(text) === JSON.stringify(key).slice(1, -1).slice(0, 60);
      }),
      { numRuns: 500 },
    );
  });
});

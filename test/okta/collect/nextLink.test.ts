import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { nextLink } from '../../../src/okta/collect/nextLink';

const table: readonly (readonly [header: string | null, next: string | null])[] = [
  [null, null],
  ['', null],
  ['<https://a/x?limit=1>; rel="self"', null],
  ['<https://a/x?limit=1>; rel="self", <https://a/x?after=1,2;3&limit=1>; rel="next"', 'https://a/x?after=1,2;3&limit=1'],
  ['<https://a/n>; rel="next", <https://a/x>; rel="self"', 'https://a/n'],
  ['<https://a/n>;rel=next', 'https://a/n'],
  ['<https://a/n> ; title="rel=\\"next\\", no" ; REL="prev Next"', 'https://a/n'],
  ['<https://a/p>; title="rel=next"; rel="prev"', null],
  ['<https://a/n>; rel="nextish"', null],
  ['<>; rel="next"', ''],
  ['https://a/n; rel="next"', null],
];

describe('nextLink', () => {
  for (const [header, next] of table) it(`finds ${next ?? 'none'} in ${header ?? 'no header'}`, () => assert.equal(nextLink(header), next));

  it('finds next among any other links, however they are written (200 runs)', () => {
    const url = fc.webUrl({ withQueryParameters: true, withFragments: false }).filter((text) => !/[<>]/.test(text));
    const relation = fc.constantFrom('self', 'prev', 'first', 'last', 'logo');
    const quote = fc.boolean();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(url, relation, quote)),
        fc.tuple(url, quote),
        fc.nat(),
        fc.constantFrom(', ', ',', ' , '),
        (others, next, at, comma) => {
          const links = others.map(([target, rel, quoted]) => `<${target}>; rel=${quoted ? `"${rel}"` : rel}`);
          assert.equal(nextLink(links.join(comma)), null);
          links.splice(at % (links.length + 1), 0, `<${next[0]}>; rel=${next[1] ? '"next"' : 'next'}`);
          assert.equal(nextLink(links.join(comma)), next[0]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('takes a bounded time for a hostile header', () => {
    assert.equal(nextLink(`<a>${'; x=y'.repeat(100_000)}`), null);
    assert.equal(nextLink('<'.repeat(100_000)), null);
    assert.equal(nextLink(`<a>;${' '.repeat(100_000)}`), null);
  });
});

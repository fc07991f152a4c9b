import assert from 'node:assert/strict';
import { mappingTexts } from '../../src/vscode/mappingPreviewText';

const ends = { source: { id: 'oty1', name: 'user', type: 'user' }, target: { id: '0oa1', name: 'genesys_cloud', type: 'appuser' } };
const properties = {
  title: { expression: 'user.title', pushStatus: 'PUSH' },
  fax: { expression: '', pushStatus: 'DONT_PUSH' },
  odd: { push: 1 },
};
const mapping = { id: 'prm1', ...ends, properties };

describe('the mappings of a text', () => {
  const input = {
    properties: { title: { expression: 'user.title', pushStatus: 'PUSH' }, fax: { expression: '', pushStatus: 'DONT_PUSH' } },
  };
  const one = [{ appId: '0oa1', genesys: true, input, broken: false }];
  const cases: readonly (readonly [string, unknown, readonly object[]])[] = [
    ['alone', mapping, one],
    ['in a list', [mapping, { id: 'prm2', ...ends }], one],
    ['twice', [mapping, mapping], [...one, ...one]],
    ['in an envelope', { stream: 'mappings', data: mapping }, one],
    ['the other way', { ...mapping, source: ends.target, target: ends.source }, []],
    ['without properties', { id: 'prm1', ...ends }, []],
    ['properties of another kind', { ...mapping, properties: [] }, []],
    ['another document', { properties: { appuser: 1, properties: {} } }, []],
    ['no object', 7, []],
  ];
  for (const [what, value, expected] of cases) {
    for (const indent of [0, 2]) {
      it(`${what}, indented by ${indent}`, () => {
        const found = mappingTexts(JSON.stringify(value, null, indent));
        assert.deepEqual(
          found.map(({ appId, genesys, input: given, broken }) => ({ appId, genesys, input: given, broken })),
          expected,
        );
      });
    }
  }

  it('have their places', () => {
    const text = JSON.stringify(mapping, null, 2);
    const [found] = mappingTexts(text);
    assert.ok(found);
    assert.equal(text.slice(found.place.start, found.place.end), '"properties"');
    assert.deepEqual(
      [...found.attributes].map(([name, { start, end }]) => [name, text.slice(start, end)]),
      [
        ['title', '"title"'],
        ['fax', '"fax"'],
        ['odd', '"odd"'],
      ],
    );
  });

  it('that are broken say so, and those with names of JavaScript’s own are taken as they are', () => {
    assert.deepEqual(
      mappingTexts(JSON.stringify(mapping, null, 2).replace('"PUSH"', '')).map(({ broken }) => broken),
      [true],
    );
    const own = mappingTexts(
      `{"source":{"type":"user"},"target":{"type":"appuser"},"properties":{"__proto__":{"expression":"1"},"constructor":{"expression":"2"}}}`,
    );
    assert.deepEqual(Object.keys(own[0]?.input.properties ?? {}), ['__proto__', 'constructor']);
    assert.equal(own[0]?.genesys, false);
  });
});

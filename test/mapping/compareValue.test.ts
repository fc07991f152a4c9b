import assert from 'node:assert/strict';
import type { ValueKind } from '../../src/mapping/attributeCatalogue';
import { compareValue } from '../../src/mapping/compareValue';
import { phoneReader } from '../../src/mapping/phone';

const guid = '0f6a3a4e-1111-4222-8333-123456789abc';
const table: readonly (readonly [kind: ValueKind, okta: string | null, genesys: string | null, region: string | null, expected: string])[] =
  [
    ['text', 'Agent', 'Agent', null, 'equal'],
    ['text', null, '', null, 'equal'],
    ['text', '', null, null, 'equal'],
    ['text', ' Team  Lead', 'Team Lead', null, 'pingPong'],
    ['text', 'Zoe\u0308', 'Zo\u00eb', null, 'pingPong'],
    ['text', 'agent', 'Agent', null, 'change'],
    ['text', null, 'Agent', null, 'change'],
    ['caseInsensitive', 'Anna@Contoso.example', 'anna@contoso.example', null, 'pingPong'],
    ['caseInsensitive', 'anna@contoso.example', 'berg@contoso.example', null, 'change'],
    ['phone', '(317) 222-2222', '+13172222222', 'US', 'pingPong'],
    ['phone', '(317) 222-2222', '+13172222222', null, 'change'],
    ['phone', '+1 317-222-2222', '+13172222222', null, 'pingPong'],
    ['phone', '+13172222222', 'tel:+13172222222', null, 'pingPong'],
    ['phone', '+1 317-222-2222 x42', '+13172222222', null, 'change'],
    ['phone', '+13172222223', '+13172222222', null, 'change'],
    ['phone', '+13172222223', null, null, 'change'],
    ['phone', 'n/a', '+13172222222', null, 'invalid'],
    ['phone', 'ext 12', null, null, 'invalid'],
    ['guid', guid, null, null, 'change'],
    ['guid', guid.toUpperCase(), guid, null, 'pingPong'],
    ['guid', 'boss@contoso.example', guid, null, 'invalid'],
    ['boolean', 'false', 'true', null, 'change'],
  ];

describe('compareValue', () => {
  for (const [kind, okta, genesys, region, expected] of table) {
    it(`${kind}: ${JSON.stringify(okta)} against ${JSON.stringify(genesys)}${region ? ` in ${region}` : ''} is ${expected}`, () => {
      assert.equal(compareValue(kind, okta, genesys, phoneReader(region)).kind, expected);
    });
  }

  it('says what Genesys would store of a phone', () => {
    assert.deepEqual(compareValue('phone', '(317) 222-2222 ext. 7', null, phoneReader('US')), {
      kind: 'change',
      normalized: '+13172222222;ext=7',
      message: null,
    });
  });

  it('asks for the region where a national number cannot be judged', () => {
    const compared = compareValue('phone', '(317) 222-2222', '+13172222222', phoneReader(null));
    assert.match(compared.kind === 'change' ? (compared.message ?? '') : '', /default phone region/);
  });
});

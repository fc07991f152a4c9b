import assert from 'node:assert/strict';
import { phoneReader } from '../../src/mapping/phone';

const table: readonly (readonly [text: string, region: string | null, expected: string])[] = [
  ['+13172222222', null, '+13172222222'],
  ['+1 (317) 222-2222', null, '+13172222222'],
  ['tel:+1-317-222-2222;ext=42', null, '+13172222222;ext=42'],
  ['tel:+13172222222; ext=42', null, '+13172222222;ext=42'],
  ['+1 317 222 2222 x42', null, '+13172222222;ext=42'],
  ['(317) 222-2222', null, 'regionNeeded'],
  ['(317) 222-2222', 'US', '+13172222222'],
  ['317.222.2222', 'us', '+13172222222'],
  ['020 7946 0018', 'GB', '+442079460018'],
  ['0044 20 7946 0018', 'DE', '+442079460018'],
  ['317-222-2222', 'DE', 'invalid'],
  ['+1 000 000 0000', null, 'invalid'],
  ['+999 123456789', null, 'invalid'],
  ['n/a', null, 'invalid'],
  ['call +13172222222', null, 'invalid'],
  ['', null, 'invalid'],
  ['3.17556E+10', 'US', 'invalid'],
];

describe('phoneReader', () => {
  for (const [text, region, expected] of table) {
    it(`${JSON.stringify(text)} under ${region ?? 'no region'} is ${expected}`, () => {
      const reading = phoneReader(region)(text);
      assert.equal(reading.kind === 'valid' ? reading.e164 : reading.kind, expected);
    });
  }

  it('refuses a region that does not exist', () => {
    assert.throws(() => phoneReader('XX'), RangeError);
  });
});

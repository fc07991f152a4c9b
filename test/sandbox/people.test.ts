import { strict as assert } from 'node:assert';
import { otherDepartment, otherLastName, otherTitle, person } from '../../src/sandbox/people';
import { phoneNumber, written, type PhoneCountry, type PhoneStyle } from '../../src/sandbox/phoneNumbers';
import { guids, oktaIds, secretText, stream } from '../../src/sandbox/random';
import { phoneReader } from '../../src/mapping/phone';

const many = 50_000;

describe('people of the sample', () => {
  it('have mailboxes of their own, in ASCII', () => {
    const mailboxes = new Set<string>();
    for (let index = 0; index < many; index += 1) {
      const { mailbox } = person(index);
      assert.match(mailbox, /^[a-z]+\.[a-z]+\d*$/);
      mailboxes.add(mailbox);
    }
    assert.equal(mailboxes.size, many);
  });

  it('can change name, title and department to another one', () => {
    for (let index = 0; index < 2000; index += 1) {
      const { lastName, title, department } = person(index);
      assert.notEqual(otherLastName(index), lastName);
      assert.notEqual(otherTitle(title), title);
      assert.notEqual(otherDepartment(department), department);
    }
  });
});

describe('phone numbers of the sample', () => {
  const read = phoneReader('US');
  const cases: readonly (readonly [PhoneCountry, PhoneStyle, string])[] = [
    ['US', 'e164', '+12125550107'],
    ['US', 'parentheses', '(212) 555-0107'],
    ['US', 'dashes', '212-555-0107'],
    ['US', 'tel', 'tel:+1-212-555-0107'],
    ['GB', 'spaced', '+44 20 7946 0107'],
    ['DE', 'e164', '+493023125107'],
  ];
  for (const [country, style, expected] of cases) {
    it(`are written ${expected}`, () => assert.equal(written(phoneNumber(country, 107), style), expected));
  }

  it('are valid in their countries, and come back to E.164', () => {
    for (const country of ['US', 'GB', 'DE', 'FR', 'AU', 'SE'] as const) {
      for (let index = 0; index < 3000; index += 7) {
        const number = phoneNumber(country, index);
        assert.deepEqual(read(written(number, 'e164')), { kind: 'valid', e164: written(number, 'e164') });
      }
    }
    const extended = phoneNumber('US', 5, '42');
    assert.deepEqual(read(written(extended, 'tel')), { kind: 'valid', e164: written(extended, 'e164') });
  });
});

describe('numbers of the sample', () => {
  it('are the same at every time and different for every index and name', () => {
    assert.deepEqual([0, 1, 2].map(stream('x')), [0, 1, 2].map(stream('x')));
    assert.notDeepEqual([0, 1, 2].map(stream('x')), [0, 1, 2].map(stream('y')));
    const numbers = stream('x');
    assert.equal(new Set(Array.from({ length: many }, (_nothing, index) => numbers(index))).size, many);
  });

  it('make ids in the form of either side', () => {
    const [guid, okta] = [guids('user'), oktaIds('00u', 'user')];
    const seen = new Set<string>();
    for (let index = 0; index < many; index += 1) {
      assert.match(guid(index), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.match(okta(index), /^00u[0-9A-Za-z]{17}$/);
      seen.add(guid(index)).add(okta(index));
    }
    assert.equal(seen.size, many * 2);
    assert.match(secretText('x', 43), /^[0-9A-Za-z]{43}$/);
  });
});

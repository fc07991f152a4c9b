import assert from 'node:assert/strict';
import fc from 'fast-check';
import { getCountries, getCountryCallingCode, getExampleNumber, parsePhoneNumberWithError, type CountryCode } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { usualNumber } from '../../src/mapping/numberingPlans';

/** What libphonenumber's parser makes of it: E.164, or null for no valid number. */
function parsed(text: string, country: CountryCode | null): string | null {
  try {
    const number = parsePhoneNumberWithError(text, { extract: false, ...(country === null ? {} : { defaultCountry: country }) });
    return number.isValid() ? number.number : null;
  } catch {
    return null;
  }
}

const countries = getCountries();
/** Around real numbers, so that most of them are valid: the example of a country with some digits changed. */
const numbers = fc
  .record({
    country: fc.constantFrom(...countries),
    changes: fc.array(fc.tuple(fc.nat(11), fc.nat(9)), { maxLength: 4 }),
    region: fc.option(fc.constantFrom(...countries)),
    form: fc.constantFrom('international', 'spaced', 'national', 'digits'),
  })
  .map(({ country, changes, region, form }) => {
    const digits = Array.from(getExampleNumber(country, examples)?.nationalNumber ?? '3172222222');
    for (const [at, digit] of changes) if (at < digits.length) digits[at] = String(digit);
    const national = digits.join('');
    const code = getCountryCallingCode(country);
    const texts = {
      international: `+${code}${national}`,
      spaced: `+${code} (${national.slice(0, 3)}) ${national.slice(3, 6)}-${national.slice(6)}`,
      national: `(${national.slice(0, 3)}) ${national.slice(3)}`,
      digits: national,
    };
    return { text: texts[form], region: region === null ? null : form === 'international' ? region : country };
  });

describe('usualNumber', () => {
  it('says of no number anything else than the parser (numRuns 20,000)', () => {
    let decided = 0;
    fc.assert(
      fc.property(numbers, ({ text, region }) => {
        const usual = usualNumber(text, region);
        if (usual === null) return;
        decided += 1;
        assert.equal(usual, parsed(text, region), `${text} under ${region ?? 'no region'}`);
      }),
      { numRuns: 20_000 },
    );
    assert.ok(decided > 5_000, `${decided} were decided`);
  });

  it('decides the example number of nearly every country', () => {
    const texts = countries.flatMap((country) => getExampleNumber(country, examples)?.number ?? []);
    assert.ok(texts.length > 200);
    const undecided = texts.filter((text) => usualNumber(text, null) !== text);
    assert.ok(undecided.length < texts.length / 10, undecided.join(' '));
  });

  for (const text of ['+1 317 222 2222 x42', '+10000000000', '317', 'n/a', '', '+', '+44 (0)20 7946 0018', '+999123456789']) {
    it(`leaves ${JSON.stringify(text)} to the parser`, () => {
      assert.equal(usualNumber(text, 'US'), null);
    });
  }
});

import { ParseError, parsePhoneNumberWithError, type CountryCode, isSupportedCountry } from 'libphonenumber-js/max';
import { usualNumber } from './numberingPlans';

/**
 * What Genesys would make of a phone number (product.md, section 6).
 *
 * `regionNeeded`: a national number, and no default region is set. `invalid`: no number at all, or one that no numbering plan knows.
 */
export type PhoneReading =
  { readonly kind: 'valid'; readonly e164: string } | { readonly kind: 'regionNeeded' } | { readonly kind: 'invalid' };

/** A function that turns a text into what Genesys would store, for one default region. What is slow to read is remembered, within bounds. */
export type PhoneReader = (text: string) => PhoneReading;

const regionNeeded: PhoneReading = { kind: 'regionNeeded' };
const invalid: PhoneReading = { kind: 'invalid' };
/** No phone number is longer; what is, is not kept. */
const longestRemembered = 250;

/**
 * @param region ISO 3166-1 alpha-2, or null: then national numbers are `regionNeeded`.
 * @param rememberedAtMost So many readings are kept.
 * @throws RangeError for a region that libphonenumber does not know.
 */
export function phoneReader(region: string | null, rememberedAtMost = 50_000): PhoneReader {
  const country = region === null ? null : countryCode(region);
  const remembered = new Map<string, PhoneReading>();
  return (text) => {
    const usual = usualNumber(text, country);
    if (usual !== null) return { kind: 'valid', e164: usual };
    const known = remembered.get(text);
    if (known) return known;
    const reading = readPhone(text, country);
    if (text.length > longestRemembered) return reading;
    if (remembered.size >= rememberedAtMost) remembered.clear();
    remembered.set(text, reading);
    return reading;
  };
}

/** The region in capitals. @throws RangeError when it is none. */
export function countryCode(region: string): CountryCode {
  const country = region.trim().toUpperCase();
  if (!isSupportedCountry(country)) throw new RangeError(`"${region}" is not a phone region. Use a two-letter country code such as US.`);
  return country;
}

function readPhone(text: string, country: CountryCode | null): PhoneReading {
  // Genesys documents "tel:+nnnnnnnn; ext=xxxxx" with a space that RFC 3966 does not have.
  const compact = text.trim().replace(/^tel:/i, '').replace(/;\s+/g, ';');
  try {
    const number = parsePhoneNumberWithError(compact, country === null ? { extract: false } : { extract: false, defaultCountry: country });
    if (!number.isValid()) return invalid;
    return { kind: 'valid', e164: number.ext ? `${number.number};ext=${number.ext}` : number.number };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return error.message === 'INVALID_COUNTRY' && !compact.startsWith('+') ? regionNeeded : invalid;
  }
}

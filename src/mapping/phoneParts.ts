import { parsePhoneNumberWithError, ParseError, type PhoneNumber, type PhoneNumberType } from 'libphonenumber-js/max';
import { countryCode } from './phone';

/** What a phone number is made of, in words for people. */
export interface PhoneParts {
  /** `United States`; null for numbers of no country, such as +800. */
  readonly country: string | null;
  /** As people of that country write it, without the extension. */
  readonly national: string;
  /** `mobile`, `fixed line`; null where the numbering plan does not tell. */
  readonly kindOfNumber: string | null;
  readonly extension: string | null;
}

/**
 * Takes apart a number that `phoneReader` finds valid; null for any other text.
 *
 * @param e164 as `phoneReader` gives it: E.164, and `;ext=` with the extension.
 */
export function phoneParts(e164: string): PhoneParts | null {
  const number = parsed(e164);
  if (!number?.isValid()) return null;
  const { country, ext } = number;
  const type = number.getType();
  number.setExt('');
  return {
    country: country === undefined ? null : regionName(country),
    national: number.formatNational(),
    kindOfNumber: type === undefined ? null : kindWords[type],
    extension: ext ?? null,
  };
}

function parsed(e164: string): PhoneNumber | null {
  try {
    return parsePhoneNumberWithError(e164, { extract: false });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return null;
  }
}

const regionNames = new Intl.DisplayNames('en', { type: 'region' });

/** `US` → `United States`. @throws RangeError when it is no region of libphonenumber's. */
export function regionName(region: string): string {
  return regionNames.of(countryCode(region)) ?? region;
}

const kindWords: Readonly<Record<PhoneNumberType, string>> = {
  FIXED_LINE: 'fixed line',
  MOBILE: 'mobile',
  FIXED_LINE_OR_MOBILE: 'fixed line or mobile (the numbering plan does not tell)',
  PREMIUM_RATE: 'premium rate',
  TOLL_FREE: 'toll-free',
  SHARED_COST: 'shared cost',
  VOIP: 'internet telephony',
  PERSONAL_NUMBER: 'personal number',
  PAGER: 'pager',
  UAN: 'company-wide number',
  VOICEMAIL: 'voice mail',
};

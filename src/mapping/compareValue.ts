import type { ValueKind } from './attributeCatalogue';
import type { PhoneReader } from './phone';
import { isGuid } from './scimNames';

/** How one value of Okta's stands to what Genesys has (product.md, section 6, "Each attribute"). */
export type ValueComparison =
  | { readonly kind: 'equal' }
  | { readonly kind: 'pingPong' | 'change' | 'invalid'; readonly normalized: string | null; readonly message: string | null };

const equal: ValueComparison = { kind: 'equal' };

/**
 * @param okta what Okta would send; null and "" are no value.
 * @param genesys what Genesys has; null and "" are no value.
 */
export function compareValue(kind: ValueKind, okta: string | null, genesys: string | null, phones: PhoneReader): ValueComparison {
  const wanted = okta ?? '';
  const present = genesys ?? '';
  if (wanted === present) return equal;
  if (wanted === '') return { kind: 'change', normalized: null, message: 'Okta sends no value.' };
  switch (kind) {
    case 'phone':
      return comparePhone(wanted, present, phones);
    case 'caseInsensitive':
      return tidy(wanted).toLowerCase() === tidy(present).toLowerCase() ? pingPong(wanted) : change(wanted);
    case 'guid':
      if (tidy(wanted).toLowerCase() === tidy(present).toLowerCase()) return pingPong(wanted);
      if (isGuid(wanted)) return change(wanted);
      return { kind: 'invalid', normalized: null, message: 'Genesys takes a Genesys user id (GUID) here, nothing else.' };
    case 'boolean':
      return change(wanted);
    case 'text':
      return tidy(wanted) === tidy(present) ? pingPong(wanted) : change(wanted);
  }
}

function comparePhone(wanted: string, present: string, phones: PhoneReader): ValueComparison {
  // Most ping-pong is punctuation, and that is seen without parsing: Genesys has this very number, so it takes it.
  if (wanted.startsWith('+') && isE164(present) && wanted.replace(/[\s().-]/g, '') === present) {
    return { kind: 'pingPong', normalized: present, message: null };
  }
  const reading = phones(wanted);
  if (reading.kind === 'valid') {
    const other = present === reading.e164 ? reading : phones(present);
    const same = other.kind === 'valid' ? other.e164 === reading.e164 : present !== '' && tidy(wanted) === tidy(present);
    return { kind: same ? 'pingPong' : 'change', normalized: reading.e164, message: null };
  }
  if (present !== '' && tidy(wanted) === tidy(present)) return { kind: 'pingPong', normalized: null, message: null };
  if (reading.kind === 'regionNeeded') {
    return {
      kind: 'change',
      normalized: null,
      message:
        'A national number: set the default phone region (scimPreflight.phone.defaultRegion, --phone-region) to see what Genesys makes of it.',
    };
  }
  return { kind: 'invalid', normalized: null, message: 'Not a valid phone number.' };
}

function isE164(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}

/** Unicode NFC, white space trimmed and runs of it as one space. */
function tidy(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

function pingPong(value: string): ValueComparison {
  return { kind: 'pingPong', normalized: value, message: null };
}

function change(value: string): ValueComparison {
  return { kind: 'change', normalized: value, message: null };
}

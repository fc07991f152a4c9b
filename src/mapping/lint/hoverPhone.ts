import type { PhoneReader } from '../phone';
import { phoneParts, regionName } from '../phoneParts';
import { shortened } from './checkPhone';
import { labelled, sentence, valued, type HoverBlock, type HoverLine } from './hoverContent';

/**
 * The parts of a phone number, and what Genesys Cloud would store.
 *
 * @param region whose national numbers `phones` understands; null: none's.
 */
export function phoneBlock(text: string, phones: PhoneReader, region: string | null): HoverBlock {
  return { title: shortened(text), lines: phoneLines(text, phones, region), source: null };
}

function phoneLines(text: string, phones: PhoneReader, region: string | null): readonly HoverLine[] {
  const reading = phones(text);
  const read = region === null || /^\s*(?:tel:)?\+/i.test(text) ? '' : ` as a number of ${regionName(region)}`;
  switch (reading.kind) {
    case 'invalid':
      return [sentence(`It is not a valid phone number${read}: Genesys Cloud refuses it, or keeps a number that nobody can call.`)];
    case 'regionNeeded':
      return [
        sentence(
          'A national number, and nothing tells its country: set scimPreflight.phone.defaultRegion to see what Genesys Cloud stores.',
        ),
      ];
    case 'valid': {
      const parts = phoneParts(reading.e164);
      const lines: HoverLine[] = [];
      if (parts?.country) lines.push(labelled('Country', `${parts.country}${read === '' ? '' : ' (the number itself does not say)'}`));
      if (parts) lines.push(valued('National form', parts.national));
      if (parts?.kindOfNumber) lines.push(labelled('Kind of number', parts.kindOfNumber));
      if (parts?.extension) lines.push(valued('Extension', parts.extension));
      lines.push(storedLine(text, reading.e164));
      return lines;
    }
  }
}

function storedLine(text: string, e164: string): HoverLine {
  return valued(text === e164 ? 'Genesys Cloud stores it as it is' : 'Genesys Cloud stores', e164);
}

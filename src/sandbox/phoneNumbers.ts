/** Phone numbers of the sample: from the ranges that are reserved for fiction, valid in their numbering plan. */
export interface PhoneNumber {
  readonly country: PhoneCountry;
  /** Country code, then the groups in which people write the rest. */
  readonly groups: readonly string[];
  readonly extension: string | null;
}

export type PhoneCountry = 'US' | 'GB' | 'DE' | 'FR' | 'AU' | 'SE';

/** How somebody typed a number into Okta. Genesys holds all of them in E.164. */
export type PhoneStyle = 'e164' | 'parentheses' | 'dashes' | 'tel' | 'spaced';

const areaCodes = '317 212 303 404 415 512 602 617 702 713 206 312 214 305 503 615 619 704 808 907'.split(' ');

/** The number of a person's line in that country; the same one each time. */
export function phoneNumber(country: PhoneCountry, index: number, extension: string | null = null): PhoneNumber {
  const two = String(index % 100).padStart(2, '0');
  const three = String(index % 1000).padStart(3, '0');
  switch (country) {
    case 'US': {
      const area = areaCodes[Math.floor(index / 100) % areaCodes.length] ?? '317';
      return { country, groups: ['1', area, '555', `01${two}`], extension };
    }
    case 'GB':
      return { country, groups: ['44', '20', '7946', `0${three}`], extension };
    case 'DE':
      return { country, groups: ['49', '30', '23125', three], extension };
    case 'FR':
      return { country, groups: ['33', '1', '99', '00', two, String(Math.floor(index / 100) % 100).padStart(2, '0')], extension };
    case 'AU':
      return { country, groups: ['61', '2', '5550', `1${three}`], extension };
    case 'SE':
      return { country, groups: ['46', '8', '465', '004', two], extension };
  }
}

/** A number as it stands in a profile. `parentheses` and `dashes` leave the country out, as people at home do. */
export function written(number: PhoneNumber, style: PhoneStyle): string {
  const [code = '', ...rest] = number.groups;
  const extension = number.extension === null ? '' : `;ext=${number.extension}`;
  switch (style) {
    case 'e164':
      return `+${number.groups.join('')}${extension}`;
    case 'parentheses':
      return `(${rest[0] ?? ''}) ${rest.slice(1).join('-')}`;
    case 'dashes':
      return rest.join('-');
    case 'tel':
      return `tel:+${number.groups.join('-')}${extension}`;
    case 'spaced':
      return `+${code} ${rest.join(' ')}`;
  }
}

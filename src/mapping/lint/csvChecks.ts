import type { CountryCode } from 'libphonenumber-js/max';
import { countryCode, phoneReader, type PhoneReader } from '../phone';
import { isGuid, phoneTypes } from '../scimNames';
import type { CsvCells } from './csvCells';
import type { CsvLintColumn, CsvLintColumns } from './csvColumns';
import { regionOfCountry } from './csvCountries';

/** What can be wrong with a cell. `phoneRegionNeeded`: a national number, and nothing says of which country. */
export const csvFindings = [
  'secretCell',
  'secretText',
  'phoneInvalid',
  'phoneType',
  'userName',
  'manager',
  'unclosedQuote',
  'phoneNotE164',
  'phoneRegionNeeded',
] as const;
export type CsvFinding = (typeof csvFindings)[number];

/** Takes what is found: offsets of the text that the cells were read from. */
export type FindingTaker = (finding: CsvFinding, start: number, end: number, column: number, region: number) => void;

const knownPhoneTypes: ReadonlySet<string> = new Set(phoneTypes);
const email = /^[^\s@,;"<>()]+@[^\s@,;"<>()]+$/;
/** What hides a secret, and what an empty object of the API becomes in a CSV. */
const noSecret = /^(?:[*•.x-]*|\{\}|\[\]|null|true|false)$/i;
/** No phone number is longer (libphonenumber's own limit). */
const longestPhone = 250;
const mostCountries = 10_000;
/** Of each region: the frequent cases are decided without. */
const rememberedAtMost = 5_000;
const noRegion = phoneReader(null, rememberedAtMost);

/** Checks the cells of a row. Regions are numbers: 0 is none, and `regionOf` says what the others are. */
export class CsvChecks {
  /** So many cells of a row are read. */
  readonly wanted: number;
  private readonly checked: readonly CsvLintColumn[];
  private readonly country: number | null;
  private readonly regions: (CountryCode | null)[] = [null];
  private readonly readers: PhoneReader[] = [noRegion];
  private readonly regionsByCountry = new Map<string, number>();
  private readonly defaultRegion: number;

  /** @throws RangeError for a default region that libphonenumber does not know. */
  constructor(columns: CsvLintColumns, defaultRegion: string | null) {
    this.checked = columns.checked.filter(({ role }) => role !== 'country');
    this.country = columns.checked.find(({ role }) => role === 'country')?.index ?? null;
    this.wanted = Math.max(-1, ...columns.checked.map(({ index }) => index)) + 1;
    this.defaultRegion = defaultRegion === null ? 0 : this.numberOf(countryCode(defaultRegion));
  }

  /** Columns by the number that findings carry. */
  column(number: number): CsvLintColumn | null {
    return this.checked[number] ?? null;
  }

  get columns(): readonly CsvLintColumn[] {
    return this.checked;
  }

  get hasCountryColumn(): boolean {
    return this.country !== null;
  }

  regionOf(number: number): CountryCode | null {
    return this.regions[number] ?? null;
  }

  /** What Genesys would store for a phone of a row whose region is `region`. */
  readPhone(value: string, region: number): ReturnType<PhoneReader> {
    return value.length > longestPhone ? { kind: 'invalid' } : (this.readers[region] ?? noRegion)(value);
  }

  row(cells: CsvCells, take: FindingTaker): void {
    let region = -1;
    for (const [number, { index, role, title }] of this.checked.entries()) {
      if (index >= cells.count || cells.start(index) === cells.end(index)) continue;
      const value = cells.value(index);
      if (role === 'phone' && region === -1) region = this.regionOfRow(cells);
      const finding = this.check(role, value, Math.max(region, 0));
      // CSV files that were put together have their header again.
      if (finding === null || value === title || value.trim() === '') continue;
      take(finding, cells.start(index), cells.end(index), number, Math.max(region, 0));
    }
  }

  private check(role: CsvLintColumn['role'], value: string, region: number): CsvFinding | null {
    switch (role) {
      case 'phone': {
        const reading = this.readPhone(value, region);
        if (reading.kind === 'valid') return reading.e164 === value ? null : 'phoneNotE164';
        return reading.kind === 'invalid' ? 'phoneInvalid' : 'phoneRegionNeeded';
      }
      case 'phoneType':
        return knownPhoneTypes.has(value.trim().toLowerCase()) ? null : 'phoneType';
      case 'userName':
        return email.test(value.trim()) ? null : 'userName';
      case 'manager':
        return isGuid(value.trim()) ? null : 'manager';
      case 'secret':
        return noSecret.test(value.trim()) ? null : 'secretCell';
      case 'country':
        return null;
    }
  }

  /** As a number, the country that the row names; where it names one that is not understood, none: the default would be a guess. */
  regionOfRow(cells: CsvCells): number {
    const { country } = this;
    if (country === null || country >= cells.count || cells.start(country) === cells.end(country)) return this.defaultRegion;
    const name = cells.value(country);
    const known = this.regionsByCountry.get(name);
    if (known !== undefined) return known;
    const region = regionOfCountry(name.slice(0, longestPhone));
    const number = name.trim() === '' ? this.defaultRegion : region === null ? 0 : this.numberOf(region);
    if (this.regionsByCountry.size >= mostCountries) this.regionsByCountry.clear();
    this.regionsByCountry.set(name, number);
    return number;
  }

  private numberOf(region: CountryCode): number {
    const known = this.regions.indexOf(region);
    if (known !== -1) return known;
    this.readers.push(phoneReader(region, rememberedAtMost));
    return this.regions.push(region) - 1;
  }
}

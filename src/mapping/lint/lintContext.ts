import { documentedCatalogue, type AttributeCatalogue } from '../attributeCatalogue';
import { phoneReader, type PhoneReader } from '../phone';
import { regionOfCountry } from './csvCountries';

/** The attributes of an app as its schema has them, by variable name. */
export interface AppSchemaText {
  /** The app's id, and its variable name such as `zendesk_9ao1g13`; null where the schema tells none. */
  readonly appId: string | null;
  readonly appName: string | null;
  readonly variables: ReadonlyMap<string, { readonly externalName: string | null; readonly externalNamespace: string | null }>;
}

/** What is known beside the text that is checked: from the plan that is shown, or from the other files of the folder. */
export interface LintContext {
  readonly catalogue: AttributeCatalogue;
  /** Schemas of apps; that of the mapping's app is taken. */
  readonly schemas: readonly AppSchemaText[];
  /** Ids of Okta apps that feed Genesys Cloud. */
  readonly genesysApps: ReadonlySet<string>;
  /** For numbers without a country; null reports them. ISO 3166-1 alpha-2. */
  readonly defaultRegion: string | null;
  /** Attributes that at least one Okta user of the export or its user schema has; null where neither is known. */
  readonly profileAttributes: ReadonlySet<string> | null;
  /** Profile attributes that the mapping sends as phones, besides those whose name ends in "Phone". */
  readonly phoneAttributes: ReadonlySet<string>;
  /** The Okta attribute that the app's username format names (`email`, `login`); null where it is not known. */
  readonly usernameAttribute: string | null;
  /** How many of the export's users have no value for an attribute; null where there is no export. */
  readonly userCountWithout: ((attribute: string) => number) | null;
  /** How many of the values of an attribute are no GUIDs; null where there is no export. */
  readonly valuesThatAreNoGuid: ((attribute: string) => number) | null;
}

/** Nothing is known beside the text. */
export const noContext: LintContext = {
  catalogue: documentedCatalogue,
  schemas: [],
  genesysApps: new Set(),
  defaultRegion: null,
  profileAttributes: null,
  phoneAttributes: new Set(),
  usernameAttribute: null,
  userCountWithout: null,
  valuesThatAreNoGuid: null,
};

/** Readers of phones by region, each made once. */
export class PhoneReaders {
  private readonly byRegion = new Map<string | null, PhoneReader>();

  /** @param defaultRegion ISO 3166-1 alpha-2, or null. */
  constructor(private readonly defaultRegion: string | null) {}

  /**
   * @param country as an export writes it, by code or English name; null or an unknown one: the default region counts.
   * @throws RangeError for a default region that libphonenumber does not know.
   */
  of(country: string | null): PhoneReader {
    const region = (country === null ? null : regionOfCountry(country)) ?? this.defaultRegion;
    const known = this.byRegion.get(region);
    if (known) return known;
    const made = phoneReader(region, 5000);
    this.byRegion.set(region, made);
    return made;
  }
}

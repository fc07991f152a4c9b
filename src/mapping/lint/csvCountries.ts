import { getCountries, isSupportedCountry, type CountryCode } from 'libphonenumber-js/max';

/** ISO 3166-1 alpha-3 by alpha-2, for the regions that libphonenumber has; what has no alpha-3 code is left out. */
const alpha3 =
  `AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AO AGO AR ARG AS ASM AT AUT AU AUS AW ABW AX ALA AZ AZE BA BIH BB BRB BD BGD
BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BL BLM BM BMU BN BRN BO BOL BQ BES BR BRA BS BHS BT BTN BW BWA BY BLR BZ BLZ CA CAN CC CCK CD COD
CF CAF CG COG CH CHE CI CIV CK COK CL CHL CM CMR CN CHN CO COL CR CRI CU CUB CV CPV CW CUW CX CXR CY CYP CZ CZE DE DEU DJ DJI DK DNK DM DMA
DO DOM DZ DZA EC ECU EE EST EG EGY EH ESH ER ERI ES ESP ET ETH FI FIN FJ FJI FK FLK FM FSM FO FRO FR FRA GA GAB GB GBR GD GRD GE GEO GF GUF
GG GGY GH GHA GI GIB GL GRL GM GMB GN GIN GP GLP GQ GNQ GR GRC GT GTM GU GUM GW GNB GY GUY HK HKG HN HND HR HRV HT HTI HU HUN ID IDN IE IRL
IL ISR IM IMN IN IND IO IOT IQ IRQ IR IRN IS ISL IT ITA JE JEY JM JAM JO JOR JP JPN KE KEN KG KGZ KH KHM KI KIR KM COM KN KNA KP PRK KR KOR
KW KWT KY CYM KZ KAZ LA LAO LB LBN LC LCA LI LIE LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA LY LBY MA MAR MC MCO MD MDA ME MNE MF MAF MG MDG
MH MHL MK MKD ML MLI MM MMR MN MNG MO MAC MP MNP MQ MTQ MR MRT MS MSR MT MLT MU MUS MV MDV MW MWI MX MEX MY MYS MZ MOZ NA NAM NC NCL NE NER
NF NFK NG NGA NI NIC NL NLD NO NOR NP NPL NR NRU NU NIU NZ NZL OM OMN PA PAN PE PER PF PYF PG PNG PH PHL PK PAK PL POL PM SPM PR PRI PS PSE
PT PRT PW PLW PY PRY QA QAT RE REU RO ROU RS SRB RU RUS RW RWA SA SAU SB SLB SC SYC SD SDN SE SWE SG SGP SH SHN SI SVN SJ SJM SK SVK SL SLE
SM SMR SN SEN SO SOM SR SUR SS SSD ST STP SV SLV SX SXM SY SYR SZ SWZ TC TCA TD TCD TG TGO TH THA TJ TJK TK TKL TL TLS TM TKM TN TUN TO TON
TR TUR TT TTO TV TUV TW TWN TZ TZA UA UKR UG UGA US USA UY URY UZ UZB VA VAT VC VCT VE VEN VG VGB VI VIR VN VNM VU VUT WF WLF WS WSM YE YEM
YT MYT ZA ZAF ZM ZMB ZW ZWE`.split(/\s+/);

/** Names that people write and that CLDR's English ones do not have. */
const otherNames: readonly (readonly [name: string, region: CountryCode])[] = [
  ['uk', 'GB'],
  ['great britain', 'GB'],
  ['england', 'GB'],
  ['scotland', 'GB'],
  ['wales', 'GB'],
  ['northern ireland', 'GB'],
  ['united states of america', 'US'],
  ['u.s.', 'US'],
  ['u.s.a.', 'US'],
  ['holland', 'NL'],
  ['the netherlands', 'NL'],
  ['czech republic', 'CZ'],
  ['turkey', 'TR'],
  ['russian federation', 'RU'],
  ['korea', 'KR'],
  ['republic of korea', 'KR'],
  ['viet nam', 'VN'],
  ['hong kong', 'HK'],
  ['macau', 'MO'],
  ['macao', 'MO'],
  ['ivory coast', 'CI'],
  ['burma', 'MM'],
  ['myanmar', 'MM'],
  ['bosnia and herzegovina', 'BA'],
  ['macedonia', 'MK'],
  ['palestine', 'PS'],
  ['deutschland', 'DE'],
  ['österreich', 'AT'],
  ['schweiz', 'CH'],
  ['españa', 'ES'],
  ['italia', 'IT'],
  ['brasil', 'BR'],
  ['méxico', 'MX'],
];

let regions: ReadonlyMap<string, CountryCode> | null = null;

/** The phone region of a country written as alpha-2, alpha-3 or by its English name, in any case; null for what is none of these. */
export function regionOfCountry(country: string): CountryCode | null {
  const text = country.trim().toLowerCase();
  const code = text.toUpperCase();
  if (text.length === 2 && isSupportedCountry(code)) return code;
  regions ??= allRegions();
  return regions.get(text) ?? null;
}

function allRegions(): ReadonlyMap<string, CountryCode> {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const made = new Map<string, CountryCode>();
  for (const region of getCountries()) {
    const name = names.of(region);
    if (name !== undefined) made.set(name.toLowerCase(), region);
  }
  for (let at = 0; at + 1 < alpha3.length; at += 2) {
    const [region = '', code = ''] = alpha3.slice(at, at + 2);
    if (isSupportedCountry(region)) made.set(code.toLowerCase(), region);
  }
  for (const [name, region] of otherNames) made.set(name, region);
  return made;
}

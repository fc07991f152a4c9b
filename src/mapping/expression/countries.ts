/** A country of ISO 3166-1. `name` is null where ISO's and CLDR's English names differ: which of them Okta gives is not documented. */
export interface Country {
  readonly alpha2: string;
  readonly alpha3: string;
  /** Three digits. */
  readonly numeric: string;
  readonly name: string | null;
}

/** By alpha-2, alpha-3 and numeric code. */
export function country(code: string): Country | undefined {
  return countries.get(code);
}

/**
 * The codes of ISO 3166-1 as Debian's iso-codes lists them (https://salsa.debian.org/iso-codes-team/iso-codes, data/iso_3166-1.json), each with
 * its English short name where Unicode CLDR has the same one.
 */
const table: readonly string[] = [
  'ADAND020Andorra|AEARE784United Arab Emirates|AFAFG004Afghanistan|AGATG028|AIAIA660Anguilla|ALALB008Albania|AMARM051Armenia',
  'AOAGO024Angola|AQATA010Antarctica|ARARG032Argentina|ASASM016American Samoa|ATAUT040Austria|AUAUS036Australia|AWABW533Aruba',
  'AXALA248Åland Islands|AZAZE031Azerbaijan|BABIH070|BBBRB052Barbados|BDBGD050Bangladesh|BEBEL056Belgium|BFBFA854Burkina Faso',
  'BGBGR100Bulgaria|BHBHR048Bahrain|BIBDI108Burundi|BJBEN204Benin|BLBLM652|BMBMU060Bermuda|BNBRN096|BOBOL068|BQBES535|BRBRA076Brazil',
  'BSBHS044Bahamas|BTBTN064Bhutan|BVBVT074Bouvet Island|BWBWA072Botswana|BYBLR112Belarus|BZBLZ084Belize|CACAN124Canada',
  'CCCCK166Cocos (Keeling) Islands|CDCOD180|CFCAF140Central African Republic|CGCOG178|CHCHE756Switzerland|CICIV384|CKCOK184Cook Islands',
  'CLCHL152Chile|CMCMR120Cameroon|CNCHN156China|COCOL170Colombia|CRCRI188Costa Rica|CUCUB192Cuba|CVCPV132|CWCUW531Curaçao',
  'CXCXR162Christmas Island|CYCYP196Cyprus|CZCZE203Czechia|DEDEU276Germany|DJDJI262Djibouti|DKDNK208Denmark|DMDMA212Dominica',
  'DODOM214Dominican Republic|DZDZA012Algeria|ECECU218Ecuador|EEEST233Estonia|EGEGY818Egypt|EHESH732Western Sahara|ERERI232Eritrea',
  'ESESP724Spain|ETETH231Ethiopia|FIFIN246Finland|FJFJI242Fiji|FKFLK238|FMFSM583|FOFRO234Faroe Islands|FRFRA250France|GAGAB266Gabon',
  'GBGBR826United Kingdom|GDGRD308Grenada|GEGEO268Georgia|GFGUF254French Guiana|GGGGY831Guernsey|GHGHA288Ghana|GIGIB292Gibraltar',
  'GLGRL304Greenland|GMGMB270Gambia|GNGIN324Guinea|GPGLP312Guadeloupe|GQGNQ226Equatorial Guinea|GRGRC300Greece|GSSGS239',
  'GTGTM320Guatemala|GUGUM316Guam|GWGNB624Guinea-Bissau|GYGUY328Guyana|HKHKG344|HMHMD334|HNHND340Honduras|HRHRV191Croatia|HTHTI332Haiti',
  'HUHUN348Hungary|IDIDN360Indonesia|IEIRL372Ireland|ILISR376Israel|IMIMN833Isle of Man|ININD356India',
  'IOIOT086British Indian Ocean Territory|IQIRQ368Iraq|IRIRN364|ISISL352Iceland|ITITA380Italy|JEJEY832Jersey|JMJAM388Jamaica',
  'JOJOR400Jordan|JPJPN392Japan|KEKEN404Kenya|KGKGZ417Kyrgyzstan|KHKHM116Cambodia|KIKIR296Kiribati|KMCOM174Comoros|KNKNA659|KPPRK408',
  'KRKOR410|KWKWT414Kuwait|KYCYM136Cayman Islands|KZKAZ398Kazakhstan|LALAO418|LBLBN422Lebanon|LCLCA662|LILIE438Liechtenstein',
  'LKLKA144Sri Lanka|LRLBR430Liberia|LSLSO426Lesotho|LTLTU440Lithuania|LULUX442Luxembourg|LVLVA428Latvia|LYLBY434Libya|MAMAR504Morocco',
  'MCMCO492Monaco|MDMDA498|MEMNE499Montenegro|MFMAF663|MGMDG450Madagascar|MHMHL584Marshall Islands|MKMKD807North Macedonia|MLMLI466Mali',
  'MMMMR104|MNMNG496Mongolia|MOMAC446|MPMNP580Northern Mariana Islands|MQMTQ474Martinique|MRMRT478Mauritania|MSMSR500Montserrat',
  'MTMLT470Malta|MUMUS480Mauritius|MVMDV462Maldives|MWMWI454Malawi|MXMEX484Mexico|MYMYS458Malaysia|MZMOZ508Mozambique|NANAM516Namibia',
  'NCNCL540New Caledonia|NENER562Niger|NFNFK574Norfolk Island|NGNGA566Nigeria|NINIC558Nicaragua|NLNLD528Netherlands|NONOR578Norway',
  'NPNPL524Nepal|NRNRU520Nauru|NUNIU570Niue|NZNZL554New Zealand|OMOMN512Oman|PAPAN591Panama|PEPER604Peru|PFPYF258French Polynesia',
  'PGPNG598Papua New Guinea|PHPHL608Philippines|PKPAK586Pakistan|PLPOL616Poland|PMSPM666|PNPCN612|PRPRI630Puerto Rico|PSPSE275',
  'PTPRT620Portugal|PWPLW585Palau|PYPRY600Paraguay|QAQAT634Qatar|REREU638Réunion|ROROU642Romania|RSSRB688Serbia|RURUS643|RWRWA646Rwanda',
  'SASAU682Saudi Arabia|SBSLB090Solomon Islands|SCSYC690Seychelles|SDSDN729Sudan|SESWE752Sweden|SGSGP702Singapore|SHSHN654',
  'SISVN705Slovenia|SJSJM744|SKSVK703Slovakia|SLSLE694Sierra Leone|SMSMR674San Marino|SNSEN686Senegal|SOSOM706Somalia|SRSUR740Suriname',
  'SSSSD728South Sudan|STSTP678|SVSLV222El Salvador|SXSXM534|SYSYR760|SZSWZ748Eswatini|TCTCA796|TDTCD148Chad',
  'TFATF260French Southern Territories|TGTGO768Togo|THTHA764Thailand|TJTJK762Tajikistan|TKTKL772Tokelau|TLTLS626Timor-Leste',
  'TMTKM795Turkmenistan|TNTUN788Tunisia|TOTON776Tonga|TRTUR792Türkiye|TTTTO780|TVTUV798Tuvalu|TWTWN158|TZTZA834|UAUKR804Ukraine',
  'UGUGA800Uganda|UMUMI581|USUSA840United States|UYURY858Uruguay|UZUZB860Uzbekistan|VAVAT336|VCVCT670|VEVEN862|VGVGB092|VIVIR850',
  'VNVNM704|VUVUT548Vanuatu|WFWLF876|WSWSM882Samoa|YEYEM887Yemen|YTMYT175Mayotte|ZAZAF710South Africa|ZMZMB894Zambia|ZWZWE716Zimbabwe',
];

const countries = new Map<string, Country>();
for (const row of table.join('|').split('|')) {
  const [alpha2, alpha3, numeric] = [row.slice(0, 2), row.slice(2, 5), row.slice(5, 8)];
  const one: Country = { alpha2, alpha3, numeric, name: row.slice(8) || null };
  for (const code of [alpha2, alpha3, numeric]) countries.set(code, one);
}

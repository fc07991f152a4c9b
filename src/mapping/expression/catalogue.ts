/**
 * How a function stands: `known`: evaluated, as far as it is documented; `lookup`: what it gives is in Okta or a directory, or is the time now,
 * so offline it is unknown; `claimsOnly`: Okta does not take it in mappings.
 */
export type FunctionStanding = 'known' | 'lookup' | 'claimsOnly';

/** A function of Okta's classic expression language, for completion and hover. */
export interface FunctionEntry {
  /** As it is written, with what stands before its dot: `String.append`, `user.getLinkedObject`, `isMemberOfGroup`. */
  readonly name: string;
  readonly parameters: string;
  readonly gives: 'Text' | 'Whole number' | 'Number' | 'True or false' | 'Array' | 'User' | 'Any';
  readonly says: string;
  /** Okta's own example, and what comes out where the page tells. */
  readonly example: string;
  readonly result: string | null;
  readonly standing: FunctionStanding;
  readonly deprecated: boolean;
  /** Okta does not evaluate it again when what it looks at changes: a membership, a manager. */
  readonly notReevaluated: boolean;
  /** A heading of Okta's page. */
  readonly source: string;
}

const page = 'https://developer.okta.com/docs/reference/okta-expression-language/';

type Row = readonly [name: string, parameters: string, gives: FunctionEntry['gives'], says: string, example: string, result: string | null];

function section(heading: string, rows: readonly Row[], rest: Partial<FunctionEntry> = {}): readonly FunctionEntry[] {
  return rows.map(([name, parameters, gives, says, example, result]) => ({
    ...{ name, parameters, gives, says, example, result },
    ...{ standing: 'known', deprecated: false, notReevaluated: false, source: `${page}#${heading}`, ...rest },
  }));
}

const texts = section('string-functions', [
  ['String.append', 'text, suffix', 'Text', 'The text with the suffix after it.', 'String.append("This is", " a test")', 'This is a test'],
  [
    'String.join',
    'separator, text…',
    'Text',
    'The texts with the separator between them.',
    'String.join(",", "This", "is", "a", "test")',
    'This,is,a,test',
  ],
  ['String.len', 'text', 'Whole number', 'How long the text is.', 'String.len("This")', '4'],
  ['String.removeSpaces', 'text', 'Text', 'The text without its spaces.', 'String.removeSpaces("This is a test")', 'Thisisatest'],
  [
    'String.replace',
    'text, match, replacement',
    'Text',
    'The text with each match replaced.',
    'String.replace("This is a test", "is", "at")',
    'That at a test',
  ],
  [
    'String.replaceFirst',
    'text, match, replacement',
    'Text',
    'The text with the first match replaced.',
    'String.replaceFirst("This is a test", "is", "at")',
    'That is a test',
  ],
  ['String.startsWith', 'text, start', 'True or false', 'Whether the text begins so.', 'String.startsWith("Kiss", "K")', 'true'],
  [
    'String.stringContains',
    'text, part',
    'True or false',
    'Whether the part occurs in the text; capitals count.',
    'String.stringContains("This is a test", "test")',
    'true',
  ],
  [
    'String.stringSwitch',
    'text, otherwise, key, value…',
    'Text',
    'The value of the first key, in the order written, that occurs in the text.',
    'String.stringSwitch("Substrings count", "default", "ring", "value1")',
    'value1',
  ],
  [
    'String.substring',
    'text, start, end',
    'Text',
    'The text from start (counted from 0) up to, not including, end.',
    'String.substring("This is a test", 2, 9)',
    'is is a',
  ],
  ['String.substringAfter', 'text, part', 'Text', 'What stands after the part.', 'String.substringAfter("abc@okta.com", "@")', 'okta.com'],
  ['String.substringBefore', 'text, part', 'Text', 'What stands before the part.', 'String.substringBefore("abc@okta.com", "@")', 'abc'],
  ['String.toUpperCase', 'text', 'Text', 'The text in capitals.', 'String.toUpperCase("This")', 'THIS'],
  ['String.toLowerCase', 'text', 'Text', 'The text in small letters.', 'String.toLowerCase("ThiS")', 'this'],
]);

const deprecatedTexts = section(
  'string-functions',
  [
    ['toUpperCase', 'text', 'Text', 'Deprecated: String.toUpperCase.', 'toUpperCase(source.firstName)', 'ALEXANDER'],
    ['toLowerCase', 'text', 'Text', 'Deprecated: String.toLowerCase.', 'toLowerCase(source.firstName)', 'alexander'],
    ['substringBefore', 'text, part', 'Text', 'Deprecated: String.substringBefore.', "substringBefore(user.email, '@')", 'alex'],
    ['substringAfter', 'text, part', 'Text', 'Deprecated: String.substringAfter.', "substringAfter(user.email, '@')", 'okta.com'],
    ['substring', 'text, start, end', 'Text', 'Deprecated: String.substring.', 'substring(source.firstName, 1, 4)', 'lex'],
  ],
  { deprecated: true },
);

const arrays = section('array-functions', [
  ['Arrays.add', 'array, value', 'Array', 'The array with the value after it.', 'Arrays.add(user.arrayAttribute, 40)', '{10, 20, 30, 40}'],
  ['Arrays.remove', 'array, value', 'Array', 'The array without the value.', 'Arrays.remove(user.arrayAttribute, 20)', '{10, 30}'],
  ['Arrays.clear', 'array', 'Array', 'An empty array.', 'Arrays.clear(user.arrayAttribute)', '{ }'],
  ['Arrays.get', 'array, position', 'Any', 'The value at a position, counted from 0.', 'Arrays.get({0, 1, 2}, 0)', '0'],
  [
    'Arrays.flatten',
    'value…',
    'Array',
    'One array of all the values and the values of arrays among them.',
    'Arrays.flatten(10, {20, 30}, 40)',
    '{10, 20, 30, 40}',
  ],
  ['Arrays.contains', 'array, value', 'True or false', 'Whether the value is in the array.', 'Arrays.contains({10, 20, 30}, 10)', 'true'],
  ['Arrays.size', 'array', 'Whole number', 'How many values the array has.', 'Arrays.size({10, 20, 30})', '3'],
  ['Arrays.isEmpty', 'array', 'True or false', 'Whether the array has no values.', 'Arrays.isEmpty({10, 20})', 'false'],
  [
    'Arrays.toCsvString',
    'array',
    'Text',
    'The values with commas between them.',
    'Arrays.toCsvString({"This", "is", " a ", "test"})',
    'This,is, a ,test',
  ],
]);

const conversions = [
  ...section('data-conversion-functions', [
    [
      'Convert.toInt',
      'text or number',
      'Whole number',
      'The number of a text, or the nearest whole number.',
      "Convert.toInt('1234')",
      '1234',
    ],
    ['Convert.toNum', 'text', 'Number', 'The number of a text.', "Convert.toNum('3.141')", '3.141'],
  ]),
  ...section('country-code-conversion-functions', [
    [
      'Iso3166Convert.toAlpha2',
      'code',
      'Text',
      'The two-letter code of a country given by any of its codes.',
      'Iso3166Convert.toAlpha2("IND")',
      'IN',
    ],
    [
      'Iso3166Convert.toAlpha3',
      'code',
      'Text',
      'The three-letter code of a country given by any of its codes.',
      'Iso3166Convert.toAlpha3("840")',
      'USA',
    ],
    [
      'Iso3166Convert.toNumeric',
      'code',
      'Text',
      'The three-digit code of a country given by any of its codes.',
      'Iso3166Convert.toNumeric("USA")',
      '840',
    ],
    ['Iso3166Convert.toName', 'code', 'Text', 'The name of a country given by any of its codes.', 'Iso3166Convert.toName("IN")', 'India'],
  ]),
];

const windows = 'A Windows time as an ISO 8601 time.';
const times = [
  ...section('time-functions', [['Time.now', 'zone, format', 'Text', 'The time now.', 'Time.now("EST", "YYYY-MM-dd HH:mm:ss")', null]], {
    standing: 'lookup',
  }),
  ...section('time-functions', [
    ['Time.fromWindowsToIso8601', 'time', 'Text', windows, 'Time.fromWindowsToIso8601(user.accountExpires)', null],
    ['Time.fromUnixToIso8601', 'time', 'Text', 'A Unix time as an ISO 8601 time.', 'Time.fromUnixToIso8601(user.hired)', null],
    [
      'Time.fromStringToIso8601',
      'time, format',
      'Text',
      'A time of that format as an ISO 8601 time.',
      'Time.fromStringToIso8601(user.hired, "MM/dd/yyyy")',
      null,
    ],
    ['Time.fromIso8601ToWindows', 'time', 'Text', 'An ISO 8601 time as a Windows time.', 'Time.fromIso8601ToWindows(user.hired)', null],
    ['Time.fromIso8601ToUnix', 'time', 'Text', 'An ISO 8601 time as a Unix time.', 'Time.fromIso8601ToUnix(user.hired)', null],
    [
      'Time.fromIso8601ToString',
      'time, format',
      'Text',
      'An ISO 8601 time in that format (Joda-Time’s letters).',
      'Time.fromIso8601ToString(user.hired, "yyyy-MM-dd")',
      null,
    ],
  ]),
];

const managers = section(
  'manager-assistant-functions',
  [
    ['getManagerUser', 'managerSource', 'User', 'The manager’s Okta user.', 'getManagerUser("active_directory").firstName', null],
    [
      'getManagerAppUser',
      'managerSource, attributeSource',
      'User',
      'The manager’s user of an app.',
      'getManagerAppUser("active_directory", "google").firstName',
      null,
    ],
    ['getAssistantUser', 'assistantSource', 'User', 'The assistant’s Okta user.', 'getAssistantUser("active_directory").firstName', null],
    [
      'getAssistantAppUser',
      'assistantSource, attributeSource',
      'User',
      'The assistant’s user of an app.',
      'getAssistantAppUser("active_directory", "google").firstName',
      null,
    ],
  ],
  { standing: 'lookup', notReevaluated: true },
);

const lookups = [
  ...section('okta-user-id-and-status', [
    ['user.getInternalProperty', '"id" or "status"', 'Text', 'The Okta user’s id or status.', 'user.getInternalProperty("id")', null],
  ]),
  ...section(
    'linked-object-function',
    [
      [
        'user.getLinkedObject',
        'primaryName',
        'User',
        'The user whom a relationship names.',
        'user.getLinkedObject("manager").lastName',
        'Gates',
      ],
    ],
    { standing: 'lookup' },
  ),
  ...section(
    'directory-and-workday-functions',
    [
      [
        'hasDirectoryUser',
        '',
        'True or false',
        'Whether the user has exactly one Active Directory assignment.',
        'hasDirectoryUser()',
        null,
      ],
      ['findDirectoryUser', '', 'User', 'The user’s only Active Directory user, or null.', 'findDirectoryUser().managerUpn', null],
      ['hasWorkdayUser', '', 'True or false', 'Whether the user has a Workday assignment.', 'hasWorkdayUser()', null],
      ['findWorkdayUser', '', 'User', 'The user’s only Workday user, or null.', 'findWorkdayUser().employeeID', null],
    ],
    { standing: 'lookup' },
  ),
];

const groups = [
  ...section(
    'group-functions',
    [
      [
        'isMemberOfGroupName',
        'name',
        'True or false',
        'Whether the user is in a group of that name.',
        'isMemberOfGroupName("group1")',
        null,
      ],
      ['isMemberOfGroup', 'id', 'True or false', 'Whether the user is in the group.', 'isMemberOfGroup("groupId")', null],
      [
        'isMemberOfAnyGroup',
        'id…',
        'True or false',
        'Whether the user is in one of the groups.',
        'isMemberOfAnyGroup("groupId1", "groupId2", "groupId3")',
        null,
      ],
      [
        'isMemberOfGroupNameStartsWith',
        'start',
        'True or false',
        'Whether a group of the user’s begins so.',
        'isMemberOfGroupNameStartsWith("San Fr")',
        null,
      ],
      [
        'isMemberOfGroupNameContains',
        'part',
        'True or false',
        'Whether a group of the user’s has that in its name.',
        'isMemberOfGroupNameContains("admin")',
        null,
      ],
      [
        'isMemberOfGroupNameRegex',
        'pattern',
        'True or false',
        'Whether a group of the user’s is of the pattern.',
        'isMemberOfGroupNameRegex("/.*admin.*")',
        null,
      ],
      [
        'getFilteredGroups',
        'groups, expression, limit',
        'Array',
        'Of the groups, those that the user is in.',
        'getFilteredGroups({"00gml2xHE3RYRx7cM0g3"}, "group.name", 40)',
        null,
      ],
      [
        'user.getGroups',
        'criteria…',
        'Array',
        'The user’s groups that meet the criteria.',
        `user.getGroups({'group.type': {'OKTA_GROUP', 'APP_GROUP'}})`,
        null,
      ],
    ],
    { standing: 'lookup', notReevaluated: true },
  ),
  ...section(
    'group-claims-only-functions',
    [
      [
        'Groups.contains',
        'app, pattern, limit',
        'Array',
        'For claims alone; not in mappings.',
        'Groups.contains("OKTA", "admin", 100)',
        null,
      ],
      [
        'Groups.startsWith',
        'app, pattern, limit',
        'Array',
        'For claims alone; not in mappings.',
        'Groups.startsWith("OKTA", "TEST", 100)',
        null,
      ],
      [
        'Groups.endsWith',
        'app, pattern, limit',
        'Array',
        'For claims alone; not in mappings.',
        'Groups.endsWith("OKTA", "admin", 100)',
        null,
      ],
    ],
    { standing: 'claimsOnly' },
  ),
];

/** Every function that Okta documents, in the order of its page. */
export const expressionFunctions: readonly FunctionEntry[] = [
  ...texts,
  ...deprecatedTexts,
  ...arrays,
  ...conversions,
  ...times,
  ...managers,
  ...lookups,
  ...groups,
];

const byName = new Map(expressionFunctions.map((entry) => [entry.name, entry]));

/** The function of a name as it is written, with what stands before its dot; capitals count. */
export function expressionFunction(name: string): FunctionEntry | undefined {
  return byName.get(name);
}

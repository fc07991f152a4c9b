import { section, type FunctionEntry } from './functionEntry';
import { arrayEntries, conversionEntries, deprecatedTextEntries, textEntries } from './valueFunctionEntries';

const times = [
  ...section('time-functions', [['Time.now', 'zone, format', 'Text', 'The time now.', 'Time.now("EST", "YYYY-MM-dd HH:mm:ss")', null]], {
    standing: 'lookup',
  }),
  ...section('time-functions', [
    [
      'Time.fromWindowsToIso8601',
      'time',
      'Text',
      'A Windows time as an ISO 8601 time.',
      'Time.fromWindowsToIso8601(user.accountExpires)',
      null,
    ],
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
  ...textEntries,
  ...deprecatedTextEntries,
  ...arrayEntries,
  ...conversionEntries,
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

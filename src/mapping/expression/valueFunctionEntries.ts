import { section } from './functionEntry';

/** Functions of texts, in the order of Okta's page. */
export const textEntries = section('string-functions', [
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

export const deprecatedTextEntries = section(
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

export const arrayEntries = section('array-functions', [
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

export const conversionEntries = [
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

import type { Plan } from '../../src/plan/plan';
import { defaultSettings } from '../../src/plan/settings';
import { adds, billing, missingGroup, removals, sampleGroup, samplePlan, supportTier1 } from './samplePlan';

/** Names that would break a report if they were believed: Markdown, HTML, line breaks, reading direction, paths, pipes, formulas. */
export const hostileNames: readonly string[] = [
  '# Heading',
  '**bold** _em_ `code` ~~gone~~',
  '| a | b |',
  '[click](javascript:alert(1))',
  '![x](https://evil.example/x.png)',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'line one\nline two',
  'carriage\r\nreturn\u2028separator\u0085next',
  'abc\u202egnp.exe',
  '\u2066isolated\u2069 \u200b\ufeffzero',
  '../../../etc/passwd',
  'C:\\Users\\x\\..\\y',
  '=HYPERLINK("https://evil.example","x")',
  '+13172222222',
  '-1+1',
  '@SUM(A1)',
  '\t=1+1',
  ' =1+1',
  '＝1+1',
  '\r=1\n=2',
  '&amp;&#60;b&#62;',
  '```\nfence\n```',
  '--- \n- item\n1. one',
  'https://evil.example www.evil.example mail@evil.example',
  '$(warning) :smile: \\| \\',
  '"quoted", \'single\'; semi',
  '\ud800 lone surrogate',
  '',
  '   ',
  '\u0000\u001b[31mred\u001b[0m\u0007',
  'שלום −5 +3',
  '田中 太郎',
];

/** A small plan in which every text that comes from outside is this one: names, notes, paths, values, messages, roles, patterns. */
export function poisonedPlan(text: string): Plan {
  const small = samplePlan({
    groups: [
      missingGroup(),
      sampleGroup({
        ...supportTier1(),
        adds: adds(2),
        notPushed: [{ oktaUserId: '00u1', login: 'left@contoso.example', reason: 'inactiveInOkta' }],
        removals: [...removals(2, 'notInOktaGroup'), ...removals(1, 'unknownToOkta')],
      }),
      billing(),
      sampleGroup(),
    ],
    settings: { ...defaultSettings, now: '2026-11-20T14:02:00.000Z', protectedGroups: ['VIP*'] },
  });
  return poison(small, text) as Plan;
}

const textKeys: ReadonlySet<string> = new Set([
  ...[
    'name',
    'genesysName',
    'host',
    'label',
    'path',
    'message',
    'userName',
    'displayName',
    'note',
    'okta',
    'genesys',
    'normalized',
    'role',
  ],
  ...['division', 'assumptions', 'protectedGroups', 'login', 'oktaUserId', 'oktaGroupId', 'oktaUserIds', 'genesysUserIds'],
]);

function poison(value: unknown, text: string, key = ''): unknown {
  if (typeof value === 'string') return textKeys.has(key) ? text : value;
  if (Array.isArray(value)) return value.map((item) => poison(item, text, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, key === 'tool' ? item : poison(item, text, name)]));
}

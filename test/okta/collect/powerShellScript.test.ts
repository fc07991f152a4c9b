import assert from 'node:assert/strict';
import { exportScript, type ExportScriptParts } from '../../../src/okta/collect/exportScript';
import { mappedGroup, oktaLists } from '../../../src/okta/collect/lists';

const parts: ExportScriptParts = {
  origin: 'https://contoso.okta.com',
  confirmedHost: null,
  appId: '0oaTheApp00000000001',
  version: '0.1.0',
};
const powerShell = exportScript('powershell', parts);
const bash = exportScript('bash', parts);

interface Token {
  readonly kind: 'text' | 'code' | 'comment';
  readonly value: string;
  readonly line: number;
}

/** Takes a script apart as PowerShell does, as far as quotation marks and comments go. Throws for a text that has no end on its line. */
function tokens(script: string): readonly Token[] {
  return script.split(/\r?\n/).flatMap((text, at) => {
    const found: Token[] = [];
    const add = (kind: Token['kind'], value: string): void => void found.push({ kind, value, line: at + 1 });
    for (let rest = text; rest !== '';) {
      const [match] = /^(?:'(?:[^']|'')*'|#.*|[^'#"]+)/.exec(rest) ?? [];
      assert.ok(match, `line ${at + 1}: a quotation mark without its other one, or a double one: ${rest}`);
      add(match.startsWith("'") ? 'text' : match.startsWith('#') ? 'comment' : 'code', match);
      rest = rest.slice(match.length);
    }
    return found;
  });
}

const code = tokens(powerShell).filter(({ kind }) => kind === 'code');
const codeText = code.map(({ value }) => value).join('\n');

/** PowerShell cannot be run where these tests run: what can be known without it. */
describe('The export script for PowerShell', () => {
  it('has its brackets in pairs', () => {
    const open: { readonly sign: string; readonly line: number }[] = [];
    const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
    for (const { value, line } of code) {
      for (const sign of value) {
        if ('([{'.includes(sign)) open.push({ sign, line });
        const partner = pairs[sign];
        if (partner !== undefined) assert.equal(open.pop()?.sign, partner, `line ${line}: ${value}`);
      }
    }
    assert.deepEqual(open, []);
  });

  it('calls what it defines or PowerShell 5.1 brings, and nothing of a module', () => {
    const own = [...codeText.matchAll(/\bfunction ([A-Za-z]+(?:-[A-Za-z0-9]+)?)/g)].map((match) => match[1]);
    const brought = [
      'Add-Member',
      'ConvertFrom-Json',
      'ConvertTo-Json',
      'ForEach-Object',
      'Get-ChildItem',
      'Invoke-WebRequest',
      'Join-Path',
      'Move-Item',
      'New-Object',
      'Read-Host',
      'Remove-Item',
      'Split-Path',
      'Start-Sleep',
      'Test-Path',
      'Where-Object',
      'Write-Host',
    ];
    const called = new Set([...codeText.matchAll(/(?<![\w$.[-])([A-Z][a-z]+-[A-Z][A-Za-z0-9]+)\b/g)].map((match) => match[1]));
    assert.ok(own.length > 20 && called.size > 20);
    assert.deepEqual(
      [...called].filter((name) => !own.includes(name) && !brought.includes(name ?? '')),
      [],
    );
    assert.deepEqual(
      own.filter((name) => name !== undefined && !new RegExp(`(?<!function )(?<![\\w-])${name}(?![\\w-])`).test(codeText)),
      [],
      'defined and never called',
    );
  });

  it('uses nothing that Windows PowerShell 5.1 lacks', () => {
    for (const newer of [
      /\?\?/,
      /\?\./,
      /&&/,
      /\|\|/,
      / \? .* : /,
      /-Parallel/,
      /-SkipHttpErrorCheck/,
      /-AsHashtable/,
      /-NoProxy/,
      /ForEach-Object -P/,
    ]) {
      assert.doesNotMatch(codeText, newer);
    }
    assert.match(codeText, /UseBasicParsing = \$true/);
    assert.match(codeText, /SecurityProtocolType\]::Tls12/);
    assert.match(codeText, /WriteAllBytes\(\$Part, \$Answer\.Bytes\)/);
  });

  it('gives every variable a value before it reads it somewhere', () => {
    const automatic = ['_', 'env', 'null', 'true', 'false', 'ErrorActionPreference', 'ProgressPreference', 'ExecutionContext', 'script'];
    const set = [...codeText.matchAll(/\$(?:script:)?(\w+)(?=\s*(?:\+?=(?!=)|\+\+|--|\sin\s|[,)]))/g)].map((match) =>
      match[1]?.toLowerCase(),
    );
    const used = new Set([...codeText.matchAll(/\$(?:script:)?(\w+)/g)].map((match) => match[1]));
    assert.ok(used.size > 60);
    assert.deepEqual(
      [...used].filter((name) => name !== undefined && !automatic.includes(name) && !set.includes(name.toLowerCase())),
      [],
    );
  });

  it('is ASCII with the line ends of Windows, which Windows PowerShell reads right without a byte order mark', () => {
    assert.match(powerShell, /^[\x20-\x7E\r\n]+$/);
    assert.equal(powerShell.split('\r\n').length, powerShell.split('\n').length);
  });

  it('only reads: GET, to one address', () => {
    assert.deepEqual(
      [...powerShell.matchAll(/Method = '(\w+)'/g)].map((match) => match[1]),
      ['Get'],
    );
    assert.equal(codeText.match(/Invoke-WebRequest/g)?.length, 1);
    assert.match(codeText, /StartsWith\(\$Okta \+/);
  });
});

/** What a script asks for and what it saves, as the table of lists writes it. */
function steps(script: string, pattern: RegExp): readonly string[] {
  return [...script.matchAll(pattern)].map(([, call = '']) =>
    call
      .replace(/' \+ \$(App|Group)(?: \+ ')?/g, (_, name: string) => `{${name.toLowerCase()}}`)
      .replace(/\$(app|group)\b/g, '{$1}')
      .replace(/\\?["'()]/g, '')
      .replace(/ +/g, ' '),
  );
}

describe('Both export scripts', () => {
  const expected = [...oktaLists, mappedGroup].map(({ kind, query, find, file }) => {
    const stem = file.replace(/-\{page\}|\.json/g, '');
    return [kind, stem, ...(find === null ? [query] : [find, query.replace('{mapping}', '')])].join(' ');
  });
  const kinds = expected.map((line) => line.split(' ')[0]).join('|');

  for (const [name, script, call] of [
    ['bash', bash, new RegExp(`^ *(?:list|object|found_object) ".*?" ((?:${kinds}) .*?) (?:needed|optional|note)`, 'gm')],
    [
      'powershell',
      powerShell,
      new RegExp(`^ *Save-(?:List|Object|FoundObject) (?:'(?:[^']|'')*'|\\(.*?\\)) ('(?:${kinds})' .*?) '(?:needed|optional|note)'`, 'gm'),
    ],
  ] as const) {
    it(`follow the collector's table of lists: ${name}`, () => {
      assert.deepEqual(steps(script, call), expected);
    });

    it(`hold no token, and take it from the environment or ask: ${name}`, () => {
      assert.match(script, /SCIM_PREFLIGHT_OKTA_TOKEN/);
      assert.match(script, name === 'bash' ? /read -rs token/ : /Read-Host -AsSecureString/);
    });
  }

  const wrong: readonly (readonly [string, Partial<ExportScriptParts>])[] = [
    ['an address with a quotation mark', { origin: "https://contoso.okta.com'; rm -rf ~; '" }],
    ['an address with a path', { origin: 'https://contoso.okta.com/x' }],
    ['an id with a dollar sign', { appId: '0oa$(id)' }],
    ['a host with a line', { confirmedHost: 'a.example\nrm' }],
    ['a version with a line', { version: '1\nrm' }],
  ];
  for (const [name, part] of wrong) {
    it(`are not made with ${name}`, () => {
      for (const shell of ['bash', 'powershell'] as const) assert.throws(() => exportScript(shell, { ...parts, ...part }), RangeError);
    });
  }
});

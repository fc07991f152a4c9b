import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { previewCsv, type CsvPreview } from '../../src/okta/csvPreview';
import { withExport } from './exportFolder';

function preview(content: string | Buffer, name = 'report.csv'): Promise<CsvPreview | null> {
  return withExport({ [name]: content }, (folder) => previewCsv(join(folder, name)));
}

const header = ['Person', 'Mail', 'Handy'];
const rows = [
  ['Anna Berg', 'anna.berg@contoso.example', '+49 30 1'],
  ['Bob, Jr.', 'bob@contoso.example', ''],
  ['Zoë', 'zoe@contoso.example', '3\n4'],
];
const table = (separator: string, end: string): string =>
  [header, ...rows, ['Dan', 'dan@contoso.example', '5']].map((row) => row.map((cell) => `"${cell}"`).join(separator)).join(end) + end;

const forms: readonly (readonly [what: string, content: string | Buffer])[] = [
  ['commas and LF', table(',', '\n')],
  ['semicolons and CRLF', table(';', '\r\n')],
  ['tabs', table('\t', '\n')],
  ['a byte order mark', `\uFEFF${table(',', '\n')}`],
  ['UTF-16, as PowerShell writes it', Buffer.from(`\uFEFF${table(';', '\r\n')}`, 'utf16le')],
  ['a #TYPE line', `#TYPE Selected.System.Management.Automation.PSCustomObject\r\n${table(',', '\r\n')}`],
  ['a sep= line', `sep=;\r\n${table(';', '\r\n')}`],
  ['no line break behind the third row', table(',', '\n').split('\n').slice(0, 5).join('\n')],
];

describe('the preview of a CSV', () => {
  for (const [what, content] of forms) {
    it(`shows header and three rows with ${what}`, async () => {
      const shown = await preview(content);
      assert.deepEqual([shown?.header, shown?.rows], [header, rows]);
    });
  }

  it('guesses what headers say, each meaning once', async () => {
    const shown = await preview('Okta_Username,Mobile Phone,Desk,Login\nanna,1,2,3\n');
    assert.deepEqual(shown?.guesses.slice(0, 2), ['login', 'profile.mobilePhone']);
    assert.equal(shown.guesses.filter((guess) => guess === 'login').length, 1);
  });

  it('shows what there is of a table with one column and one row', async () => {
    const shown = await preview('Person\nanna\n');
    assert.deepEqual([shown?.header, shown?.rows], [['Person'], [['anna']]]);
  });

  it('reads no more of a large file than it shows', async () => {
    const shown = await preview(`Person,Mail\n${'anna,anna@contoso.example\n'.repeat(400_000)}`);
    assert.equal(shown?.rows.length, 3);
  });

  const none: readonly (readonly [what: string, content: string | Buffer, name?: string])[] = [
    ['JSON', '[{"id":"00u1"}]'],
    ['a page of HTML', '<!doctype html>\n<p>Sign in, again</p>\n'],
    ['binary data', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0x2c, 0x0a, 0x00])],
    ['an empty file', ''],
    ['white space', ' \n\n'],
    ['a header alone', 'Person,Mail\n'],
    ['a first row of data: addresses', 'anna@contoso.example,Anna\nbob@contoso.example,Bob\n'],
    ['a first row of data: ids', '00u1emaKYZTWRYYRRTSK,Anna\n00u2emaKYZTWRYYRRTSK,Bob\n'],
    ['a first row of data: numbers', '1,Anna\n2,Bob\n'],
    ['titles that are none', 'x'.repeat(300) + ',b\n1,2\n'],
    ['empty titles', ',,\na,b,c\n'],
    ['a line without an end', 'a,b' + ' '.repeat(5 << 20)],
    ['prose', 'Read me, first\nThis export was made by hand\n', 'README.txt'],
    ['a list of words', 'Notes\none\ntwo\n', 'notes.txt'],
  ];
  for (const [what, content, name] of none) {
    it(`is none of ${what}`, async () => assert.equal(await preview(content, name), null));
  }

  it('takes a text file with columns for a table, whatever it is called', async () => {
    assert.deepEqual((await preview(table(';', '\n'), 'report.txt'))?.header, header);
  });

  it('shows any table as it was written (200 runs)', async () => {
    const cell = fc.string({ maxLength: 12 }).map((text) => text.replaceAll('"', "'").replaceAll('\r', '').replaceAll('\0', ''));
    const record = fc.array(cell, { minLength: 3, maxLength: 3 }).filter((cells) => cells.some((text) => text !== ''));
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 5 }), fc.constantFrom(',', ';', '\t'), async (given, separator) => {
        const text = [header, ...given].map((cells) => cells.map((each) => `"${each}"`).join(separator)).join('\n');
        assert.deepEqual((await preview(text))?.rows, given.slice(0, 3));
      }),
      { numRuns: 200 },
    );
  });
});

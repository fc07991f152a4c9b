import assert from 'node:assert/strict';
import type { CsvColumnHints } from '../../../src/mapping/lint/csvColumns';
import { CsvLint } from '../../../src/mapping/lint/csvLint';
import { applyEdits } from '../../../src/mapping/lint/problem';
import { eagerScheduler, lintOf, marked } from './csvText';

interface Case {
  readonly name: string;
  readonly text: string;
  /** Each problem between « and », its code in front. */
  readonly marked: string;
  /** After *Fix all*; the same text unless told. */
  readonly fixed?: string;
  readonly region?: string | null;
  readonly hints?: CsvColumnHints;
}

const guid = '0b2f2f86-6f11-4d5c-9a5e-4f2b8c1d7e90';
const token = `00${'aB3_-xYz'.repeat(5)}`;

const cases: readonly Case[] = [
  {
    name: 'phones, plain cells',
    text: 'login,primaryPhone,mobilePhone\na@x.org,+13172222222,(317) 222-2222\nb@x.org,+1 000 000 0000,\n',
    marked:
      'login,primaryPhone,mobilePhone\na@x.org,+13172222222,«phone-not-e164|(317) 222-2222»\nb@x.org,«phone-invalid|+1 000 000 0000»,\n',
    fixed: 'login,primaryPhone,mobilePhone\na@x.org,+13172222222,+13172222222\nb@x.org,+1 000 000 0000,\n',
  },
  {
    name: 'quoted cells, CRLF, a byte order mark',
    text: '\uFEFF"login","primaryPhone"\r\n"a@x.org","(317) 222-2222"\r\n"b@x.org","317.222.2223"\r\n',
    marked: '\uFEFF"login","primaryPhone"\r\n"a@x.org","«phone-not-e164|(317) 222-2222»"\r\n"b@x.org","«phone-not-e164|317.222.2223»"\r\n',
    fixed: '\uFEFF"login","primaryPhone"\r\n"a@x.org","+13172222222"\r\n"b@x.org","+13172222223"\r\n',
  },
  {
    name: 'a plain cell at the end of a CRLF line',
    text: 'login;primaryPhone\r\na@x.org;317-222-2222\r\n',
    marked: 'login;primaryPhone\r\na@x.org;«phone-not-e164|317-222-2222»\r\n',
    fixed: 'login;primaryPhone\r\na@x.org;+13172222222\r\n',
  },
  {
    name: 'an extension where the separator is a semicolon gets quotes',
    text: 'login;primaryPhone\na@x.org;317-222-2222 x42\nb@x.org;"317-222-2222 x43"\n',
    marked: 'login;primaryPhone\na@x.org;«phone-not-e164|317-222-2222 x42»\nb@x.org;"«phone-not-e164|317-222-2222 x43»"\n',
    fixed: 'login;primaryPhone\na@x.org;"+13172222222;ext=42"\nb@x.org;"+13172222222;ext=43"\n',
  },
  {
    name: 'an extension between commas needs none',
    text: 'login,primaryPhone\na@x.org,317-222-2222 x42',
    marked: 'login,primaryPhone\na@x.org,«phone-not-e164|317-222-2222 x42»',
    fixed: 'login,primaryPhone\na@x.org,+13172222222;ext=42',
  },
  {
    name: 'tabs',
    text: 'Username\tMobile phone\tTitle\na@x.org\t317 222 2222\t\n',
    marked: 'Username\tMobile phone\tTitle\na@x.org\t«phone-not-e164|317 222 2222»\t\n',
    fixed: 'Username\tMobile phone\tTitle\na@x.org\t+13172222222\t\n',
  },
  {
    name: 'quotes, separators and line breaks inside of cells before the phone',
    text: 'login,title,primaryPhone\na@x.org,"Head of ""East"", acting\nsince May",317-222-2222\nb@x.org,5" tall,317-222-2223\n',
    marked:
      'login,title,primaryPhone\na@x.org,"Head of ""East"", acting\nsince May",«phone-not-e164|317-222-2222»\nb@x.org,5" tall,«phone-not-e164|317-222-2223»\n',
    fixed: 'login,title,primaryPhone\na@x.org,"Head of ""East"", acting\nsince May",+13172222222\nb@x.org,5" tall,+13172222223\n',
  },
  {
    name: 'quotes inside of the phone itself',
    text: 'login,primaryPhone\na@x.org,"317 ""222"" 2222"\nb@x.org,"n/a"\n',
    marked: 'login,primaryPhone\na@x.org,"«phone-invalid|317 ""222"" 2222»"\nb@x.org,"«phone-invalid|n/a»"\n',
  },
  {
    name: 'a quote that is no end of its cell, and spaces behind one that is',
    text: 'login,title,primaryPhone\na@x.org,"the "big" one","317-222-2222" \nb@x.org,"x" ,317-222-2223\n',
    marked:
      'login,title,primaryPhone\na@x.org,"the "big" one","«phone-not-e164|317-222-2222»" \nb@x.org,"x" ,«phone-not-e164|317-222-2223»\n',
    fixed: 'login,title,primaryPhone\na@x.org,"the "big" one","+13172222222" \nb@x.org,"x" ,+13172222223\n',
  },
  {
    name: 'spaces around a number are a difference',
    text: 'login,primaryPhone\na@x.org, +13172222222\n',
    marked: 'login,primaryPhone\na@x.org,«phone-not-e164| +13172222222»\n',
    fixed: 'login,primaryPhone\na@x.org,+13172222222\n',
  },
  {
    name: 'without a region a national number is not converted',
    text: 'login,primaryPhone\na@x.org,(317) 222-2222\nb@x.org,+1 317 222 2222\n',
    region: null,
    marked: 'login,primaryPhone\na@x.org,«phone-not-e164|(317) 222-2222»\nb@x.org,«phone-not-e164|+1 317 222 2222»\n',
    fixed: 'login,primaryPhone\na@x.org,(317) 222-2222\nb@x.org,+13172222222\n',
  },
  {
    name: 'the country of the row: alpha-2, alpha-3, a name, none, one that is none',
    text: 'login,profile.countryCode,primaryPhone\na@x,DE,030 901820\nb@x,gbr,020 7946 0018\nc@x,France,01 42 68 53 00\nd@x,,(317) 222-2222\ne@x,Narnia,(317) 222-2222\n',
    marked:
      'login,profile.countryCode,primaryPhone\na@x,DE,«phone-not-e164|030 901820»\nb@x,gbr,«phone-not-e164|020 7946 0018»\nc@x,France,«phone-not-e164|01 42 68 53 00»\nd@x,,«phone-not-e164|(317) 222-2222»\ne@x,Narnia,«phone-not-e164|(317) 222-2222»\n',
    fixed:
      'login,profile.countryCode,primaryPhone\na@x,DE,+4930901820\nb@x,gbr,+442079460018\nc@x,France,+33142685300\nd@x,,+13172222222\ne@x,Narnia,(317) 222-2222\n',
  },
  {
    name: 'what is not valid in the country of the row is never converted, though the default region has it',
    text: 'login,country,primaryPhone\na@x,FR,(317) 222-2222\n',
    marked: 'login,country,primaryPhone\na@x,FR,«phone-invalid|(317) 222-2222»\n',
  },
  {
    name: 'a default region with a number of another country',
    text: 'login,primaryPhone\na@x,020 7946 0018\n',
    marked: 'login,primaryPhone\na@x,«phone-invalid|020 7946 0018»\n',
  },
  {
    name: 'Excel',
    text: 'login,primaryPhone\na@x,1.3172222222E+10\n',
    marked: 'login,primaryPhone\na@x,«phone-invalid|1.3172222222E+10»\n',
  },
  {
    name: 'user names: the login unless the template says otherwise',
    text: 'login,email\njdoe,jdoe@x.org\njd oe@x.org,"j"\n',
    marked: 'login,email\n«username-not-email|jdoe»,jdoe@x.org\n«username-not-email|jd oe@x.org»,"j"\n',
  },
  {
    name: 'user names: the template names the e-mail address',
    hints: { userNameAttribute: 'email' },
    text: 'login,email\njdoe,jdoe@x.org\nb,"j"\n',
    marked: 'login,email\njdoe,jdoe@x.org\nb,"«username-not-email|j»"\n',
  },
  {
    name: 'user names: no template that is understood',
    hints: { userNameAttribute: null },
    text: 'login,email\njdoe,j\n',
    marked: 'login,email\njdoe,j\n',
  },
  {
    name: 'user names: of app users it is the name in the app',
    text: 'id,login,credentials.username,externalId\n00u1,jdoe,jdoe,\n',
    marked: 'id,login,credentials.username,externalId\n00u1,jdoe,«username-not-email|jdoe»,\n',
  },
  {
    name: 'a manager where the mapping sends it',
    hints: { managerAttributes: ['managerId'] },
    text: `login,managerId,manager\na@x,boss@x.org,Bo Ss\nb@x,${guid},\nc@x,,\n`,
    marked: `login,managerId,manager\na@x,«manager-not-guid|boss@x.org»,Bo Ss\nb@x,${guid},\nc@x,,\n`,
  },
  {
    name: 'a manager where the mapping does not',
    text: 'login,managerId\na@x,boss@x.org\n',
    marked: 'login,managerId\na@x,boss@x.org\n',
  },
  {
    name: 'phone types',
    text: 'login,primaryPhoneType\na@x,work\nb@x,Mobile\nc@x,moble\nd@x,\n',
    marked: 'login,primaryPhoneType\na@x,work\nb@x,Mobile\nc@x,«unknown-phone-type|moble»\nd@x,\n',
  },
  {
    name: 'secrets: a column of passwords, tokens in any cell',
    text: `login,password,note\na@x,hunter2,"see ${token}!"\nb@x,****,{}\nc@x,,SSWS ${token}\n`,
    marked: `login,password,note\na@x,«secret-in-file|hunter2»,"see «secret-in-file|${token}»!"\nb@x,****,{}\nc@x,,SSWS «secret-in-file|${token}»\n`,
  },
  {
    name: 'secrets: a JSON web token; long numbers are none',
    text: `login,note\na@x,Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.sig-n_ed,\nb@x,${'00'.repeat(21)}\n`,
    marked: `login,note\na@x,Bearer «secret-in-file|eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.sig-n_ed»,\nb@x,${'00'.repeat(21)}\n`,
  },
  {
    name: 'columns that somebody has named',
    hints: {
      meanings: new Map([
        ['Durchwahl', 'profile.primaryPhone'],
        ['mobilePhone', 'ignore'],
      ]),
    },
    text: 'login,Durchwahl,mobilePhone\na@x,317-222-2222,317-222-2222\n',
    marked: 'login,Durchwahl,mobilePhone\na@x,«phone-not-e164|317-222-2222»,317-222-2222\n',
    fixed: 'login,Durchwahl,mobilePhone\na@x,+13172222222,317-222-2222\n',
  },
  {
    name: 'attributes that the mapping sends as phones',
    hints: { phoneAttributes: ['deskNumber'] },
    text: 'login,profile.deskNumber\na@x,317-222-2222\n',
    marked: 'login,profile.deskNumber\na@x,«phone-not-e164|317-222-2222»\n',
    fixed: 'login,profile.deskNumber\na@x,+13172222222\n',
  },
  {
    name: 'sep= and #TYPE lines, empty lines, a header that comes again, short and long rows',
    text: 'sep=;\nlogin;primaryPhone\n\na@x\nb@x;317-222-2222;more;"cells\n"\nlogin;primaryPhone\n;;\n',
    marked: 'sep=;\nlogin;primaryPhone\n\na@x\nb@x;«phone-not-e164|317-222-2222»;more;"cells\n"\nlogin;primaryPhone\n;;\n',
    fixed: 'sep=;\nlogin;primaryPhone\n\na@x\nb@x;+13172222222;more;"cells\n"\nlogin;primaryPhone\n;;\n',
  },
  {
    name: 'PowerShell',
    text: '#TYPE System.Management.Automation.PSCustomObject\r\n"login","mobilePhone"\r\n"a@x","317-222-2222"\r\n',
    marked: '#TYPE System.Management.Automation.PSCustomObject\r\n"login","mobilePhone"\r\n"a@x","«phone-not-e164|317-222-2222»"\r\n',
    fixed: '#TYPE System.Management.Automation.PSCustomObject\r\n"login","mobilePhone"\r\n"a@x","+13172222222"\r\n',
  },
];

const badInput: readonly Case[] = [
  { name: 'an empty file', text: '', marked: '' },
  { name: 'line breaks alone', text: '\n\r\n\n', marked: '\n\r\n\n' },
  { name: 'a header alone', text: 'login,primaryPhone', marked: 'login,primaryPhone' },
  { name: 'no header', text: 'a@x.org,317-222-2222\nb@x.org,317-222-2223\n', marked: 'a@x.org,317-222-2222\nb@x.org,317-222-2223\n' },
  {
    name: 'one column',
    text: 'mobilePhone\n317-222-2222\n\nn/a',
    marked: 'mobilePhone\n«phone-not-e164|317-222-2222»\n\n«phone-invalid|n/a»',
    fixed: 'mobilePhone\n+13172222222\n\nn/a',
  },
  {
    name: 'a quote that does not close',
    text: 'login,primaryPhone\na@x,317-222-2222\nb,"317-222-2223\nc@x,n/a\n',
    marked: 'login,primaryPhone\na@x,«phone-not-e164|317-222-2222»\n«username-not-email|b»,«truncated|"»317-222-2223\nc@x,n/a\n',
    fixed: 'login,primaryPhone\na@x,+13172222222\nb,"317-222-2223\nc@x,n/a\n',
  },
  { name: 'a header with a quote that does not close', text: 'login,"primaryPhone\na,b', marked: 'login,"primaryPhone\na,b' },
  {
    name: 'columns called constructor and __proto__',
    text: 'constructor,__proto__,toString,primaryPhone,countryCode\nx,y,z,317-222-2222,constructor\n',
    marked: 'constructor,__proto__,toString,primaryPhone,countryCode\nx,y,z,«phone-not-e164|317-222-2222»,constructor\n',
  },
  {
    name: 'a cell of 200,000 characters',
    text: `login,title,primaryPhone\na@x,"${'long\n'.repeat(40_000)}",317-222-2222\nb@x,,${'9'.repeat(200_000)}\nc@x,,317-222-2223\n`,
    marked: `login,title,primaryPhone\na@x,"${'long\n'.repeat(40_000)}",«phone-not-e164|317-222-2222»\nb@x,,«phone-invalid|${'9'.repeat(200_000)}»\nc@x,,«phone-not-e164|317-222-2223»\n`,
    fixed: `login,title,primaryPhone\na@x,"${'long\n'.repeat(40_000)}",+13172222222\nb@x,,${'9'.repeat(200_000)}\nc@x,,+13172222223\n`,
  },
  { name: 'no CSV at all', text: '{"phone": "317-222-2222"}', marked: '{"phone": "317-222-2222"}' },
];

describe('CsvLint', () => {
  for (const { name, text, hints, region = 'US', ...expected } of [...cases, ...badInput]) {
    it(name, async () => {
      const lint = lintOf(text, hints, region);
      assert.equal(await lint.check(), true);
      const { problems, complete, rest } = lint.list();
      assert.deepEqual([marked(text, problems), complete, rest], [expected.marked, true, 0]);
      const edits = await lint.fixAll({ column: null });
      assert.ok(edits);
      const fixed = expected.fixed ?? text;
      assert.equal(applyEdits(text, edits), fixed);
      const single = problems.flatMap(({ fixes }) => fixes.flatMap((fix) => (fix.certain ? fix.edits : [])));
      assert.equal(applyEdits(text, single), fixed);
    });
  }

  it('says what a misspelt phone type is likely to mean, without taking it for certain', async () => {
    const text = 'login;workPhoneType\na@x;"moble"\nb@x;pager\n';
    const lint = lintOf(text);
    await lint.check();
    const { problems } = lint.list();
    assert.deepEqual(
      problems.map(({ fixes }) => fixes.map(({ edits, certain }) => [applyEdits(text, edits), certain])),
      [[['login;workPhoneType\na@x;"mobile"\nb@x;pager\n', false]], []],
    );
  });

  it('refuses a default region that does not exist', () => {
    assert.throws(() => lintOf('primaryPhone\n1', {}, 'XX'), RangeError);
  });

  const rows = (count: number): string =>
    Array.from(
      { length: count },
      (_, index) => `${index % 100 === 7 ? 'nobody' : 'a@x'},317-222-${1000 + (index % 9000)},${2_000 + index}`,
    ).join('\n');

  it('lists errors first, then by place, and counts what it does not list', async () => {
    const text = `login,primaryPhone,mobilePhone\n${rows(5_000)}`;
    const lint = lintOf(text);
    await lint.check();
    const { problems, counts, rest } = lint.list();
    assert.equal(problems.length, 1000);
    assert.deepEqual(Object.fromEntries(counts), { 'username-not-email': 50, 'phone-not-e164': 5_000, 'phone-invalid': 5_000 });
    assert.equal(rest, 9_050);
    assert.ok(problems.every(({ severity }) => severity === 'error'));
    const { problems: all } = lint.list(Infinity);
    assert.equal(all.length, 10_050);
    const order = all.map(({ severity, start }) => (severity === 'error' ? 0 : 1e9) + start);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  });

  it('fixes every row, listed or not, of a column or of all', async () => {
    const line = (index: number): string => `a@x,317-222-${1000 + (index % 9000)},(415) 555-${1000 + (index % 9000)}`;
    const text = `login,primaryPhone,mobilePhone\n${Array.from({ length: 4_000 }, (_, index) => line(index)).join('\n')}`;
    const lint = lintOf(text);
    const all = await lint.fixAll({ column: null });
    assert.equal(all?.length, 8_000);
    const [column, count] = [...lint.fixable()][1] ?? [];
    assert.deepEqual([column?.title, count], ['mobilePhone', 4_000]);
    assert.ok(column);
    const some = await lint.fixAll({ column });
    assert.equal(some?.length, 4_000);
    const fixed = lintOf(applyEdits(text, some));
    await fixed.check();
    assert.deepEqual([...fixed.list().counts], [['phone-not-e164', 4_000]]);
    lint.edit(some.toReversed());
    await lint.check();
    assert.deepEqual(lint.list(Infinity).problems, fixed.list(Infinity).problems);
  });

  it('is cancelled between slices, and goes on where it was', async () => {
    const text = `login,primaryPhone\n${rows(20_000)}`;
    const lint = lintOf(text);
    const stop = new AbortController();
    let slices = 0;
    const onProgress = (): void => {
      slices += 1;
      if (slices === 3) stop.abort();
    };
    assert.equal(await lint.check({ signal: stop.signal, onProgress }), false);
    const part = lint.list();
    assert.equal(part.complete, false);
    assert.ok(part.problems.length > 0 && part.rest + part.problems.length < 20_000);
    assert.equal(await lint.fixAll({ column: null }, { signal: stop.signal }), null);
    assert.equal(await lint.check(), true);
    assert.equal(lint.list().counts.get('phone-not-e164'), 20_000);
  });

  it('starts over when the text is edited while it is checked', async () => {
    const text = `login,primaryPhone\n${rows(10_000)}`;
    const lint = lintOf(text);
    let edited = false;
    const at = text.indexOf('317-');
    const onProgress = (): void => {
      if (edited) return;
      edited = true;
      lint.edit([{ start: at, end: at + 3, text: 'x' }]);
    };
    assert.equal(await lint.check({ onProgress }), true);
    const { counts, complete } = lint.list();
    assert.deepEqual([counts.get('phone-invalid'), counts.get('phone-not-e164'), complete], [1, 9_999, true]);
  });

  it('does not give edits of a text that was edited meanwhile', async () => {
    const lint = lintOf(`login,primaryPhone\n${rows(10_000)}`);
    await lint.check();
    const edits = lint.fixAll({ column: null });
    await Promise.resolve();
    lint.edit([{ start: 0, end: 0, text: 'x' }]);
    assert.equal(await edits, null);
  });

  it('checks anew when the header is', async () => {
    const text = 'login,other,separator\na@x,317-222-2222,b;n/a\n';
    const lint = lintOf(text);
    const codes = async (): Promise<readonly string[]> => {
      await lint.check();
      return lint.list().problems.map(({ code }) => code);
    };
    assert.deepEqual(await codes(), []);
    lint.edit([{ start: 6, end: 11, text: 'mobilePhone' }]);
    assert.deepEqual(await codes(), ['phone-not-e164']);
    lint.edit([{ start: 0, end: 27, text: 'login;mobilePhone' }]);
    assert.deepEqual(await codes(), ['username-not-email', 'phone-invalid']);
    lint.edit([{ start: 0, end: 17, text: '' }]);
    assert.deepEqual(await codes(), []);
  });

  it('works with the event loop as well', async () => {
    const lint = new CsvLint(`login,primaryPhone\n${rows(3_000)}`, { defaultRegion: 'US' });
    assert.equal(await lint.check(), true);
    assert.equal(lint.list().counts.get('phone-not-e164'), 3_000);
    assert.ok(eagerScheduler().now() > 0);
  });
});

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox';
import type { TestAccess } from '../../src/vscode/testAccess';

const mappingOf = (properties: Readonly<Record<string, string>>, ends: readonly [string, string] = ['user', 'appuser']): string =>
  JSON.stringify(
    {
      source: { id: 'oty1', name: 'user', type: ends[0] },
      target: { id: '0oa1', name: 'genesys_cloud', type: ends[1] },
      properties: Object.fromEntries(Object.entries(properties).map(([name, expression]) => [name, { expression, pushStatus: 'PUSH' }])),
    },
    null,
    2,
  );

describe('Hover and completion in Okta files', () => {
  let folder: string;
  let files = 0;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-hover-'));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  async function opened(name: string, text: string): Promise<vscode.TextDocument> {
    files += 1;
    // In a folder of its own: what stands beside a mapping tells about it.
    const file = path.join(folder, String(files), name);
    await mkdir(path.dirname(file));
    await writeFile(file, text);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    return document;
  }

  const positionOf = (document: vscode.TextDocument, text: string): vscode.Position => {
    const at = document.getText().indexOf(text);
    assert.notEqual(at, -1, text);
    return document.positionAt(at + 1);
  };

  /** Ours alone: VS Code's JSON extension tells of these files, too. */
  async function hover(document: vscode.TextDocument, text: string): Promise<string> {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      positionOf(document, text),
    );
    const contents = hovers.flatMap(({ contents: all }) => all);
    return contents.map((one) => (one instanceof vscode.MarkdownString ? one.value : '')).join('\n');
  }

  async function completions(document: vscode.TextDocument, position: vscode.Position): Promise<readonly vscode.CompletionItem[]> {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    return items;
  }

  const ours = (document: vscode.TextDocument): readonly vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'SCIM Preflight');

  const codes = (document: vscode.TextDocument): readonly unknown[] =>
    ours(document).map(({ code }) => (typeof code === 'object' ? code.value : code));

  async function eventually(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  it('tells of targets, functions and phones, and asks for a preview where nobody’s values are known', async () => {
    const document = await opened('mapping.json', mappingOf({ workPhone: 'String.len(user.primaryPhone)' }));
    const target = await hover(document, 'workPhone');
    assert.match(target, /\*\*phoneNumbers\\\[type eq \\"work\\"\\\]\\\.value\*\*/);
    assert.match(target, /Fills: `UserProfile\.contactInfo\.\[0\]\.phone_work/);
    assert.match(target, /Preview a push to see here what the expression yields|For /);
    assert.match(await hover(document, 'String.len'), /How long the text is.*\n.*\n.*Example: `String\.len\("This"\) → 4`/);
    const csv = await opened('users.csv', 'id,login,firstName,email,status,primaryPhone\n1,a@b.c,A,a@b.c,ACTIVE,"+1 317 222 2222"\n');
    assert.match(await hover(csv, '+1 317'), /National form: `\(317\) 222-2222`.*\n.*Genesys Cloud stores: `\+13172222222`/s);
  });

  it('shows names of others as they are', async () => {
    const name = '[x](command:workbench.action.quit) <b>`';
    const document = await opened('mapping.json', mappingOf({ [name]: 'user.title', displayName: 'user.displayName', workPhone2: "''" }));
    const told = await hover(document, name.slice(0, 5));
    assert.match(told, /\*\*\\\[x\\\]\\\(command\\:workbench\\\.action\\\.quit\\\) \\<b\\>\\`\*\*/);
  });

  it('completes attributes, functions and types where the cursor stands', async () => {
    const document = await opened('mapping.json', mappingOf({ title: 'user.ti', primaryPhoneType: "'w'", displayName: '"a" + Str' }));
    const titled = await completions(document, positionOf(document, 'user.ti').translate(0, 6));
    const title = titled.find(({ label }) => typeof label === 'object' && label.label === 'user.title');
    assert.equal(document.getText(title?.range as vscode.Range), 'user.ti');
    const types = await completions(document, positionOf(document, "'w'").translate(0, 1));
    const labels = types.map(({ label }) => (typeof label === 'object' ? label.label : label));
    assert.ok(
      ['work', 'work2', 'mobile', 'other'].every((one) => labels.includes(one)),
      labels.join(),
    );
    const functions = await completions(document, positionOf(document, '+ Str').translate(0, 4));
    const append = functions.find(({ label }) => typeof label === 'object' && label.label === 'String.append');
    assert.ok(append?.insertText instanceof vscode.SnippetString);
    assert.equal(append.insertText.value, 'String.append(${1:text}, ${2:suffix})');
    assert.match(
      append.documentation instanceof vscode.MarkdownString ? append.documentation.value : '',
      /The text with the suffix after it/,
    );
  });

  it('says nothing of Genesys in mappings of another app or direction', async () => {
    const back = await opened('mapping.json', mappingOf({ workPhone: '"not a phone"' }, ['appuser', 'user']));
    const other = await opened('mapping.json', mappingOf({ workPhone: '"no phone"' }).replace('genesys_cloud', 'salesforce'));
    const genesys = await opened('mapping.json', mappingOf({ workPhone: '"no phone"' }));
    await eventually(() => codes(genesys).includes('phone-invalid'));
    assert.deepEqual([codes(back), codes(other)], [[], []]);
    assert.doesNotMatch(await hover(back, 'workPhone'), /Fills/);
    assert.doesNotMatch(await hover(other, 'workPhone'), /Fills/);
  });

  const hostile: readonly (readonly [what: string, expression: string, expected: readonly string[]])[] = [
    ['of 100 kB', `${'String.append('.repeat(3)}'${'x'.repeat(100_000)}', 'a'), 'b'), 'c')`, []],
    ['of 100 kB of operators', Array.from({ length: 25_000 }, () => 'a').join(' + '), []],
    ['of 1,000 nested parentheses', `${'('.repeat(1000)}user.title${')'.repeat(1000)}`, ['expression-syntax']],
    ['with a text that does not end', "user.title + 'abc", ['expression-syntax']],
    ['with an attribute named constructor', 'user.constructor + user.__proto__', []],
  ];
  for (const [what, expression, expected] of hostile) {
    it(`checks and explains an expression ${what}`, async () => {
      const document = await opened(
        'mapping.json',
        mappingOf({ displayName: 'user.displayName', title: expression, constructor: 'user.x' }),
      );
      // The attribute named constructor has no place in SCIM that is known by its name, and is no problem.
      const marker = await opened('mapping.json', mappingOf({ displayName: '1 +' }));
      await eventually(() => codes(marker).includes('expression-syntax'));
      assert.deepEqual(
        codes(document).filter((code) => code !== 'expression-null'),
        expected,
      );
      const told = await hover(document, expression.slice(0, 8));
      assert.match(told, /\*\*(?:For|Its value|String)/);
      const all = await completions(document, positionOf(document, '"title"').translate(0, 3));
      assert.ok(Array.isArray(all));
    });
  }

  it('checks a CSV of 200,000 rows in the editor, and tells of its last cell', async () => {
    const rows = Array.from({ length: 200_000 }, (_, n) => {
      const phone = n % 10 === 0 ? `(317) 222-${1000 + (n % 9000)}` : `+1317222${1000 + (n % 9000)}`;
      return `00u${n},user${n}@contoso.example,User,user${n}@contoso.example,ACTIVE,${phone},US`;
    });
    const file = path.join(folder, 'users.csv');
    await writeFile(file, ['id,login,firstName,email,status,primaryPhone,countryCode', ...rows, ''].join('\n'));
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const started = performance.now();
    delay.enable();
    const document = await vscode.workspace.openTextDocument(file);
    const handedOver = performance.now() - started;
    const whileOpening = delay.max;
    delay.reset();
    await vscode.window.showTextDocument(document);
    await eventually(() => ours(document).length > 0);
    const first = performance.now() - started;
    const total = /^([\d,]+) more problems/;
    await eventually(() => ours(document).some(({ message }) => total.exec(message)?.[1] === '19,000'));
    const counted = performance.now() - started;
    const heldWhileChecked = delay.max;
    assert.equal(ours(document).length, 1001);
    const last = document.lineAt(200_000);
    const told = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(200_000, last.text.indexOf('+1317') + 3),
    );
    assert.match(
      told.flatMap(({ contents }) => contents.map((one) => (one as vscode.MarkdownString).value)).join(),
      /Genesys Cloud stores it as it is/,
    );
    delay.reset();
    delay.enable();
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), 'x');
    const typed = performance.now();
    assert.ok(await vscode.workspace.applyEdit(edit));
    // Nothing else changes but the place of all problems of the first row.
    const marked = (): number | undefined => ours(document).find(({ range }) => range.start.line === 1)?.range.start.character;
    const column = document.lineAt(1).text.indexOf('(317)');
    await eventually(() => marked() === column);
    const checkedAgain = performance.now() - typed;
    delay.disable();
    const ms = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(0);
    console.log(
      `200,000 rows in the editor: handed over after ${handedOver.toFixed(0)} ms (the event loop held for up to ${ms(whileOpening)} ms), ` +
        `first problems after ${first.toFixed(0)} ms, all counted after ${counted.toFixed(0)} ms (held up to ${ms(heldWhileChecked)} ms), ` +
        `shown again ${checkedAgain.toFixed(0)} ms after a keystroke (held up to ${ms(delay.max)} ms)`,
    );
  });

  describe('with the plan of the sample export', () => {
    let parts: TestAccess;
    let sandbox: Sandbox;
    let mapping: vscode.TextDocument;

    before(async () => {
      const extension = vscode.extensions.getExtension<TestAccess | undefined>('scim-preflight.scim-preflight');
      const given = await extension?.activate();
      assert.ok(given, 'the extension gives its parts to tests');
      parts = given;
      const exported = path.join(folder, 'okta-export');
      await writeSampleExport(exported, { form: 'json' });
      sandbox = await startSandbox({ requestsPerMinute: 0 });
      const settings = vscode.workspace.getConfiguration('scimPreflight');
      await settings.update('requestsPerMinute', 3000, vscode.ConfigurationTarget.Global);
      const target = { kind: 'url', baseUrl: sandbox.baseUrl, loginUrl: null } as const;
      const org = { id: 'hover', name: 'Contoso CX', target, clientId: sandbox.clientId, readOnly: false, orgId: sandbox.orgId };
      await parts.store.add(org, sandbox.clientSecret);
      await parts.plans.chooseExport(vscode.Uri.file(exported));
      await parts.plans.preview('hover');
      mapping = await vscode.workspace.openTextDocument(path.join(exported, 'mapping.json'));
      await vscode.window.showTextDocument(mapping);
    });
    after(async () => {
      const settings = vscode.workspace.getConfiguration('scimPreflight');
      await settings.update('requestsPerMinute', undefined, vscode.ConfigurationTarget.Global);
      await parts.store.remove('hover');
      await sandbox.close();
    });

    const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
    /** Of the hover, as Markdown escapes it: `Anna Berg \(anna…\)`. */
    const whose = (told: string): string => /\*\*For (.+)\*\*/.exec(told)?.[1] ?? '';

    it('shows the first active user’s value, and whose it is', async () => {
      const users = [...(parts.plans.current?.source?.users.values() ?? [])];
      const first = users.find(({ status }) => status === 'ACTIVE');
      const told = await hover(mapping, 'user.title');
      assert.equal(whose(told).replaceAll('\\', ''), `${textOf(first?.profile.displayName)} (${textOf(first?.login)})`);
      assert.match(told, new RegExp(`Okta sends: \`${textOf(first?.profile.title)}\``));
    });

    it('shows another one’s, who is chosen', async () => {
      const before = whose(await hover(mapping, 'user.title'));
      const chosen = vscode.commands.executeCommand('scimPreflight.lint.choosePreviewUser');
      for (let now = before; now === before; now = whose(await hover(mapping, 'user.title'))) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      }
      await chosen;
    });

    it('completes the attributes that the export’s users have', async () => {
      const all = await completions(mapping, positionOf(mapping, 'user.title').translate(0, 4));
      const labels = all.map(({ label }) => (typeof label === 'object' ? label.label : label));
      assert.ok(labels.includes('user.managerId'), labels.join());
    });
  });
});

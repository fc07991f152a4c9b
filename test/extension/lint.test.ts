import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

const header = 'id,login,firstName,email,status,primaryPhone,mobilePhone,countryCode';
const row = (n: number, phone: string, mobile: string, country = 'US'): string =>
  `00u${n},user${n}@contoso.example,User,user${n}@contoso.example,ACTIVE,${phone},${mobile},${country}`;

describe('Okta files in the editor', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-lint-'));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  let files = 0;
  async function opened(name: string, text: string): Promise<vscode.TextDocument> {
    files += 1;
    const own = path.join(folder, String(files));
    await vscode.workspace.fs.createDirectory(vscode.Uri.file(own));
    await writeFile(path.join(own, name), text);
    const document = await vscode.workspace.openTextDocument(path.join(own, name));
    await vscode.window.showTextDocument(document);
    return document;
  }

  const ours = (document: vscode.TextDocument): readonly vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'SCIM Preflight');

  const codeOf = ({ code }: vscode.Diagnostic): unknown => (typeof code === 'object' ? code.value : code);

  async function eventually(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  async function actionsAt(document: vscode.TextDocument, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
    return await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range);
  }

  it('marks phones of a CSV in their cells, corrects one, then a column, then the file', async () => {
    const text = [header, row(1, '(317) 222-2222', '+1 317 222 2223'), row(2, '317 222 2224', '12'), row(3, '+13172222225', '')].join('\n');
    const document = await opened('users.csv', `${text}\n`);
    await eventually(() => ours(document).length === 4);
    assert.deepEqual(
      ours(document).map((each) => [codeOf(each), document.getText(each.range)]),
      [
        ['phone-invalid', '12'],
        ['phone-not-e164', '(317) 222-2222'],
        ['phone-not-e164', '+1 317 222 2223'],
        ['phone-not-e164', '317 222 2224'],
      ],
    );
    const [first] = ours(document).filter((each) => document.getText(each.range) === '(317) 222-2222');
    assert.ok(first);
    const actions = await actionsAt(document, first.range);
    assert.deepEqual(
      actions.map(({ title }) => title),
      [
        'Write +13172222222',
        'Write 2 numbers of the column primaryPhone in E.164',
        'Write 1 number of the column mobilePhone in E.164',
        'Fix all in this file that is certain',
      ],
    );
    assert.equal(actions[0]?.isPreferred, true);
    assert.ok(actions[0].edit && (await vscode.workspace.applyEdit(actions[0].edit)));
    await eventually(() => ours(document).length === 3);
    const command = actions[1]?.command;
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    await eventually(() => ours(document).length === 2);
    assert.match(document.getText(), /ACTIVE,\+13172222224,12,US/);
    await vscode.commands.executeCommand('scimPreflight.lint.fixAll', document.uri);
    await eventually(() => ours(document).length === 1);
    assert.equal(
      document.getText(),
      [header, row(1, '+13172222222', '+13172222223'), row(2, '+13172222224', '12'), row(3, '+13172222225', ''), ''].join('\n'),
    );
  });

  it('follows keystrokes', async () => {
    const document = await opened('users.csv', `${[header, row(1, '+13172222222', '')].join('\n')}\n`);
    const edit = new vscode.WorkspaceEdit();
    const at = document.positionAt(document.getText().indexOf('+1317'));
    edit.replace(document.uri, new vscode.Range(at, at.translate(0, 2)), '');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually(() => ours(document).length === 1);
    await vscode.commands.executeCommand('undo');
    await eventually(() => ours(document).length === 0);
  });

  it('lists a thousand of many, says how many more there are, and corrects them all', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => row(n, `(317) 222-${String(1000 + n)}`, ''));
    const document = await opened('users.csv', `${[header, ...rows].join('\n')}\n`);
    await eventually(() => ours(document).length === 1001);
    const [rest] = ours(document).filter(({ range }) => range.isEmpty);
    assert.match(rest?.message ?? '', /^2,000 more problems are in this file and not listed: 2,000 phone-not-e164\./);
    await vscode.commands.executeCommand('scimPreflight.lint.fixAll', document.uri);
    await eventually(() => ours(document).length === 0);
    assert.equal(document.getText().match(/,\+1317222\d{4},/g)?.length, 3000);
  });

  it('is Fix All on save for those who ask for it', async () => {
    const document = await opened('users.csv', `${[header, row(1, '(317) 222-2222', '')].join('\n')}\n`);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      whole,
      'source.fixAll.scimPreflight',
    );
    assert.deepEqual(
      found.map(({ kind }) => kind?.value),
      ['source.fixAll.scimPreflight'],
    );
    assert.ok(found[0]?.edit && (await vscode.workspace.applyEdit(found[0].edit)));
    assert.match(document.getText(), /ACTIVE,\+13172222222,/);
  });

  it('leaves files alone that are not of Okta’s', async () => {
    const table = await opened('customers.csv', 'name,phone\nAnna,(317) 222-2222\n');
    const json = await opened('tsconfig.json', '{ // settings\n "mobilePhone": "12", }\n');
    // A check that has ended since: nothing else tells that the others will not come.
    const okta = await opened('users.csv', `${[header, row(1, '12', '')].join('\n')}\n`);
    await eventually(() => ours(okta).length === 1);
    assert.deepEqual([ours(table), ours(json)], [[], []]);
    await vscode.commands.executeCommand('scimPreflight.lint.checkFile', table.uri);
    assert.deepEqual(ours(table).map(codeOf), ['phone-not-e164']);
  });

  it('marks a mapping where it is wrong', async () => {
    const mapping = {
      id: 'prm1',
      source: { id: 'oty1', name: 'user', type: 'user' },
      target: { id: '0oa1', name: 'genesyscloud', type: 'appuser' },
      properties: {
        displayName: { expression: 'user.displayName', pushStatus: 'PUSH' },
        managerValue: { expression: 'String.toUpercase(user.managerId', pushStatus: 'PUSH' },
      },
    };
    const document = await opened('mapping.json', JSON.stringify(mapping, null, 2));
    await eventually(() => ours(document).some((each) => codeOf(each) === 'expression-syntax'));
  });
});

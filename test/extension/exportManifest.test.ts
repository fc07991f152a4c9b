import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** Marks the place in a text that is asked about. */
const here = '‸';

describe('Writing okta-export.json by hand', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-manifest-'));
    assert.ok(vscode.extensions.getExtension('vscode.json-language-features'), 'VS Code brings its JSON language features');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  let files = 0;

  async function opened(text: string): Promise<{ readonly uri: vscode.Uri; readonly position: vscode.Position }> {
    files += 1;
    const at = text.indexOf(here);
    const own = path.join(folder, String(files));
    await vscode.workspace.fs.createDirectory(vscode.Uri.file(own));
    await writeFile(path.join(own, 'okta-export.json'), text.replace(here, ''));
    const document = await vscode.workspace.openTextDocument(path.join(own, 'okta-export.json'));
    await vscode.window.showTextDocument(document);
    return { uri: document.uri, position: document.positionAt(Math.max(at, 0)) };
  }

  /** The language server and the schema take a moment. */
  async function eventually<T>(ask: () => Thenable<T>, holds: (answer: T) => boolean): Promise<T> {
    for (;;) {
      const answer = await ask();
      if (holds(answer)) return answer;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async function completions(text: string, expected: string): Promise<readonly string[]> {
    const { uri, position } = await opened(text);
    const labels = (list: vscode.CompletionList): readonly string[] =>
      list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    const list = await eventually(
      () => vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', uri, position),
      (found) => labels(found).includes(expected),
    );
    return labels(list);
  }

  const format = '"format": "scim-preflight/okta-export@1"';
  const places: readonly (readonly [what: string, text: string, expected: readonly string[]])[] = [
    ['the keys of the manifest', `{ ${format}, ${here} }`, ['files', 'complete', 'collectedAt', 'oktaDomain', 'oktaApp']],
    [
      'what can be said of a file',
      `{ ${format}, "files": [{ "path": "a.csv", ${here} }] }`,
      ['kind', 'group', 'columns', 'partial', 'typedCount'],
    ],
    ['kinds', `{ ${format}, "files": [{ "path": "a.csv", "kind": ${here} }] }`, ['"users"', '"groupMembers"', '"appUsers"', '"unknown"']],
    [
      'what a column can hold',
      `{ ${format}, "files": [{ "path": "a.csv", "columns": { "Konto": ${here} } }] }`,
      ['"login"', '"email"', '"groupName"', '"ignore"'],
    ],
  ];
  for (const [what, text, expected] of places) {
    it(`is offered ${what}`, async () => {
      const labels = await completions(text, expected[0] ?? '');
      assert.deepEqual(
        expected.filter((label) => !labels.includes(label)),
        [],
        labels.join(', '),
      );
    });
  }

  it('is told what a key means', async () => {
    const { uri, position } = await opened(`{ ${format}, "files": [{ "path": "a.csv", "par${here}tial": true }] }`);
    const hovers = await eventually(
      () => vscode.commands.executeCommand<readonly vscode.Hover[]>('vscode.executeHoverProvider', uri, position),
      (found) => found.length > 0,
    );
    const words = hovers.flatMap(({ contents }) =>
      contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : JSON.stringify(content))),
    );
    assert.match(words.join('\n'), /does not hold everything/);
  });

  it('is told what is wrong', async () => {
    const { uri } = await opened(`{ ${format}, "files": [{ "path": "a.csv", "kind": "people", "colums": {} }] }`);
    const found = await eventually(
      () => Promise.resolve(vscode.languages.getDiagnostics(uri)),
      (diagnostics) => diagnostics.length > 1,
    );
    assert.match(found.map(({ message }) => message).join('\n'), /colums/);
  });
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('The extension', () => {
  it('activates', async () => {
    const extension = vscode.extensions.getExtension('scim-preflight.scim-preflight');
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});

import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { useWorkbench } from './workbench';

describe('An org that makes trouble', () => {
  const workbench = useWorkbench();
  let sandbox: Sandbox;
  let proxy: Server;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0, denied: ['groups'] });
    proxy = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<html><title>Sign in to Contoso Proxy</title></html>');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    await sandbox.close();
    proxy.close();
  });

  it('is asked for its address again where a proxy answers, and nothing is lost', async () => {
    const window = workbench();
    await window.runCommand('SCIM Preflight: Add Org…');
    await window.quickPick('Other…');
    await window.inputBox(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, /Base URL of the API/);
    await window.inputBox('Contoso CX', /Name of the org/);
    await window.inputBox(sandbox.clientId, /Client id of an OAuth client/);
    await window.inputBox(sandbox.clientSecret, /Client secret/);
    await window
      .quickInput()
      .getByText(/a web page.*Sign in to Contoso Proxy/)
      .waitFor();
    await window.screenshot('org-error-proxy');
    await window.inputBox('http://api.example.net');
    await window
      .quickInput()
      .getByText(/Only https:\/\/ is used/)
      .waitFor();
    await window.inputBox(sandbox.baseUrl);
    for (const [prompt, kept] of [
      [/Name of the org/, 'Contoso CX'],
      [/Client id of an OAuth client/, sandbox.clientId],
      [/Client secret/, sandbox.clientSecret],
    ] as const) {
      await window.quickInput().getByText(prompt).first().waitFor();
      assert.equal(await window.quickInput().locator('input').inputValue(), kept);
      await window.quickInput().locator('input').press('Enter');
    }
    await window.notification(/Contoso CX was added/);
  });

  it('shows what cannot be read where it would stand, with what to do', async () => {
    const window = workbench();
    await window.openSideBar();
    await window.expandTreeItem(/^Contoso CX/, 'Orgs');
    const error = await window.treeItem('Groups could not be read: the OAuth client lacks directory:group:edit', 'Orgs');
    await error.click();
    await window.screenshot('org-error-node');
    for (const action of ['Retry', 'Test API Credentials']) await error.getByRole('button', { name: action }).waitFor();
    await window.treeItem('Users', 'Orgs');
    await window.press(error.getByRole('button', { name: 'Test API Credentials' }), window.openTab(/API credentials of Contoso CX/));
    await window.notification('Contoso CX: 1 of 8 checks failed; the page says what to do.');
    const page = window.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await page.getByText('Read groups:').waitFor();
    await window.screenshot('org-error-credentials');
  });

  it('says in its place that nothing answers any more, and goes on when asked', async () => {
    const window = workbench();
    await window.closeEditors();
    await sandbox.close();
    const refresh = window.view('Orgs').getByRole('button', { name: 'Refresh' });
    const error = window.row(/^Contoso CX could not be read: Nothing listens at 127/, 'Orgs');
    await window.press(refresh, error);
    await error.click();
    await window.screenshot('org-error-gone');
    sandbox = await startSandbox({ requestsPerMinute: 0, denied: ['groups'], port: Number(new URL(sandbox.baseUrl).port) });
    await window.press(error.getByRole('button', { name: 'Retry' }), window.row('Users', 'Orgs'));
  });
});

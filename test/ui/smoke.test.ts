import assert from 'node:assert/strict';
import { actUntil } from './waitUntil';
import { useWorkbench } from './workbench';

describe('A new window', () => {
  const workbench = useWorkbench();

  it('shows what to do first', async () => {
    const window = workbench();
    await window.openSideBar();
    const orgs = window.view('Orgs');
    await orgs.getByText('No org yet.').waitFor();
    for (const action of ['Add Org…', 'Try the Sandbox Org']) await orgs.getByRole('button', { name: action }).first().waitFor();
    await window.view('Plan').waitFor();
    await window.screenshot('first-look');
  });

  it('has its commands in the palette', async () => {
    const window = workbench();
    await actUntil(
      () => window.page.keyboard.press('F1'),
      () => window.quickInput().isVisible(),
    );
    await window.quickInput().locator('input[type="text"]').fill('>SCIM Preflight: Add Org');
    await window.quickRows().first().waitFor();
    assert.match(await window.quickRows().first().innerText(), /SCIM Preflight: Add Org…/);
    await window.page.keyboard.press('Escape');
  });
});

import type { Sandbox } from '../../src/sandbox/sandbox';
import type { Workbench } from './workbench';

/** *Add Org…* by its quick inputs, with the address and the credentials of a sandbox. */
export async function addOrg(window: Workbench, sandbox: Sandbox, name: string): Promise<void> {
  await window.openSideBar();
  await window.runCommand('SCIM Preflight: Add Org…');
  await window.quickPick('Other…');
  await window.inputBox(sandbox.baseUrl, /Base URL of the API/);
  await window.inputBox(name, /Name of the org/);
  await window.inputBox(sandbox.clientId, /Client id of an OAuth client/);
  await window.inputBox(sandbox.clientSecret, /Client secret/);
  await window.notification(`${name} was added`);
}

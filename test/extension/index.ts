import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';

/**
 * What VS Code calls at --extensionTestsPath, the desktop one and the hosted one alike. Rejects when a test failed or when there was none.
 * SCIM_PREFLIGHT_TESTS is a pattern for the titles to run.
 */
export async function run(): Promise<void> {
  // A desktop's extension host is not started by us; a second time does nothing.
  const watch = process.env.SECRETS_WATCH_PRELOAD;
  if (watch !== undefined) createRequire(__filename)(watch);
  const remote = vscode.env.remoteName === undefined ? 'local' : `remote ${vscode.env.remoteName}`;
  console.log(`Running in VS Code ${vscode.version} (${vscode.env.appName}, ${remote} extension host, Node ${process.versions.node})`);
  const { default: Mocha } = await import('mocha');
  const grep = process.env.SCIM_PREFLIGHT_TESTS;
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, color: false, forbidOnly: true, forbidPending: true, ...(grep ? { grep } : {}) });
  const files = (await readdir(__dirname, { recursive: true })).filter((file) => file.endsWith('.test.js'));
  for (const file of files.sort()) mocha.addFile(path.join(__dirname, file));
  await mocha.loadFilesAsync();
  const { passed, failed } = await new Promise<{ passed: number; failed: number }>((resolve) => {
    const runner = mocha.run((failures) => resolve({ passed: runner.stats?.passes ?? 0, failed: failures }));
  });
  console.log(`VS Code ${vscode.version}: ${String(passed)} passed, ${String(failed)} failed`);
  if (failed > 0) throw new Error(`${String(failed)} tests failed.`);
  if (passed === 0) throw new Error('There was no test to run.');
}

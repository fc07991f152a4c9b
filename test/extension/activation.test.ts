import assert from 'node:assert/strict';
import net from 'node:net';
import * as vscode from 'vscode';

interface Marked {
  readonly MonacoPerformanceMarks?: { getMarks(): readonly { readonly name: string; readonly startTime: number }[] };
}

/** How long `activate` took, and loading the bundle before it, by VS Code's own marks. */
function activationWords(id: string): string {
  const marks = (globalThis as Marked).MonacoPerformanceMarks?.getMarks() ?? [];
  const at = (what: string): number => marks.find(({ name }) => name === `code/extHost/${what}/${id}`)?.startTime ?? Number.NaN;
  const [activating, loading] = ['ActivateExtension', 'LoadExtensionCode'].map((what) => at(`did${what}`) - at(`will${what}`));
  return `activation: ${activating ?? ''} ms, and ${loading ?? ''} ms for loading the bundle before it`;
}

/** Runs first (by its name), before anything else has activated the extension. */
describe('Activation', () => {
  const extension = vscode.extensions.getExtension('scim-preflight.scim-preflight');
  const opened: string[] = [];
  const restores: (() => void)[] = [];

  /** Notes who calls a method, and lets it go on. */
  function watch(prototype: object, name: string): void {
    const original = Reflect.get(prototype, name) as (...args: unknown[]) => unknown;
    const watched = function (this: unknown, ...args: unknown[]): unknown {
      opened.push(new Error(name).stack ?? name);
      return original.apply(this, args);
    };
    Reflect.set(prototype, name, watched);
    restores.push(() => Reflect.set(prototype, name, original));
  }

  before(() => {
    watch(net.Socket.prototype, 'connect');
    watch(net.Server.prototype, 'listen');
  });
  after(() => restores.forEach((restore) => restore()));

  it('opens no connection and no port', async () => {
    assert.ok(extension);
    assert.equal(extension.isActive, false, 'it was active before the test could watch it');
    await extension.activate();
    console.log(`    ${activationWords(extension.id)}`);
    assert.equal(extension.isActive, true);
    assert.deepEqual(opened, []);
  });

  it('notices a connection', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const socket = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    server.close();
    assert.equal(opened.length, 2);
  });
});

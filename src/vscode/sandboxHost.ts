import type * as vscode from 'vscode';
import type { Sandbox } from '../sandbox/sandbox';

/** What we call the sandbox; there is one. */
export const sandboxOrgId = 'sandbox';

/**
 * Runs the sandbox org inside the extension host, from the first need until the window closes. It is made from a seed, so the next window
 * meets the same org (product.md, section 12).
 */
export class SandboxHost implements vscode.Disposable {
  private starting: Promise<Sandbox> | undefined;

  get running(): boolean {
    return this.starting !== undefined;
  }

  /** Starts it, or gives the one that runs. A start that failed is tried anew. */
  async start(): Promise<Sandbox> {
    this.starting ??= startNow();
    try {
      return await this.starting;
    } catch (error) {
      this.starting = undefined;
      throw error;
    }
  }

  async stop(): Promise<void> {
    const { starting } = this;
    this.starting = undefined;
    const sandbox = await starting?.catch(() => undefined);
    await sandbox?.close();
  }

  dispose(): void {
    void this.stop();
  }
}

async function startNow(): Promise<Sandbox> {
  const { startSandbox } = await import('../sandbox/sandbox');
  return await startSandbox({});
}

import * as vscode from 'vscode';

/** What the rest of the extension logs to. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
  show(): void;
}

const secretPatterns = [/(Bearer|Basic|SSWS)\s+[\w.~+/=-]+/gi, /("?(?:access_token|client_secret|password)"?\s*[:=]\s*)"?[^",\s&]+"?/gi];

/** Takes credentials out of a text before it is stored or shown. */
export function redact(text: string): string {
  return secretPatterns.reduce((result, pattern) => result.replace(pattern, (_match, keep: string) => `${keep} [redacted]`), text);
}

/** The extension's one log channel; redacted at the sink. */
export class LogChannel implements Logger, vscode.Disposable {
  private readonly channel = vscode.window.createOutputChannel('SCIM Preflight', { log: true });

  info(message: string): void {
    this.channel.info(redact(message));
  }

  warn(message: string): void {
    this.channel.warn(redact(message));
  }

  error(message: string, error?: unknown): void {
    this.channel.error(redact(error === undefined ? message : `${message}: ${describe(error)}`));
  }

  show(): void {
    this.channel.show();
  }

  dispose(): void {
    this.channel.dispose();
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text = error.stack ?? error.message;
  return error.cause === undefined ? text : `${text}\ncaused by ${describe(error.cause)}`;
}

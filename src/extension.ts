import type * as vscode from 'vscode';
import { CommandRegistry } from './vscode/commandRegistry';
import { LogChannel } from './vscode/log';

/** Composes the extension. No network and no file is touched here. */
export function activate(context: vscode.ExtensionContext): void {
  const log = new LogChannel();
  const commands = new CommandRegistry(log);
  context.subscriptions.push(log, commands);
}

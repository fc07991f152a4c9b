import * as vscode from 'vscode';
import { plainMessage } from './plainMessage';

/**
 * The port for questions that block. VS Code refuses modal dialogs in its test mode, so everything that asks goes through here and tests
 * answer instead.
 */
export interface Prompts {
  /** A modal question; false when it was cancelled. */
  confirm(message: string, detail: string, action: string): Promise<boolean>;
  /** A line of text as it was typed, nothing filled in; undefined when it was cancelled. */
  type(title: string, prompt: string): Promise<string | undefined>;
  /** A notification with buttons; the one that was pressed, undefined when it was closed. */
  offer(severity: 'information' | 'warning', message: string, actions: readonly string[]): Promise<string | undefined>;
}

export class WindowPrompts implements Prompts {
  async confirm(message: string, detail: string, action: string): Promise<boolean> {
    return (await vscode.window.showWarningMessage(message, { modal: true, detail }, action)) === action;
  }

  async type(title: string, prompt: string): Promise<string | undefined> {
    return await vscode.window.showInputBox({ title, prompt: plainMessage(prompt), ignoreFocusOut: true });
  }

  async offer(severity: 'information' | 'warning', message: string, actions: readonly string[]): Promise<string | undefined> {
    const plain = plainMessage(message);
    return severity === 'warning'
      ? await vscode.window.showWarningMessage(plain, ...actions)
      : await vscode.window.showInformationMessage(plain, ...actions);
  }
}

import * as vscode from 'vscode';

/**
 * The port for questions that block. VS Code refuses modal dialogs in its test mode, so everything that asks goes through here and tests
 * answer instead.
 */
export interface Prompts {
  /** A modal question; false when it was cancelled. */
  confirm(message: string, detail: string, action: string): Promise<boolean>;
}

export class WindowPrompts implements Prompts {
  async confirm(message: string, detail: string, action: string): Promise<boolean> {
    return (await vscode.window.showWarningMessage(message, { modal: true, detail }, action)) === action;
  }
}

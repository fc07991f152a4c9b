import * as vscode from 'vscode';

/** Sets the text beside a progress title: counts of what is done. */
export type Report = (message: string) => void;

/**
 * Shows a notification with counts and *Cancel* while `work` runs; cancelling fires the signal, whose AbortError is `work`'s to pass on.
 * Cancellation tokens end here: below, everything takes the signal.
 */
export async function withCancel<Result>(title: string, work: (signal: AbortSignal, report: Report) => Promise<Result>): Promise<Result> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return await vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return await work(controller.signal, (message) => progress.report({ message }));
  });
}

/** The same for work that is mostly over at once: the notification comes only where it takes longer than a second. */
export async function withCancelWhenSlow<Result>(title: string, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const running = work(controller.signal);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const slow = setTimeout(() => {
    void vscode.window.withProgress(options, async (_progress, token) => {
      token.onCancellationRequested(() => controller.abort());
      await running.catch(() => undefined); // whoever waits for it hears of a failure
    });
  }, 1000);
  try {
    const result = await running;
    controller.signal.throwIfAborted();
    return result;
  } finally {
    clearTimeout(slow);
  }
}

/** The value of a promise, or undefined where it was cancelled. */
export async function orCancelled<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return undefined;
    throw error;
  }
}

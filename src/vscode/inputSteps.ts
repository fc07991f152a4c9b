import * as vscode from 'vscode';

/** What a step of a dialogue ended with. Cancelling is a value, not an error. */
export type StepAnswer<Value> =
  { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'back' } | { readonly kind: 'cancelled' };

interface Step {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  /** False on the first step. */
  readonly canGoBack: boolean;
}

export interface TextStep extends Step {
  readonly prompt: string;
  readonly placeholder: string;
  /** What was typed before. */
  readonly value: string;
  readonly password?: boolean;
  /** Why the step is asked again; shown until the text is changed. */
  readonly complaint?: string | undefined;
  /** What is wrong with a text, in words; undefined where it will do. */
  readonly check: (text: string) => string | undefined;
}

/** Asks for a line of text; the answer is trimmed. The box stays open when the person looks something up elsewhere. */
export async function askText(step: TextStep): Promise<StepAnswer<string>> {
  const box = vscode.window.createInputBox();
  frame(box, step);
  box.prompt = step.prompt;
  box.placeholder = step.placeholder;
  box.value = step.value;
  box.password = step.password ?? false;
  if (step.complaint !== undefined) box.validationMessage = step.complaint;
  return await answerOf(box, (done) => {
    box.onDidChangeValue(() => (box.validationMessage = undefined));
    box.onDidAccept(() => {
      const text = box.value.trim();
      const wrong = step.check(text);
      if (wrong === undefined) done(text);
      else box.validationMessage = wrong;
    });
  });
}

export interface ChoiceStep<Item extends vscode.QuickPickItem> extends Step {
  readonly placeholder: string;
  /** Below the box, above the entries: what the choice is about. */
  readonly prompt?: string | undefined;
  readonly items: readonly Item[];
  readonly active?: Item | undefined;
}

/** Asks for one of several. */
export async function askChoice<Item extends vscode.QuickPickItem>(step: ChoiceStep<Item>): Promise<StepAnswer<Item>> {
  const box = vscode.window.createQuickPick<Item>();
  frame(box, step);
  box.placeholder = step.placeholder;
  box.prompt = step.prompt;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  box.items = step.items;
  if (step.active) box.activeItems = [step.active];
  return await answerOf(box, (done) => {
    box.onDidAccept(() => {
      const [chosen] = box.selectedItems;
      if (chosen) done(chosen);
    });
  });
}

function frame(box: vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] }, step: Step): void {
  box.title = step.title;
  if (step.totalSteps > 1) {
    box.step = step.step;
    box.totalSteps = step.totalSteps;
  }
  box.ignoreFocusOut = true;
  if (step.canGoBack) box.buttons = [vscode.QuickInputButtons.Back];
}

function answerOf<Value>(
  box: vscode.InputBox | vscode.QuickPick<Value & vscode.QuickPickItem>,
  listen: (done: (value: Value) => void) => void,
): Promise<StepAnswer<Value>> {
  return new Promise<StepAnswer<Value>>((resolve) => {
    const end = (answer: StepAnswer<Value>): void => {
      resolve(answer);
      box.dispose();
    };
    listen((value) => end({ kind: 'value', value }));
    box.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) end({ kind: 'back' });
    });
    box.onDidHide(() => end({ kind: 'cancelled' }));
    box.show();
  });
}

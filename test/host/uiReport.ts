import { writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { root } from './paths';

/** The environment variable with the path that the report of a run is written to. */
export const reportVariable = 'SCIM_PREFLIGHT_UI_REPORT';

/** What a run of click-through tests came to, by file: the one that starts the runs adds them up. */
export interface UiReport {
  readonly passed: Readonly<Record<string, number>>;
  readonly failed: readonly FailedTest[];
}

export interface FailedTest {
  /** From the project's root. */
  readonly file: string;
  readonly title: string;
  readonly error: string;
}

/** Mocha's usual list, with each failure told where it happens, and without a sum: a file that fails is run once more. */
export default class UiReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const passed: Record<string, number> = {};
    const failed: FailedTest[] = [];
    runner.on('pass', (test) => {
      const file = fileOf(test);
      passed[file] = (passed[file] ?? 0) + 1;
    });
    runner.on('fail', (test, error: Error) => {
      const failure = { file: fileOf(test), title: test.fullTitle(), error: error.stack ?? error.message };
      failed.push(failure);
      Mocha.reporters.Base.consoleLog(indented(failure.error, 6));
    });
    runner.once('end', () => {
      const target = process.env[reportVariable];
      if (target !== undefined) writeFileSync(target, JSON.stringify({ passed, failed } satisfies UiReport));
    });
  }

  override epilogue(): void {
    // See above.
  }
}

function fileOf(test: Mocha.Runnable): string {
  return test.file === undefined ? '' : path.relative(root, test.file);
}

/** The text with so many spaces before each line. */
export function indented(text: string, spaces: number): string {
  return text.replace(/^/gm, ' '.repeat(spaces));
}

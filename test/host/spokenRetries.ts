import Mocha from 'mocha';

/** Mocha's usual report, which also says what failed at first and passed, or failed, when it was done once more: nothing is hidden by a second try. */
export default class SpokenRetries extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const retried: string[] = [];
    runner.on('retry', (test: Mocha.Test, error: Error) => {
      retried.push(test.fullTitle());
      Mocha.reporters.Base.consoleLog(`    ↻ ${test.title}: once more, for it failed\n${indented(error.stack ?? error.message)}`);
    });
    runner.once('end', () => {
      if (retried.length > 0)
        Mocha.reporters.Base.consoleLog(`  Done a second time (${retried.length}):\n${indented(retried.join('\n'))}\n`);
    });
  }
}

function indented(text: string): string {
  return text.replace(/^/gm, '      ');
}

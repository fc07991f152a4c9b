import { Command, CommanderError } from 'commander';
import { applyCommand } from './cli/applyCommand';
import { collectCommand } from './cli/collectCommand';
import { inspectCommand } from './cli/inspectCommand';
import { lintCommand } from './cli/lintCommand';
import { planCommand } from './cli/planCommand';
import { restoreCommand } from './cli/restoreCommand';
import { sandboxCommand } from './cli/sandboxCommand';
import { snapshotCommand } from './cli/snapshotCommand';
import { Terminal } from './cli/terminal';
import { tokenCommand } from './cli/tokenCommand';
import { tool } from './cli/tool';
import { resumeCommand, undoCommand } from './cli/undoCommand';

/** The command line (product.md, section 11). An error ends it with exit code 1 and one line on stderr. */
async function main(): Promise<void> {
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort(new Error('Cancelled.')));
  const terminal = new Terminal(process, cancel.signal);
  const program = new Command(tool.name)
    .description('See what Okta will do to Genesys Cloud before it does it.')
    .version(tool.version)
    .showHelpAfterError('(add --help for the options)')
    .exitOverride();
  for (const command of [
    collectCommand,
    planCommand,
    inspectCommand,
    lintCommand,
    snapshotCommand,
    applyCommand,
    resumeCommand,
    undoCommand,
    restoreCommand,
    tokenCommand,
    sandboxCommand,
  ]) {
    program.addCommand(command(terminal).exitOverride());
  }
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 1;
    if (!(error instanceof CommanderError)) terminal.fail(error);
  }
}

void main();

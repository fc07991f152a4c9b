import { Command, Option } from 'commander';
import type { InputReport } from '../input/problem';
import { inspectTrust } from '../okta/inspectExport';
import { importMemory } from '../okta/lastImports';
import { groupTrust } from '../plan/groupTrust';
import { trustText } from '../report/trustText';
import { problemsOfTheWhole } from '../report/trustWords';
import type { Terminal } from './terminal';

/** `inspect`: what each file was taken for; exit code 3 where something is incomplete (product.md, section 11). */
export function inspectCommand(terminal: Terminal): Command {
  return new Command('inspect')
    .description('Say of each file of an Okta export what it is and what is wrong with it.')
    .argument('<path...>', 'folders and files')
    .addOption(new Option('--format <format>', 'how it is written').choices(['text', 'json']).default('text'))
    .action(async (paths: readonly string[], options: { readonly format: 'text' | 'json' }) => {
      const { inputs, problems, complete, read } = await inspectTrust(paths, { memory: importMemory(paths), signal: terminal.signal });
      const text = (): string =>
        trustText(
          { inputs, problems: problemsOfTheWhole(inputs, problems), groups: groupTrust(read, {}), complete },
          terminal.width ?? Number.MAX_SAFE_INTEGER,
        );
      await terminal.write([options.format === 'json' ? `${JSON.stringify(inputs.map(asJson), null, 2)}\n` : text()]);
      const all = [...problems, ...inputs.flatMap((input) => input.problems)];
      terminal.exitCode = all.some((one) => one.level === 'incomplete') ? 3 : 0;
    });
}

function asJson({ path, kind, records, recognizedBy, problems }: InputReport): object {
  return {
    path,
    kind,
    records,
    recognizedBy,
    problems: problems.map(({ level, code, message, line }) => ({ level, code, message, line })),
  };
}

import { Command, Option } from 'commander';
import { lintSeverities, type LintSeverity } from '../mapping/lint/problem';
import { countryCode } from '../mapping/phone';
import { countOf } from '../report/words';
import { lintFiles, type FoundProblem, type LintedFile } from './lintFiles';
import type { Terminal } from './terminal';

interface LintCommandOptions {
  readonly phoneRegion?: string;
  readonly format: 'text' | 'json';
}

/** `lint`: exit code 0 clean, 2 warnings, 3 errors, 1 could not run (product.md, section 11). */
export function lintCommand(terminal: Terminal): Command {
  return new Command('lint')
    .description('Mark what is wrong in Okta mappings, app user schemas and exports.')
    .argument('<path...>', 'folders and files')
    .option('--phone-region <region>', 'for national phone numbers, for instance US', countryCode)
    .addOption(new Option('--format <format>', 'how it is written').choices(['text', 'json']).default('text'))
    .action(async (paths: readonly string[], { phoneRegion, format }: LintCommandOptions) => {
      const counts = new Map<LintSeverity, number>();
      let [files, first] = [0, true];
      if (format === 'json') await terminal.write(['[']);
      for await (const file of lintFiles(paths, { phoneRegion: phoneRegion ?? null, signal: terminal.signal })) {
        files += 1;
        for (const { severity } of file.problems) counts.set(severity, (counts.get(severity) ?? 0) + 1);
        await terminal.write(format === 'json' ? jsonLines(file.problems, first) : textLines(file));
        first &&= file.problems.length === 0;
      }
      await terminal.write([format === 'json' ? '\n]\n' : `${summary(counts, files)}\n`]);
      terminal.exitCode = counts.has('error') ? 3 : counts.has('warning') ? 2 : 0;
    });
}

function* jsonLines(problems: readonly FoundProblem[], first: boolean): Iterable<string> {
  for (const [index, problem] of problems.entries()) yield `${first && index === 0 ? '' : ','}\n  ${JSON.stringify(problem)}`;
}

/** As editors and CI understand it: `mapping.json:12:34: error: … (phone-invalid)`. */
function* textLines({ path, says, problems }: LintedFile): Iterable<string> {
  if (says !== null) yield `${oneLine(`${path}: ${says}`)}\n`;
  for (const { line, column, severity, code, message } of problems) {
    const place = path === '' ? 'export' : `${path}:${line}:${column}`;
    yield `${oneLine(`${place}: ${severity}: ${message} (${code})`)}\n`;
  }
}

/** Paths, and names in messages, come from files: control characters would steer the terminal. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}

const words: Readonly<Record<LintSeverity, string>> = { error: 'error', warning: 'warning', information: 'note' };

function summary(counts: ReadonlyMap<LintSeverity, number>, files: number): string {
  const found = lintSeverities.filter((one) => counts.has(one)).map((one) => countOf(counts.get(one) ?? 0, words[one]));
  return `${found.length === 0 ? 'Nothing is wrong' : found.join(', ')} in ${countOf(files, 'file')}.`;
}

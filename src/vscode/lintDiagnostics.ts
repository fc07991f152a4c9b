import * as vscode from 'vscode';
import { lintCodes, type LintCode } from '../mapping/lint/lintCodes';
import { severityOf, type LintProblem, type LintSeverity, type TextRange } from '../mapping/lint/problem';
import { displayName, formatNumber } from '../report/words';
import type { LintedList } from './lintedText';

/** The name under which problems stand in the Problems panel. */
export const lintSource = 'SCIM Preflight';

const severities: Readonly<Record<LintSeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

export function rangeOf(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** What is listed of a document as problems of VS Code; what is not listed is counted in one more, at its top. */
export function diagnosticsOf(document: vscode.TextDocument, { problems, counts, rest }: LintedList): vscode.Diagnostic[] {
  const made = problems.map((problem) => diagnostic(document, problem));
  return rest === 0 ? made : [restDiagnostic(rest, counts, problems), ...made];
}

function diagnostic(document: vscode.TextDocument, problem: LintProblem): vscode.Diagnostic {
  const made = new vscode.Diagnostic(rangeOf(document, problem), displayName(problem.message), severities[problem.severity]);
  made.source = lintSource;
  made.code = codeOf(problem.code);
  return made;
}

/** Each code leads to the page that is the reason for it. */
function codeOf(code: LintProblem['code']): NonNullable<vscode.Diagnostic['code']> {
  return code in lintCodes ? { value: code, target: vscode.Uri.parse(lintCodes[code as LintCode].source) } : code;
}

/** Of everything that is not listed: how many of which code, and that *Fix all* knows them. */
function restDiagnostic(rest: number, counts: LintedList['counts'], listed: readonly LintProblem[]): vscode.Diagnostic {
  const left = new Map(counts);
  for (const { code } of listed) left.set(code, (left.get(code) ?? 0) - 1);
  const kinds = [...left].filter(([, number]) => number > 0).map(([code, number]) => `${formatNumber(number)} ${code}`);
  const words = `${formatNumber(rest)} more problems are in this file and not listed: ${kinds.join(', ')}. Fix All converts what it can of them as well.`;
  const worst = [...left].some(([code, number]) => number > 0 && severityOf(code) === 'error');
  const made = new vscode.Diagnostic(
    new vscode.Range(0, 0, 0, 0),
    words,
    worst ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  made.source = lintSource;
  return made;
}

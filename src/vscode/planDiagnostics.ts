import * as vscode from 'vscode';
import type { ProblemLevel } from '../input/problem';
import type { PlanProblem } from '../plan/plan';
import { displayName } from '../report/words';
import { findInput } from './exportInputs';
import type { OpenPlan } from './planOpen';

/** The levels of section 3 as the Problems panel has them (product.md, section 10). */
const severities: Readonly<Record<ProblemLevel, vscode.DiagnosticSeverity>> = {
  incomplete: vscode.DiagnosticSeverity.Error,
  doubt: vscode.DiagnosticSeverity.Warning,
  note: vscode.DiagnosticSeverity.Information,
};

/** More problems of one file than this help nobody in the Problems panel. */
const mostOfOneFile = 1000;

/** What is wrong with the files of the export that is shown, in the Problems panel. */
export class PlanDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('scimPreflight.export');
  private latest: OpenPlan | undefined;

  /** Shows the problems of this plan's inputs in place of the earlier ones. */
  async show(open: OpenPlan | undefined): Promise<void> {
    this.latest = open;
    const byFile = new Map<string, PlanProblem[]>();
    for (const problem of open ? inputProblems(open) : []) {
      const file = problem.path === null ? null : await findInput(open?.inputRoots ?? [], problem.path);
      if (file === null) continue;
      const same = byFile.get(file);
      if (same) same.push(problem);
      else byFile.set(file, [problem]);
    }
    if (this.latest !== open) return; // another plan came meanwhile
    this.collection.clear();
    for (const [file, problems] of byFile) {
      this.collection.set(vscode.Uri.file(file), problems.slice(0, mostOfOneFile).map(diagnostic));
    }
  }

  dispose(): void {
    this.collection.dispose();
  }
}

/** Those of the files and those of the whole export, each once. */
function inputProblems({ plan }: OpenPlan): PlanProblem[] {
  const ofFiles = plan.inputs.flatMap((input) => input.problems.map((problem) => ({ ...problem, path: input.path })));
  const all = [...ofFiles, ...plan.problems];
  return [...new Map(all.map((problem) => [`${problem.code}\n${problem.path}\n${problem.line}\n${problem.message}`, problem])).values()];
}

function diagnostic(problem: PlanProblem): vscode.Diagnostic {
  const line = Math.max(0, (problem.line ?? 1) - 1);
  const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
  const made = new vscode.Diagnostic(range, displayName(problem.message), severities[problem.level]);
  made.source = 'SCIM Preflight';
  made.code = problem.code;
  return made;
}

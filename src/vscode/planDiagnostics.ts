import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';
import type { ProblemLevel } from '../input/problem';
import type { FileDiagnostic } from '../report/trustDiagnostics';
import { fileDiagnostics } from '../report/trustDiagnostics';
import { findInput } from './exportInputs';
import type { OpenPlan } from './planOpen';
import { trustSubjectInSteps } from './planTrustReport';
import { resultInTurns } from './turns';

/** The levels of section 3 as the Problems panel has them (product.md, section 10). */
const severities: Readonly<Record<ProblemLevel, vscode.DiagnosticSeverity>> = {
  incomplete: vscode.DiagnosticSeverity.Error,
  doubt: vscode.DiagnosticSeverity.Warning,
  note: vscode.DiagnosticSeverity.Information,
};

/** What is wrong with the files of the export that is shown, in the Problems panel; each code leads to the trust report. */
export class PlanDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('scimPreflight.export');
  private latest: OpenPlan | undefined;

  /** Shows the problems of this plan's inputs in place of the earlier ones. */
  async show(open: OpenPlan | undefined): Promise<void> {
    this.latest = open;
    const found: [vscode.Uri, vscode.Diagnostic[]][] = [];
    const subject = open && (await resultInTurns(trustSubjectInSteps(open)));
    for (const [path, problems] of subject ? fileDiagnostics(subject) : []) {
      const file = open ? await fileOf(open, path) : null;
      if (this.latest !== open) return;
      if (file !== null) found.push([vscode.Uri.file(file), problems.map(diagnostic)]);
    }
    if (this.latest !== open) return; // another plan came meanwhile
    this.collection.clear();
    this.collection.set(found);
  }

  dispose(): void {
    this.collection.dispose();
  }
}

/** A plan file may be of another export in which files have the same names: only the very file that it speaks of is marked. */
async function fileOf({ plan, source, inputRoots }: OpenPlan, path: string): Promise<string | null> {
  const file = await findInput(inputRoots, path);
  if (file === null || source) return file;
  const input = plan.inputs.find((each) => each.path === path);
  return input && input.sha256 !== null && (await sha256Of(file)) === input.sha256 ? file : null;
}

/** Hex; null for a file that cannot be read. */
async function sha256Of(file: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch {
    return null; // the trust report says what is wrong with it
  }
  return hash.digest('hex');
}

function diagnostic({ level, code, message, line }: FileDiagnostic): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
  const made = new vscode.Diagnostic(range, message, severities[level]);
  made.source = 'SCIM Preflight';
  made.code = { value: code, target: vscode.Uri.parse('command:scimPreflight.plan.showTrustReport') };
  return made;
}

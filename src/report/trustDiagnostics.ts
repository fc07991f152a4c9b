import type { ProblemLevel } from '../input/problem';
import { adviceOf, betterDataAlone, reachOf } from './adviceOf';
import { plainAdvice } from './trustQueries';
import { byLevel } from './trustOutline';
import type { TrustSubject } from './trustWords';
import { displayName } from './words';

/** A problem as an editor shows it in a file: one to a place and message. */
export interface FileDiagnostic {
  readonly level: ProblemLevel;
  readonly code: string;
  /** What is wrong, what that means and how to get better data, a line each. */
  readonly message: string;
  /** From 1; a problem of the whole file stands on the first line. */
  readonly line: number;
}

/** More problems of one file than this help nobody in the Problems panel. */
const mostOfOneFile = 1000;
/** Notes of one code that are shown, in all: one members file a group makes many, and the trust report counts them. */
const notesOfACode = 50;

/** What is wrong with each file, the worst first, by its path in the export. */
export function fileDiagnostics({ inputs, problems }: TrustSubject): ReadonlyMap<string, readonly FileDiagnostic[]> {
  const notes = new Map<string, number>();
  const byPath = new Map<string, Map<string, FileDiagnostic>>();
  const add = (path: string, { level, code, message, line }: TrustSubject['problems'][number], advice: readonly string[]): void => {
    const shown = [displayName(message), ...advice.map(plainAdvice)].join('\n');
    const ofFile = byPath.get(path) ?? new Map<string, FileDiagnostic>();
    const key = `${line ?? 1} ${code} ${shown}`;
    if (ofFile.has(key)) return;
    if (level === 'note') {
      const before = notes.get(code) ?? 0;
      notes.set(code, before + 1);
      if (before >= notesOfACode) return;
    }
    byPath.set(path, ofFile.set(key, { level, code, message: shown, line: Math.max(1, line ?? 1) }));
  };
  for (const { path, kind, problems: found } of inputs) {
    for (const problem of found) {
      const { level, code } = problem;
      const means = [adviceOf(code)?.means, reachOf(level, kind)].filter((words) => typeof words === 'string').join(' ');
      add(path, { ...problem, path }, [...(means === '' ? [] : [means]), ...betterDataAlone(code, [kind])]);
    }
  }
  for (const problem of problems) if (problem.path !== null) add(problem.path, problem, betterDataAlone(problem.code, []));
  return new Map([...byPath].map(([path, found]) => [path, byLevel([...found.values()]).slice(0, mostOfOneFile)]));
}

import type { HoverContent } from '../mapping/lint/hoverContent';
import type { PreviewUser } from '../mapping/lint/hoverExpression';
import { hoverJsonInSteps } from '../mapping/lint/hoverJson';
import type { LintContext } from '../mapping/lint/lintContext';
import { lintJsonInSteps, type LintResult } from '../mapping/lint/lintJson';
import { lintSeverities, severityOf, withoutOverlaps, type LintProblem, type TextEdit } from '../mapping/lint/problem';
import type { FixableColumn, LintedList, LintedText, LintRun } from './lintedText';
import { inTurns } from './turns';

const listedAtMost = 1000;
const brokenCodes: ReadonlySet<LintProblem['code']> = new Set<LintProblem['code']>(['truncated', 'unreadable']);
const nothingFound: LintResult = { kind: 'other', direction: null, says: null, problems: [] };

/** A JSON file of Okta's in an editor: a mapping, an app user schema, an app, users or app users. */
export class LintedJson implements LintedText {
  private result = nothingFound;

  /**
   * @param isExport whether the file belongs to the export: of other files only what is Okta's by its content is checked.
   * @param isPlanned whether the plan that is shown has read this very text: then it has marked where the text is broken.
   */
  constructor(
    private readonly text: string,
    private readonly context: LintContext,
    private readonly isExport: boolean,
    private readonly isPlanned: boolean,
  ) {}

  get says(): string | null {
    return this.result.says;
  }

  edit(): boolean {
    return false;
  }

  async check({ signal }: LintRun): Promise<boolean> {
    const result = await inTurns(lintJsonInSteps(this.text, this.context), signal);
    if (!result) return false;
    const problems = result.problems.filter(({ code }) => !(this.isPlanned && brokenCodes.has(code)));
    this.result = result.kind === 'other' && !this.isExport ? nothingFound : { ...result, problems };
    return true;
  }

  list(): LintedList {
    const { problems } = this.result;
    const counts = new Map<LintProblem['code'], number>();
    for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
    if (problems.length <= listedAtMost) return { problems, counts, rest: 0 };
    const worstFirst = lintSeverities.flatMap((severity) => problems.filter(({ code }) => severityOf(code) === severity));
    return { problems: worstFirst.slice(0, listedAtMost), counts, rest: problems.length - listedAtMost };
  }

  fixableColumns(): readonly FixableColumn[] {
    return [];
  }

  async hover(offset: number, preview: PreviewUser | null, signal: AbortSignal): Promise<HoverContent | null> {
    if (this.result === nothingFound) return null;
    return (await inTurns(hoverJsonInSteps(this.text, offset, this.context, preview), signal)) ?? null;
  }

  fixAll(): Promise<readonly TextEdit[]> {
    const certain = this.result.problems.flatMap(({ fixes }) => fixes.find((fix) => fix.certain)?.edits ?? []);
    return Promise.resolve(withoutOverlaps(certain));
  }
}

/** Long work that is done a piece at a time: between two steps others can work, or it can be given up. */
export type Steps<Result> = Generator<undefined, Result>;

/** Takes all steps at once. */
export function allSteps<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

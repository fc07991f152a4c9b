import { resultText, Watch } from './watch';
import { testVariable } from './recorder';
import { recordError } from './watchErrors';
import { watchProcess } from './watchProcess';

const watch = Watch.create();
Object.assign(process.env, watch.environment);
const recorder = watchProcess();

/** Loaded by mocha before the tests: whatever the run leaves, prints or throws is searched for secrets behind the last test, and fails it. */
export const mochaHooks: Mocha.RootHookObject = {
  beforeEach(this: Mocha.Context) {
    process.env[testVariable] = this.currentTest?.fullTitle();
  },
  afterEach(this: Mocha.Context) {
    const error: unknown = this.currentTest?.err;
    if (recorder !== null && error !== undefined) recordError(recorder, error);
  },
  async afterAll(this: Mocha.Context) {
    this.timeout(120_000);
    const result = await watch.search();
    process.stdout.write(`\n  ${resultText({ ...result, findings: [] }).replace(': none got out.', '')}\n`);
    recorder?.close();
    await watch.close();
    if (result.findings.length > 0) throw new Error(resultText(result));
  },
};

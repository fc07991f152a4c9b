import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readJournal } from '../../src/apply/journalFile';
import { journalState } from '../../src/apply/journalState';
import { CommandLine, credentials, type Ended, type Listening } from './commandLine';

const group = 'Support Tier 1';
const passing = ['--confirm', '1240', '--lift', 'genesysBlock=1240', '--lift', 'count', '--lift', 'percent', '--lift', 'roles'];

describe('what goes wrong on the command line while something is applied', () => {
  let cli: CommandLine;
  let line: Listening;
  let plan: string;

  before(async () => {
    cli = await CommandLine.build();
    ({ line } = await cli.sandbox());
    const folder = join(cli.folder, 'export');
    await cli.run(['sandbox', 'export', folder]);
    plan = join(cli.folder, 'plan.scimplan.json');
    await run('plan', '--okta', folder, '--format', 'json', '--out', plan);
  });
  after(() => cli.close());

  const run = (...args: readonly string[]) => cli.run([...args, '--base-url', line.baseUrl], credentials(line));
  const applying = (journals: string): string[] => ['apply', plan, '--group', group, '--journal', journals, ...passing];

  /** The same with files of so many KiB at most, as on a disk that is full then. */
  async function onSmallDisk(kibibytes: number, ...args: readonly string[]): Promise<Ended> {
    const command = `ulimit -f ${kibibytes}; exec "$@"`;
    const all = ['-c', command, 'bash', process.execPath, join(cli.folder, 'cli.js'), ...args, '--base-url', line.baseUrl];
    const env = { ...process.env, SCIM_PREFLIGHT_HOME: join(cli.folder, 'home'), ...credentials(line) };
    const child = spawn('bash', all, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number]>]);
    return { code, stdout, stderr };
  }

  /** Where the limit is reached the system may end the process, as it does with others; else it says what is wrong. */
  function checkStopped({ code, stderr }: Ended, expected: number): void {
    assert.ok(code === null || code === expected, `${code} ${stderr}`);
    if (code !== null) assert.match(stderr, /The journal .* cannot be written, so nothing more is written to Genesys Cloud: /);
  }

  const membersNow = async (): Promise<number> => {
    const { stdout } = await run('apply', plan, '--group', group);
    return Number(/^Remove 1,240 of ([\d,]+) members/m.exec(stdout)?.[1]?.replace(',', '') ?? NaN);
  };

  it('sends nothing where the journal does not fit on the disk, and stops where it fits no more', async () => {
    const journals = join(cli.folder, 'small');
    const begun = await onSmallDisk(16, ...applying(journals));
    checkStopped(begun, 1);
    assert.equal(await membersNow(), 1512);
    await rm(journals, { recursive: true });

    // As long as a whole one up to its second batch of removals.
    const whole = await run(...applying(join(cli.folder, 'whole')));
    assert.equal(whole.code, 0);
    const path = /^Journal: (.+)$/m.exec(whole.stdout)?.[1] ?? '';
    const bytes = await readFile(path, 'utf8');
    const limit = Math.ceil(bytes.indexOf('"type":"intent"', bytes.indexOf('"batch":2,')) / 1024) + 1;
    assert.equal((await run('undo', path, '--confirm', '3', '--lift', 'manyAdds', '--lift', 'roles')).code, 0);

    const broken = await onSmallDisk(limit, ...applying(journals));
    checkStopped(broken, 3);
    const [name] = await readdir(journals);
    const journal = join(journals, name ?? '');
    const { lines, torn } = await readJournal(journal);
    const [state] = journalState(lines).groups;
    assert.ok(torn && state && state.removed.size < 1240 && state.added.size === 3);
    const resumed = await run('resume', journal);
    assert.equal(resumed.code, 0, `${resumed.stdout}${resumed.stderr}`);
    assert.equal((await run('undo', journal, '--confirm', '3', '--lift', 'manyAdds', '--lift', 'roles')).code, 0);
    assert.equal(await membersNow(), 1512);
  });

  it('sends nothing where journal or lock cannot be made', async () => {
    const file = join(cli.folder, 'a-file');
    await writeFile(file, '');
    const journal = await run(...applying(file));
    assert.equal(journal.code, 1);
    assert.match(journal.stderr, /The journal .*a-file.* cannot be written, so nothing more is written to Genesys Cloud/);
    const locks = join(cli.folder, 'home', 'locks');
    await rm(locks, { recursive: true, force: true });
    await mkdir(join(cli.folder, 'home'), { recursive: true });
    await writeFile(locks, '');
    const lock = await run(...applying(join(cli.folder, 'never')));
    await rm(locks);
    assert.equal(lock.code, 1);
    assert.match(lock.stderr, /The lock of Contoso CX \(sandbox\), .* cannot be made, so nothing is written to Genesys Cloud/);
    assert.equal(await membersNow(), 1512);
  });

  const badFaults: readonly (readonly [string, string | null, RegExp])[] = [
    ['is not there', null, /ENOENT|cannot be read|no such file/],
    ['is no JSON', '{', /faults\.json is not JSON: /],
    ['is no list', '{"fault":"429"}', /faults\.json is no list of fault rules/],
    ['has a fault that there is none of', '[{"fault":"429"},{"fault":"418"}]', /faults\.json: rule 2: "fault" is one of .*, not "418"/],
    ['has a field too many', '[{"fault":"500","often":3}]', /rule 1 has "often", which there is not/],
    ['has a field of another fault', '[{"fault":"500","reads":3}]', /"reads" belongs to lag, not to 500/],
  ];
  for (const [what, content, words] of badFaults) {
    it(`the sandbox does not begin with a file of faults that ${what}`, async () => {
      const path = join(cli.folder, 'faults.json');
      await rm(path, { force: true });
      if (content !== null) await writeFile(path, content);
      const { code, stdout, stderr } = await cli.run(['sandbox', '--faults', path]);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, words);
    });
  }
});

import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { takeSnapshot } from '../../src/genesys/takeSnapshot';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import type { Snapshot } from '../../src/genesys/snapshot';
import { readExport } from '../../src/okta/readExport';
import { buildPlan } from '../../src/plan/buildPlan';
import { defaultSettings } from '../../src/plan/settings';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { startSandbox } from '../../src/sandbox/sandbox';
import { PlanFilter } from '../../src/vscode/planFilter';
import type { PlanNode } from '../../src/vscode/planNode';
import { planSections } from '../../src/vscode/planSections';
import { CommandLine } from './commandLine';

type Change = (text: string) => string;

const half: Change = (text) => text.slice(0, text.length / 2);
const oktaError = '{"errorCode":"E0000047","errorSummary":"API call exceeded rate limit due to too many requests."}';

/** Files of the sample that are changed, taken away (null) or added; the sample as it is without. */
const exports: readonly (readonly [name: string, changes: Readonly<Record<string, Change | null>>])[] = [
  ['the sample', {}],
  ['one with two members files cut off', { 'members/Claims.json': half, 'members/VIP.json': half }],
  [
    'one that was damaged in many ways',
    {
      'users-3.json': half,
      'app-users-2.json': () => oktaError,
      'members/Training.json': null,
      'members/Returns.json': () => '',
      'members/Nobody [x](command:quit).json': () => '[]',
      'members/Service Desk-3.json': () => oktaError,
      'mapping.json': half,
      'groups.json': (text) => text.replace(/"usersCount":\s*\d+,?/, ''),
      'README.txt': () => 'Saved on Monday.',
      'empty.json': () => '[]',
      'phones.csv': () => 'User Id,Status,Username,Primary phone\n00u1,ACTIVE,a@x,3.17556E+10\n00u2,ACTIVE,a@x\n',
    },
  ],
];

describe('inspect and the Plan view', () => {
  let cli: CommandLine;
  let folder: string;
  let snapshot: Snapshot;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspect-'));
    cli = await CommandLine.build();
    const sandbox = await startSandbox({ requestsPerMinute: 0 });
    const connection = connectionForUrl(sandbox.baseUrl, sandbox.loginUrl);
    const client = new GenesysClient(connection, new TokenProvider(connection, sandbox), { requestsPerMinute: 100_000 });
    const org = { name: 'Contoso CX', host: connection.host, orgId: sandbox.orgId, clientId: sandbox.clientId };
    snapshot = await takeSnapshot(client, org, { signal: new AbortController().signal });
    client.close();
    await sandbox.close();
  });
  after(async () => {
    await cli.close();
    await rm(folder, { recursive: true });
  });

  for (const [name, changes] of exports) {
    it(`say the same of ${name}`, async () => {
      const path = join(folder, name);
      await writeSampleExport(path, { form: 'json' });
      for (const [file, change] of Object.entries(changes)) {
        if (change === null) await rm(join(path, file));
        else {
          await appendFile(join(path, file), '');
          await writeFile(join(path, file), change(await readFile(join(path, file), 'utf8')));
        }
      }
      const { stdout, code } = await cli.run(['inspect', path]);
      const lines = stdout.slice(stdout.indexOf('\n\n') + 2).split('\n');
      const end = lines.indexOf('');
      const entries = new Entries(lines.slice(0, end));
      entries.take(await treeOf(path), 0);
      assert.deepEqual(entries.left(), []);
      assert.equal(code, Object.keys(changes).length === 0 ? 0 : 3);
      assert.ok(end > 15 && (Object.keys(changes).length === 0 || end > 25), `${end} entries`);
    });
  }

  /** What stands below *Trust report* in the Plan view, without what only a plan knows. */
  async function treeOf(path: string): Promise<readonly PlanNode[]> {
    const options = { oktaApp: null, confirmedMembers: {}, now: new Date().toISOString(), oldExportHours: 24 };
    const source = await readExport([path], options);
    const plan = buildPlan(source, snapshot, { ...defaultSettings, now: options.now }, { name: 'test', version: '1' });
    const trust = planSections({ plan, source, snapshot }, new PlanFilter('')).find(({ id }) => id === 'trust');
    const [report] = trust ? childrenOf(trust) : [];
    assert.ok(report);
    return childrenOf(report).filter((node) => !/\n(?:push-in-error|assigned-and-pushed|wrong-org)$/.test(node.tooltip));
  }
});

/** The lines of `inspect`, which the rows of the tree must be, one after the other. */
class Entries {
  private next = 0;
  private readonly notes = new Map<string, number>();

  constructor(private readonly lines: readonly string[]) {}

  /** Pages of one list are one line, long lists are cut, and of one kind of note only the first three are written out. */
  take(nodes: readonly PlanNode[], depth: number): void {
    for (const [index, node] of nodes.entries()) {
      const indent = '  '.repeat(depth);
      const line = this.lines[this.next] ?? '';
      const more = /^… and ([\d,]+) more \(/.exec(line.slice(indent.length));
      if (more && line.startsWith(indent)) {
        assert.equal(Number(more[1]?.replaceAll(',', '')), nodes.length - index);
        this.next += 1;
        return;
      }
      if (this.isRepeatedNote(node)) continue;
      assert.equal(line, indent + wordsOf(node));
      this.next += 1;
      if (node.icon?.id !== 'files' && !node.id.startsWith('trust/pages/')) this.take(childrenOf(node), depth + 1);
    }
  }

  left(): readonly string[] {
    return this.lines.slice(this.next);
  }

  private isRepeatedNote(node: PlanNode): boolean {
    if (node.kind !== 'problem' || node.icon?.id !== 'info') return false;
    const count = (this.notes.get(codeOf(node)) ?? 0) + 1;
    this.notes.set(codeOf(node), count);
    return count > 3;
  }
}

function wordsOf(node: PlanNode): string {
  if (node.kind !== 'problem') return `${node.label}  ${node.description}`;
  const level = { error: 'Incomplete', warning: 'Doubtful', info: 'Note' }[node.icon?.id ?? ''];
  return `${level ?? '?'}: ${node.label} [${codeOf(node)}]`;
}

function codeOf(node: PlanNode): string {
  return node.tooltip.split('\n').at(-1) ?? '';
}

function childrenOf(node: PlanNode): readonly PlanNode[] {
  const list = node.children?.();
  return Array.from({ length: list?.total ?? 0 }, (_, index) => list?.at(index)).filter((each) => each !== undefined);
}

import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setImmediate as setImmediatePromise, setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { planCsv } from '../../src/report/csvReport';
import { planHtml } from '../../src/report/htmlReport';
import { planMarkdown } from '../../src/report/markdownReport';
import { writeText } from '../../src/vscode/planFiles';
import type { OrgsNode } from '../../src/vscode/orgsNodes';
import type { OpenPlan } from '../../src/vscode/planOpen';
import type { PlanNode } from '../../src/vscode/planNode';
import type { TestAccess } from '../../src/vscode/testAccess';
import { textInTurns } from '../../src/vscode/turns';
import { Stretches } from '../bench/stretches';
import { hugeGroup, writeHugeOrg, type HugeOrg } from './hugeOrg';

const scale = { users: 100_000, groups: 5000, removals: 20_000 };

const labelOf = ({ label }: vscode.TreeItem): string => (typeof label === 'string' ? label : (label?.label ?? ''));

/** What the views and documents have to bear (product.md, section 13). Times are printed, never asserted: test/bench/README.md says what they are. */
describe('An org of 100,000 users and a group of 20,000', () => {
  let parts: TestAccess;
  let folder: string;
  let huge: HugeOrg;
  let sandbox: ChildProcess;

  before(async () => {
    const extension = vscode.extensions.getExtension<TestAccess | undefined>('scim-preflight.scim-preflight');
    const given = await extension?.activate();
    assert.ok(extension && given, 'the extension gives its parts to tests');
    parts = given;
    await configure(3000);
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-scale-'));
    huge = await writeHugeOrg(folder, scale);
    sandbox = await serve(path.join(extension.extensionPath, 'dist', 'cli.js'));
  });
  after(async () => {
    await configure(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await parts.store.remove('huge');
    const ended = once(sandbox, 'exit');
    sandbox.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  });

  function configure(requestsPerMinute: number | undefined): Thenable<void> {
    const settings = vscode.workspace.getConfiguration('scimPreflight');
    return settings.update('requestsPerMinute', requestsPerMinute, vscode.ConfigurationTarget.Global);
  }

  /** In a process of its own: what holds its event loop is not what is measured here. */
  async function serve(cli: string): Promise<ChildProcess> {
    const args = [cli, 'sandbox', '--seed', huge.snapshot, '--requests-per-minute', '0'];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { baseUrl, clientId, clientSecret } = JSON.parse(line) as Record<'baseUrl' | 'clientId' | 'clientSecret', string>;
    const target = { kind: 'url', baseUrl, loginUrl: null } as const;
    await parts.store.add({ id: 'huge', name: 'Huge CX', target, clientId, readOnly: false, orgId: null }, clientSecret);
    return child;
  }

  /**
   * Runs a flow and prints how long it took and the event loop was held, with and without V8's own collections, which no turns can cut; says how
   * many turns others had meanwhile.
   */
  async function measured(what: string, flow: () => PromiseLike<unknown>): Promise<number> {
    await quiet();
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const collections: PerformanceEntry[] = [];
    const observer = new PerformanceObserver((list) => {
      collections.push(...list.getEntries());
    });
    observer.observe({ entryTypes: ['gc'] });
    const started = performance.now();
    const stretches = new Stretches();
    await flow();
    const held = stretches.stop();
    const took = performance.now() - started;
    isOver = true;
    await setImmediatePromise(); // what was observed is told in a turn of its own
    observer.disconnect();
    const [all, longest, ours] = [took, held, stretches.without(collections)].map((ms) => ms.toFixed(0));
    console.log(
      `    ${what}: ${all ?? ''} ms, the event loop held for up to ${longest ?? ''} ms (without V8's collections ${ours ?? ''} ms)`,
    );
    return turns;
  }

  /** What VS Code still does for the flow before, as rendering its page in this process, is not of the next one. */
  async function quiet(): Promise<void> {
    const until = performance.now() + 10_000;
    for (let ticks = 0; ticks < 10 && performance.now() < until;) {
      const before = performance.now();
      await sleep(50);
      ticks = performance.now() - before < 65 ? ticks + 1 : 0;
    }
  }

  async function requestsOf(flow: () => PromiseLike<unknown>): Promise<number> {
    const { client } = await parts.connections.connect('huge');
    const before = client.statistics.requests;
    await flow();
    return client.statistics.requests - before;
  }

  describe('in the Orgs view', () => {
    const tree = (): TestAccess['orgs']['tree'] => parts.orgs.tree;

    async function child(parent: OrgsNode | undefined, label: string): Promise<OrgsNode> {
      const nodes = await tree().getChildren(parent);
      const items = await Promise.all(nodes.map((node) => tree().getTreeItem(node)));
      const labels = items.map(labelOf);
      const found = nodes[labels.findIndex((each) => each.startsWith(label))];
      assert.ok(found, `${label} is not among ${labels.join(', ')}`);
      return found;
    }

    /** What VS Code asks for when a list is open. */
    async function rows(parent: OrgsNode): Promise<readonly string[]> {
      const items = await Promise.all((await tree().getChildren(parent)).map((node) => tree().getTreeItem(node)));
      return items.map((item) =>
        [labelOf(item), item.description]
          .filter((part) => typeof part === 'string')
          .filter(Boolean)
          .join(' | '),
      );
    }

    const loadAll = (node: OrgsNode): Thenable<unknown> => vscode.commands.executeCommand('scimPreflight.list.loadAll', node);

    it('opens users a page at a time, and loads 5,000 with a word about the rest', async () => {
      await vscode.commands.executeCommand('scimPreflight.orgs.focus');
      const org = await child(undefined, 'Huge CX');
      let users: OrgsNode | undefined;
      await measured('opening the org', async () => (users = await child(org, 'Users')));
      assert.ok(users);
      const list = users;
      assert.equal((await rows(list)).at(-1), 'Load more | 100 of 99,800');
      assert.equal(await requestsOf(() => measured('load all of 99,800 users', () => loadAll(list))), 49);
      let shown: readonly string[] = [];
      await measured('drawing 5,000 users', async () => (shown = await rows(list)));
      assert.equal(shown.length, 5001);
      assert.equal(shown.at(-1), '5,000 of 99,800 shown, more than a tree can hold. Search to find the rest.');
    });

    it('shows 5,000 of 20,500 members, named from listings where that takes fewer requests, and finds any other', async () => {
      tree().reload('huge'); // nobody is known by name
      const group = await child(await child(await child(undefined, 'Huge CX'), 'Groups'), hugeGroup);
      assert.equal(group.kind, 'group');
      await rows(group);
      const requests = await requestsOf(() => measured('load all of 20,500 members', () => loadAll(group)));
      assert.ok(requests < 1100, `${requests} requests`);
      const shown = await rows(group);
      assert.equal(shown.length, 5001);
      assert.equal(shown.at(-1), '5,000 of 20,500 shown, more than a tree can hold. Search to find the rest.');
      const browser = parts.orgs.browsers.of('huge');
      const far = { attribute: 'userName', value: 'user.number20009@contoso.example' } as const;
      browser.setMemberSearch(group.resource.id, far);
      assert.deepEqual(await rows(group), ['User Number20009 | user.number20009@contoso.example']);
      browser.setMemberSearch(group.resource.id, { ...far, value: 'user.number99999@contoso.example' });
      assert.deepEqual(await rows(group), ['No member found']);
      browser.setMemberSearch(group.resource.id, undefined);
    });
  });

  describe('in the Plan view', () => {
    const tree = (): TestAccess['planFeature']['tree'] => parts.planFeature.tree;

    function current(): OpenPlan {
      assert.ok(parts.plans.current, 'a plan is shown');
      return parts.plans.current;
    }

    function child(parent: PlanNode | undefined, label: string): PlanNode {
      const nodes = tree().getChildren(parent);
      const found = nodes.find((node) => node.label === label);
      assert.ok(found, `${label} is not among ${nodes.map((node) => node.label).join(', ')}`);
      return found;
    }

    /** How many rows are there to be seen: of what is unfolded by itself, or when everything is. */
    function rows(parent?: PlanNode, asItIs = false): number {
      let count = 0;
      for (const node of tree().getChildren(parent)) {
        const { collapsibleState } = tree().getTreeItem(node);
        const isOpen = !asItIs || collapsibleState === vscode.TreeItemCollapsibleState.Expanded;
        count += 1 + (isOpen ? rows(node, asItIs) : 0);
      }
      return count;
    }

    const open = (node: PlanNode): Thenable<unknown> => vscode.commands.executeCommand('scimPreflight.plan.openNode', node);

    /** Of the diff that is open. */
    async function sides(): Promise<readonly string[]> {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputTextDiff);
      return await Promise.all(
        [input.original, input.modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()),
      );
    }

    before(async () => {
      await parts.plans.useExport([vscode.Uri.file(huge.exported)]);
    });

    it('previews and draws the plan in turns, and makes no more rows than can be seen', async () => {
      const turns = await measured('preview of 100,000 users and 5,000 groups', async () => {
        await parts.plans.previewSnapshot([vscode.Uri.file(huge.snapshot)]);
        await tree().show(current());
      });
      assert.ok(turns > 20, `${turns} turns`);
      const { summary } = current().plan;
      assert.deepEqual([summary.users.update, summary.users.create, summary.groups.blocked, summary.groups.review], [99_700, 100, 1, 4999]);
      let top = 0;
      await measured('drawing what is unfolded', () => Promise.resolve((top = rows(undefined, true))));
      assert.equal(top, 108);
      assert.ok(rows() < 4000, `${rows()} rows`);
    });

    it('filters and finds in turns', async () => {
      assert.ok((await measured('filter by one digit', () => tree().setFilter('9'))) > 2);
      await measured('filter by a login', () => tree().setFilter('user.number99999@'));
      await tree().setFilter('');
      const sought = (node: PlanNode): boolean => node.target?.kind === 'person' && node.label === 'user.number99999@contoso.example';
      const finding = await measured('finding the last user', async () => assert.ok(await tree().reveal(sought)));
      assert.ok(finding > 2, `${finding} turns`);
      assert.ok(rows() < 4000, `${rows()} rows`);
    });

    it('opens a diff of 20,000 lines, which says that it is cut', async () => {
      const group = child(child(undefined, 'Groups at risk'), hugeGroup);
      let texts: readonly string[] = [];
      await measured('the diff of 20,500 members', async () => {
        await open(group);
        texts = await sides();
      });
      const [now = '', after = ''] = texts.map((text) => text.trimEnd());
      assert.equal(now.split('\n').length, 20_000);
      assert.match(now, /^# Only who leaves and who comes: .* too many to compare\.\n/);
      assert.match(now, /\n# Cut here: 19,998 of [\d,]+ lines are shown\.$/);
      assert.equal(after.split('\n').length, 1);
      await measured('the multi-diff of 200 groups', () => vscode.commands.executeCommand('scimPreflight.plan.compareAll'));
    });

    it('shows and writes reports in turns', async () => {
      await measured('the text of the report', () => textInTurns(planMarkdown(current().plan)));
      await measured('the report as a page, which VS Code renders in the same process', () =>
        vscode.commands.executeCommand('scimPreflight.plan.showReport'),
      );
      await measured('the trust report', () => vscode.commands.executeCommand('scimPreflight.plan.showTrustReport'));
      const { plan } = current();
      for (const [form, pieces] of [
        ['CSV', planCsv(plan)],
        ['HTML', planHtml(plan)],
      ] as const) {
        const file = vscode.Uri.file(path.join(folder, `plan.${form}`));
        assert.ok((await measured(`writing the ${form}`, () => writeText(file, pieces))) > 2);
      }
    });

    it('resolves managers and names, and checks the setup, in turns', async () => {
      assert.ok((await measured('managers and names', () => vscode.commands.executeCommand('scimPreflight.plan.resolve'))) > 2);
      await measured('check setup', () => vscode.commands.executeCommand('scimPreflight.org.checkSetup', { orgId: 'huge' }));
    });

    it('previews again in turns, and keeps what was checked', async () => {
      const { checks } = tree();
      const [, small] = current().plan.groups;
      assert.ok(small);
      checks.set(small, true);
      await measured('the same preview once more', async () => {
        await parts.plans.refresh();
        await tree().show(current());
      });
      assert.deepEqual(
        checks.selections().map(({ group }) => group.name),
        [small.name],
      );
    });
  });
});

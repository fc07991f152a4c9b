import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { CollectProblem, CollectProgress, CollectResult, OktaAppEntry } from '../../src/okta/collect/collect';
import type { OktaListName } from '../../src/okta/collect/lists';
import { collectedWords, collectProgressWords, likeliestFirst, suggestedFolderName } from '../../src/vscode/collectWords';
import { couldBeCommitted } from '../../src/vscode/personalData';

describe('What a collection says', () => {
  const progress: CollectProgress = { phase: 'users', file: null, records: 12_345, requests: 61, groups: null, waitingMs: 0 };
  const progressCases: readonly (readonly [Partial<CollectProgress>, string])[] = [
    [{}, 'users · 12,345 records · 61 requests'],
    [{ phase: 'members of VIP', groups: { done: 2, total: 39 } }, 'members of VIP · group 3 of 39 · 12,345 records · 61 requests'],
    [{ phase: 'members of VIP', groups: { done: 39, total: 39 } }, 'members of VIP · group 39 of 39 · 12,345 records · 61 requests'],
    [{ phase: 'members of a\u202Eb\n' }, 'members of a‹U+202E›b↵ · 12,345 records · 61 requests'],
    [{ waitingMs: 33_400 }, 'Okta’s rate limit is used up: going on in 34 s · 12,345 records · 61 requests'],
    [{ records: 1, requests: 1 }, 'users · 1 record · 1 request'],
  ];
  for (const [part, words] of progressCases) {
    it(words, () => assert.equal(collectProgressWords({ ...progress, ...part }), words));
  }

  const problem = (list: OktaListName, group: string | null = null): CollectProblem => ({
    list,
    group,
    level: 'incomplete',
    status: 403,
    message: 'Okta refused.',
  });
  const counts = 'Collected 8,719 users, 38 groups, 31,204 memberships';
  const ends: readonly (readonly [readonly CollectProblem[], string])[] = [
    [[], `${counts}; every membership confirmed.`],
    [[problem('userSchema')], `${counts}; every membership confirmed. Not in it, or not whole: the user schema.`],
    [
      [problem('pushMappings'), problem('members', '00g1'), problem('members', '00g2'), problem('members', '00g2')],
      `${counts}. Not in it, or not whole: push mappings and members of 2 groups.`,
    ],
    [
      [problem('mappedGroups', '00g1'), problem('mappedGroups', '00g2')],
      `${counts}; every membership confirmed. Not in it, or not whole: 2 groups that push mappings name.`,
    ],
  ];
  for (const [problems, words] of ends) {
    it(words, () => {
      const records = { users: 8719, groups: 38, groupMembers: 31_204, appUsers: 5 };
      const app = { id: '0oa1', label: 'Genesys Cloud' };
      const result: CollectResult = {
        folder: '',
        app,
        collectedAt: '',
        files: [],
        records,
        requests: 1,
        retries: 0,
        waitedMs: 0,
        problems,
      };
      assert.equal(collectedWords(result), words);
    });
  }
});

describe('The app that feeds Genesys Cloud', () => {
  const app = (id: string, label: string, name = 'other', status = 'ACTIVE'): OktaAppEntry => ({
    id,
    label,
    name,
    status,
    provisions: true,
  });
  const apps = [
    app('1', 'Salesforce'),
    app('2', 'PureCloud old', 'other', 'INACTIVE'),
    app('3', 'Contact centre', 'genesyscloud'),
    app('4', 'Zendesk', 'zendesk', 'INACTIVE'),
    app('5', 'Pure Cloud by Genesys'),
    app('6', 'Box'),
  ];
  const ids = (chosenLast: string | null): string =>
    likeliestFirst(apps, chosenLast)
      .map(({ id }) => id)
      .join('');

  it('stands first where it is called so, active ones before others, the rest as it came', () => assert.equal(ids(null), '352164'));
  it('is the one that was chosen last, whatever it is called', () => assert.equal(ids('6'), '635214'));
  it('is no other for an app that is gone', () => assert.equal(ids('9'), '352164'));
});

describe('The folder of a collection', () => {
  it('is called after the day', () => assert.equal(suggestedFolderName(new Date(2026, 10, 3, 23, 59)), 'okta-export-2026-11-03'));

  it('counts as ignored by git where a pattern for folders ignores it, though it is not there yet', async () => {
    const tree = await mkdtemp(path.join(tmpdir(), 'scim-preflight-git-'));
    try {
      await promisify(execFile)('git', ['-C', tree, 'init', '--quiet']);
      const folder = `${path.join(tree, 'okta-export-2026-11-03')}${path.sep}`;
      assert.equal(await couldBeCommitted(folder), true);
      await writeFile(path.join(tree, '.gitignore'), 'okta-export-*/\n');
      assert.equal(await couldBeCommitted(folder), false);
    } finally {
      await rm(tree, { recursive: true, force: true });
    }
  });
});

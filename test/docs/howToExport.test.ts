import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox';

const guide = readFileSync(path.join(import.meta.dirname, '..', '..', 'media', 'how-to-export.md'), 'utf8');

/** The queries of the tables, as paths. */
const queries = [...guide.matchAll(/`https:\/\/\{okta\}(\/api\/v1\/[^`]+)`/g)].map((match) => match[1] ?? '');

/** What the script fetches, with the tables' placeholders for its variables. */
const script = /```bash\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
const fetched = [...script.matchAll(/^ *fetch \S+ ["'](\S+)["']$/gm)].map((match) => asQuery(match[1] ?? ''));

function asQuery(text: string): string {
  return text.replace('$APP_ID', '{appId}').replace('$group', '{groupId}').replace('$mapping', '{mappingId}');
}

describe('media/how-to-export.md', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox();
  });
  after(async () => sandbox.close());

  it('has the same queries in its tables and in its script', () => {
    assert.ok(queries.length >= 10);
    assert.deepEqual([...fetched].sort(), [...queries].sort());
  });

  for (const query of queries) {
    it(`${query} is answered`, async () => {
      const first = async (list: string): Promise<Readonly<Record<string, string>>> => {
        const [record] = (await get(list)) as readonly Readonly<Record<string, string>>[];
        return record ?? {};
      };
      const appId = (await first('/api/v1/apps')).id ?? '';
      const groupId = (await first(`/api/v1/apps/${appId}/group-push/mappings`)).sourceGroupId ?? '';
      const mappingId = (await first(`/api/v1/mappings?targetId=${appId}`)).id ?? '';
      const answer = await get(query.replace('{appId}', appId).replace('{groupId}', groupId).replace('{mappingId}', mappingId));
      assert.ok(Array.isArray(answer) ? answer.length > 0 : typeof answer === 'object' && answer !== null);
    });
  }

  async function get(query: string): Promise<unknown> {
    const response = await fetch(`${sandbox.oktaUrl}${query}`, { headers: { authorization: `SSWS ${sandbox.oktaToken}` } });
    assert.equal(response.status, 200, query);
    return response.json();
  }
});

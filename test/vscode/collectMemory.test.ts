import assert from 'node:assert/strict';
import { CollectMemory, type BrokenOff } from '../../src/vscode/collectMemory';

/** A memento and a secret storage, as far as they are used; what they hold can be looked at. */
function storage(): { readonly memory: CollectMemory; readonly state: Map<string, unknown>; readonly secrets: Map<string, string> } {
  const state = new Map<string, unknown>();
  const secrets = new Map<string, string>();
  const memento = {
    keys: () => [...state.keys()],
    get: <T>(key: string, fallback?: T): T | undefined => (state.has(key) ? (state.get(key) as T) : fallback),
    update: (key: string, value: unknown) => {
      if (value === undefined) state.delete(key);
      else state.set(key, value);
      return Promise.resolve();
    },
  };
  const keeper = {
    get: (key: string) => Promise.resolve(secrets.get(key)),
    store: (key: string, value: string) => Promise.resolve(void secrets.set(key, value)),
    delete: (key: string) => Promise.resolve(void secrets.delete(key)),
  };
  return { memory: new CollectMemory(memento, keeper), state, secrets };
}

const contoso = 'https://contoso.okta.com';
const other = 'https://login.other.example';

describe('What is remembered of collecting', () => {
  it('is the orgs, the last one first, with the app of each', async () => {
    const { memory } = storage();
    await memory.remember(contoso, '0oaFirst');
    await memory.remember(other, null);
    await memory.remember(contoso, null);
    assert.deepEqual(memory.origins, [contoso, other]);
    assert.deepEqual([memory.appOf(contoso), memory.appOf(other), memory.appOf('https://nobody.okta.com')], ['0oaFirst', null, null]);
  });

  it('is a token only where it was to be kept, in the secret storage alone, by org, until it is forgotten', async () => {
    const { memory, state, secrets } = storage();
    await memory.remember(contoso, '0oaFirst');
    assert.equal(secrets.size, 0);
    await memory.keepToken(contoso, '00secret');
    assert.deepEqual([await memory.token(contoso), await memory.token(other)], ['00secret', undefined]);
    assert.ok(!JSON.stringify([...state]).includes('00secret'));
    await memory.forgetToken(contoso);
    assert.equal(await memory.token(contoso), undefined);
    assert.equal(secrets.size, 0);
  });

  it('is the collection that was broken off, until one comes to its end', async () => {
    const { memory } = storage();
    const brokenOff: BrokenOff = { origin: contoso, folder: '/exports/a', appId: '0oa1', appLabel: 'Genesys Cloud', sandbox: false };
    assert.equal(memory.brokenOff, null);
    await memory.setBrokenOff(brokenOff);
    assert.deepEqual(memory.brokenOff, brokenOff);
    await memory.setBrokenOff(null);
    assert.equal(memory.brokenOff, null);
  });

  it('is nothing where what stands there is not ours', async () => {
    const { memory, state } = storage();
    state.set('oktaOrgs', [null, 'x', { origin: 1, appId: null }, { origin: contoso, appId: '0oa1' }]);
    state.set('brokenOffCollection', { origin: contoso });
    assert.deepEqual([memory.origins, memory.brokenOff], [[contoso], null]);
    state.set('oktaOrgs', 'x');
    await memory.remember(other, '0oa2');
    assert.deepEqual(memory.origins, [other]);
  });
});

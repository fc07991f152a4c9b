import { strict as assert } from 'node:assert';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeFolder } from '../../src/input/homeFolder';

describe('home folder', () => {
  const own = join(homedir(), '.scim-preflight');
  const elsewhere = join(tmpdir(), 'elsewhere');
  const cases: readonly (readonly [name: string, environment: Record<string, string>, folder: string])[] = [
    ['of the user', {}, own],
    ['named by the environment', { SCIM_PREFLIGHT_HOME: elsewhere }, elsewhere],
    ['of the user, where the environment names none', { SCIM_PREFLIGHT_HOME: '' }, own],
    ['of the user, where the environment names no absolute path', { SCIM_PREFLIGHT_HOME: 'here' }, own],
  ];
  for (const [name, environment, folder] of cases) it(name, () => assert.equal(homeFolder(environment), folder));

  it('is never the real one in tests', () => assert.notEqual(homeFolder(), own));
});

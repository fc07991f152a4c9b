import assert from 'node:assert/strict';
import { documentedCatalogue } from '../../src/mapping/attributeCatalogue';
import { OrgCatalogue } from '../../src/vscode/orgCatalogue';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox';

type Orgs = ConstructorParameters<typeof OrgCatalogue>[0];
type Client = Awaited<ReturnType<Orgs['connect']>>['client'];

const coreUser = 'urn:ietf:params:scim:schemas:core:2.0:User';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined, show: () => undefined };

describe('The attributes that an org takes', () => {
  let sandbox: Sandbox;
  let asked = 0;
  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
  });
  after(() => sandbox.close());

  /** An org whose SCIM schemas are the sandbox's, changed. */
  function orgWith(change: (attributes: { name: string }[]) => { name: string }[]): Orgs {
    const readIfAllowed = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
      asked += 1;
      const token = await fetch(`${sandbox.baseUrl}/oauth/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'grant_type=client_credentials',
      });
      const { access_token: bearer } = (await token.json()) as { access_token: string };
      const answer = await fetch(`${sandbox.baseUrl}${path}`, { headers: { authorization: `Bearer ${bearer}` } });
      const listed = (await answer.json()) as { Resources: { id: string; attributes: { name: string }[] }[] };
      const user = listed.Resources.find(({ id }) => id === coreUser);
      assert.ok(user);
      user.attributes = change(user.attributes);
      return listed;
    };
    const client = { readIfAllowed } as unknown as Client;
    return { connect: () => Promise.resolve({ client } as Awaited<ReturnType<Orgs['connect']>>), get: () => undefined };
  }

  it('are those that Genesys documents where the org says nothing else, and are asked for once', async () => {
    asked = 0;
    const catalogue = new OrgCatalogue(
      orgWith((attributes) => attributes),
      quiet,
      () => Promise.resolve(),
    );
    let changes = 0;
    catalogue.onDidChange(() => (changes += 1));
    assert.equal(catalogue.of(null), documentedCatalogue);
    assert.equal(catalogue.of('a'), documentedCatalogue);
    assert.equal(catalogue.of('a'), documentedCatalogue);
    while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual([asked, changes], [1, 0]);
    catalogue.dispose();
  });

  it('are corrected by the org, and it is told', async () => {
    const catalogue = new OrgCatalogue(
      orgWith((attributes) => attributes.filter(({ name }) => name !== 'title')),
      quiet,
      () => Promise.resolve(),
    );
    const changed = new Promise<void>((resolve) => catalogue.onDidChange(resolve));
    assert.equal(catalogue.of('b'), documentedCatalogue);
    await changed;
    const names = catalogue.of('b').attributes.map(({ name }) => name);
    assert.ok(!names.includes('title') && names.includes('displayName'));
    catalogue.dispose();
  });
});

import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { GenesysClient, type ScimPaths } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { scimFilter } from '../../src/genesys/scimFilter';
import { takeSnapshot } from '../../src/genesys/takeSnapshot';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { FakeClock } from '../http/fakeClock';
import { credentials, org } from './testOrg';

const paths: ScimPaths = {
  users: '/scim/Users',
  groups: '/scim/Groups',
  serviceProviderConfig: '/scim/ServiceProviderConfig',
  attributes: 'joined',
};

interface Identified {
  readonly id: string;
}

/** What SCIMMY hands to its handlers. */
interface Requested {
  readonly id?: string;
  readonly filter?: { match(values: readonly Identified[]): Identified[] };
}

const people = Array.from({ length: 137 }, (_, index) => ({
  id: `u${index + 1}`,
  userName: `user${index + 1}@contoso.example`,
  displayName: `User ${index + 1}`,
  active: index % 9 !== 0,
  title: index % 2 === 0 ? 'Agent' : undefined,
  emails: [{ value: `user${index + 1}@contoso.example`, type: 'work', primary: true }],
  phoneNumbers: [{ value: `tel:+1-317-222-${String(1000 + index)}`, type: 'work' }],
}));
const groups = Array.from({ length: 31 }, (_, index) => ({
  id: `g${index + 1}`,
  displayName: `Group ${index + 1}`,
  members: people.filter((_person, at) => at % (index + 2) === 0 && index !== 30).map(({ id }) => ({ value: id, type: 'User' })),
}));

/** SCIMMY is a SCIM server by other people, with their reading of the RFCs. */
describe('an independent SCIM server (SCIMMY)', () => {
  let server: Server;
  let client: GenesysClient;

  before(async () => {
    SCIMMY.Resources.declare(SCIMMY.Resources.User, { egress: (resource: Requested) => answer(people, resource) as never });
    SCIMMY.Resources.declare(SCIMMY.Resources.Group, { egress: (resource: Requested) => answer(groups, resource) as never });
    const app = express();
    app.post('/oauth/token', (_request, response) => void response.json({ access_token: 'scimmy-token', expires_in: 3600 }));
    app.use(
      '/scim',
      new SCIMMYRouters({
        type: 'bearer',
        handler: (request) => {
          if (request.header('authorization') !== 'Bearer scimmy-token') throw new Error('Not authorized');
          return 'somebody';
        },
      }),
    );
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const connection = connectionForUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const clock = new FakeClock();
    client = new GenesysClient(connection, new TokenProvider(connection, credentials, { clock }), {
      clock,
      scimPaths: paths,
      requestsPerMinute: 100_000,
    });
  });
  after(async () => {
    client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  for (const pageSize of [10, 25, 500]) {
    it(`is read completely in pages of ${pageSize}`, async () => {
      const snapshot = await takeSnapshot(client, org, { pageSize });
      assert.deepEqual(
        snapshot.problems.map((one) => one.code),
        [],
      );
      assert.equal(snapshot.complete, true);
      assert.deepEqual([...snapshot.users.keys()].sort(), people.map((one) => one.id).sort());
      for (const person of people) {
        const read = snapshot.users.get(person.id);
        assert.deepEqual(
          [
            read?.userName,
            read?.displayName,
            read?.active,
            read?.title ?? undefined,
            read?.emails?.[0]?.value,
            read?.phoneNumbers?.[0]?.value,
          ],
          [person.userName, person.displayName, person.active, person.title, person.emails[0]?.value, person.phoneNumbers[0]?.value],
        );
      }
      assert.deepEqual([...snapshot.groups.keys()].sort(), groups.map((one) => one.id).sort());
      for (const group of groups) {
        assert.deepEqual(
          snapshot.groups.get(group.id)?.members?.map((member) => member.value),
          group.members.map((member) => member.value),
        );
      }
      assert.deepEqual([snapshot.unprovedGroups.size, snapshot.deletedMembers.size], [0, 0]);
    });
  }

  it('understands our filters', async () => {
    const page = await client.listUsers({
      active: null,
      startIndex: 1,
      count: 25,
      filter: scimFilter('userName', 'user42@contoso.example'),
    });
    assert.deepEqual(
      page.Resources?.map((one) => one.id),
      ['u42'],
    );
    const found = await client.listGroups({ startIndex: 1, count: 25, filter: scimFilter('displayName', 'Group 7') });
    assert.deepEqual(
      found.Resources?.map((one) => one.id),
      ['g7'],
    );
  });

  it('gives one user or group by id, and null for none', async () => {
    assert.equal((await client.getUser('u5'))?.userName, 'user5@contoso.example');
    assert.equal((await client.getGroup('g5'))?.displayName, 'Group 5');
    assert.deepEqual([await client.getUser('nobody'), await client.getGroup('none')], [null, null]);
  });

  it('says what it supports', async () => {
    const config = await client.serviceProviderConfig();
    assert.deepEqual(config.schemas, ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig']);
  });
});

function answer(resources: readonly Identified[], resource: Requested): unknown {
  if (resource.id !== undefined) {
    const found = resources.find((candidate) => candidate.id === resource.id);
    if (found === undefined) throw new Error('not found');
    return found;
  }
  return resource.filter === undefined ? resources : resource.filter.match(resources);
}

import { strict as assert } from 'node:assert';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clientDoor } from '../../src/apply/clientDoor';
import type { GroupDoor } from '../../src/apply/groupDoor';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { CommandLine, credentials, type Ended, type Listening } from './commandLine';

describe('restore as a process', () => {
  let cli: CommandLine;
  let line: Listening;
  let client: GenesysClient;
  let door: GroupDoor;
  let snapshot: string;
  let groupId: string;
  let image: readonly string[];

  before(async () => {
    cli = await CommandLine.build();
    ({ line } = await cli.sandbox());
    const connection = connectionForUrl(line.baseUrl);
    client = new GenesysClient(connection, new TokenProvider(connection, line));
    door = clientDoor(client);
    const { Resources: groups = [] } = await client.listGroups({ startIndex: 1, count: 100 });
    groupId = groups.find(({ displayName }) => displayName === 'VIP')?.id ?? '';
    image = await members();
    assert.equal(image.length, 20);
    snapshot = join(cli.folder, 'org.scimsnapshot.ndjson');
    const taken = await run('snapshot', '--out', snapshot);
    assert.equal(taken.code, 0, taken.stderr);
  });
  after(async () => {
    client.close();
    await cli.close();
  });

  const run = (...args: readonly string[]): Promise<Ended> => cli.run([...args, '--base-url', line.baseUrl], credentials(line));
  const restore = (file: string, ...args: readonly string[]): Promise<Ended> =>
    run('restore', file, '--journal', join(cli.folder, 'journals'), ...args);

  async function members(): Promise<readonly string[]> {
    return [...((await door.readGroup(groupId))?.members ?? [])].sort();
  }

  /** The snapshot with another header. */
  async function changed(name: string, change: Readonly<Record<string, unknown>>): Promise<string> {
    const [header = '', ...rest] = (await readFile(snapshot, 'utf8')).split('\n');
    const path = join(cli.folder, `${name}.scimsnapshot.ndjson`);
    await writeFile(path, [JSON.stringify({ ...(JSON.parse(header) as object), ...change }), ...rest].join('\n'));
    return path;
  }

  it('adds back whoever is missing, and leaves who came since', async () => {
    const come =
      (await client.listUsers({ active: true, startIndex: 1, count: 100 })).Resources?.find(({ id }) => !image.includes(id))?.id ?? '';
    await door.patchMembers(groupId, { op: 'remove', ids: image.slice(0, 3) }, null);
    await door.patchMembers(groupId, { op: 'add', ids: [come] }, null);
    const { code, stdout } = await restore(snapshot);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^VIP: 3 added, all checked\.$/m);
    assert.deepEqual(await members(), [...image, come].sort());
    const journal = /^Journal: (.+)$/m.exec(stdout)?.[1] ?? '';
    assert.equal((await stat(journal)).mode & 0o777, 0o600);
  });

  it('removes who came since with --exact alone, behind the gate', async () => {
    const asked = await restore(snapshot, '--group', 'VIP', '--exact');
    assert.equal(asked.code, 3);
    assert.match(asked.stdout, /^Remove 1 of 21 members from "VIP" in Contoso CX \(sandbox\)\?$/m);
    assert.match(asked.stdout, /Nothing was written\. It needs:/);
    assert.equal((await members()).length, 21);
    const { code, stdout } = await restore(snapshot, '--group', groupId, '--exact', '--confirm', '1', '--lift', 'roles');
    assert.equal(code, 0, stdout);
    assert.deepEqual(await members(), image);
  });

  it('refuses what it cannot be sure of', async () => {
    const org = { name: 'Fabrikam', host: 'api.mypurecloud.ie', orgId: 'another', clientId: null };
    const cases: readonly (readonly [string, string, readonly string[], RegExp])[] = [
      ['another org', await changed('other', { org }), [], /is of Fabrikam \(api\.mypurecloud\.ie\), not of Contoso CX/],
      [
        '--exact with a group that is not proved',
        await changed('unproved', { unprovedGroups: { [groupId]: 'its list may be cut' } }),
        ['--group', 'VIP', '--exact'],
        /It is not proved that .* holds all members of "VIP", so who came since cannot be told from it\. Leave --exact out\./,
      ],
      ['--exact with a snapshot that is not complete', await changed('partial', { complete: false }), ['--exact'], /It is not proved that/],
      ['a group that is not in it', snapshot, ['--group', 'Moon Base'], /There is no group "Moon Base" in it\./],
      ['a newer format', await changed('newer', { format: 'scim-preflight/snapshot@2' }), [], /newer version/],
      ['a file that is not there', join(cli.folder, 'none.scimsnapshot.ndjson'), [], /none\.scimsnapshot\.ndjson/],
    ];
    for (const [title, file, args, words] of cases) {
      const { code, stdout, stderr } = await restore(file, ...args);
      assert.notEqual(code, 0, title);
      assert.match(`${stdout}${stderr}`, words, title);
    }
    assert.deepEqual(await members(), image);
  });
});

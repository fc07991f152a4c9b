import assert from 'node:assert/strict';
import { problem } from '../../src/input/problem';
import type { Snapshot } from '../../src/genesys/snapshot';
import { compareSnapshots } from '../../src/plan/compareSnapshots';
import type { SnapshotChanges } from '../../src/plan/snapshotChanges';
import { snapshotChangesDocument } from '../../src/report/snapshotChangesDocument';
import { snapshotChangesHeadline } from '../../src/report/snapshotChangesWords';
import { scimGroup, scimUser, snapshot } from '../plan/examples';

type Parts = Parameters<typeof snapshot>;
const taken = (users: Parts[0], groups: Parts[1] = [], rest: Partial<Snapshot> = {}): Snapshot =>
  snapshot(users, groups, {
    org: { name: 'Contoso CX', host: 'api.mypurecloud.ie', orgId: 'org-1', clientId: null },
    live: true,
    takenAt: '2026-11-17T14:02:00.000Z',
    ...rest,
  });
const changes = (before: Snapshot, after: Snapshot): SnapshotChanges => compareSnapshots(before, after, { phoneRegion: null });

const [anna, ben, cleo] = [scimUser('anna', { displayName: 'Anna | *Berg*' }), scimUser('ben'), scimUser('cleo')];
const before = taken(
  [anna, ben, cleo, scimUser('dan', { active: false })],
  [scimGroup('g1', 'Support', ['anna', 'ben']), scimGroup('g2', 'Old', []), scimGroup('g3', 'Sales', ['cleo'])],
);
const after = taken(
  [{ ...anna, title: 'Lead' }, { ...ben, active: false }, scimUser('dan'), scimUser('eve')],
  [scimGroup('g1', 'Support', ['anna', 'eve', 'dan']), scimGroup('g3', 'Sales EU', ['cleo']), scimGroup('g4', 'New', ['eve'])],
  { takenAt: '2026-11-20T14:31:00.000Z' },
);
const partial = { complete: false, problems: [problem('not-read', 'Half of it was not read.')] };

describe('What changed between two snapshots, in words', () => {
  const headlines: readonly [string, Snapshot, Snapshot, string][] = [
    ['nothing', before, before, 'Since 2026-11-17 14:02 UTC: nothing has changed.'],
    [
      'everything',
      before,
      after,
      'Since 2026-11-17 14:02 UTC: 1 person gone, 1 deactivated, 1 changed, 1 new and 1 active again; memberships −1 +2 in 1 group; ' +
        '1 group gone, 1 new and 1 renamed.',
    ],
    [
      'a partial second one: nobody has gone',
      before,
      taken([anna], [], partial),
      'Since 2026-11-17 14:02 UTC: nothing is known to have changed. Whether 3 people left is not known. Whether 3 groups went is not known.',
    ],
    [
      'a partial first one: nobody is new, and whoever is in no list of it may have been there',
      taken([anna], [scimGroup('g1', 'Support', ['anna'])], partial),
      before,
      'Since 2026-11-17 14:02 UTC: nothing is known to have changed. Whether 3 people came, or had only not been read before, is not known. ' +
        'Whether 2 groups came, or had only not been read before, is not known. Of 1 group the members are not proved.',
    ],
    ['no time', taken([anna], [], { takenAt: null }), taken([anna, ben]), 'Between the two snapshots: 1 person new.'],
  ];
  for (const [name, one, other, words] of headlines) {
    it(name, () => assert.equal(snapshotChangesHeadline(changes(one, other)), words));
  }

  it('the page names everybody, who went first, and escapes what is in a name', () => {
    const page = snapshotChangesDocument(changes(before, after));
    const titles = page.split('\n').filter((line) => line.startsWith('#'));
    assert.deepEqual(titles, [
      '# What changed in Contoso CX',
      '## Gone: 1 person',
      '## Deactivated: 1 person',
      '## Changed: 1 person',
      '## Came: 1 person',
      '## Active again: 1 person',
      '## Members of 1 group',
      '### Support: 1 left',
      '### Support: 2 came',
      '## Groups that are gone: 1',
      '## New groups: 1',
      '## Renamed groups: 1',
    ]);
    assert.match(page, /\| Before \| 2026-11-17 14:02 UTC \| 4 users \(3 active\) and 3 groups \|/);
    assert.match(page, /\| anna\\@contoso\.example \| `title` \| — \| Lead \|/);
    assert.match(page, /\| Support \| +2 \| +3 \| −1 \+2 \|/);
    assert.match(page, /- Sales → Sales EU/);
    const gone = snapshotChangesDocument(changes(taken([anna]), taken([])));
    assert.ok(gone.includes('- anna\\@contoso.example — Anna | \\*Berg\\*'), gone);
  });

  it('says on the page what makes it uncertain, and which lists are not proved', () => {
    const page = snapshotChangesDocument(changes(before, taken([anna], [scimGroup('g1', 'Support', ['anna'])], partial)));
    assert.match(page, /## Not certain\n\n- The second snapshot is partial: whoever is not in it may be in the org all the same\./);
    assert.match(page, /1 user \(1 active\) and 1 group, not proved to be all/);
    assert.match(page, /## Besides\n\n- Whether 3 people left is not known\./);
    assert.match(page, /- Support: The second snapshot is partial/);
    assert.doesNotMatch(page, /## Gone|\d left/);
  });

  it('stops a list at 200 and says how many more there are', () => {
    const many = Array.from({ length: 250 }, (_, index) => scimUser(`user${String(index)}`));
    const page = snapshotChangesDocument(changes(taken(many), taken([])));
    assert.equal(page.match(/^- user/gm)?.length, 200);
    assert.match(page, /^- … and 50 more$/m);
  });
});

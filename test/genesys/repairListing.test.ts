import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Listing } from '../../src/genesys/readListing';
import { settleListings } from '../../src/genesys/settleListings';

interface Row {
  readonly id: string;
}

/** A listing whose rows come and go while it is read. */
class MovingListing {
  readonly rows: Row[];
  readonly ever = new Set<string>();
  readonly gone = new Set<string>();
  readonly came = new Set<string>();
  requests = 0;
  private next = 0;

  /** @param script what happens before a request, by its number. */
  constructor(
    count: number,
    private readonly script: ReadonlyMap<number, (listing: MovingListing) => void>,
  ) {
    this.rows = Array.from({ length: count }, () => this.newRow());
    for (const { id } of this.rows) this.ever.add(id);
  }

  listing(): Listing<Row> {
    return {
      name: 'The listing of active users',
      page: (startIndex, count) => {
        this.script.get(this.requests++)?.(this);
        const Resources = this.rows.slice(startIndex - 1, startIndex - 1 + count);
        return Promise.resolve({ totalResults: this.rows.length, Resources });
      },
    };
  }

  add(share: number): void {
    const row = this.newRow();
    this.ever.add(row.id);
    this.came.add(row.id);
    this.rows.splice(Math.round(share * this.rows.length), 0, row);
  }

  remove(share: number): void {
    const [row] = this.rows.splice(Math.floor(share * this.rows.length), 1);
    if (row) this.gone.add(row.id);
  }

  private newRow(): Row {
    return { id: `row-${String(this.next++).padStart(5, '0')}` };
  }
}

const settle = async (org: MovingListing, pageSize: number) => {
  const [settled] = await settleListings([org.listing()], { pageSize, signal: new AbortController().signal, onRecords: () => undefined });
  assert.ok(settled);
  return settled;
};

describe('a listing that moves while it is read', () => {
  it('is proved only with everybody who was there all the time and nobody who never was', async () => {
    const change = fc.record({
      at: fc.nat({ max: 60 }),
      kind: fc.constantFrom('add', 'remove', 'replace' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      other: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    let repaired = 0;
    let proved = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 900 }),
        fc.constantFrom(10, 25, 40),
        fc.array(change, { maxLength: 6 }),
        async (count, pageSize, changes) => {
          const script = new Map<number, (listing: MovingListing) => void>();
          for (const { at, kind, share, other } of changes) {
            script.set(at, (listing) => {
              if (kind !== 'add') listing.remove(share);
              if (kind !== 'remove') listing.add(kind === 'replace' ? other : share);
            });
          }
          const org = new MovingListing(count, script);
          const { resources, problems } = await settle(org, pageSize);
          if (problems.length > 0) return;
          proved++;
          for (const id of resources.keys()) assert.ok(org.ever.has(id), `${id} never was`);
          for (const id of org.ever) {
            if (!org.gone.has(id) && !org.came.has(id)) assert.ok(resources.has(id), `${id} was there all the time, and is missing`);
          }
          if (org.gone.size + org.came.size > 0) repaired++;
        },
      ),
      { numRuns: 600 },
    );
    assert.ok(repaired > 100 && proved > repaired, `${proved} proved, ${repaired} of them had moved`);
  });

  const cases: readonly [what: string, happens: (listing: MovingListing) => void][] = [
    ['somebody comes at the end', (listing) => listing.add(1)],
    ['somebody comes in the middle', (listing) => listing.add(0.3)],
    ['somebody goes whose page had been read', (listing) => listing.remove(0.01)],
    ['somebody goes whose page comes yet', (listing) => listing.remove(0.99)],
    [
      'somebody goes in front while another comes at the end, so that every count agrees',
      (listing) => {
        listing.remove(0.01);
        listing.add(1);
      },
    ],
  ];
  for (const [what, happens] of cases) {
    it(`is repaired by a few requests where ${what}`, async () => {
      const still = new MovingListing(10_000, new Map());
      await settle(still, 50);
      for (const at of [20, 100, 180]) {
        const org = new MovingListing(10_000, new Map([[at, happens]]));
        const { resources, problems } = await settle(org, 50);
        assert.deepEqual([problems, [...resources.keys()].sort()], [[], org.rows.map((row) => row.id).sort()], `at request ${at}`);
        assert.ok(org.requests <= still.requests + 60, `${org.requests} requests where ${still.requests} read an org that does not move`);
      }
    });
  }

  it('is not proved where the server keeps no order', async () => {
    const org = new MovingListing(900, new Map());
    const listing: Listing<Row> = {
      name: 'The listing of active users',
      page: (_startIndex, count) => {
        org.rows.push(...org.rows.splice(0, 7));
        return Promise.resolve({ totalResults: 900, Resources: org.rows.slice(0, count) });
      },
    };
    const [settled] = await settleListings([listing], { pageSize: 25, signal: new AbortController().signal, onRecords: () => undefined });
    assert.ok((settled?.problems.length ?? 0) > 0);
  });
});

import assert from 'node:assert/strict';
import type { Page } from '../../src/vscode/pagedList';
import { PagedList } from '../../src/vscode/pagedList';

interface Row {
  readonly id: string;
}

function rows(from: number, to: number): Row[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => ({ id: String(from + index) }));
}

/** A listing of `total` rows that notes how it was asked. */
function listingOf(total: number, asked: string[] = []): (startIndex: number, count: number, signal: AbortSignal) => Promise<Page<Row>> {
  return (startIndex, count) => {
    asked.push(`${startIndex}+${count}`);
    return Promise.resolve({ items: rows(startIndex, Math.min(total, startIndex + count - 1)), total });
  };
}

/** A page that comes when it is told to. */
function held(): { read: () => Promise<Page<Row>>; answer: (page: Page<Row>) => void; signals: AbortSignal[] } {
  const waiting: ((page: Page<Row>) => void)[] = [];
  const signals: AbortSignal[] = [];
  const read = (...[, , signal]: [number?, number?, AbortSignal?]): Promise<Page<Row>> => {
    if (signal) signals.push(signal);
    return new Promise((resolve) => waiting.push(resolve));
  };
  return { read, signals, answer: (page) => waiting.shift()?.(page) };
}

describe('PagedList', () => {
  it('knows nothing before it has begun', () => {
    const list = new PagedList(listingOf(5), 2);
    assert.deepEqual([list.items, list.total, list.started, list.hasMore], [[], null, false, false]);
  });

  it('begins once, however often it is asked to', async () => {
    const asked: string[] = [];
    const list = new PagedList(listingOf(5, asked), 2);
    await Promise.all([list.start(), list.start()]);
    await list.start();
    assert.deepEqual(asked, ['1+2']);
    assert.deepEqual([list.items.length, list.total, list.hasMore], [2, 5, true]);
  });

  it('goes on after what came, not after what was asked for', async () => {
    const asked: string[] = [];
    const sizes = [2, 1, 2];
    const list = new PagedList<Row>((startIndex, count) => {
      asked.push(`${startIndex}+${count}`);
      return Promise.resolve({ items: rows(startIndex, startIndex + (sizes.shift() ?? 0) - 1), total: 5 });
    }, 2);
    await list.loadAll(100, () => undefined);
    assert.deepEqual(asked, ['1+2', '3+2', '4+2']);
    assert.deepEqual(
      list.items.map((item) => item.id),
      ['1', '2', '3', '4', '5'],
    );
    assert.equal(list.hasMore, false);
  });

  it('keeps each id once where the listing moves', async () => {
    const pages = [rows(1, 2), rows(2, 3)];
    const list = new PagedList<Row>(() => Promise.resolve({ items: pages.shift() ?? [], total: 3 }), 2);
    await list.loadAll(100, () => undefined);
    assert.deepEqual(
      list.items.map((item) => item.id),
      ['1', '2', '3'],
    );
  });

  it('ends where the server says more but gives nothing', async () => {
    const list = new PagedList<Row>((startIndex) => Promise.resolve({ items: startIndex === 1 ? rows(1, 2) : [], total: 9 }), 2);
    await list.loadAll(100, () => undefined);
    assert.deepEqual([list.items.length, list.hasMore], [2, false]);
  });

  it('stops at the limit and tells of every page', async () => {
    const counts: number[] = [];
    const list = new PagedList<Row>(listingOf(1000), 10);
    await list.loadAll(35, () => counts.push(list.items.length));
    assert.deepEqual(counts, [10, 20, 30, 40]);
    assert.equal(list.hasMore, true);
  });

  it('drops what arrives after a reset, and cancels its request', async () => {
    const page = held();
    const list = new PagedList<Row>(page.read, 2);
    const stale = list.start();
    list.reset();
    const fresh = list.start();
    page.answer({ items: rows(1, 2), total: 99 });
    await stale;
    assert.equal(list.total, null);
    page.answer({ items: rows(7, 7), total: 1 });
    await fresh;
    assert.deepEqual([list.items, list.total], [rows(7, 7), 1]);
    assert.deepEqual(
      page.signals.map((signal) => signal.aborted),
      [true, false],
    );
  });

  it('can be asked again after a failure', async () => {
    let failures = 1;
    const read = listingOf(1);
    const list = new PagedList<Row>(
      (from, count, signal) => (failures-- > 0 ? Promise.reject(new Error('no')) : read(from, count, signal)),
      2,
    );
    await assert.rejects(list.start(), /no/);
    await list.start();
    assert.equal(list.total, 1);
  });

  it('hands the signal of a long load to its requests', async () => {
    const controller = new AbortController();
    const list = new PagedList<Row>((startIndex, count, signal) => {
      if (startIndex > 1) controller.abort();
      signal.throwIfAborted();
      return listingOf(100)(startIndex, count, signal);
    }, 10);
    await assert.rejects(
      list.loadAll(100, () => undefined, controller.signal),
      { name: 'AbortError' },
    );
    assert.equal(list.items.length, 10);
  });
});

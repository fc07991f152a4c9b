import assert from 'node:assert/strict';
import { isTurnOver, nextTurn, resultInTurns } from '../../src/vscode/turns';

/** What was done and, between, the turns of the event loop that ended: `0 1 | 2`. */
class Done {
  private readonly parts: string[] = [];

  note(part: string | number): void {
    this.parts.push(String(part));
    setImmediate(() => this.parts.push('|'));
  }

  text(): string {
    return this.parts.join(' ');
  }
}

describe('turns of the event loop', () => {
  let time = 0;

  before(() => {
    performance.now = () => time;
  });
  // What hides the clock goes.
  after(() => Reflect.deleteProperty(performance, 'now'));
  beforeEach(() => nextTurn());

  /** Works until its turn is over. */
  function* worker(id: number, steps: number, done: Done): Generator<undefined, number> {
    for (let step = 0; step < steps; step += 1) {
      done.note(id);
      while (!isTurnOver()) time += 1;
      yield;
    }
    return id;
  }

  it('has one of many workers in each, in the order of asking', async () => {
    const done = new Done();
    const ids = await Promise.all([0, 1, 2].map((id) => resultInTurns(worker(id, 3, done))));
    assert.deepEqual(ids, [0, 1, 2]);
    assert.match(done.text(), /^0 \| 0 \| 1 \| 2 \| 0 \| 1 \| 2 \| 1 \| 2( \|)?$/);
  });

  it('lets many small pieces share one', async () => {
    const done = new Done();
    function* small(id: number): Generator<undefined, void> {
      done.note(id);
      yield;
    }
    await Promise.all([0, 1, 2].map((id) => resultInTurns(small(id))));
    assert.equal(done.text(), '0 1 2');
  });

  it('gives one turn to each who waits, in the order of asking', async () => {
    const done = new Done();
    await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        await nextTurn();
        done.note(name);
      }),
    );
    assert.match(done.text(), /^a \| b \| c( \|)?$/);
  });

  it('goes on for others when one fails or is cancelled', async () => {
    const done = new Done();
    const cancel = new AbortController();
    function* failing(): Generator<undefined, void> {
      yield* worker(0, 1, done);
      throw new Error('broken');
    }
    const all = Promise.allSettled([
      resultInTurns(failing()),
      resultInTurns(worker(1, 3, done), cancel.signal),
      resultInTurns(worker(2, 3, done)),
    ]);
    cancel.abort(new Error('cancelled'));
    const words = (await all).map((each) => (each.status === 'fulfilled' ? each.value : (each.reason as Error).message));
    assert.deepEqual(words, ['broken', 'cancelled', 2]);
    assert.match(done.text(), /^0 \| 2 \|( \|)* 2 \| 2( \|)?$/);
  });
});

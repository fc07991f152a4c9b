/** Requests in flight at once: enough to hide the latency, few enough to leave Okta its share of the server. */
const concurrency = 4;

/**
 * Runs `work` for each item, four at a time, in order of the items. The first failure (or the signal) stops the rest and is thrown once
 * nothing runs any more. Workers on one iterator: that is all of a queue that is needed here.
 */
export async function inParallel<Item>(
  items: Iterable<Item>,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const stop = () => {
    controller.abort(signal?.reason);
  };
  signal?.addEventListener('abort', stop, { once: true });
  const rest = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) {
      controller.signal.throwIfAborted();
      await work(next.value, controller.signal);
    }
  };
  const guarded = async () => {
    try {
      await worker();
    } catch (error) {
      controller.abort(error);
      throw error;
    }
  };
  try {
    const ends = await Promise.allSettled(Array.from({ length: concurrency }, guarded));
    // The reason of the abort is the first failure; what the others threw came after it.
    if (ends.some((end) => end.status === 'rejected')) controller.signal.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

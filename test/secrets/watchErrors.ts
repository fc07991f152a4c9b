import assert from 'node:assert';
import { inspect } from 'node:util';
import type { Recorder } from './recorder';
import { wrap } from './wrap';

type Work = () => unknown;

/**
 * Records errors as deep as they can be looked into, with what they hide and what caused them: those that a test expects, and those that
 * nobody caught.
 */
export function watchErrors(recorder: Recorder): void {
  const see = (error: unknown): void => recordError(recorder, error);
  for (const owner of [assert, assert.strict]) {
    wrap(owner, 'rejects', (rejects, [work, ...rest]) =>
      rejects(typeof work === 'function' ? () => settling((work as Work)(), see) : settling(work, see), ...rest),
    );
    wrap(owner, 'throws', (throws, [work, ...rest]) => throws(typeof work === 'function' ? throwing(work as Work, see) : work, ...rest));
  }
  process.on('uncaughtExceptionMonitor', see);
}

export function recordError(recorder: Recorder, error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error;
  const text = inspect(error, { depth: 12, showHidden: true, maxStringLength: 1_000_000, breakLength: 200 });
  recorder.record('error', name, Buffer.from(`${text}\n`));
}

function settling(result: unknown, see: (error: unknown) => void): unknown {
  if (result instanceof Promise) result.catch(see);
  return result;
}

function throwing(work: Work, see: (error: unknown) => void): Work {
  return () => {
    try {
      return work();
    } catch (error) {
      see(error);
      throw error;
    }
  };
}

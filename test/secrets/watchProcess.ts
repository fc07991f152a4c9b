import { syncBuiltinESMExports } from 'node:module';
import { Recorder, watchVariable } from './recorder';
import { watchErrors } from './watchErrors';
import { watchFiles } from './watchFiles';
import { watchOutput } from './watchOutput';
import { watchWire } from './watchWire';

const installed = Symbol.for('scim-preflight.secretsWatch');

/**
 * Watches this process, where a watch is on (see watch.ts); loaded before everything else, in child processes by NODE_OPTIONS. The recorder, or
 * null where there is nothing to do.
 */
export function watchProcess(): Recorder | null {
  const holder = globalThis as { [installed]?: Recorder };
  const folder = process.env[watchVariable];
  if (holder[installed] !== undefined) return holder[installed];
  if (folder === undefined || folder === '') return null;
  const recorder = new Recorder(folder, [process.execPath, ...process.argv.slice(1)]);
  holder[installed] = recorder;
  watchFiles(recorder);
  watchOutput(recorder);
  watchWire(recorder);
  watchErrors(recorder);
  syncBuiltinESMExports();
  return recorder;
}

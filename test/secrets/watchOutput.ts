import { ChildProcess } from 'node:child_process';
import { notWatchedCommand } from './allowed';
import type { Recorder } from './recorder';
import { bytesOf, wrap } from './wrap';

/** Records what this process prints, and what comes out of the pipes of each child: a child need not be Node, nor able to say why it died. */
export function watchOutput(recorder: Recorder): void {
  for (const name of ['stdout', 'stderr'] as const) {
    wrap(process[name], 'write', (write, args) => {
      recorder.record('printed', name, bytesOf(args[0], args[1]));
      return write(...args);
    });
  }
  wrap(ChildProcess.prototype, 'spawn', (spawn, args, child) => {
    const result = spawn(...args);
    if (child instanceof ChildProcess) watchPipes(recorder, child);
    return result;
  });
}

function watchPipes(recorder: Recorder, child: ChildProcess): void {
  if (notWatchedCommand(child.spawnfile)) return;
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = child[name];
    if (stream === null) continue;
    wrap(stream, 'push', (push, args) => {
      recorder.record('printed', `${name} of process ${String(child.pid)}`, bytesOf(args[0], args[1]), child.spawnargs);
      return push(...args);
    });
  }
}

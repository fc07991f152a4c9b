import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Process ids of the extension hosts that this process started, by way of VS Code's server, and of nobody else's. */
export async function extensionHosts(): Promise<readonly number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,args='], { maxBuffer: 50_000_000 });
  const processes = stdout.split('\n').flatMap((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid && parent && args ? [{ pid: Number(pid), parent: Number(parent), args }] : [];
  });
  const ours = new Set([process.pid]);
  for (let grown = true; grown;) {
    const children = processes.filter(({ pid, parent }) => ours.has(parent) && !ours.has(pid));
    for (const { pid } of children) ours.add(pid);
    grown = children.length > 0;
  }
  return processes.filter(({ pid, args }) => ours.has(pid) && args.includes('--type=extensionHost')).map(({ pid }) => pid);
}

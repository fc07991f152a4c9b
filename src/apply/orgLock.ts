import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeFolder } from '../input/homeFolder';
import { lock } from 'proper-lockfile';
import type { GroupDoor } from './groupDoor';
import type { JournalOrg } from './journal';

/** Another window or command line of this user is writing to the org. */
export class OrgLocked extends Error {
  readonly reason = 'locked';
  constructor(org: JournalOrg) {
    super(
      `Another window or command line is applying changes to ${org.name} now. Wait until it is done; after a crash the lock is free again within half a minute.`,
    );
    this.name = 'OrgLocked';
  }
}

/** The lock was lost in the middle of the work. */
export class LockLost extends Error {
  readonly reason = 'lockLost';
  constructor(org: JournalOrg) {
    super(`The lock of ${org.name} was lost, so another window may be writing to it: nothing more was sent. It can be resumed.`);
    this.name = 'LockLost';
  }
}

export interface OrgLock {
  /** Fires when the lock was lost, for instance since the machine slept: then nothing more may be sent. */
  readonly lost: AbortSignal;
  /** The same door; before each write it looks whether the lock is still held, and where it is not, nothing is sent. */
  guarded(door: GroupDoor): GroupDoor;
  release(): Promise<void>;
}

/** A holder that did not touch its lock for so long has crashed. */
const staleMs = 30_000;

/**
 * One apply an org at a time, for all windows and command lines of this user on this machine. The holder touches the lock every few seconds,
 * so neither a crash nor a reused process id keeps it or frees it wrongly; and it has its name in it, so that a holder that slept for too
 * long finds at its next write that another one took the lock over. It does not reach other machines.
 *
 * @throws OrgLocked; an error of the file system where the lock cannot be made.
 */
export async function lockOrg(org: JournalOrg, folder: string = join(homeFolder(), 'locks')): Promise<OrgLock> {
  const key = createHash('sha256')
    .update(org.orgId ?? `${org.host}\n${org.clientId ?? ''}`)
    .digest('hex')
    .slice(0, 32);
  const path = join(folder, key);
  const name = randomUUID();
  const lost = new AbortController();
  const lose = (): void => lost.abort(new LockLost(org));
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(path, '', { flag: 'a', mode: 0o600 });
    const release = await lock(path, { stale: staleMs, update: 5000, retries: 0, onCompromised: lose, fs: leavingOthers(path, name) });
    await writeFile(path, name).catch(async (cause: unknown) => {
      await release();
      throw cause;
    });
    return {
      lost: lost.signal,
      guarded: (door) => ({
        readGroup: (groupId) => door.readGroup(groupId),
        memberCount: (groupId) => door.memberCount(groupId),
        rolesGranted: (groupId) => door.rolesGranted(groupId),
        patchMembers: async (groupId, batch, version, signal) => {
          if (!isHeld(path, name)) lose();
          lost.signal.throwIfAborted();
          await door.patchMembers(groupId, batch, version, signal);
        },
      }),
      release: async () => {
        // A lock that was lost is somebody else's now; one that cannot be taken away is free again by itself.
        if (!lost.signal.aborted && isHeld(path, name)) await release().catch(() => undefined);
      },
    };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ELOCKED') throw new OrgLocked(org);
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The lock of ${org.name}, ${path}, cannot be made, so nothing is written to Genesys Cloud: ${words}`, { cause });
  }
}

/** Whether the lock is there and bears this name. Asked at once, so that nothing comes between the answer and the request. */
function isHeld(path: string, name: string): boolean {
  try {
    return fs.statSync(`${path}.lock`).isDirectory() && fs.readFileSync(path, 'utf8') === name;
  } catch {
    return false;
  }
}

/** At the end of the process the lock is taken away, unless it is another one's by then. */
const leavingOthers = (path: string, name: string): object => ({
  ...fs,
  rmdirSync: (folder: string) => {
    if (isHeld(path, name)) fs.rmdirSync(folder);
  },
});

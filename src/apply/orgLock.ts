import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeFolder } from '../input/homeFolder';
import { lock } from 'proper-lockfile';
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

export interface OrgLock {
  /** Fires when the lock was lost, for instance since the machine slept: then nothing more may be sent. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** A holder that did not touch its lock for so long has crashed. */
const staleMs = 30_000;

/**
 * One apply an org at a time, for all windows and command lines of this user on this machine. The holder touches the lock every few seconds,
 * so neither a crash nor a reused process id keeps it or frees it wrongly. It does not reach other machines.
 *
 * @throws OrgLocked; an error of the file system where the lock cannot be made.
 */
export async function lockOrg(org: JournalOrg, folder: string = join(homeFolder(), 'locks')): Promise<OrgLock> {
  const key = createHash('sha256')
    .update(org.orgId ?? `${org.host}\n${org.clientId ?? ''}`)
    .digest('hex')
    .slice(0, 32);
  const path = join(folder, key);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, '', { flag: 'a', mode: 0o600 });
  const lost = new AbortController();
  try {
    const release = await lock(path, { stale: staleMs, update: 5000, retries: 0, onCompromised: () => lost.abort() });
    return {
      lost: lost.signal,
      release: async () => {
        // A lock that was lost is somebody else's now.
        if (!lost.signal.aborted) await release();
      },
    };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ELOCKED') throw new OrgLocked(org);
    throw cause;
  }
}

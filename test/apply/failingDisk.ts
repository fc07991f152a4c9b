import { open } from 'node:fs/promises';
import type { JournalHandle, OpenJournal } from '../../src/apply/journalFile';

/** What the disk does with a line: `full` takes nothing, `short` takes half and says so, `torn` takes half and fails, `unsynced` fails to flush. */
export const diskFaults = ['full', 'short', 'torn', 'unsynced'] as const;
export type DiskFault = (typeof diskFaults)[number];

/** A disk that fails from the line `at` on, counted over all journals that are opened through it, from 1. */
export class FailingDisk {
  lines = 0;

  constructor(
    private readonly fault: DiskFault,
    private readonly at: number,
    private readonly onFailure: () => void,
  ) {}

  readonly open: OpenJournal = async (path, flags, mode) => {
    const handle = await open(path, flags, mode);
    const isFailing = (): boolean => this.lines >= this.at;
    const failing: JournalHandle = {
      stat: (options) => handle.stat(options),
      truncate: (length) => handle.truncate(length),
      close: () => handle.close(),
      write: async (bytes, offset, length) => {
        this.lines += 1;
        if (!isFailing()) return handle.write(bytes, offset, length);
        this.onFailure();
        if (this.fault === 'unsynced') return handle.write(bytes, offset, length);
        const half = this.fault === 'full' ? 0 : Math.floor(length / 2);
        if (half > 0) await handle.write(bytes, offset, half);
        if (this.fault === 'short') return { bytesWritten: half };
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      },
      sync: async () => {
        if (isFailing() && this.fault === 'unsynced') throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
        await handle.sync();
      },
    };
    return failing;
  };
}

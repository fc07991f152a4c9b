import { lockOrg, OrgLocked } from '../../src/apply/orgLock';
import type { JournalOrg } from '../../src/apply/journal';

/** What a process of its own is to lock. */
export interface LockTask {
  readonly org: JournalOrg;
  readonly folder: string;
}

process.once('message', (task: LockTask) => {
  lockOrg(task.org, task.folder).then(
    (lock) => {
      process.send?.('held');
      // Whatever is said next: it lets go. It holds on until then, or until it is killed.
      process.once('message', () => {
        void lock.release().then(() => process.exit(0));
      });
    },
    (error: unknown) => {
      process.send?.(error instanceof OrgLocked ? 'locked' : String(error));
      process.exit(0);
    },
  );
});

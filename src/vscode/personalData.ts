import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { displayName } from '../report/words';
import type { Prompts } from './prompts';

const run = promisify(execFile);

/**
 * Asks before personal data is saved where it could be committed: inside a git work tree that does not ignore it (product.md, section 7).
 *
 * @param what in the question, for instance `the plan`.
 * @returns whether to save.
 */
export async function confirmSavingPersonalData(file: string, what: string, prompts: Pick<Prompts, 'confirm'>): Promise<boolean> {
  if (!(await couldBeCommitted(file))) return true;
  return await prompts.confirm(
    `Save ${what} inside a git repository?`,
    `${displayName(file)} is in a git work tree that does not ignore it. It holds names and e-mail addresses of people; once committed, they stay in the history.`,
    'Save',
  );
}

/** Whether git would take the file up. Where that cannot be asked, being inside a work tree counts as yes. */
export async function couldBeCommitted(file: string): Promise<boolean> {
  if (!(await isInWorkTree(path.dirname(file)))) return false;
  try {
    // No monitor of the repository runs; -C and not cwd, or Windows would take a git.exe that lies in the folder itself.
    const folder = ['-C', path.dirname(file)];
    await run('git', [...folder, '-c', 'core.fsmonitor=false', 'check-ignore', '--quiet', '--', file], {
      timeout: 5000,
      windowsHide: true,
    });
    return false;
  } catch {
    return true; // not ignored, no git, or git refused to look
  }
}

async function isInWorkTree(folder: string): Promise<boolean> {
  try {
    await access(path.join(folder, '.git'));
    return true;
  } catch {
    const parent = path.dirname(folder);
    return parent !== folder && (await isInWorkTree(parent));
  }
}

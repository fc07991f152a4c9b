import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type BudgetBoard, folderBoard } from '../http/budgetBoard';
import { homeFolder } from '../input/homeFolder';
import type { Connection } from './regions';

/**
 * Where all windows and command lines of this user share what an org allows one OAuth client in a minute: a folder for each org and client in
 * `homeFolder()/rate`, with numbers and times only.
 */
export function sharedBudget({ host }: Pick<Connection, 'host'>, clientId: string): BudgetBoard {
  const key = createHash('sha256')
    .update(JSON.stringify([host, clientId]))
    .digest('hex');
  return folderBoard(join(homeFolder(), 'rate', key));
}

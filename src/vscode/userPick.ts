import * as vscode from 'vscode';
import type { OktaUser } from '../okta/source';
import { displayName, formatNumber } from '../report/words';
import { inTurns } from './turns';
import { userName, usersWith } from './userSearch';

interface UserItem extends vscode.QuickPickItem {
  readonly user: OktaUser | null;
}

/**
 * Asks for one of the users of an export. They can be very many, so only those that fit what was typed are handed to VS Code, the first of
 * them; undefined: cancelled.
 *
 * @param first is offered on top.
 */
export async function pickUser(users: readonly OktaUser[], title: string, first: OktaUser | null): Promise<OktaUser | undefined> {
  const pick = vscode.window.createQuickPick<UserItem>();
  const disposables: { dispose(): unknown }[] = [pick];
  let running = new AbortController();
  const search = async (): Promise<void> => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    pick.busy = true;
    const found = await inTurns(usersWith(users, pick.value), signal);
    if (!found || signal.aborted) return;
    pick.items = itemsOf(found.users, found.rest, pick.value === '' ? first : null);
    pick.busy = false;
  };
  try {
    return await new Promise<OktaUser | undefined>((resolve, reject) => {
      pick.title = title;
      pick.placeholder = `Name, login or Okta id of one of ${formatNumber(users.length)} users`;
      disposables.push(
        pick.onDidChangeValue(() => void search().catch(reject)),
        pick.onDidAccept(() => {
          const [item] = pick.activeItems;
          if (item?.user) resolve(item.user);
        }),
        pick.onDidHide(() => resolve(undefined)),
      );
      void search().catch(reject);
      pick.show();
    });
  } finally {
    running.abort();
    vscode.Disposable.from(...disposables).dispose();
  }
}

/** Shown whatever VS Code itself finds of what was typed in a label: it was looked for here. */
function itemsOf(users: readonly OktaUser[], rest: number, first: OktaUser | null): readonly UserItem[] {
  const ordered = first === null ? users : [first, ...users.filter(({ id }) => id !== first.id)];
  const items = ordered.map((user): UserItem => {
    const [label, description] = [userName(user), user.login ?? user.id].map(displayName);
    return { label: label ?? '', description: label === description ? displayName(user.id) : (description ?? ''), alwaysShow: true, user };
  });
  if (rest === 0) return items;
  return [...items, { label: `… and ${formatNumber(rest)} more: type more of the name`, alwaysShow: true, user: null }];
}

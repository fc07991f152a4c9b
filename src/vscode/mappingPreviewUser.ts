import * as vscode from 'vscode';
import type { PreviewUser } from '../mapping/lint/hoverExpression';
import type { OktaUser, Source } from '../okta/source';
import { countOf, displayName, personName } from '../report/words';
import type { PlanSession } from './planService';

/** Shown at once; more typing finds the others. */
const mostItems = 200;

interface UserItem extends vscode.QuickPickItem {
  readonly userId: string | null;
}

/** The user of the shown plan's export whose values mappings show: the one that was chosen in this window, else the first active one. */
export class MappingPreviewUser {
  private chosenId: string | null = null;

  constructor(private readonly session: PlanSession) {}

  /** Null without a plan that was made from an export. */
  current(): PreviewUser | null {
    const source = this.session.current?.source;
    if (!source) return null;
    const chosen = this.chosenId === null ? undefined : source.users.get(this.chosenId);
    const user = chosen ?? firstActive(source);
    return user ? { name: nameOf(user), user, appUser: source.assignments?.byUser.get(user.id) } : null;
  }

  /** Attributes that mappings can read: those that any of the first users have. */
  *attributes(): Generator<string> {
    let seen = 0;
    for (const { profile } of this.session.current?.source?.users.values() ?? []) {
      if (++seen > mostItems) return;
      yield* Object.keys(profile);
    }
  }

  /** *Choose User for Mapping Previews…* */
  async choose(): Promise<void> {
    const source = this.session.current?.source;
    if (!source || source.users.size === 0) {
      void vscode.window.showInformationMessage(
        'Users come from the export of the plan that is shown. Preview a push first, then choose whose values mappings show.',
      );
      return;
    }
    const id = await ask(source, this.current()?.user.id ?? null);
    if (id === undefined) return;
    this.chosenId = id;
    const chosen = this.current();
    if (chosen)
      void vscode.window.showInformationMessage(`Mappings show the values of ${chosen.name}. Point at an expression to see them.`);
  }
}

function firstActive(source: Source): OktaUser | undefined {
  let first: OktaUser | undefined;
  for (const user of source.users.values()) {
    if (user.status === 'ACTIVE') return user;
    first ??= user;
  }
  return first;
}

function nameOf(user: OktaUser): string {
  const shown = user.profile.displayName;
  return personName({ displayName: typeof shown === 'string' ? shown : null, userName: user.login ?? user.email }, user.id);
}

/** Undefined: cancelled. A list of 100,000 cannot be drawn, so it is searched here. */
async function ask(source: Source, currentId: string | null): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick<UserItem>();
  picker.title = 'The user whose values mappings show';
  picker.placeholder = `Name, login or e-mail address of one of ${countOf(source.users.size, 'user')}`;
  const show = (): void => {
    picker.items = itemsFor(source, picker.value, currentId);
  };
  const listening = picker.onDidChangeValue(show);
  show();
  try {
    return await new Promise<string | undefined>((resolve) => {
      picker.onDidAccept(() => {
        const id = picker.selectedItems[0]?.userId;
        if (id) resolve(id);
      });
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
  } finally {
    listening.dispose();
    picker.dispose();
  }
}

function itemsFor(source: Source, typed: string, currentId: string | null): readonly UserItem[] {
  const wanted = typed.trim().toLowerCase();
  const items: UserItem[] = [];
  for (const user of source.users.values()) {
    const name = nameOf(user);
    if (wanted !== '' && !`${name}\n${user.email ?? ''}\n${user.id}`.toLowerCase().includes(wanted)) continue;
    if (items.length === mostItems) {
      const label = `Only the first ${mostItems} are listed`;
      return [...items, { label, detail: 'Type more of the name to find the others.', alwaysShow: true, userId: null }];
    }
    const status = user.status ?? 'status not known';
    const description = user.id === currentId ? `${status} · shown now` : status;
    items.push({ label: displayName(name), description, alwaysShow: true, userId: user.id });
  }
  return items;
}

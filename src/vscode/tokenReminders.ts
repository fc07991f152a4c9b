import * as vscode from 'vscode';
import type { Token } from '../genesys/token';
import { displayName } from '../report/words';
import { dateWords, remindAt, timeLeft } from './lifetime';

/** A token that Okta holds and that somebody wants to hear of before it runs out; not the token itself. */
export interface TokenReminder {
  readonly orgName: string;
  readonly expiresAt: string;
  /** ISO 8601: from then on it is shown. */
  readonly remindAt: string;
}

const key = 'scimPreflight.tokenReminders';
const copy = 'Copy Token for Okta…';
const later = 'Tomorrow';
const done = 'Done';
const dayMs = 24 * 60 * 60 * 1000;

/** Reminders of tokens that run out. They are shown when a window opens, for nothing of ours runs in between. */
export class TokenReminders {
  constructor(private readonly state: vscode.Memento) {}

  list(): readonly TokenReminder[] {
    const stored = this.state.get<unknown>(key);
    return Array.isArray(stored) ? stored.filter(isReminder) : [];
  }

  /** A newer token of an org takes the place of an older one. */
  async add(orgName: string, token: Pick<Token, 'issuedAt' | 'expiresAt'>): Promise<TokenReminder> {
    const reminder = { orgName, expiresAt: token.expiresAt, remindAt: remindAt(token.issuedAt, token.expiresAt) };
    await this.state.update(key, [...this.list().filter((other) => other.orgName !== orgName), reminder]);
    return reminder;
  }

  /** Those that are due, the one that runs out first first. */
  due(now: number): readonly TokenReminder[] {
    return this.list()
      .filter((reminder) => Date.parse(reminder.remindAt) <= now)
      .sort((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));
  }

  /** Shows what is due. */
  async show(now: number): Promise<void> {
    for (const reminder of this.due(now)) {
      const left = timeLeft(reminder.expiresAt, now);
      const ends =
        left === null
          ? `ran out on ${dateWords(reminder.expiresAt, now)}`
          : `runs out in ${left}, on ${dateWords(reminder.expiresAt, now)}`;
      const message = `The token of ${displayName(reminder.orgName)} that Okta holds ${ends}. Provisioning stops then.`;
      const choice = await vscode.window.showWarningMessage(message, copy, later, done);
      if (choice === undefined) continue;
      await this.replace(reminder, choice === later ? { ...reminder, remindAt: new Date(now + dayMs).toISOString() } : undefined);
      if (choice === copy) await vscode.commands.executeCommand('scimPreflight.org.copyToken');
    }
  }

  private async replace(old: TokenReminder, by: TokenReminder | undefined): Promise<void> {
    const others = this.list().filter((other) => other.orgName !== old.orgName);
    await this.state.update(key, by ? [...others, by] : others);
  }
}

function isReminder(value: unknown): value is TokenReminder {
  if (typeof value !== 'object' || value === null) return false;
  const { orgName, expiresAt, remindAt: from } = value as Readonly<Record<string, unknown>>;
  return typeof orgName === 'string' && typeof expiresAt === 'string' && typeof from === 'string';
}

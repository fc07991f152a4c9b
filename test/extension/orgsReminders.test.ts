import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { TokenReminders } from '../../src/vscode/tokenReminders';

/** A Memento that forgets when the test ends. */
class TestMemento implements vscode.Memento {
  private readonly values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.values.keys()];
  }

  get<Value>(key: string, fallback?: Value): Value {
    return (this.values.get(key) ?? fallback) as Value;
  }

  update(key: string, value: unknown): Promise<void> {
    this.values.set(key, JSON.parse(JSON.stringify(value)) as unknown);
    return Promise.resolve();
  }
}

const dayMs = 24 * 60 * 60 * 1000;
const now = Date.parse('2026-11-23T12:00:00Z');
const inDays = (days: number) => new Date(now + days * dayMs).toISOString();

describe('Reminders of tokens that Okta holds', () => {
  let memento: TestMemento;
  let reminders: TokenReminders;

  beforeEach(() => {
    memento = new TestMemento();
    reminders = new TokenReminders(memento);
  });

  it('are due 14 days before the end, and not a day before', async () => {
    await reminders.add('Contoso CX', { issuedAt: inDays(0), expiresAt: inDays(450) });
    assert.deepEqual(reminders.due(now + 435 * dayMs), []);
    assert.equal(reminders.due(now + 436 * dayMs)[0]?.orgName, 'Contoso CX');
  });

  it('hold no token, only its end', async () => {
    const token = { accessToken: 'secret', issuedAt: inDays(0), expiresAt: inDays(9) };
    await reminders.add('Contoso CX', token);
    assert.equal(JSON.stringify(memento.keys().map((key) => memento.get(key))).includes('secret'), false);
  });

  it('follow the newest token of an org, and show what ends first', async () => {
    await reminders.add('One', { issuedAt: inDays(0), expiresAt: inDays(30) });
    await reminders.add('Two', { issuedAt: inDays(0), expiresAt: inDays(20) });
    await reminders.add('One', { issuedAt: inDays(0), expiresAt: inDays(10) });
    assert.deepEqual(
      reminders.due(now + 20 * dayMs).map(({ orgName, expiresAt }) => [orgName, expiresAt]),
      [
        ['One', inDays(10)],
        ['Two', inDays(20)],
      ],
    );
  });

  it('survive a state that somebody else wrote', async () => {
    await memento.update('scimPreflight.tokenReminders', [
      null,
      7,
      { orgName: 3 },
      { orgName: 'A', expiresAt: inDays(1), remindAt: inDays(0) },
    ]);
    assert.deepEqual(
      reminders.due(now).map(({ orgName }) => orgName),
      ['A'],
    );
  });
});

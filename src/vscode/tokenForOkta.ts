import * as vscode from 'vscode';
import { RequestError } from '../http/requestError';
import type { Credentials, Token } from '../genesys/token';
import { displayName } from '../report/words';
import { chooseOrg } from './chooseOrg';
import { askChoice, askText } from './inputSteps';
import { dateWords, isShortLived, timeLeft } from './lifetime';
import type { LiveConnection, OrgConnections } from './orgConnections';
import { orCancelled, withCancel } from './progress';
import type { OrgEntry } from './services';
import type { TokenReminders } from './tokenReminders';

const title = 'Copy Token for Okta';
const own = {
  label: 'An OAuth client of its own for Okta',
  description: 'recommended',
  detail: "Keeps Okta's long-lived token and its rate limit apart from ours. Its secret is not kept.",
};
const ours = {
  label: 'The OAuth client of this org',
  description: '',
  detail: 'Okta gets a token of its own, but shares the limit of requests a minute with SCIM Preflight.',
};

/**
 * *Copy Token for Okta…* (product.md, section 2): a fresh token, never the one that we use ourselves, since ours is revoked with the org. Says
 * how long Okta can live with it, and offers a reminder.
 */
export class TokenForOkta {
  constructor(
    private readonly connections: OrgConnections,
    private readonly reminders: TokenReminders,
  ) {}

  async run(argument: unknown): Promise<void> {
    const org = await chooseOrg(this.connections, argument, 'Copy a token for Okta of which org?');
    if (!org) return;
    const live = await this.connections.connect(org.id);
    const asked = await this.ask(org, live);
    if (asked) await this.hand(org, asked);
  }

  /** The token from the credentials that the person chooses; undefined when they gave up. */
  private async ask(org: OrgEntry, live: LiveConnection): Promise<Token | undefined> {
    const typed = { clientId: '', clientSecret: '' };
    let step: 'which' | 'clientId' | 'clientSecret' = 'which';
    let complaint: string | undefined;
    for (;;) {
      if (step === 'which') {
        const placeholder = `Which OAuth client of ${displayName(org.name)} does Okta use?`;
        const answer = await askChoice({ title, step: 1, totalSteps: 3, canGoBack: false, placeholder, items: [own, ours] });
        if (answer.kind !== 'value') return undefined;
        if (answer.value === ours) return await this.request(live, live.credentials);
        step = 'clientId';
      }
      const answer = await askText(credentialStep(step, typed, complaint));
      complaint = undefined;
      if (answer.kind === 'cancelled') return undefined;
      if (answer.kind === 'back') {
        step = step === 'clientId' ? 'which' : 'clientId';
        continue;
      }
      typed[step] = answer.value;
      if (step === 'clientId') {
        step = 'clientSecret';
        continue;
      }
      try {
        return await this.request(live, typed);
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        complaint = error.message;
      }
    }
  }

  private async request(live: LiveConnection, credentials: Credentials): Promise<Token | undefined> {
    return await orCancelled(
      withCancel('Asking Genesys Cloud for a token…', (signal) => this.connections.freshToken(live.connection, credentials, signal)),
    );
  }

  private async hand(org: OrgEntry, token: Token): Promise<void> {
    await vscode.env.clipboard.writeText(token.accessToken);
    const now = Date.now();
    const left = timeLeft(token.expiresAt, now) ?? 'no time';
    const until = dateWords(token.expiresAt, now);
    const copied = `A token of ${displayName(org.name)} was copied. It is valid for ${left}, until ${until}.`;
    const remind = 'Remind Me';
    const choice = isShortLived(token.issuedAt, token.expiresAt)
      ? await vscode.window.showWarningMessage(
          `${copied} Okta stores it, and provisioning stops when it ends. In Genesys Cloud set the token duration of the OAuth client higher: with SCIM up to 38,880,000 seconds (450 days).`,
          remind,
        )
      : await vscode.window.showInformationMessage(`${copied} In Okta it goes into Provisioning > Integration > API Token.`, remind);
    if (choice !== remind) return;
    const reminder = await this.reminders.add(org.name, token);
    void vscode.window.showInformationMessage(
      `You are reminded on ${dateWords(reminder.remindAt, now)}, when a window of VS Code is opened.`,
    );
  }
}

function credentialStep(
  step: 'clientId' | 'clientSecret',
  typed: Credentials,
  complaint: string | undefined,
): Parameters<typeof askText>[0] {
  const secret = step === 'clientSecret';
  return {
    title,
    step: secret ? 3 : 2,
    totalSteps: 3,
    canGoBack: true,
    value: typed[step],
    password: secret,
    prompt: secret
      ? 'Client secret of that OAuth client: used for this one request, not kept'
      : 'Client id of the OAuth client for Okta (Genesys Cloud: Admin > Integrations > OAuth, grant type Client Credentials)',
    placeholder: secret ? 'Client secret' : '6f1c2d3e-0000-4000-8000-000000000000',
    complaint,
    check: (text) => (text === '' ? `Give the client ${secret ? 'secret' : 'id'}.` : undefined),
  };
}

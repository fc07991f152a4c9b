import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { SandboxRequest } from './httpMessages';
import { gatewayError, Refusal, type Reply } from './reply';

export interface SandboxClient {
  readonly id: string;
  readonly secret: string;
}

/** The token endpoint and what it gave out. */
export class TokenDesk {
  private readonly expiries = new Map<string, number>();

  constructor(
    private readonly client: SandboxClient,
    private readonly seconds: number,
    private readonly now: () => Date,
  ) {}

  /** What `/api/v2/oauth/clients/{id}` tells of the one client. */
  get ownClient(): { readonly id: string; readonly tokenSeconds: number } {
    return { id: this.client.id, tokenSeconds: this.seconds };
  }

  /** POST /oauth/token, client credentials by Basic authentication. */
  async issue(request: SandboxRequest): Promise<Reply> {
    const form = new URLSearchParams(await request.body());
    const grant = form.get('grant_type');
    if (grant !== 'client_credentials') {
      throw oauthError(400, 'unsupported_grant_type', `The grant type ${grant ?? '(none)'} is not supported by this client.`);
    }
    if (!this.isClient(basicCredentials(request.headers.authorization))) {
      throw oauthError(401, 'invalid_client', 'authentication failed: the client id or the client secret is wrong');
    }
    const token = randomBytes(48).toString('base64url');
    this.expiries.set(token, this.now().getTime() + this.seconds * 1000);
    return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: this.seconds } };
  }

  /** The token of a request. @throws Refusal 401 without one, or with one that has run out or never was. */
  check(request: SandboxRequest): string {
    const token = /^bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) {
      throw gatewayError(401, 'authentication.required', 'No authentication bearer token specified in authorization header.');
    }
    const expiry = this.expiries.get(token);
    if (expiry === undefined || expiry <= this.now().getTime()) {
      this.expiries.delete(token);
      throw gatewayError(401, 'bad.credentials', 'Invalid login credentials.');
    }
    return token;
  }

  revoke(token: string): void {
    this.expiries.delete(token);
  }

  private isClient(credentials: SandboxClient | null): boolean {
    return credentials !== null && same(credentials.id, this.client.id) && same(credentials.secret, this.client.secret);
  }
}

function basicCredentials(header: string | undefined): SandboxClient | null {
  const encoded = /^basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
  return { id, secret };
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function oauthError(status: number, error: string, description: string): Refusal {
  return new Refusal({ status, body: { error, description, error_description: description } });
}

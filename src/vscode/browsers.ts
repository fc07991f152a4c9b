import { OrgBrowser } from './orgBrowser';
import type { OrgAccess } from './services';

/** One browser per org, made at the first look. */
export class Browsers {
  private readonly byOrg = new Map<string, OrgBrowser>();

  constructor(private readonly orgs: Pick<OrgAccess, 'connect' | 'get'>) {}

  of(orgId: string): OrgBrowser {
    const known = this.byOrg.get(orgId);
    if (known) return known;
    const browser = new OrgBrowser(async () => (await this.orgs.connect(orgId)).client);
    this.byOrg.set(orgId, browser);
    return browser;
  }

  /** Drops the browsers of orgs that were removed, and cancels what they read. */
  prune(): void {
    for (const [orgId, browser] of this.byOrg) {
      if (this.orgs.get(orgId)) continue;
      browser.reset();
      this.byOrg.delete(orgId);
    }
  }
}

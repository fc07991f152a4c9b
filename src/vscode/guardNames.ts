import { MemberNames } from './memberNames';
import type { OpenPlan } from './planOpen';
import type { OrgConnection } from './services';

/** Names of people in a guarded push: those that the plan read, else asked for at the end. */
export class GuardNames {
  private readonly asked = new Map<string, string>();

  constructor(
    private readonly connection: OrgConnection,
    private readonly open: OpenPlan | undefined,
  ) {}

  of(id: string): string {
    const user = this.open?.snapshot?.users.get(id);
    return user ? lineOf(user) : (this.asked.get(id) ?? id);
  }

  async learn(ids: readonly string[]): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => this.of(id) === id);
    if (unknown.length === 0) return;
    const names = new MemberNames(() => Promise.resolve(this.connection.client));
    for (const member of await names.resolve(unknown, new AbortController().signal)) {
      if (member.kind === 'user') this.asked.set(member.id, lineOf(member.user));
      else if (member.kind === 'group') this.asked.set(member.id, member.name);
    }
  }
}

const lineOf = ({ userName, displayName: name }: { readonly userName: string; readonly displayName?: string | null }): string =>
  name ? `${userName} — ${name}` : userName;

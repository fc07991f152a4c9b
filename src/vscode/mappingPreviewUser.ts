import * as vscode from 'vscode';
import type { PreviewUser as UserWithValues } from '../mapping/lint/hoverExpression';
import type { OktaUser, Source } from '../okta/source';
import { personName } from '../report/words';
import type { PlanSession } from './planService';
import type { PreviewUser } from './previewUser';
import { pickUser } from './userPick';
import { userName } from './userSearch';

/** Users whose attributes are offered where the export as a whole does not tell them. */
const usersAsked = 200;

/** The user of the shown plan's export whose values are told of expressions: the one who was chosen, else the first active one. */
export class MappingPreviewUser {
  constructor(
    private readonly session: PlanSession,
    private readonly chosen: PreviewUser,
  ) {}

  /** Null without a plan that was made from an export. */
  current(): UserWithValues | null {
    const source = this.session.current?.source;
    const user = source && this.userIn(source);
    if (!user) return null;
    const name = personName({ displayName: userName(user), userName: user.login }, user.id);
    return { name, user, appUser: source.assignments?.byUser.get(user.id) };
  }

  /** Attributes of the first users. */
  *attributes(): Generator<string> {
    let seen = 0;
    for (const { profile } of this.session.current?.source?.users.values() ?? []) {
      if (++seen > usersAsked) return;
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
    const user = await pickUser([...source.users.values()], 'The user whose values mappings show', this.userIn(source) ?? null);
    if (user) this.chosen.choose(user);
  }

  private userIn(source: Source): OktaUser | undefined {
    return this.chosen.in(source) ?? firstActive(source);
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

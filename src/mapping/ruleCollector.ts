import { attributeTarget, paths } from './attributeCatalogue';
import type { AttributeRule, AttributeRules, EvaluatedAttribute, MappedUser, MappingInput, StoredAppUser } from './attributeRules';
import { profileAttribute } from './profileAttribute';
import { textOf, userExpression, type UserReader } from './userExpression';

/** How an app's variable comes about; null where it was said why it is not compared. */
export interface MappedValue {
  readonly read: UserReader;
  /** As it is written; null where nothing is evaluated: a plain attribute, or what the app user's profile stores. */
  readonly expression: string | null;
}

/** Gathers the rules of a mapping, each SCIM path once. */
export class RuleCollector {
  readonly rules: AttributeRule[] = [];
  readonly evaluated: EvaluatedAttribute[] = [];
  readonly ignored: AttributeRules['ignored'][number][] = [];
  readonly notCompared: string[] = [];
  readonly errors: string[] = [];
  private readonly taken = new Set<string>([paths.userName, paths.active]);
  private readonly postponed: (() => void)[] = [];

  /** A variable with one place. */
  addMapped(variable: string, path: string, mapped: MappingInput['properties'][string] | undefined): void {
    if (!this.isOpen(variable, path)) return;
    const value = this.valueOf(variable, mapped);
    if (value === null) return;
    if (value.expression === null) this.add(variable, path, value.read);
    else {
      const read = remembered(value.read);
      this.add(variable, path, read);
      this.evaluated.push({ variable, expression: value.expression, isUnknown: (user, appUser) => read(user, appUser) === undefined });
    }
  }

  add(variable: string, path: string, read: UserReader): void {
    const target = attributeTarget(path);
    if (target.support !== 'writable') return;
    this.rules.push({ target, read, emptyLeavesAlone: false, appVariable: variable });
    this.taken.add(path);
  }

  /** Whether the path takes a rule yet; where it does not, it is said or noted why. */
  isOpen(variable: string, path: string): boolean {
    if (path === paths.userName) return false;
    if (this.taken.has(path)) {
      this.skip(variable, `another attribute of the app already fills ${path}`);
      return false;
    }
    const target = attributeTarget(path);
    if (target.support === 'writable') return true;
    this.ignored.push(target);
    this.taken.add(path);
    return false;
  }

  isFree(path: string): boolean {
    return !this.taken.has(path) && attributeTarget(path).support === 'writable';
  }

  /** Null: the expression is none, which was said. An empty one is the same as no mapping. */
  valueOf(variable: string, mapped: MappingInput['properties'][string] | undefined): MappedValue | null {
    if (mapped?.pushStatus !== 'PUSH' || mapped.expression.trim() === '') {
      // Okta pushes the whole stored profile, unmapped and create-only attributes included (facts/okta.md, section 2.2).
      const read: UserReader = (_user, appUser) => {
        const value = appUser && profileAttribute(appUser, variable);
        return value === undefined ? undefined : textOf(value);
      };
      return { read, expression: null };
    }
    const expression = userExpression(mapped.expression);
    if (expression.kind === 'failed') {
      this.fail(variable, `its expression ${shortened(mapped.expression)} does not read`, expression.message);
      return null;
    }
    return { read: expression.read, expression: expression.plain ? null : mapped.expression };
  }

  skip(variable: string, why: string): void {
    this.notCompared.push(`${variable} is not compared: ${why}.`);
  }

  fail(variable: string, why: string, message: string): void {
    this.errors.push(`${variable} is not compared: ${why}. ${message}`);
  }

  /** For what takes the places that are left over when everything else has its own. */
  postpone(add: () => void): void {
    this.postponed.push(add);
  }

  addPostponed(): void {
    for (const add of this.postponed.splice(0)) add();
  }
}

/** An expression in a message: mappings can be pages long. */
export function shortened(expression: string): string {
  const line = expression.trim().replace(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

/** The reader, asked once for a user where a comparison asks it several times in a row. */
function remembered(read: UserReader): UserReader {
  let lastUser: MappedUser | null = null;
  let lastAppUser: StoredAppUser | undefined;
  let last: ReturnType<UserReader>;
  return (user, appUser) => {
    if (user !== lastUser || appUser !== lastAppUser) {
      last = read(user, appUser);
      lastUser = user;
      lastAppUser = appUser;
    }
    return last;
  };
}

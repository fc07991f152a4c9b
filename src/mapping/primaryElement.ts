import type { MappedUser, MappingInput, StoredAppUser } from './attributeRules';
import type { ExternalTarget } from './externalName';
import type { MappedValue, RuleCollector } from './ruleCollector';
import { shortened } from './ruleCollector';
import { phoneTypes } from './scimNames';
import { userExpression, type UserReader } from './userExpression';

type PrimaryTarget = Extract<ExternalTarget, { kind: 'primary' }>;

/**
 * Adds the rules of a variable that goes to `….^[primary==true].value`: to the type that its sibling `….type` yields, user by user, else to
 * `work`, with a note (product.md, section 6).
 *
 * @param sibling the expression of the sibling, or null.
 */
export function addPrimary(
  variable: string,
  target: PrimaryTarget,
  mapped: MappingInput['properties'][string] | undefined,
  sibling: string | null,
  collected: RuleCollector,
): void {
  const pathOf = (type: string): string => `${target.attribute}[type eq "${type}"].${target.sub}`;
  const type = sibling === null ? null : userExpression(sibling);
  if (type?.kind === 'failed') {
    collected.fail(variable, `the expression of its type ${shortened(sibling ?? '')} does not read`, type.message);
    return;
  }
  const outcomes = type?.outcomes?.filter((outcome) => outcome !== '') ?? null;
  const [only, ...more] = outcomes ?? [];
  if (type === null || (outcomes !== null && only === undefined)) {
    collected.notCompared.push(`The type of the primary element of ${target.attribute} is taken to be work.`);
    collected.addMapped(variable, pathOf('work'), mapped);
    return;
  }
  if (only !== undefined && more.length === 0 && type.outcomes?.length === 1) {
    collected.addMapped(variable, pathOf(only), mapped);
    return;
  }
  const add = (types: readonly string[]): void =>
    addTyped(variable, types, pathOf, mapped, { text: sibling ?? '', read: type.read }, collected);
  if (outcomes) {
    const open = outcomes.filter((one) => collected.isOpen(variable, pathOf(one)));
    if (open.length > 0) add(open);
  } else collected.postpone(() => add(typesOf(target.attribute).filter((one) => collected.isFree(pathOf(one)))));
}

function addTyped(
  variable: string,
  types: readonly string[],
  pathOf: (type: string) => string,
  mapped: MappingInput['properties'][string] | undefined,
  type: { readonly text: string; readonly read: UserReader },
  collected: RuleCollector,
): void {
  const value = collected.valueOf(variable, mapped);
  if (value === null) return;
  const placed = placedValue(value, type.read, types);
  for (const one of types) {
    collected.add(variable, pathOf(one), (user, appUser) => {
      const found = placed(user, appUser);
      return found.type === one ? found.value : undefined;
    });
  }
  const expression = value.expression === null ? type.text : `${value.expression}, of type ${type.text}`;
  collected.evaluated.push({ variable, expression, isUnknown: (user, appUser) => placed(user, appUser).unknown });
}

interface Placed {
  /** Null: nothing that has a place, or it is unknown which. */
  readonly type: string | null;
  readonly value: string | null | undefined;
  readonly unknown: boolean;
}

const nowhere: Placed = { type: null, value: undefined, unknown: false };
const unknownPlace: Placed = { ...nowhere, unknown: true };

function placedValue(
  value: MappedValue,
  typeOf: UserReader,
  types: readonly string[],
): (user: MappedUser, appUser: StoredAppUser | undefined) => Placed {
  let lastUser: MappedUser | null = null;
  let lastAppUser: StoredAppUser | undefined;
  let last = nowhere;
  return (user, appUser) => {
    if (user !== lastUser || appUser !== lastAppUser) {
      const read = value.read(user, appUser);
      // What the app user's profile does not store is left alone, and that is said of nobody.
      if (read === undefined) last = value.expression === null ? nowhere : unknownPlace;
      else last = place(read, typeOf(user, appUser), types);
      lastUser = user;
      lastAppUser = appUser;
    }
    return last;
  };
}

function place(value: string | null, type: string | null | undefined, types: readonly string[]): Placed {
  if (type !== null) return type !== undefined && types.includes(type) ? { type, value, unknown: false } : unknownPlace;
  if (value !== null) return types.includes('work') ? { type: 'work', value, unknown: false } : unknownPlace;
  // Neither value nor type, as `user.primaryPhone != null … ? 'work' : ''` has it: where there is one type alone, that one is emptied.
  const [only] = types;
  return only !== undefined && types.length === 1 ? { type: only, value, unknown: false } : nowhere;
}

function typesOf(attribute: string): readonly string[] {
  return attribute === 'phoneNumbers' ? phoneTypes : ['work'];
}

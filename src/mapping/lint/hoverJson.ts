import { schemaOf, schemaVariables } from './appSchema';
import { targetBlock } from './hoverAttribute';
import { sentence, type HoverBlock, type HoverContent } from './hoverContent';
import { expressionPart, valueBlock, type PreviewUser } from './hoverExpression';
import { phoneBlock } from './hoverPhone';
import { countryOf, isIn, offsetInValue, placeInSteps, type JsonPlace } from './jsonPlace';
import { membersOf, textOf, valueAt, type JsonNode, type Member } from './jsonTree';
import { PhoneReaders, type AppSchemaText, type LintContext } from './lintContext';
import { feedsGenesys, isPhone, mappingDirection, schemaOfMapping } from './lintMapping';
import { lintCodes } from './lintCodes';
import { isPhoneName } from './lintPeople';
import { mappingTarget } from './mappingTargets';
import { regionOfCountry } from './csvCountries';
import { isGenesysSchema, appIdOfLink } from './genesysApp';

/**
 * What is told of an offset of a JSON text of Okta's: of an attribute of a mapping or schema what Genesys makes of it, of an expression its
 * value for a user, of a phone its parts. Null where nothing is.
 *
 * @param preview the user whose values are shown; null: nobody's are.
 */
export function* hoverJsonInSteps(
  text: string,
  offset: number,
  context: LintContext,
  preview: PreviewUser | null,
): Generator<undefined, HoverContent | null, undefined> {
  const place = yield* placeInSteps(text, offset);
  switch (place?.kind) {
    case 'mapping':
      return hoverMapping(place, offset, context, preview);
    case 'appSchema':
      return hoverSchema(place, offset, context);
    case 'users':
    case 'appUsers':
      return hoverPerson(place, offset, context);
    default:
      return null;
  }
}

function hoverMapping(place: JsonPlace, offset: number, context: LintContext, preview: PreviewUser | null): HoverContent | null {
  const { tree, root } = place;
  const member = memberAt(place, membersOf(valueAt(root, 'properties')), offset);
  if (!member) return null;
  const toGenesys = feedsGenesys(root, context);
  const toApp = mappingDirection(root) === 'oktaToApp';
  const target = mappingTarget(member.name, schemaOfMapping(root, context));
  const node = valueAt(member.value, 'expression');
  const expression = textOf(node);
  const value = (): readonly HoverBlock[] => (toApp && expression !== null ? [valueBlock(expression, target, preview, context)] : []);
  if (isIn(tree, member.key, offset)) {
    const blocks = toGenesys ? [targetBlock(member.name, target, context.catalogue), ...value()] : value();
    return content(tree.inner(member.key), blocks);
  }
  if (node?.type === 'string' && expression !== null && isIn(tree, node, offset)) {
    const part = expressionPart(expression, offsetInValue(tree, node, offset), toApp ? preview : null);
    const range = part ? tree.within(node, part) : tree.inner(node);
    // An attribute that is the whole expression has no value of its own to tell.
    const isWhole = part !== null && toApp && preview !== null && expression.slice(part.start, part.end) === expression.trim();
    return content(range, [...(part && !isWhole ? [part.block] : []), ...value()]);
  }
  const status = valueAt(member.value, 'pushStatus');
  if (status && toApp && isIn(tree, status, offset)) return pushStatus(place, status);
  return null;
}

function pushStatus({ tree }: JsonPlace, node: JsonNode): HoverContent | null {
  const says: Readonly<Record<string, string>> = {
    PUSH: 'Okta applies the mapping when it creates and when it updates the user.',
    DONT_PUSH:
      'Okta applies the mapping when it creates the user, and keeps the value in the app user’s profile. At every update it pushes the whole profile, this value included.',
  };
  const text = textOf(node) ?? '';
  return Object.hasOwn(says, text)
    ? content(tree.inner(node), [{ title: text, lines: [sentence(says[text] ?? '')], source: wholeProfile }])
    : null;
}

const wholeProfile = { title: 'Okta on selective profile push', url: lintCodes['dont-push-no-protection'].source };

function hoverSchema(place: JsonPlace, offset: number, context: LintContext): HoverContent | null {
  const { tree, root } = place;
  const schema = schemaOf(root);
  const variable = memberAt(place, schemaVariables(root), offset);
  if (!variable || !isGenesysSchema(schema, context)) return null;
  const name = valueAt(variable.value, 'externalName');
  const node = [variable.key, name].find((one) => one && isIn(tree, one, offset));
  if (!node) return null;
  return content(tree.inner(node), [targetBlock(variable.name, mappingTarget(variable.name, schema), context.catalogue)]);
}

function hoverPerson(place: JsonPlace, offset: number, context: LintContext): HoverContent | null {
  const { tree, root } = place;
  const profile = valueAt(root, 'profile');
  const member = memberAt(place, membersOf(profile), offset);
  if (!member || !isPhoneMember(place, member, context)) return null;
  const range = tree.inner(member.value);
  const text = textOf(member.value) ?? tree.text.slice(range.start, range.end);
  if (text.trim() === '' || member.value.type === 'null') return null;
  const country = countryOf(profile);
  const region = (country === null ? null : regionOfCountry(country)) ?? context.defaultRegion;
  return content(range, [phoneBlock(text, new PhoneReaders(context.defaultRegion).of(country), region)]);
}

function isPhoneMember({ kind, root }: JsonPlace, { name, value }: Member, context: LintContext): boolean {
  if (value.type !== 'string' && value.type !== 'number') return false;
  if (isPhoneName(name)) return true;
  if (kind === 'users') return context.phoneAttributes.has(name);
  const schema = schemaOfApp(root, context);
  return schema !== null && isPhone(mappingTarget(name, schema), context.catalogue);
}

function schemaOfApp(root: JsonNode, { schemas }: LintContext): AppSchemaText | null {
  const app = appIdOfLink(textOf(valueAt(root, '_links', 'app', 'href')));
  return schemas.find(({ appId }) => appId !== null && appId === app) ?? null;
}

/** The last of a name is the one that counts, and any can be pointed at. */
function memberAt({ tree }: JsonPlace, members: readonly Member[], offset: number): Member | undefined {
  return members.find(({ key, value }) => tree.range(key).start <= offset && offset <= tree.range(value).end);
}

function content(range: { readonly start: number; readonly end: number }, blocks: readonly HoverBlock[]): HoverContent | null {
  return blocks.length === 0 ? null : { start: range.start, end: range.end, blocks };
}

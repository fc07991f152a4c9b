import { paths, type AttributeCatalogue } from '../attributeCatalogue';
import type { MappedUser, StoredAppUser } from '../attributeRules';
import { expressionFunction } from '../expression/catalogue';
import type { FunctionEntry } from '../expression/functionEntry';
import { parseExpression } from '../expression/parser';
import { expressionParts } from '../expression/parts';
import { isGuid } from '../scimNames';
import { attributeText, userExpression } from '../userExpression';
import { labelled, sentence, valued, type HoverBlock, type HoverLine } from './hoverContent';
import { PhoneReaders, type LintContext } from './lintContext';
import { isPhone } from './lintMapping';
import type { MappingTarget } from './mappingTargets';
import type { TextRange } from './problem';

/** The user whose values are shown. */
export interface PreviewUser {
  readonly name: string;
  readonly user: MappedUser;
  readonly appUser: StoredAppUser | undefined;
}

/** A part of an expression that has something of its own to tell. */
export interface ExpressionHover extends TextRange {
  readonly block: HoverBlock;
}

/** Of the function or the attribute at an offset of an expression; null for anything else. */
export function expressionPart(text: string, offset: number, preview: PreviewUser | null): ExpressionHover | null {
  const parsed = parseExpression(text);
  if (parsed.kind === 'failed') return null;
  const { calls, references } = expressionParts(parsed.expression);
  const call = calls.find(({ start, end }) => start <= offset && offset <= end);
  const entry = call && expressionFunction(call.name);
  if (call) return { start: call.start, end: call.end, block: entry ? functionBlock(entry) : unknownFunction(call.name) };
  const reference = references.find(({ start, end }) => start <= offset && offset <= end);
  if (!reference || !preview || (reference.root !== 'user' && reference.root !== 'source')) return null;
  const { start, end, attribute } = reference;
  const value = attributeText(preview.user, attribute);
  return { start, end, block: { title: `${preview.name}: ${attribute}`, lines: [valueLine('Okta has', value)], source: null } };
}

export function functionBlock(entry: FunctionEntry): HoverBlock {
  const { name, parameters, gives, says, example, result, standing, deprecated, notReevaluated, source } = entry;
  return {
    title: `${name}(${parameters})`,
    lines: [
      sentence(says),
      labelled('Gives', gives.toLowerCase()),
      valued('Example', result === null ? example : `${example} → ${result}`),
      ...(standing === 'lookup' ? [sentence('It asks Okta or a directory: what it gives cannot be known offline.')] : []),
      ...(standing === 'claimsOnly' ? [sentence('For claims of tokens alone: Okta does not evaluate it in a mapping.')] : []),
      ...(deprecated ? [sentence('Okta has it for old expressions. New ones take the function of the same name behind String.')] : []),
      ...(notReevaluated ? [sentence('Okta does not evaluate it again when what it looks at changes.')] : []),
    ],
    source: { title: 'Okta’s expression language', url: source },
  };
}

const unknownFunction = (name: string): HoverBlock => ({
  title: name,
  lines: [sentence('Okta does not document this function. What it gives is not known here.')],
  source: null,
});

/** What an expression yields for a user, and what Genesys Cloud would store of it. */
export function valueBlock(text: string, target: MappingTarget, preview: PreviewUser | null, context: LintContext): HoverBlock {
  if (!preview) {
    return {
      title: 'Its value',
      lines: [sentence('Preview a push to see here what the expression yields for a user of the export.')],
      source: null,
    };
  }
  const title = `For ${preview.name}`;
  const read = userExpression(text);
  if (read.kind === 'failed') {
    const lines = text.trim() === '' ? [sentence('Without an expression nothing is sent.')] : [labelled('Not readable', read.message)];
    return { title, lines, source: null };
  }
  const value = read.read(preview.user, preview.appUser);
  return { title, lines: [valueLine('Okta sends', value), ...(value ? storedLines(value, target, context) : [])], source: null };
}

function valueLine(label: string, value: string | null | undefined): HoverLine {
  if (value === undefined) return labelled(label, 'cannot be known offline');
  return value === null || value === '' ? labelled(label, 'no value') : valued(label, value);
}

function storedLines(value: string, target: MappingTarget, context: LintContext): readonly HoverLine[] {
  if (isPhone(target, context.catalogue)) return [storedPhone(value, context)];
  if (target.kind === 'type') return typeLines(value, target.list, context.catalogue);
  if (target.kind !== 'path') return [];
  const found = context.catalogue.find(target.path);
  if (found.kind !== 'known') return [sentence('Genesys Cloud has no such attribute: the value is lost.')];
  if (found.attribute.readOnlyBecause !== null) return [sentence('Genesys Cloud lets nobody write it: the value is lost.')];
  if (target.path === paths.manager && !isGuid(value)) {
    return [sentence('It is not a Genesys user id (GUID): Genesys Cloud does not take it as a manager.')];
  }
  return [valued('Genesys Cloud stores', value)];
}

function storedPhone(value: string, { defaultRegion }: LintContext): HoverLine {
  const reading = new PhoneReaders(defaultRegion).of(null)(value);
  switch (reading.kind) {
    case 'valid':
      return valued('Genesys Cloud stores', reading.e164);
    case 'regionNeeded':
      return sentence('A national number: set scimPreflight.phone.defaultRegion to see what Genesys Cloud stores.');
    case 'invalid':
      return sentence('It is not a valid phone number: Genesys Cloud does not take it.');
  }
}

function typeLines(value: string, list: string, catalogue: AttributeCatalogue): readonly HoverLine[] {
  const types = catalogue.types(list);
  return types.includes(value) ? [] : [sentence(`Genesys Cloud has no such type of ${list}. There are ${types.join(', ')}.`)];
}

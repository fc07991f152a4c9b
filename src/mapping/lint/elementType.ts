import type { AttributeCatalogue } from '../attributeCatalogue';
import { closestName } from './closestName';
import type { JsonNode, JsonTree } from './jsonTree';
import { lintProblem, type LintFix, type LintProblem, type TextRange } from './problem';

/**
 * The type of a phone or e-mail address as it stands in a string of the document. Case is let pass: whether Genesys minds it is not known.
 *
 * @param list `phoneNumbers` or `emails`.
 * @param part where the type stands within the string's value.
 */
export function checkElementType(
  tree: JsonTree,
  node: JsonNode,
  list: string,
  part: TextRange & { readonly value: string },
  catalogue: AttributeCatalogue,
): LintProblem | null {
  const found = catalogue.find(`${list}[type eq "${part.value}"].value`);
  const range = tree.within(node, part);
  if (found.kind === 'known') {
    const why = found.attribute.readOnlyBecause;
    return why === null
      ? null
      : lintProblem('read-only-attribute', `The e-mail address of type ${part.value} cannot be written. ${why}`, range);
  }
  const phones = list.toLowerCase() === 'phonenumbers';
  const types = catalogue.types(list);
  const meant = closestName(part.value, types);
  const fixes: LintFix[] = meant === null ? [] : [{ title: `Write ${meant}`, edits: [tree.editWithin(node, part, meant)], certain: true }];
  const suggested = meant === null ? `There are ${types.join(', ')}.` : `Did you mean ${meant}?`;
  const what = phones ? 'phone' : 'e-mail';
  return lintProblem(
    phones ? 'unknown-phone-type' : 'unknown-email-type',
    `Genesys Cloud has no ${what} type “${part.value}”. ${suggested}`,
    range,
    fixes,
  );
}

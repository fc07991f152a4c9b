import { textAt, valueAt, JsonTree, type JsonNode } from './jsonTree';
import { topValues } from './jsonValues';
import { kindOf, unwrapped, type LintedKind } from './lintJson';

/** The value at the top of a JSON text in which an offset stands. */
export interface JsonPlace {
  readonly tree: JsonTree;
  /** Without the envelope of tools that read Okta. */
  readonly root: JsonNode;
  readonly kind: LintedKind;
}

/** Finds it one value at a time, so that others can work between two of a large export. Null: nothing stands there. */
export function* placeInSteps(text: string, offset: number): Generator<undefined, JsonPlace | null, undefined> {
  for (const value of topValues(text)) {
    if (value.end < offset) {
      yield undefined;
      continue;
    }
    const tree = value.start <= offset ? JsonTree.read(text, value) : null;
    if (!tree?.root) return null;
    const root = unwrapped(tree.root);
    return { tree, root, kind: kindOf(root) };
  }
  return null;
}

/** Whether an offset stands in a node, or at one of its ends. */
export function isIn(tree: JsonTree, node: JsonNode, offset: number): boolean {
  const { start, end } = tree.range(node);
  return start <= offset && offset <= end;
}

/** The offset in a string's value that belongs to one in its source, whatever is escaped before it. */
export function offsetInValue(tree: JsonTree, node: JsonNode, offset: number): number {
  const { start } = tree.inner(node);
  const raw = tree.text.slice(start, offset);
  let unit = 0;
  for (let at = 0; at < raw.length; unit += 1) {
    if (raw.charAt(at) !== '\\') at += 1;
    else at += raw.charAt(at + 1) === 'u' ? 6 : 2;
  }
  return unit;
}

/** The country that an Okta profile names, as it is written there. */
export function countryOf(profile: JsonNode | undefined): string | null {
  for (const name of ['countryCode', 'country']) {
    const country = profile && valueAt(profile, name) ? textAt(profile, name) : null;
    if (country) return country;
  }
  return null;
}

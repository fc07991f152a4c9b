import type { HoverBlock } from './hoverContent';
import { escaped } from './jsonTree';
import type { TextRange } from './problem';

/** Something that can be written at a place of a JSON text. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: 'target' | 'attribute' | 'function' | 'value';
  /** As it stands in the text, escaped where that is a JSON string; a snippet of VS Code's where it has stops. */
  readonly insert: string;
  readonly isSnippet: boolean;
  /** A few words behind the label. */
  readonly detail: string;
  readonly documentation: HoverBlock | null;
}

export interface Completions {
  /** What an item takes the place of; what stands there up to the cursor is what it is found by. */
  readonly replace: TextRange;
  readonly items: readonly CompletionItem[];
}

/** A text within a JSON string. */
export function valueItem(
  label: string,
  kind: CompletionItem['kind'],
  detail: string,
  documentation: HoverBlock | null = null,
): CompletionItem {
  return { label, kind, insert: escaped(label), isSnippet: false, detail, documentation };
}

/** A text as it stands between the quotes of a JSON string, in a snippet. */
export function snippetText(text: string): string {
  return escaped(text).replace(/[\\$}]/g, '\\$&');
}

import type { JsonValue } from './problem';

/** A value of JSON that holds no others. */
export type JsonScalar = string | number | boolean | null;

/** What a record is built of; a leaf is a scalar, by its number in the order of the text. */
export type TemplateNode =
  | { readonly kind: 'leaf'; readonly leaf: number }
  | { readonly kind: 'list'; readonly items: readonly TemplateNode[] }
  | {
      readonly kind: 'object';
      readonly names: readonly string[];
      readonly values: readonly TemplateNode[];
      /** The values by their names. */
      readonly parts: ReadonlyMap<string, TemplateNode>;
    };

/** Bit sets of leaves are 32 bits wide. */
export const mostLeaves = 32;
/** All of them in a bit set. */
export const allLeaves = -1;

/** What a leaf is: two bits of `RecordMatch.kinds`. */
export const leafKinds = { number: 0, text: 1, null: 2, boolean: 3 } as const;

/** Bytes that numbers, `null`, `true` and `false` are written with. */
export const wordBytes = new Uint8Array(256);
for (const byte of Buffer.from('0123456789+-.eEnulltruefalse')) wordBytes[byte] = 1;

/** How a byte of a string is to be taken: as it is, as its end, as an escape, never, or as one that has to be looked at. */
export const inString = { plain: 0, end: 1, escape: 2, broken: 3, special: 4 } as const;
export const stringBytes = new Uint8Array(256);
stringBytes.fill(inString.broken, 0, 0x20);
// The one control character that JSON lets stand, and everything beyond ASCII.
stringBytes.fill(inString.special, 0x7f);
stringBytes[0x22] = inString.end;
stringBytes[0x5c] = inString.escape;

/** Whether a string, quotes included, stands for its own bytes. */
export function isPlainText(text: Buffer): boolean {
  return text.subarray(1, -1).every((byte) => stringBytes[byte] === inString.plain);
}

/** A value from its node and its leaves. */
export function built(node: TemplateNode, scalar: (leaf: number) => JsonScalar): JsonValue {
  switch (node.kind) {
    case 'leaf':
      return scalar(node.leaf);
    case 'list':
      return node.items.map((item) => built(item, scalar));
    case 'object': {
      const object: Record<string, JsonValue> = {};
      const { names, values } = node;
      for (let index = 0; index < names.length; index += 1) {
        const value = values[index];
        if (value) object[names[index] ?? ''] = built(value, scalar);
      }
      return object;
    }
  }
}

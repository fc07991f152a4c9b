const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** `encodeURIComponent` for any text: half a surrogate pair, which it throws on, is written as `\ud800`. */
export function encodePart(text: string): string {
  return encodeURIComponent(text.replace(loneSurrogate, (half) => `\\u${half.charCodeAt(0).toString(16)}`));
}

/** At most `length` UTF-16 units of a text; a surrogate pair is not cut in two, since no URI can hold half of one. */
export function cutText(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(cut) && length < text.length ? cut.slice(0, -1) : cut;
}

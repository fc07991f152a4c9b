/** V8 copies what is shorter. */
const shortest = 13;

/** A copy of a text that was cut out of a longer one: the whole of that is kept for as long as a piece of it is. */
export function detached(text: string): string {
  return text.length < shortest ? text : Buffer.from(text).toString();
}

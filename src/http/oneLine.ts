/** A foreign text on one line and not too long, without control and direction characters: what may stand in a message. */
export function oneLine(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return clean.length > 300 ? `${clean.slice(0, 300)}…` : clean;
}

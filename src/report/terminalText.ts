/** How many columns a text takes in a terminal: two for wide characters (East Asian, emoji), none for combining marks. */
export function textWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/**
 * Wraps at spaces so that no line is wider than `width` columns; a word that is too wide for a line is cut. Every line starts with
 * `indent`, the first one with `first` instead.
 */
export function wrapText(text: string, width: number, indent: string, first = indent): readonly string[] {
  const room = Math.max(10, width - textWidth(indent));
  const lines: string[] = [];
  let line: string | null = null;
  for (const word of text.split(' ').flatMap((part) => pieces(part, room))) {
    if (line !== null && textWidth(line) + 1 + textWidth(word) > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === null ? word : `${line} ${word}`;
    }
  }
  return [...lines, line ?? ''].map((words, index) => `${index === 0 ? first : indent}${words}`.trimEnd());
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\ufe0f/u;

function pieces(word: string, room: number): readonly string[] {
  if (textWidth(word) <= room) return [word];
  const found: string[] = [];
  let piece = '';
  for (const { segment } of graphemes.segment(word)) {
    if (textWidth(piece) + textWidth(segment) > room) {
      found.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...found, piece];
}

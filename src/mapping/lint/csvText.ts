import type { TextEdit } from './problem';

/** A piece of the text, never changed: an edit puts others in its place. */
export interface CsvBlock {
  readonly text: string;
}

/** A text in blocks of lines. An edit makes new blocks of those that it touches; all others stay the same objects. */
export class CsvText {
  private held: CsvBlock[];

  /**
   * @param text Whole, or in pieces that each begin a line: those of a large one are never put together.
   * @param blockLength Blocks end with the first line break behind so many characters: one is checked within a few milliseconds.
   */
  constructor(
    text: string | readonly string[],
    private readonly blockLength = 1 << 14,
  ) {
    this.held = typeof text === 'string' ? cut(text, blockLength) : text.flatMap((piece) => (piece === '' ? [] : cut(piece, blockLength)));
    if (this.held.length === 0) this.held = cut('', blockLength);
  }

  /** One block at least. */
  get blocks(): readonly CsvBlock[] {
    return this.held;
  }

  /** Takes edits one after the other, each of the text that the one before has left. */
  edit(edits: readonly TextEdit[]): void {
    for (const edit of edits) this.replace(edit);
  }

  /** What stands from `start` to `end`, both counted from the start of a block. */
  slice(block: number, start: number, end: number): string {
    let text = '';
    let [from, to] = [start, end];
    for (let index = block; index < this.held.length && to > 0; index += 1) {
      const piece = this.held[index]?.text ?? '';
      text += piece.slice(Math.max(from, 0), to);
      from -= piece.length;
      to -= piece.length;
    }
    return text;
  }

  private replace({ start, end, text }: TextEdit): void {
    const last = this.held.length - 1;
    let [first, before] = [0, 0];
    // What is put in where two blocks meet goes to the second.
    while (first < last && before + this.lengthOf(first) <= start) {
      before += this.lengthOf(first);
      first += 1;
    }
    let [behind, reach] = [first + 1, before + this.lengthOf(first)];
    while (reach < end && behind <= last) {
      reach += this.lengthOf(behind);
      behind += 1;
    }
    const touched = this.held.slice(first, behind).map((block) => block.text);
    const old = touched.length === 1 ? (touched[0] ?? '') : touched.join('');
    const made = cut(old.slice(0, start - before) + text + old.slice(end - before), this.blockLength);
    this.held.splice(
      first,
      behind - first,
      ...(made.length === 1 && made[0]?.text === '' && this.held.length > behind - first ? [] : made),
    );
  }

  private lengthOf(block: number): number {
    return this.held[block]?.text.length ?? 0;
  }
}

function cut(text: string, blockLength: number): CsvBlock[] {
  const blocks: CsvBlock[] = [];
  let from = 0;
  while (text.length - from > 2 * blockLength) {
    const feed = text.indexOf('\n', from + blockLength);
    if (feed === -1) break;
    blocks.push({ text: text.slice(from, feed + 1) });
    from = feed + 1;
  }
  if (from < text.length || blocks.length === 0) blocks.push({ text: from === 0 ? text : text.slice(from) });
  return blocks;
}

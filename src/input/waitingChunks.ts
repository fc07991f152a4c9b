/**
 * Chunks of a text that nothing can be made of before more of it is there. They are joined at once, not one by one: a line of 100 MB would
 * otherwise be copied hundreds of times.
 */
export class WaitingChunks {
  private chunks: Buffer[] = [];
  private length = 0;

  isEmpty(): boolean {
    return this.chunks.length === 0;
  }

  /** Keeps a copy of the chunk while all of them have fewer bytes than are needed; false where they would have enough. */
  keep(chunk: Buffer, needed: number): boolean {
    if (this.length + chunk.length >= needed) return false;
    this.chunks.push(Buffer.from(chunk));
    this.length += chunk.length;
    return true;
  }

  /** All there is, in its order; nothing is kept any longer. */
  join(before: Buffer, after?: Buffer): Buffer {
    const parts = [before, ...this.chunks, ...(after ? [after] : [])].filter(({ length }) => length > 0);
    this.chunks = [];
    this.length = 0;
    return parts.length === 1 ? (parts[0] ?? before) : Buffer.concat(parts);
  }
}

import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import papaparse from 'papaparse';

/** Writes lines as a stream: nothing but a piece of them is in memory. */
export async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(chunked(lines)), createWriteStream(path));
}

function* chunked(lines: Iterable<string>): Iterable<string> {
  let pending = '';
  for (const line of lines) {
    pending += `${line}\n`;
    if (pending.length < 1 << 20) continue;
    yield pending;
    pending = '';
  }
  yield pending;
}

export function* arrayLines(records: Iterable<object>): Iterable<string> {
  yield '[';
  let before: string | null = null;
  for (const record of records) {
    if (before !== null) yield `${before},`;
    before = JSON.stringify(record);
  }
  if (before !== null) yield before;
  yield ']';
}

export function* map<Item>(from: number, to: number, make: (index: number) => Item): Iterable<Item> {
  for (let index = from; index < to; index++) yield make(index);
}

/** papaparse's own streaming, its rows counted and dropped: what a CSV costs whoever does nothing with it. */
export function rowsOf(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    papaparse.parse<string[]>(createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 }), {
      skipEmptyLines: true,
      chunk: ({ data }) => {
        rows += data.length;
      },
      complete: () => resolve(rows),
      error: reject,
    });
  });
}

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

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

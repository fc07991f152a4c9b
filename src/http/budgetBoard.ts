import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a 429 taught, and when. */
export interface LearntNote {
  readonly limit: number;
  readonly spacingMs: number;
  readonly at: number;
}

/** What one client of an org tells the others: numbers, and times in milliseconds since 1970. */
export interface BudgetNote {
  readonly writtenAt: number;
  /** Requests that are under way, or may be sent without another word. */
  readonly held: number;
  /** From then on they do not count, whatever became of whoever held them. */
  readonly heldUntil: number;
  /** When the tokens of answered requests come back, and how many. */
  readonly used: readonly (readonly [at: number, count: number])[];
  readonly perMinute: number;
  /** Since when its oldest request waits to be sent; null: none waits. */
  readonly waitingSince: number | null;
  readonly learnt: LearntNote | null;
  readonly pausedUntil: number;
  /** It may send the one request that the server promised to take when the pause is over. */
  readonly promised: boolean;
}

export interface PostedNote extends BudgetNote {
  readonly from: string;
}

/** Where clients of one org leave notes for each other. */
export interface BudgetBoard {
  /** As which the others know this client. */
  readonly name: string;
  /**
   * Puts the own note in the place of the one before, and reads the others' only then: of two that claim the same token at once, one at
   * least sees the other's claim. Throws what the file system throws.
   */
  exchange(note: BudgetNote): Promise<readonly PostedNote[]>;
}

const minute = 60_000;
/** Whoever was silent for so long goes on under another name, so that its old note can be taken away without looking twice. */
const renamedAfterMs = 10 * minute;
const removedAfterMs = 20 * minute;
/** A home on a network drive may hang; nobody is to wait for it. */
const patienceMs = 5_000;

/**
 * A board in a folder of this machine, for all processes of one user. Each client has a folder in it, which only it writes to and which is
 * made once: so there is no lock that a crash could leave behind, and no listing that a note could slip through while it is replaced.
 */
export function folderBoard(folder: string): BudgetBoard {
  let name: string = randomUUID();
  let last = Infinity;
  return {
    get name() {
      return name;
    },
    exchange: (note) => {
      if (note.writtenAt - last > renamedAfterMs) name = randomUUID();
      last = note.writtenAt;
      return withPatience(async () => {
        await writeNote(join(folder, name), note);
        return await readOthers(folder, name, note.writtenAt);
      });
    },
  };
}

async function writeNote(folder: string, note: BudgetNote): Promise<void> {
  const draft = join(folder, 'draft.json');
  const text = JSON.stringify(note);
  try {
    await writeFile(draft, text, { mode: 0o600 });
  } catch (error) {
    if (!isMissing(error)) throw error;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(draft, text, { mode: 0o600 });
  }
  await rename(draft, join(folder, 'note.json'));
}

async function readOthers(folder: string, own: string, now: number): Promise<readonly PostedNote[]> {
  const notes: PostedNote[] = [];
  for (const from of await readdir(folder)) {
    if (from === own) continue;
    const note = await readNote(join(folder, from, 'note.json'));
    if (note === null) continue;
    if (now - note.writtenAt > removedAfterMs) await rm(join(folder, from), { recursive: true, force: true }).catch(() => undefined);
    // One from the future was written before the clock was set back.
    else if (note.writtenAt - now < minute) notes.push({ ...note, from });
  }
  return notes;
}

/** Null where none is written yet, or what is there is not ours. */
async function readNote(file: string): Promise<BudgetNote | null> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isNote(value) ? value : null;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null;
    throw error;
  }
}

function isNote(value: unknown): value is BudgetNote {
  if (typeof value !== 'object' || value === null) return false;
  const { used, learnt, waitingSince, promised, ...rest } = value as Partial<Record<keyof BudgetNote, unknown>>;
  return (
    [rest.writtenAt, rest.held, rest.heldUntil, rest.perMinute, rest.pausedUntil].every(isNumber) &&
    typeof promised === 'boolean' &&
    (waitingSince === null || isNumber(waitingSince)) &&
    (learnt === null || isLearnt(learnt)) &&
    Array.isArray(used) &&
    used.every((one: unknown) => Array.isArray(one) && isNumber(one[0]) && isCount(one[1]))
  );
}

function isLearnt(value: unknown): value is LearntNote {
  if (typeof value !== 'object' || value === null) return false;
  const { limit, spacingMs, at } = value as Partial<Record<keyof LearntNote, unknown>>;
  return [limit, spacingMs, at].every(isNumber);
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && isNumber(value) && value >= 0 && value <= 1_000_000;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** By the machine's clock, not by one that tests can turn: it is about the file system. */
async function withPatience<Result>(work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs / 1000} seconds`)), patienceMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

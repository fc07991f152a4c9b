import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { parsePlan } from '../plan/parsePlan';
import type { Plan } from '../plan/plan';
import { isTurnOver, nextTurn, textInTurns } from './turns';

/** Reads and checks a `*.scimplan.json`. Throws PlanFileError with file, line and column. */
export async function readPlanFile(uri: vscode.Uri): Promise<Plan> {
  const name = vscode.workspace.asRelativePath(uri);
  const text =
    uri.scheme === 'file' ? await readFile(uri.fsPath, 'utf8') : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return parsePlan(text.replace(/^\uFEFF/, ''), name);
}

const blockLength = 256 * 1024;

/**
 * Writes a text that comes in pieces, so that a large one is never held whole, and in turns. A file of the file system is replaced only when
 * the new one is complete.
 */
export async function writeText(uri: vscode.Uri, pieces: Iterable<string>): Promise<void> {
  if (uri.scheme !== 'file') {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(await textInTurns(pieces)));
    return;
  }
  const temporary = `${uri.fsPath}.${process.pid}.tmp`;
  try {
    await stream(temporary, pieces);
    await rename(temporary, uri.fsPath);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function stream(file: string, pieces: Iterable<string>): Promise<void> {
  const output = createWriteStream(file);
  await once(output, 'open');
  for await (const block of inBlocks(pieces)) {
    if (!output.write(block)) await once(output, 'drain');
  }
  output.end();
  await once(output, 'close');
}

async function* inBlocks(pieces: Iterable<string>): AsyncGenerator<string, void, undefined> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (isTurnOver()) await nextTurn();
    if (block.length < blockLength) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}

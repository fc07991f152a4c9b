import * as vscode from 'vscode';
import { resultInTurns } from './turns';

const linesAtATime = 5000;

/**
 * The text of a document in pieces of whole lines: to read a large one takes long, and to put it together, too. Null: it was edited
 * meanwhile.
 */
export async function linesInTurns(document: vscode.TextDocument): Promise<readonly string[] | null> {
  if (document.lineCount <= linesAtATime) return [document.getText()];
  const { version } = document;
  const pieces = await resultInTurns(piecesOf(document));
  return document.version === version ? pieces : null;
}

function* piecesOf(document: vscode.TextDocument): Generator<undefined, readonly string[]> {
  const pieces: string[] = [];
  let start = new vscode.Position(0, 0);
  for (let line = 0; line < document.lineCount; line += linesAtATime) {
    // To the beginning of the next line, with the line break before it.
    const end =
      line + linesAtATime < document.lineCount ? start.with(line + linesAtATime, 0) : document.lineAt(document.lineCount - 1).range.end;
    pieces.push(document.getText(new vscode.Range(start, end)));
    start = end;
    yield undefined;
  }
  return pieces;
}

import * as vscode from 'vscode';
import { inTurns } from './turns';

const linesAtATime = 5000;

/** The text of a document as `getText` gives it, some lines at a time: of a large one it takes long. Null: it was edited meanwhile. */
export async function textInTurns(document: vscode.TextDocument): Promise<string | null> {
  if (document.lineCount <= linesAtATime) return document.getText();
  const { version } = document;
  const pieces = await inTurns(piecesOf(document));
  return document.version === version && pieces ? pieces.join('') : null;
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

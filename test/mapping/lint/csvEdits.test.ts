import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CsvLint } from '../../../src/mapping/lint/csvLint';
import type { TextEdit } from '../../../src/mapping/lint/problem';
import { applyEdits } from '../../../src/mapping/lint/problem';
import { lintOf } from './csvText';

const header = 'login,title,primaryPhone\n';
const cell = fc.constantFrom(
  'a@x',
  'b',
  '',
  'x',
  '+13172222222',
  '317-222-2222',
  '"317-222-2223"',
  '"x, y"',
  '"a\nb"',
  '"say ""so"""',
  'n/a',
  '5"',
);
const row = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(','));
const texts = fc.tuple(fc.array(row, { maxLength: 25 }), fc.constantFrom('\n', '\r\n')).map(([rows, feed]) => header + rows.join(feed));
/** Where, how much is taken out, and what is put in: quotes, separators and line breaks most of all. */
const changes = fc.array(
  fc.tuple(
    fc.nat(10_000),
    fc.constantFrom(0, 0, 1, 1, 2, 7, 60),
    fc.constantFrom('"', '"', '""', ',', '\n', '\r\n', '', 'a', '"x', 'y"', '",', '\n"', ',317-222-2224\n', '"a\n\n"'),
  ),
  { minLength: 1, maxLength: 8 },
);

async function stateOf(lint: CsvLint): Promise<object> {
  assert.equal(await lint.check(), true);
  const { problems, counts, complete } = lint.list(Infinity);
  return { problems, counts: [...counts].sort(), complete, edits: await lint.fixAll({ column: null }), fixable: [...lint.fixable()] };
}

/** The text, so many lines at a time, as it comes from an editor: the last piece can be empty. */
function piecesOf(text: string, lines: number): readonly string[] {
  const all = text.split(/(?<=\n)/);
  if (text.endsWith('\n')) all.push('');
  return Array.from({ length: Math.ceil(all.length / lines) }, (_, index) => all.slice(index * lines, (index + 1) * lines).join(''));
}

describe('CsvLint.edit', () => {
  it('leads to what a check from scratch finds, whatever is typed where (numRuns 1,500)', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        texts,
        changes,
        fc.constantFrom(1, 16, 64),
        fc.boolean(),
        fc.constantFrom(1, 3, 7),
        async (start, edits, blockLength, inHeader, pieceLines) => {
          const lint = lintOf(start, {}, 'US', blockLength);
          await stateOf(lint);
          const inPieces = lintOf(piecesOf(start, pieceLines), {}, 'US', blockLength);
          assert.deepEqual(await stateOf(inPieces), await stateOf(lint));
          let text = start;
          for (const [place, removed, inserted] of edits) {
            const from = inHeader ? 0 : Math.min(header.length, text.length);
            const at = from + (place % (text.length - from + 1));
            const edit: TextEdit = { start: at, end: Math.min(text.length, at + removed), text: inserted };
            text = applyEdits(text, [edit]);
            lint.edit([edit]);
            inPieces.edit([edit]);
            const state = await stateOf(lint);
            assert.deepEqual(state, await stateOf(lintOf(text)));
            assert.deepEqual(await stateOf(inPieces), state);
            found += lint.list(0).rest;
          }
        },
      ),
      { numRuns: 1_500 },
    );
    assert.ok(found > 10_000, `${found} problems`);
  });

  it('takes several edits at once, each of the text that the one before has left', async () => {
    const text = `${header}a@x,,317-222-2222\nb@x,,317-222-2223\n`;
    const edits = [
      { start: 47, end: 51, text: '"b' },
      { start: 25, end: 28, text: 'c' },
    ];
    const lint = lintOf(text, {}, 'US', 8);
    lint.edit(edits);
    assert.deepEqual(await stateOf(lint), await stateOf(lintOf(edits.reduce((left, edit) => applyEdits(left, [edit]), text))));
  });

  /** So many blocks were checked as there were slices, but for the last: each slice of this scheduler is one block. */
  async function blocksChecked(lint: CsvLint): Promise<number> {
    let slices = 0;
    await lint.check({ onProgress: () => (slices += 1) });
    return slices - 1;
  }

  it('checks again only the block that is touched, and none where a quote that swallowed the rest is gone again', async () => {
    const text = header + Array.from({ length: 3_000 }, (_, index) => `a@x,,317-222-${1000 + index}\n`).join('');
    const lint = lintOf(text, {}, 'US', 1_000);
    assert.ok((await blocksChecked(lint)) > 50);
    const at = text.indexOf('317-222-2000');
    lint.edit([{ start: at, end: at + 1, text: '4' }]);
    assert.equal(await blocksChecked(lint), 1);
    lint.edit([{ start: at, end: at, text: '"' }]);
    assert.equal(await blocksChecked(lint), 1);
    assert.equal(lint.list().counts.get('truncated'), 1);
    assert.equal(lint.list().counts.get('phone-not-e164'), 1_000);
    lint.edit([{ start: at + 1, end: at + 1, text: 'typed on' }]);
    assert.equal(await blocksChecked(lint), 1);
    lint.edit([{ start: at, end: at + 9, text: '' }]);
    assert.equal(await blocksChecked(lint), 1);
    assert.equal(lint.list().counts.get('truncated'), undefined);
  });
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readChunks } from '../../src/input/fileChunks';
import { HashThread } from '../../src/input/hashThread';
import { positionsInFile } from '../../src/input/textPosition';
import { walkFiles } from '../../src/input/walkFiles';

describe('files of an export', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scim-preflight-files-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function textOf(bytes: Buffer, options: Parameters<typeof readChunks>[1] = {}): Promise<string> {
    const path = join(folder, 'file');
    await writeFile(path, bytes);
    const parts: Buffer[] = [];
    for await (const chunk of readChunks(path, options)) parts.push(Buffer.from(chunk));
    return Buffer.concat(parts).toString('utf8');
  }

  const text = '{"name":"Zákaznická péče 営業チーム 👩‍💻"}\r\n';
  const swapped = (value: string): Buffer => Buffer.from(value, 'utf16le').swap16();
  const encodings: readonly (readonly [string, Buffer, string])[] = [
    ['UTF-8', Buffer.from(text), text],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`), text],
    ['UTF-16 LE', Buffer.from(`\uFEFF${text}`, 'utf16le'), text],
    ['UTF-16 BE', swapped(`\uFEFF${text}`), text],
    ['nothing', Buffer.alloc(0), ''],
    ['a mark alone', Buffer.from([0xef, 0xbb, 0xbf]), ''],
    ['half a mark', Buffer.from([0xef, 0xbb]), ''],
    ['the first byte of a mark', Buffer.from([0xff]), ''],
  ];
  for (const [name, bytes, expected] of encodings) {
    it(`reads ${name}`, async () => {
      assert.equal(await textOf(bytes), expected);
    });
  }

  it('reads UTF-16 that is larger than a chunk', async () => {
    const long = '営業x'.repeat(400_000);
    assert.equal(await textOf(Buffer.from(`\uFEFF${long}`, 'utf16le')), long);
  });

  it('hashes the bytes as they are, and counts them', async () => {
    const bytes = Buffer.from(`\uFEFF${'x'.repeat(3_000_000)}`, 'utf16le');
    const hashes = new HashThread();
    const hash = hashes.hash();
    let counted = 0;
    await textOf(bytes, { hash, onBytes: (read) => (counted += read) });
    assert.deepEqual([await hash.digest(), counted], [createHash('sha256').update(bytes).digest('hex'), bytes.length]);
    await hashes.close();
  });

  it('overwrites nothing that is still being hashed, however long it takes', async () => {
    const bytes = Buffer.from(Array.from({ length: 600_000 }, (_, index) => `${index}\n`).join(''));
    const slow = createHash('sha256');
    const update = async (chunk: Buffer): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      slow.update(chunk);
    };
    await textOf(bytes, { hash: { update, digest: () => Promise.resolve('') } });
    assert.equal(slow.digest('hex'), createHash('sha256').update(bytes).digest('hex'));
  });

  it('fails where the bytes cannot be hashed', async () => {
    const update = (): Promise<void> => Promise.reject(new Error('no memory'));
    const failing = textOf(Buffer.alloc(3_000_000, 'x'), { hash: { update, digest: () => Promise.resolve('') } });
    await assert.rejects(failing, { message: 'no memory' });
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const reading = textOf(Buffer.alloc(5_000_000, 'x'), { signal: controller.signal, onBytes: () => controller.abort() });
    await assert.rejects(reading, { name: 'AbortError' });
  });

  it('finds lines and columns of offsets', async () => {
    const path = join(folder, 'lines');
    const lines = `${'x'.repeat(99)}\n`.repeat(30_000);
    await writeFile(path, lines);
    const positions = await positionsInFile(path, [0, 99, 100, 2_000_050, 3_000_000]);
    assert.deepEqual(
      [...positions],
      [
        [0, { line: 1, column: 1 }],
        [99, { line: 1, column: 100 }],
        [100, { line: 2, column: 1 }],
        [2_000_050, { line: 20_001, column: 51 }],
        [3_000_000, { line: 30_001, column: 1 }],
      ],
    );
  });

  async function walked(...paths: string[]): Promise<readonly string[]> {
    const files = await walkFiles(paths.map((path) => join(folder, path)));
    return files.map(({ path, passedOver, lost }) => [path, passedOver, lost ? 'lost' : null].filter((part) => part !== null).join(' | '));
  }

  it('walks folders in the order of paths and takes each file once', async () => {
    await mkdir(join(folder, 'a/members'), { recursive: true });
    for (const name of ['a/users.json', 'a/members/B.json', 'a/members/A.json', 'a/.DS_Store']) await writeFile(join(folder, name), 'x');
    await symlink(join(folder, 'a'), join(folder, 'a/members/again'));
    await symlink(join(folder, 'a/users.json'), join(folder, 'a/zweite.json'));
    await symlink(join(folder, 'nowhere'), join(folder, 'a/dead'));
    await mkdir(join(folder, 'a/.git'));
    assert.deepEqual(await walked('a', 'a/users.json'), [
      '.DS_Store',
      '.git | a hidden folder',
      'dead | a link that leads nowhere | lost',
      'members/A.json',
      'members/B.json',
      'members/again | a link to a folder that is read already',
      'users.json',
    ]);
  });

  it('names files relative to what the paths have in common', async () => {
    await mkdir(join(folder, 'x/y'), { recursive: true });
    await mkdir(join(folder, 'z'));
    for (const name of ['x/y/1.json', 'z/2.json', '3.json']) await writeFile(join(folder, name), 'x');
    assert.deepEqual(await walked('x/y', 'z'), ['x/y/1.json', 'z/2.json']);
    assert.deepEqual(await walked('3.json'), ['3.json']);
    assert.deepEqual(await walked('x'), ['y/1.json']);
  });

  it('does not open what is no file', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    assert.deepEqual(await walked('.'), ['pipe | no file, but a device, a socket or a pipe']);
  });

  it('throws for a path that is not there', async () => {
    await assert.rejects(walkFiles([join(folder, 'missing')]), { code: 'ENOENT' });
  });
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { HashThread, sha256Of, sharedBuffer } from '../../src/input/hashThread';

describe('a thread that hashes', () => {
  let hashes: HashThread;
  beforeEach(() => {
    hashes = new HashThread();
  });
  afterEach(() => hashes.close());

  const shared = (text: string): Buffer => {
    const bytes = sharedBuffer(Buffer.byteLength(text));
    bytes.write(text);
    return bytes;
  };
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

  it('keeps files apart that are read by turns, and takes an empty one', async () => {
    const [one, two, none] = [hashes.hash(), hashes.hash(), hashes.hash()];
    await Promise.all([one.update(shared('a')), two.update(shared('b')), one.update(shared('c').subarray(0))]);
    assert.deepEqual(
      await Promise.all([two.digest(), none.digest(), one.digest()]),
      ['b', '', 'ac'].map((text) => sha256(text)),
    );
  });

  it('takes the part of a buffer that it is given', async () => {
    const hash = hashes.hash();
    await hash.update(shared('0123456789').subarray(3, 5));
    assert.equal(await hash.digest(), sha256('34'));
  });

  it('tells whoever waits, and whoever comes, that it has ended', async () => {
    const hash = hashes.hash();
    const waiting = assert.rejects(hash.update(sharedBuffer(1 << 24)), /could not be hashed: the thread has ended/);
    await hashes.close();
    await waiting;
    await assert.rejects(hash.digest(), /the thread has ended/);
  });

  it('ends without having been started', async () => {
    await hashes.close();
  });

  it('is not needed for what is at hand as a whole, which may be overwritten at once', async () => {
    const bytes = shared('abc');
    const hashed = sha256Of(bytes);
    bytes.fill('x');
    assert.equal(await hashed, sha256('abc'));
  });
});

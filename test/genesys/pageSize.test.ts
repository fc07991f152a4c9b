import assert from 'node:assert/strict';
import { RequestError, type RequestErrorReason } from '../../src/http/requestError';
import { PageSize } from '../../src/genesys/pageSize';

describe('PageSize', () => {
  it('starts large and stays there where the server takes it', async () => {
    const server = acceptingUpTo(1000);
    const size = new PageSize();
    assert.equal(await size.fit(500, server.read), 500);
    assert.deepEqual(server.asked, [500]);
  });

  const objections: readonly [reason: RequestErrorReason, status: number][] = [
    ['rateLimited', 429],
    ['tooLarge', 413],
    ['refused', 400],
    ['timeout', 408],
    ['serverError', 504],
    ['connectionLost', 0],
  ];
  for (const [reason, status] of objections) {
    it(`takes ${reason} for an objection, and remembers what went through`, async () => {
      const server = acceptingUpTo(100, reason, status);
      const size = new PageSize();
      assert.equal(await size.fit(500, server.read), 100);
      assert.equal(await size.fit(500, server.read), 100);
      assert.deepEqual(server.asked, [500, 200, 100, 100]);
    });
  }

  it('falls back to 25, which is then slower and no smaller', async () => {
    const server = acceptingUpTo(25);
    const size = new PageSize();
    assert.equal(await size.fit(500, server.read), 25);
    assert.equal(size.current, 25);
    assert.deepEqual(server.large, [true, true, true, true, false]);
  });

  it('goes back to large pages when the rate was all that the server objected to', async () => {
    let asked = 0;
    const size = new PageSize();
    // Everything is refused until the client has waited, at 25.
    const page = await size.fit(500, (count) => {
      asked++;
      return count > 25 ? Promise.reject(failure('rateLimited', 429)) : Promise.resolve({ page: count, undisturbed: false });
    });
    assert.deepEqual([page, asked, size.current], [25, 5, 500]);
  });

  it('throws what the smallest page threw, and learns nothing from it', async () => {
    const size = new PageSize();
    await assert.rejects(
      size.fit(500, () => Promise.reject(failure('refused', 400))),
      { reason: 'refused' },
    );
    assert.equal(size.current, 500);
  });

  for (const reason of ['forbidden', 'unauthorized', 'notGenesys', 'badAnswer'] as const) {
    it(`does not ask for less because of ${reason}`, async () => {
      let asked = 0;
      const read = () => {
        asked++;
        return Promise.reject(failure(reason, 403));
      };
      await assert.rejects(new PageSize().fit(500, read), { reason });
      assert.equal(asked, 1);
    });
  }

  it('asks for no more than is wanted', async () => {
    const server = acceptingUpTo(1000);
    assert.equal(await new PageSize().fit(7, server.read), 7);
    assert.equal(await new PageSize().fit(0, server.read), 0);
  });
});

function acceptingUpTo(limit: number, reason: RequestErrorReason = 'rateLimited', status = 429) {
  const asked: number[] = [];
  const large: boolean[] = [];
  const read = (count: number, isLarge: boolean) => {
    asked.push(count);
    large.push(isLarge);
    return count > limit ? Promise.reject(failure(reason, status)) : Promise.resolve({ page: count, undisturbed: true });
  };
  return { asked, large, read };
}

function failure(reason: RequestErrorReason, status: number): RequestError {
  return new RequestError({ reason, status, message: reason });
}

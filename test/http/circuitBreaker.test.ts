import assert from 'node:assert/strict';
import { CircuitBreaker } from '../../src/http/circuitBreaker';
import { RequestError, type RequestErrorReason } from '../../src/http/requestError';
import { FakeClock } from './fakeClock';

describe('CircuitBreaker', () => {
  it('opens after four requests in a row that were given up, says why, and lets one try a minute later', () => {
    const clock = new FakeClock();
    const breaker = new CircuitBreaker('api.example', clock);
    for (let index = 0; index < 4; index++) {
      breaker.check();
      breaker.gaveUp(failure('serverError'));
    }
    const open = {
      name: 'RequestError',
      reason: 'serverError',
      status: 503,
      message: /^4 requests to api\.example failed.*The last one: It said/,
    };
    assert.throws(() => breaker.check(), open);
    clock.pass(60_000);
    breaker.check();
    assert.throws(() => breaker.check(), open);
    breaker.succeeded();
    breaker.check();
    breaker.check();
  });

  it('stays closed while anything succeeds', () => {
    const breaker = new CircuitBreaker('api.example', new FakeClock());
    for (let index = 0; index < 40; index++) {
      breaker.gaveUp(failure('timeout'));
      if (index % 3 === 2) breaker.succeeded();
      breaker.check();
    }
  });

  const itsOwn: readonly RequestErrorReason[] = ['forbidden', 'notFound', 'refused', 'conflict', 'badAnswer', 'tooLarge'];
  for (const reason of itsOwn) {
    it(`does not count ${reason}, which says something of one request`, () => {
      const breaker = new CircuitBreaker('api.example', new FakeClock());
      for (let index = 0; index < 40; index++) breaker.gaveUp(failure(reason));
      breaker.check();
    });
  }
});

function failure(reason: RequestErrorReason): RequestError {
  return new RequestError({ reason, status: 503, message: 'It said no.' });
}

import assert from 'node:assert/strict';
import { errorBody, startRig } from './testOrg';

describe('a client that Genesys tells to wait', () => {
  for (const [header, waitMs] of [
    ['1', 1000],
    [new Date(Date.parse('2026-11-23T10:00:09Z')).toUTCString(), 9000],
  ] as const) {
    it(`waits exactly as long as "Retry-After: ${header}" says, also behind many requests`, async () => {
      const busy = await startRig({ requestsPerMinute: 300 });
      try {
        for (let index = 0; index < 200; index++) await busy.client.listUsers({ active: true, startIndex: 1, count: 0 });
        let times = 0;
        busy.org.intercept = (request) =>
          request.path.includes('/users') && times++ < 1 ? errorBody(429, 'too.many', 'x', { 'retry-after': header }) : undefined;
        const before = busy.clock.now();
        await busy.client.listUsers({ active: true, startIndex: 1, count: 25 });
        assert.equal(busy.clock.now() - before, waitMs);
      } finally {
        await busy.close();
      }
    });
  }
});

import nodeFetch from 'node-fetch';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { sharedBudget } from '../../src/genesys/sharedBudget';
import type { Token } from '../../src/genesys/token';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import type { Fetch } from '../../src/http/http';
import { fastClock } from './fastClock';

export interface ReaderTask {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly token: Token;
  readonly requestsPerMinute: number;
  readonly requests: number;
  /** Of the clock, in milliseconds since 1970. */
  readonly epoch: number;
}

/** Run as a process of its own by sharedBudget.test.ts: reads single users, four at a time, like one window of several; tells the status of each answer. */
async function read({ baseUrl, clientId, token, requestsPerMinute, requests, epoch }: ReaderTask): Promise<void> {
  const connection = connectionForUrl(baseUrl);
  const clock = fastClock(epoch);
  const tokens = new TokenProvider(connection, { clientId, clientSecret: '' }, { clock, initial: token });
  const fetch: Fetch = async (url, init) => {
    const answer = await nodeFetch(url, init);
    process.send?.(answer.status);
    return answer;
  };
  const client = new GenesysClient(connection, tokens, {
    clock,
    fetch,
    requestsPerMinute,
    sharedBudget: sharedBudget(connection, clientId),
  });
  const rest = Array.from({ length: requests }).keys();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const index of rest) await client.getUser(`nobody-${process.pid}-${index}`);
    }),
  );
  client.close();
  process.disconnect();
}

process.once('message', (task: ReaderTask) => void read(task));

import { RequestError } from '../http/requestError';
import type { GenesysClient } from './client';

/** What a snapshot asks of an org. */
export type SnapshotReader = Pick<GenesysClient, 'listUsers' | 'listGroups' | 'getUser' | 'getGroup' | 'readIfAllowed'>;

const baseMs = 15 * 60_000;

/**
 * When a snapshot is given up: a quarter of an hour, and as long as its requests may take at the rate, which is known only once the org has
 * said how much it holds. Every single request has a deadline of its own (`TransportOptions.deadlineMs`), which is added at the most.
 */
export class SnapshotDeadline {
  private until: number;

  constructor(
    private readonly client: SnapshotReader & Pick<GenesysClient, 'now' | 'requestsPerMinute'>,
    private readonly allowedMs = baseMs,
  ) {
    this.until = client.now() + allowedMs;
  }

  /** The org is so large that so many requests are needed at the most. */
  allow(requests: number): void {
    this.until += (requests / this.client.requestsPerMinute) * 60_000;
  }

  /** The client, which throws RequestError `timeout` from the deadline on. */
  reader(): SnapshotReader {
    const { client } = this;
    return {
      listUsers: (query, signal) => (this.check(), client.listUsers(query, signal)),
      listGroups: (query, signal) => (this.check(), client.listGroups(query, signal)),
      getUser: (id, signal) => (this.check(), client.getUser(id, signal)),
      getGroup: (id, signal) => (this.check(), client.getGroup(id, signal)),
      readIfAllowed: (path, task, signal) => (this.check(), client.readIfAllowed(path, task, signal)),
    };
  }

  private check(): void {
    if (this.client.now() <= this.until) return;
    const minutes = Math.round(this.allowedMs / 60_000).toLocaleString('en-US');
    throw new RequestError({
      reason: 'timeout',
      message:
        `Reading the org has taken ${minutes} minutes more than its size explains, so it was given up. Look at the requests that failed or ` +
        'waited (in the log), and take the snapshot again when the service is well.',
    });
  }
}

import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** In front of a server of this machine: passes everything on, and holds chosen PATCH requests until they are let go. */
export interface HeldServer {
  readonly url: string;
  /** PATCH requests that arrived. */
  readonly patches: number;
  /** Holds the PATCH requests from the `count`-th of the next ones on. */
  holdFrom(count: number): void;
  /** Lets go what is held, and holds nothing more. */
  letGo(): void;
  close(): Promise<void>;
}

export async function startHeldServer(target: string): Promise<HeldServer> {
  const held: (() => void)[] = [];
  let [patches, from] = [0, Infinity];
  const server = createServer((message, response) => {
    const isPatch = message.method === 'PATCH';
    if (isPatch) patches += 1;
    const isHeld = isPatch && patches >= from;
    // Read first: what was sent arrives, whatever becomes of the sender while it is held.
    buffer(message).then(
      (body) => {
        const pass = (): void => passOn(message, body, response, target);
        if (isHeld && from !== Infinity) held.push(pass);
        else pass();
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get patches() {
      return patches;
    },
    holdFrom: (count) => (from = patches + count),
    letGo: () => {
      from = Infinity;
      for (const pass of held.splice(0)) pass();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function passOn(message: IncomingMessage, body: Buffer, response: ServerResponse, target: string): void {
  const options = { method: message.method ?? 'GET', headers: message.headers };
  const forward = send(new URL(message.url ?? '/', target), options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  forward.once('error', () => response.destroy());
  forward.end(body);
}

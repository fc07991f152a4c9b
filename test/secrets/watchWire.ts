import http from 'node:http';
import https from 'node:https';
import type { Recorder } from './recorder';
import { bytesOf, wrap } from './wrap';

const credentialHeaders = new Set(['authorization', 'proxy-authorization']);

/**
 * Learns secrets where they are used, so that no test and no server has to tell them: what a request carries in its `Authorization`, sent or
 * received, and the access tokens in the answers of a login. Those of the environment, too.
 */
export function watchWire(recorder: Recorder): void {
  recorder.learn(process.env.SCIM_PREFLIGHT_CLIENT_SECRET);
  recorder.learn(process.env.SCIM_PREFLIGHT_OKTA_TOKEN);
  for (const { prototype } of [http.Server, https.Server]) {
    wrap(prototype, 'emit', (emit, args) => {
      const [event, request, response] = args;
      if (event === 'request' && request instanceof http.IncomingMessage && response instanceof http.ServerResponse) {
        for (const name of credentialHeaders) learnHeader(recorder, request.headers[name]);
        if (request.url?.includes('/oauth/') === true) learnAnswer(recorder, response);
      }
      return emit(...args);
    });
  }
  wrap(http.OutgoingMessage.prototype, 'setHeader', (setHeader, args) => {
    if (credentialHeaders.has(String(args[0]).toLowerCase())) learnHeader(recorder, args[1]);
    return setHeader(...args);
  });
}

function learnHeader(recorder: Recorder, header: unknown): void {
  const [, scheme = '', credentials = ''] = /^(\w+)\s+(.*)$/s.exec(typeof header === 'string' ? header : '') ?? [];
  recorder.learn(credentials);
  if (scheme.toLowerCase() !== 'basic') return;
  const [, secret = ''] = Buffer.from(credentials, 'base64').toString().split(/:(.*)/s);
  recorder.learn(secret);
}

function learnAnswer(recorder: Recorder, response: object): void {
  for (const name of ['write', 'end']) {
    wrap(response, name, (send, args) => {
      const text = bytesOf(args[0], args[1]).toString();
      for (const [, token] of text.matchAll(/"access_token"\s*:\s*"([^"]+)"/g)) recorder.learn(token);
      return send(...args);
    });
  }
}

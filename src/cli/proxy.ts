import { HttpsProxyAgent } from 'https-proxy-agent';
import nodeFetch from 'node-fetch';
import { getProxyForUrl } from 'proxy-from-env';
import type { Fetch } from '../http/http';
import { RequestError } from '../http/requestError';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
const agents = new Map<string, HttpsProxyAgent<string>>();

/**
 * Sends through the proxy that HTTPS_PROXY (HTTP_PROXY for http) names, past it where NO_PROXY says so and to this machine itself, over
 * kept-alive connections. The command line needs it; in VS Code the extension host gives node:http the user's proxy and certificates. Throws
 * RequestError `proxy`.
 */
export const fetchThroughProxy: Fetch = async (url, init) => {
  const proxy = loopback.has(new URL(url).hostname) ? '' : getProxyForUrl(url);
  if (proxy === '') return nodeFetch(url, init);
  try {
    return await nodeFetch(url, { ...init, agent: agentFor(proxy, url) });
  } catch (error) {
    throw isConnecting(error) ? unreachable(proxy, url, error) : error;
  }
};

function agentFor(proxy: string, url: string): HttpsProxyAgent<string> {
  const known = agents.get(proxy);
  if (known) return known;
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    throw new RequestError({
      reason: 'proxy',
      message: `${variableFor(url)} names no proxy that can be used. It is a URL such as http://proxy.example:8080, or http://user:password@proxy.example:8080.`,
    });
  }
  const agent = new HttpsProxyAgent(proxy, { keepAlive: true, maxSockets: 16 });
  agents.set(proxy, agent);
  return agent;
}

/** With a proxy only its own address is looked up and connected to. */
function isConnecting(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH' || code === 'ETIMEDOUT';
}

/** Of the proxy's address only the host is said: it may hold a password. */
function unreachable(proxy: string, url: string, cause: unknown): RequestError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new RequestError({
    reason: 'proxy',
    message:
      `The proxy ${new URL(proxy).host} cannot be reached${code}. Check ${variableFor(url)}; where ${new URL(url).host} is reached without a ` +
      'proxy, name it in NO_PROXY.',
    cause,
  });
}

const variableFor = (url: string): string => (url.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY');

import type { Fetch } from '../http/http';

/**
 * Sends without an agent of our own: with `http.proxySupport` set to `on`, VS Code leads only such requests through the user's proxy
 * (@vscode/proxy-agent, the patch of node:http). Node's own agent keeps connections open, too.
 */
export const hostFetch: Fetch = async (url, init) => {
  const { default: nodeFetch } = await import('node-fetch');
  const bare = { ...init };
  delete bare.agent;
  return nodeFetch(url, bare);
};

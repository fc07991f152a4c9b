import type { SandboxRequest } from './httpMessages';
import { scimError, type Reply } from './reply';
import type { SandboxSwitches } from './switches';

/** A resource as an answer, with its ETag; 304 where the client has that version already. */
export function resourceReply(request: SandboxRequest, version: number, resource: () => unknown, status = 200): Reply {
  const headers = { ETag: `"${version}"` };
  const known = request.headers['if-none-match'];
  if (request.method === 'GET' && known !== undefined && namesVersion(known, version)) return { status: 304, headers };
  return { status, headers, body: resource() };
}

/**
 * `If-Match`. The documentation says 400 `invalidVers`, the declaration 409, the first documentation 412: a switch.
 *
 * @throws Refusal where the version is another one.
 */
export function checkVersion(request: SandboxRequest, version: number, switches: SandboxSwitches): void {
  const wanted = request.headers['if-match'];
  if (wanted === undefined || wanted.trim() === '*' || namesVersion(wanted, version)) return;
  const status = Number(switches.stale);
  throw scimError(status, status === 400 ? 'invalidVers' : null, 'Version does not match current version.');
}

function namesVersion(header: string, version: number): boolean {
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '').replace(/^"|"$/g, '') === String(version));
}

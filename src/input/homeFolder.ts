import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The folder that the extension and the command line of one user share: `~/.scim-preflight` (product.md, section 11), or the absolute path
 * in `SCIM_PREFLIGHT_HOME`. It need not exist; whoever writes into it makes it, for its owner alone.
 */
export function homeFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const chosen = environment.SCIM_PREFLIGHT_HOME ?? '';
  return isAbsolute(chosen) ? chosen : join(homedir(), '.scim-preflight');
}

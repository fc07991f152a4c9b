import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RecordHead } from './recorder';

/** Not noted at all, for they hold nothing that a run makes known. */
const unwatchedFiles: readonly { readonly why: string; readonly is: (file: string) => boolean }[] = [
  {
    why: 'tsx keeps compiled test files there, and with them the secrets that tests spell out',
    is: (file) => file.startsWith(path.join(tmpdir(), 'tsx-')),
  },
  { why: 'packages as they are fetched', is: (file) => file.includes(`${path.sep}node_modules${path.sep}`) },
  { why: 'a picture, compressed: no text can be found in it', is: (file) => /\.(png|jpe?g)$/.test(file) },
];

const unwatchedCommands: readonly { readonly why: string; readonly is: (file: string) => boolean }[] = [
  { why: 'esbuild answers with compiled test files, as above', is: (file) => /^esbuild(\.exe)?$/.test(path.basename(file)) },
];

/** Where secrets are to be found: since showing them is the purpose, or since it is not our doing. */
const allowedPlaces: readonly { readonly why: string; readonly is: (head: RecordHead) => boolean }[] = [
  {
    why: '`token` prints the access token: it is asked for by whoever pastes it into Okta (product.md, section 11)',
    is: (head) => isStdout(head) && commandOf(head.command)[0] === 'token',
  },
  {
    why: '`sandbox` prints the credentials of the org that it serves, in one line (product.md, section 11)',
    is: (head) =>
      isStdout(head) && commandOf(head.command)[0] === 'sandbox' && !['push', 'export'].includes(commandOf(head.command)[1] ?? ''),
  },
  {
    why: "the HTTP client of Genesys' own SDK hangs a request with its headers on its errors; tests alone use it, to hold the sandbox against it",
    is: (head) => head.kind === 'error' && head.name === 'AxiosError',
  },
];

export function notWatched(file: string): boolean {
  return unwatchedFiles.some(({ is }) => is(file));
}

export function notWatchedCommand(file: string): boolean {
  return unwatchedCommands.some(({ is }) => is(file));
}

export function isAllowed(head: RecordHead): boolean {
  return allowedPlaces.some(({ is }) => is(head));
}

function isStdout(head: RecordHead): boolean {
  return head.kind === 'printed' && head.name.startsWith('stdout');
}

/** What stands behind our command line's file. */
function commandOf(command: readonly string[]): readonly string[] {
  const at = command.findIndex((part) => /(^|[\\/])cli\.(js|ts)$/.test(part));
  return at === -1 ? [] : command.slice(at + 1);
}

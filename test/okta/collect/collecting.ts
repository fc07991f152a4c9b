import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { CollectOptions, CollectResult } from '../../../src/okta/collect/collect';
import { collectExport } from '../../../src/okta/collect/collectExport';
import type { OktaIntercept } from '../../../src/sandbox/oktaSide';
import type { Reply } from '../../../src/sandbox/reply';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/sandbox';

/** A sandbox whose Okta side a test can bend, and folders that go away with it. */
export class OktaOrg {
  intercept: OktaIntercept | null = null;
  /** Paths with query, in the order in which they were asked for. */
  readonly asked: string[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    private readonly folders: string,
  ) {}

  static async start(options: SandboxOptions = {}): Promise<OktaOrg> {
    const bend: { org: OktaOrg | null } = { org: null };
    const sandbox = await startSandbox({
      requestsPerMinute: 0,
      oktaRequestsPerMinute: 0,
      oktaIntercept: (request, usual) => {
        bend.org?.asked.push(`${request.path}?${request.query.toString()}`);
        return bend.org?.intercept?.(request, usual) ?? usual();
      },
      ...options,
    });
    bend.org = new OktaOrg(sandbox, await mkdtemp(join(tmpdir(), 'collect-')));
    return bend.org;
  }

  /** A path that is not there yet. */
  folder(name: string): string {
    return join(this.folders, name);
  }

  options(name: string, more: Partial<CollectOptions> = {}): CollectOptions {
    const { oktaUrl: origin, oktaToken: token } = this.sandbox;
    return { origin, token, app: null, folder: this.folder(name), resume: true, ...more };
  }

  async collect(name: string, more: Partial<CollectOptions> = {}): Promise<CollectResult> {
    return collectExport(this.options(name, more));
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    await rm(this.folders, { recursive: true });
  }
}

/** Okta's answer where it refuses something. */
export const refusal = (status: number, errorCode = 'E0000006', headers: Reply['headers'] = {}): Reply => ({
  status,
  headers,
  body: {
    errorCode,
    errorSummary: 'You do not have permission to perform the requested action',
    errorLink: errorCode,
    errorId: 'oae',
    errorCauses: [],
  },
});

/** Answers requests whose path and query fit in its own way, so many times. */
export function at(pattern: RegExp, answer: (usual: Reply) => Reply, times = Infinity): OktaIntercept {
  let left = times;
  return (request, usual) => (pattern.test(`${request.path}?${request.query.toString()}`) && left-- > 0 ? answer(usual()) : usual());
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  const [outcome] = await Promise.allSettled([promise]);
  assert.equal(outcome.status, 'rejected');
  assert.ok(outcome.reason instanceof Error);
  return outcome.reason;
}

/** Every file below a folder with the hash of its bytes, by path; the manifest without its time. */
export async function hashesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  for (const path of await pathsIn(folder)) {
    const text = await readFile(join(folder, path), 'latin1');
    const timeless = path === 'okta-export.json' ? text.replace(/"collectedAt": "[^"]+"/, '"collectedAt": ""') : text;
    hashes.set(path, createHash('sha256').update(timeless, 'latin1').digest('hex'));
  }
  assert.ok(hashes.size > 0);
  return hashes;
}

export async function pathsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

export interface ManifestText {
  readonly complete: boolean;
  readonly collectedAt: string;
  readonly oktaDomain: string;
  readonly oktaApp: { readonly id: string; readonly label: string };
  readonly files: readonly {
    readonly path: string;
    readonly kind: string;
    readonly group?: string;
    readonly records: number;
    readonly sha256: string;
  }[];
  readonly missing?: readonly { readonly kind: string; readonly group?: string; readonly status?: number; readonly message: string }[];
}

export async function manifestIn(folder: string): Promise<ManifestText> {
  return JSON.parse(await readFile(join(folder, 'okta-export.json'), 'utf8')) as ManifestText;
}

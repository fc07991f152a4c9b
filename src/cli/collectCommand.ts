import { Command, Option } from 'commander';
import type { CollectProgress, CollectResult } from '../okta/collect/collect';
import { collectExport } from '../okta/collect/collectExport';
import { folderState } from '../okta/collect/collectState';
import { confirmedOktaDomain } from '../okta/collect/oktaDomain';
import { displayName } from '../report/words';
import { fetchThroughProxy } from './proxy';
import type { Terminal } from './terminal';

interface CollectCommandOptions {
  readonly oktaDomain: string;
  readonly confirmDomain?: string;
  readonly oktaApp?: string;
  readonly out: string;
  readonly allGroups?: boolean;
  readonly format: 'text' | 'json';
}

/** `collect`: exit code 0 all whole, 3 where something is incomplete, 1 error (product.md, section 11). */
export function collectCommand(terminal: Terminal): Command {
  return new Command('collect')
    .description('Save from Okta all that a plan needs. The API token is taken from SCIM_PREFLIGHT_OKTA_TOKEN; nothing is changed in Okta.')
    .requiredOption('--okta-domain <domain>', 'the Okta org, for instance contoso.okta.com')
    .option('--confirm-domain <domain>', "the same once more, where it is the org's own domain")
    .option('--okta-app <id or label>', 'the app that feeds Genesys Cloud; needed where the org has several')
    .requiredOption('--out <folder>', 'a new or empty folder, or one in which a collection was broken off: then it goes on')
    .option('--all-groups', 'the members of every group, not only of those that are pushed')
    .addOption(new Option('--format <format>', 'how the result is written').choices(['text', 'json']).default('text'))
    .action(async (options: CollectCommandOptions) => {
      const result = await collect(options, terminal);
      await terminal.write(options.format === 'json' ? [`${JSON.stringify(asJson(result), null, 2)}\n`] : asText(result));
      terminal.exitCode = result.problems.some((one) => one.level === 'incomplete') ? 3 : 0;
    });
}

async function collect(options: CollectCommandOptions, terminal: Terminal): Promise<CollectResult> {
  const { origin } = confirmedOktaDomain(options.oktaDomain, options.confirmDomain ?? null);
  const token = terminal.environment.SCIM_PREFLIGHT_OKTA_TOKEN ?? '';
  if (token === '') {
    throw new Error(
      'Set SCIM_PREFLIGHT_OKTA_TOKEN to an API token of the Okta org (Admin Console, Security > API > Tokens), made as a Read-only Administrator.',
    );
  }
  const before = await folderState(options.out);
  if (before.kind === 'resumable')
    terminal.say(`${options.out}: going on with the collection that was begun at ${before.head.collectedAt}.`);
  try {
    return await collectExport({
      origin,
      token,
      app: options.oktaApp ?? null,
      folder: options.out,
      allGroups: options.allGroups === true,
      resume: true,
      fetch: fetchThroughProxy,
      signal: terminal.signal,
      onProgress: (progress) => terminal.progress(progressLine(progress)),
    });
  } catch (error) {
    if (await isResumable(options.out)) terminal.say(`${options.out} is not complete. Run the same command again to go on.`);
    throw error;
  } finally {
    terminal.endProgress();
  }
}

async function isResumable(folder: string): Promise<boolean> {
  try {
    return (await folderState(folder)).kind === 'resumable';
  } catch {
    return false;
  }
}

function progressLine({ phase, records, requests, groups, waitingMs }: CollectProgress): string {
  const counts = `${records} records, ${requests} requests`;
  if (waitingMs > 0) return `Okta allows no more requests for ${Math.ceil(waitingMs / 1000)} s (${counts})`;
  return `${groups === null ? '' : `group ${Math.min(groups.done + 1, groups.total)} of ${groups.total}, `}${displayName(phase)}: ${counts}`;
}

function asJson({ folder, app, collectedAt, files, records, requests, retries, waitedMs, problems }: CollectResult): object {
  return { folder, oktaApp: app, collectedAt, files, records, requests, retries, waitedMs, problems };
}

function asText({ folder, app, files, records, requests, waitedMs, problems }: CollectResult): readonly string[] {
  const counts = [
    `${records.users ?? 0} users`,
    `${records.groups ?? 0} groups`,
    `${records.groupMembers ?? 0} memberships`,
    `${records.appUsers ?? 0} assignments`,
    `${records.pushMappings ?? 0} push mappings`,
  ];
  const waited = waitedMs < 1000 ? '' : `, ${Math.round(waitedMs / 1000)} s of waiting for Okta's rate limits`;
  const whole = problems.some((one) => one.level === 'incomplete') ? 'not everything could be read' : 'complete';
  return [
    `${displayName(folder)}: ${displayName(app.label)} (${app.id}), ${counts.join(', ')} in ${files.length} files; ${whole}.\n`,
    ...problems.map((one) => `${one.level}: ${displayName(one.message)}\n`),
    `${requests} requests${waited}.\n`,
  ];
}

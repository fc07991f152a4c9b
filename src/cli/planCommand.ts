import { Command, Option } from 'commander';
import { readGroupFacts } from '../genesys/groupFacts';
import { connectionForUrl } from '../genesys/regions';
import { readSnapshot } from '../genesys/snapshotFile';
import { estimateSnapshot } from '../genesys/estimateSnapshot';
import { pageMemory } from '../genesys/pageMemory';
import { takeSnapshot } from '../genesys/takeSnapshot';
import { WaitingProgress } from '../genesys/waitingProgress';
import { countryCode } from '../mapping/phone';
import { importMemory } from '../okta/lastImports';
import { readExport } from '../okta/readExport';
import type { Source } from '../okta/source';
import { planOutcome } from '../plan/outcome';
import type { Plan } from '../plan/plan';
import { buildPlan } from '../plan/buildPlan';
import { serializePlan } from '../plan/planFile';
import { planWithFacts } from '../plan/planWithFacts';
import { defaultSettings, type AskedSettings, type ProvisioningFeature } from '../plan/settings';
import { planCsv } from '../report/csvReport';
import { planHtml } from '../report/htmlReport';
import { planMarkdown } from '../report/markdownReport';
import { planToText } from '../report/textReport';
import { collected, confirmedMembers, features, percentage, pointInTime, wholeNumber } from './options';
import { snapshotProgressWords } from '../genesys/snapshotProgress';
import { addTargetOptions, connect, connectionOf, credentialsOf, type TargetOptions } from './target';
import type { Terminal } from './terminal';
import { tool } from './tool';

const formats = ['text', 'json', 'markdown', 'csv', 'html'] as const;
type Format = (typeof formats)[number];

interface PlanOptions extends TargetOptions {
  readonly okta: readonly string[];
  readonly snapshot?: readonly string[];
  readonly sandbox?: boolean;
  readonly mapping?: string;
  readonly oktaApp?: string;
  readonly phoneRegion?: string;
  readonly features?: readonly ProvisioningFeature[];
  readonly protect: readonly string[];
  readonly confirmMembers: Readonly<Record<string, number>>;
  readonly maxRemovals: number;
  readonly maxRemovalPercent: number;
  readonly maxAdds: number;
  readonly oktaBatch: number;
  readonly fewerPercent: number;
  readonly oldSnapshotHours: number;
  readonly maxRequestsPerMinute: number;
  readonly now?: string;
  readonly out?: string;
  readonly format: Format;
}

/** `plan`: exit code 0 nothing would change, 2 changes, 3 something is held, 1 error (product.md, section 11). */
export function planCommand(terminal: Terminal): Command {
  const command = new Command('plan')
    .description('Preview what Okta would change in Genesys Cloud.')
    .requiredOption('--okta <path...>', 'the Okta export: folders and files')
    .option('--snapshot <path...>', 'a saved snapshot, or SCIM list responses')
    .option('--sandbox', 'against the embedded sandbox org')
    .option('--mapping <file>', 'an Okta profile mapping to use instead of the one in the export')
    .option('--okta-app <id or label>', 'which Okta app feeds this org, where the export holds several')
    .option('--phone-region <region>', 'for national phone numbers, for instance US', countryCode)
    .option('--features <list>', 'what Okta is set to send: create,update,deactivate', features)
    .option('--protect <pattern>', 'a glob of group names that nobody may be taken out of (repeatable)', collected, [])
    .option('--confirm-members <group>=<n>', 'the number of members that Okta shows for a group (repeatable)', confirmedMembers, {})
    .option('--max-removals <n>', 'more removals than this need a review', wholeNumber(0), defaultSettings.maxRemovals)
    .option('--max-removal-percent <n>', 'so does more than this share of the members', percentage, defaultSettings.maxRemovalPercent)
    .option('--max-adds <n>', 'and more adds than this', wholeNumber(0), defaultSettings.maxAdds)
    .option('--okta-batch <n>', 'memberships that Okta sends in one request', wholeNumber(1), defaultSettings.oktaBatch)
    .option(
      '--fewer-percent <n>',
      'doubt what has shrunk by more than this since the last import',
      percentage,
      defaultSettings.fewerPercent,
    )
    .option(
      '--old-snapshot-hours <n>',
      'a saved snapshot older than this is said to be old',
      wholeNumber(1),
      defaultSettings.oldSnapshotHours,
    )
    .option('--max-requests-per-minute <n>', 'of the Genesys API', wholeNumber(1), 300)
    .option('--now <time>', 'the time that ages are reckoned from', pointInTime)
    .option('--out <file>', 'write there instead of to stdout')
    .addOption(new Option('--format <format>', 'how the plan is written').choices(formats).default('text'))
    .action(async (options: PlanOptions) => {
      const plan = await makePlan(options, terminal);
      const text = render(plan, options.format, options.out === undefined ? terminal.width : undefined);
      await (options.out === undefined ? terminal.write(text) : terminal.writeFile(options.out, text));
      terminal.exitCode = { nothing: 0, changes: 2, held: 3 }[planOutcome(plan)] as 0 | 2 | 3;
    });
  return addTargetOptions(command);
}

async function makePlan(options: PlanOptions, terminal: Terminal): Promise<Plan> {
  const ways = [options.snapshot, options.sandbox, options.region ?? options.baseUrl].filter((one) => one !== undefined);
  if (ways.length !== 1) throw new Error('Say what to compare with: one of --snapshot, --sandbox, --region or --base-url.');
  const settings = settingsOf(options);
  const source = await readSource(options, settings, terminal);
  if (options.snapshot !== undefined) {
    const snapshot = await readSnapshot(options.snapshot, { signal: terminal.signal });
    terminal.endProgress();
    return buildPlan(source, snapshot, settings, tool);
  }
  if (options.sandbox !== true) {
    return planLive(source, settings, connectionOf(options), credentialsOf(terminal), options.maxRequestsPerMinute, terminal);
  }
  const { startSandbox } = await import('../sandbox/sandbox');
  const sandbox = await startSandbox({});
  try {
    const { clientId, clientSecret } = sandbox;
    return await planLive(
      source,
      settings,
      connectionForUrl(sandbox.baseUrl),
      { clientId, clientSecret },
      options.maxRequestsPerMinute,
      terminal,
    );
  } finally {
    await sandbox.close();
  }
}

async function planLive(
  source: Source,
  settings: AskedSettings,
  connection: Parameters<typeof connect>[0],
  credentials: Parameters<typeof connect>[1],
  requestsPerMinute: number,
  terminal: Terminal,
): Promise<Plan> {
  const { client, org } = await connect(connection, credentials, requestsPerMinute, terminal.signal);
  const progress = new WaitingProgress(client, (text) => terminal.progress(text));
  try {
    const known = { signal: terminal.signal, pageMemory: pageMemory(org) };
    // Counting costs requests of its own, for which nobody would see the words.
    const cost = terminal.isWatched ? await estimateSnapshot(client, known) : null;
    if (cost !== null) terminal.say(`${org.name}: ${cost.words}.`);
    const { requests: before } = client.statistics;
    const snapshot = await takeSnapshot(client, org, {
      ...known,
      onProgress: (counts) => progress.report(snapshotProgressWords({ ...counts, requests: counts.requests - before }, cost?.requests)),
    });
    const { plan } = await planWithFacts(source, snapshot, settings, tool, (ids) =>
      readGroupFacts(client, ids, terminal.signal, snapshot.groups),
    );
    return plan;
  } finally {
    progress.end();
    client.close();
    terminal.endProgress();
  }
}

async function readSource(options: PlanOptions, settings: AskedSettings, terminal: Terminal): Promise<Source> {
  const reading = {
    oktaApp: options.oktaApp ?? null,
    confirmedMembers: settings.confirmedMembers,
    now: settings.now,
    oldExportHours: settings.oldExportHours,
    fewerPercent: settings.fewerPercent,
    signal: terminal.signal,
    onProgress: ({ bytesRead, bytesTotal, path }: { bytesRead: number; bytesTotal: number; path: string }) =>
      terminal.progress(`${path}: ${Math.floor((bytesRead / Math.max(1, bytesTotal)) * 100)} %`),
  };
  const source = await readExport(options.okta, { ...reading, memory: importMemory(options.okta) });
  if (options.mapping === undefined) return source;
  const other = await readExport([options.mapping], { ...reading, oktaApp: null });
  if (!other.mapping)
    throw new Error(
      `${options.mapping} holds no profile mapping from Okta to an app with its expressions (GET /api/v1/mappings/{mappingId}).`,
    );
  return { ...source, mapping: other.mapping, trust: { ...source.trust, inputs: [...source.trust.inputs, ...other.trust.inputs] } };
}

function settingsOf(options: PlanOptions): AskedSettings {
  return {
    ...defaultSettings,
    now: options.now ?? new Date().toISOString(),
    maxRemovals: options.maxRemovals,
    maxRemovalPercent: options.maxRemovalPercent,
    maxAdds: options.maxAdds,
    oktaBatch: options.oktaBatch,
    fewerPercent: options.fewerPercent,
    oldSnapshotHours: options.oldSnapshotHours,
    protectedGroups: options.protect,
    features: options.features ?? null,
    phoneRegion: options.phoneRegion ?? null,
    confirmedMembers: options.confirmMembers,
  };
}

function render(plan: Plan, format: Format, width: number | undefined): Iterable<string> {
  switch (format) {
    case 'json':
      return serializePlan(plan);
    case 'text':
      return [planToText(plan, width === undefined ? {} : { width })];
    case 'markdown':
      return planMarkdown(plan);
    case 'csv':
      return planCsv(plan);
    case 'html':
      return planHtml(plan);
  }
}

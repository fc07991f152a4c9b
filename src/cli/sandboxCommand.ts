import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { writeSampleExport } from '../sandbox/sampleExport';
import { pushLikeOkta, readPushedSet, type PushModel } from '../sandbox/oktaPush';
import { parseFaults } from '../sandbox/faultRules';
import { startSandbox, type SandboxOptions } from '../sandbox/sandbox';
import { parseSwitches } from '../sandbox/switches';
import { requestToken } from '../genesys/token';
import { collected, wholeNumber } from './options';
import { addTargetOptions, connectionOf, credentialsOf, type TargetOptions } from './target';
import type { Terminal } from './terminal';

interface ServeOptions {
  readonly port: number;
  readonly seed?: string;
  readonly users?: number;
  readonly groups?: number;
  readonly faults?: string;
  readonly switch: readonly string[];
  readonly requestsPerMinute: number;
  readonly oktaRequestsPerMinute: number;
}

/** `sandbox`: an embedded org on loopback (product.md, section 12); prints one JSON line when it listens, and lives until it is told to stop. */
export function sandboxCommand(terminal: Terminal): Command {
  return new Command('sandbox')
    .description('Serve a Genesys Cloud org with sample data on loopback, and an Okta org that feeds it.')
    .option('--port <n>', 'any free one unless told', wholeNumber(0), 0)
    .option('--seed <snapshot>', 'serve the org of a snapshot file')
    .option('--users <n>', 'make an org of this size', wholeNumber(1))
    .option('--groups <n>', 'with so many groups', wholeNumber(0))
    .option('--faults <file>', 'fault rules: what goes wrong with which requests (README, "Faults")')
    .option('--switch <name>=<value>', 'how the server answers where that is not documented (repeatable)', collected, [])
    .option('--requests-per-minute <n>', 'of one token; 0 for no limit', wholeNumber(0), 300)
    .option('--okta-requests-per-minute <n>', 'of the Okta org; 0 for no limit', wholeNumber(0), 600)
    .action((options: ServeOptions) => serve(options, terminal))
    .addCommand(pushCommand(terminal).exitOverride())
    .addCommand(exportCommand(terminal).exitOverride());
}

async function serve(options: ServeOptions, terminal: Terminal): Promise<void> {
  const { port, requestsPerMinute, oktaRequestsPerMinute, seed, users, groups } = options;
  const sandbox = await startSandbox({
    port,
    requestsPerMinute,
    oktaRequestsPerMinute,
    switches: parseSwitches(options.switch),
    faults: options.faults === undefined ? [] : parseFaults(await readFile(options.faults, 'utf8'), options.faults),
    ...(seed === undefined ? {} : { seed }),
    ...sizeOf(users, groups),
  });
  const { baseUrl, loginUrl, clientId, clientSecret, oktaUrl, oktaToken } = sandbox;
  await terminal.write([`${JSON.stringify({ baseUrl, loginUrl, clientId, clientSecret, oktaUrl, oktaToken, pid: process.pid })}\n`]);
  await terminal.untilStopped();
  await sandbox.close();
}

interface PushOptions extends TargetOptions {
  readonly model: PushModel;
  readonly batch: number;
}

function pushCommand(terminal: Terminal): Command {
  const command = new Command('push')
    .description('Push a group of the sandbox as Okta would. The credentials come from the environment.')
    .argument('<group>', 'the name of the Okta group')
    .addOption(new Option('--model <model>', 'how Okta splits a full push').choices(['replace', 'batched']).default('replace'))
    .option('--batch <n>', 'memberships in a request of the batched model', wholeNumber(1), 256)
    .action(async (group: string, options: PushOptions) => {
      const connection = connectionOf(options);
      const { signal } = terminal;
      const oktaToken = terminal.environment.SCIM_PREFLIGHT_OKTA_TOKEN ?? '';
      if (oktaToken === '') throw new Error('Set SCIM_PREFLIGHT_OKTA_TOKEN to the oktaToken that the sandbox printed.');
      const { accessToken } = await requestToken(connection, credentialsOf(terminal), { signal });
      const members = await readPushedSet({ oktaUrl: connection.apiUrl, oktaToken, group, signal });
      const steps = await pushLikeOkta({
        baseUrl: connection.apiUrl,
        accessToken,
        group,
        members,
        model: options.model,
        batch: options.batch,
        signal,
      });
      await terminal.write(steps.map((step) => `${JSON.stringify(step)}\n`));
      if (steps.some((step) => step.refusal !== null)) terminal.exitCode = 3;
    });
  return addTargetOptions(command);
}

function exportCommand(terminal: Terminal): Command {
  return new Command('export')
    .description("Write the sample org's Okta export into a folder.")
    .argument('<folder>', 'a new or empty folder')
    .addOption(new Option('--form <form>', 'Management API JSON, or rockstar CSV').choices(['json', 'csv']).default('json'))
    .option('--users <n>', 'of an org of this size', wholeNumber(1))
    .option('--groups <n>', 'with so many groups', wholeNumber(0))
    .action(async (folder: string, options: { readonly form: 'json' | 'csv'; readonly users?: number; readonly groups?: number }) => {
      await writeSampleExport(folder, { form: options.form, ...sizeOf(options.users, options.groups) });
      terminal.say(`${folder}: the sample export is written.`);
    });
}

function sizeOf(users: number | undefined, groups: number | undefined): Pick<SandboxOptions, 'users' | 'groups'> {
  return { ...(users === undefined ? {} : { users }), ...(groups === undefined ? {} : { groups }) };
}

import { Command } from 'commander';
import { estimateSnapshot } from '../genesys/estimateSnapshot';
import { pageMemory } from '../genesys/pageMemory';
import type { RequestCounts } from '../genesys/snapshot';
import { writeSnapshot } from '../genesys/snapshotFile';
import { takeSnapshot } from '../genesys/takeSnapshot';
import { wholeNumber } from './options';
import { addTargetOptions, connect, connectionOf, credentialsOf, type TargetOptions } from './target';
import type { Terminal } from './terminal';

interface SnapshotOptions extends TargetOptions {
  readonly out: string;
  readonly maxRequestsPerMinute: number;
}

/** `snapshot`: exit code 3 where it is not complete (product.md, section 11). */
export function snapshotCommand(terminal: Terminal): Command {
  const command = new Command('snapshot')
    .description('Save the SCIM users and groups of a Genesys Cloud org.')
    .requiredOption('--out <file>', 'a *.scimsnapshot.ndjson')
    .option('--max-requests-per-minute <n>', 'of the Genesys API', wholeNumber(1), 300)
    .action(async (options: SnapshotOptions) => {
      const { client, org } = await connect(connectionOf(options), credentialsOf(terminal), options.maxRequestsPerMinute, terminal.signal);
      try {
        const known = { signal: terminal.signal, pageMemory: pageMemory(org) };
        terminal.say(`${org.name}: ${(await estimateSnapshot(client, known)).words}.`);
        const snapshot = await takeSnapshot(client, org, {
          ...known,
          onProgress: ({ phase, done, total }) => terminal.progress(`${phase}: ${done}${total === null ? '' : ` of ${total}`}`),
        });
        await writeSnapshot(snapshot, options.out);
        for (const one of snapshot.problems) terminal.say(`${one.level} ${one.code}: ${one.message}`);
        terminal.say(
          `${options.out}: ${snapshot.users.size} users, ${snapshot.groups.size} groups, ${snapshot.complete ? 'complete' : 'not complete'}.`,
        );
        if (snapshot.requests) terminal.say(requestWords(snapshot.requests));
        terminal.exitCode = snapshot.complete ? 0 : 3;
      } finally {
        client.close();
      }
    });
  return addTargetOptions(command);
}

/** "1,028 requests, 3 of them repeated; 3,372 avoided by large pages and by members in listings." */
function requestWords({ sent, retried, avoided }: RequestCounts): string {
  const [all, again, less] = [sent, retried, avoided].map((count) => count.toLocaleString('en-US'));
  return `${all ?? ''} requests, ${again ?? ''} of them repeated; ${less ?? ''} avoided by large pages and by members in listings.`;
}

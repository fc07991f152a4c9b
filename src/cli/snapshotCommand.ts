import { Command } from 'commander';
import { estimateSnapshot } from '../genesys/estimateSnapshot';
import { pageMemory } from '../genesys/pageMemory';
import { writeSnapshot } from '../genesys/snapshotFile';
import { takeSnapshot } from '../genesys/takeSnapshot';
import { WaitingProgress } from '../genesys/waitingProgress';
import { requestsWords } from '../report/requestsReport';
import { wholeNumber } from './options';
import { snapshotProgressWords } from '../genesys/snapshotProgress';
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
      const progress = new WaitingProgress(client, (text) => terminal.progress(text));
      try {
        const known = { signal: terminal.signal, pageMemory: pageMemory(org) };
        terminal.say(`${org.name}: ${(await estimateSnapshot(client, known)).words}.`);
        const snapshot = await takeSnapshot(client, org, {
          ...known,
          onProgress: (counts) => progress.report(snapshotProgressWords(counts)),
        });
        await writeSnapshot(snapshot, options.out);
        for (const one of snapshot.problems) terminal.say(`${one.level} ${one.code}: ${one.message}`);
        terminal.say(
          `${options.out}: ${snapshot.users.size} users, ${snapshot.groups.size} groups, ${snapshot.complete ? 'complete' : 'not complete'}.`,
        );
        if (snapshot.requests) terminal.say(requestsWords(snapshot.requests));
        terminal.exitCode = snapshot.complete ? 0 : 3;
      } finally {
        progress.end();
        client.close();
      }
    });
  return addTargetOptions(command);
}

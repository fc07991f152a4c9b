import { Command, Option } from 'commander';
import { requestToken } from '../genesys/token';
import { fetchThroughProxy } from './proxy';
import { addTargetOptions, connectionOf, credentialsOf, type TargetOptions } from './target';
import type { Terminal } from './terminal';

/** `token`: prints the token and its expiry (product.md, section 11). */
export function tokenCommand(terminal: Terminal): Command {
  const command = new Command('token')
    .description('Get an access token of the OAuth client, for the field API Token in Okta.')
    .addOption(new Option('--format <format>', 'how it is written').choices(['text', 'json']).default('text'))
    .action(async (options: TargetOptions & { readonly format: 'text' | 'json' }) => {
      const { accessToken, expiresAt } = await requestToken(connectionOf(options), credentialsOf(terminal), {
        signal: terminal.signal,
        fetch: fetchThroughProxy,
      });
      await terminal.write([options.format === 'json' ? `${JSON.stringify({ accessToken, expiresAt })}\n` : `${accessToken}\n`]);
      if (options.format === 'text') terminal.say(`Valid until ${expiresAt}.`);
    });
  return addTargetOptions(command);
}

import { Command } from 'commander';

const program = new Command('scim-preflight').description('See what Okta will do to Genesys Cloud before it does it.');
void program.parseAsync();

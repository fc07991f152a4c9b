import { copyFile } from 'node:fs/promises';
import { build, context } from 'esbuild';

/** Builds dist/extension.js and dist/cli.js, one bundle each. --watch rebuilds, --metafile prints what weighs how much. */
const watch = process.argv.includes('--watch');
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  minify: true,
  sourcemap: watch ? 'inline' : false,
  legalComments: 'none',
  logLevel: 'info',
  mainFields: ['module', 'main'],
  loader: { '.md': 'text' },
  // node-fetch asks for it where Node has no streams of the web, which every Node since 18 has.
  external: ['web-streams-polyfill/*'],
};
const bundles = [
  { ...shared, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', external: [...shared.external, 'vscode'] },
  { ...shared, entryPoints: ['src/cli.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
];
for (const options of bundles) {
  if (watch) await (await context(options)).watch();
  else await build(options);
}
// Shipped beside the bundles: VS Code checks and completes the files of package.json's jsonValidation by them.
await copyFile('src/plan/plan.schema.json', 'dist/scimplan.schema.json');
await copyFile('src/okta/okta-export.schema.json', 'dist/okta-export.schema.json');
await copyFile('src/mapping/lint/okta-mapping.schema.json', 'dist/okta-mapping.schema.json');
await copyFile('src/mapping/lint/okta-app-schema.schema.json', 'dist/okta-app-schema.schema.json');

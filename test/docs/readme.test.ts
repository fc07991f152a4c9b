import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Manifest {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
    readonly menus: { readonly commandPalette: readonly { readonly command: string; readonly when: string }[] };
  };
}

const root = path.join(import.meta.dirname, '..', '..');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const readme = read('README.md');

describe('README', () => {
  it('names every command of the palette, and none that is not there', () => {
    const { commands, menus } = manifest.contributes;
    const hidden = new Set(menus.commandPalette.filter((item) => item.when === 'false').map((item) => item.command));
    const titles = commands.filter((command) => !hidden.has(command.command)).map((command) => command.title);
    const table = section(readme, 'Commands');
    const named = [...table.matchAll(/\*\*([^*]+)\*\*/g)].map((match) => match[1]);
    assert.deepEqual([...named].sort(), [...titles].sort());
  });

  it('names every setting with its default', () => {
    const rows = new Map([...section(readme, 'Settings').matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm)].map((match) => [match[1], match[2]]));
    const properties = Object.entries(manifest.contributes.configuration.properties);
    assert.deepEqual([...rows.keys()].sort(), properties.map(([id]) => id).sort());
    for (const [id, property] of properties) {
      if (typeof property.default === 'number') assert.equal(rows.get(id), String(property.default), id);
    }
  });

  for (const name of ['README.md', 'CHANGELOG.md', 'media/how-to-export.md']) {
    it(`${name} links to files that are there`, () => {
      const folder = path.dirname(path.join(root, name));
      for (const [, target = ''] of read(name).matchAll(/\]\((?!https?:)([^)#]+)/g))
        assert.ok(existsSync(path.join(folder, target)), target);
    });
  }

  it('names npm scripts that are there', () => {
    const scripts = [...readme.matchAll(/npm run (?:-s )?([\w:]+)|npm (start|test)\b/g)].map((match) => match[1] ?? match[2] ?? '');
    assert.ok(scripts.includes('start') && scripts.includes('test'));
    for (const script of scripts) assert.ok(script in manifest.scripts, script);
  });
});

describe('CHANGELOG', () => {
  it('begins with the version of the package', () => {
    assert.equal(/^## (.+)$/m.exec(read('CHANGELOG.md'))?.[1], manifest.version);
  });

  it('names only commands and settings that are there', () => {
    const changelog = read('CHANGELOG.md');
    for (const [id] of changelog.matchAll(/scimPreflight\.[\w.]+\w/g)) assert.ok(id in manifest.contributes.configuration.properties, id);
    const titles = manifest.contributes.commands.map((command) => command.title);
    const bold = [...changelog.matchAll(/\*\*([^*]+…)\*\*/g)].map((match) => match[1] ?? '');
    for (const title of bold) assert.ok(titles.includes(title), title);
  });
});

/** The text of a section of second order. */
function section(text: string, heading: string): string {
  return text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
}

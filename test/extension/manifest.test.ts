import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/vscode/commandRegistry';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly menus?: Readonly<Record<string, readonly { readonly command?: string; readonly when?: string }[]>>;
    readonly keybindings?: readonly { readonly command: string }[];
    readonly configuration?: Configuration | readonly Configuration[];
    readonly viewsWelcome?: readonly { readonly contents: string }[];
  };
  readonly activationEvents: readonly string[];
}

interface Configuration {
  readonly properties: Readonly<
    Record<string, { readonly scope?: string; readonly markdownDescription?: string; readonly description?: string }>
  >;
}

describe('package.json', () => {
  const extension = vscode.extensions.getExtension('scim-preflight.scim-preflight');
  assert.ok(extension);
  const { contributes, activationEvents } = extension.packageJSON as Manifest;
  const declared = contributes.commands.map(({ command }) => command);
  const known = new Set<string>(commandIds);

  it('declares every command of the registry, and no other', () => {
    assert.deepEqual(
      { undeclared: commandIds.filter((id) => !declared.includes(id)), unknown: declared.filter((id) => !known.has(id)) },
      { undeclared: [], unknown: [] },
    );
  });

  it('declares no command twice', () => {
    assert.equal(new Set(declared).size, declared.length);
  });

  it('has every declared command registered once it is active, and registers no other', async () => {
    await extension.activate();
    const registered = (await vscode.commands.getCommands(true)).filter((id) => /^scimPreflight\.\w+\.\w+$/.test(id));
    const ofViews = /^scimPreflight\.\w+\.(focus|open|resetViewLocation|removeView|toggleVisibility)$/;
    assert.deepEqual(
      declared.filter((id) => !registered.includes(id)),
      [],
    );
    assert.deepEqual(
      registered.filter((id) => !known.has(id) && !ofViews.test(id)),
      [],
    );
  });

  for (const { command, title, category } of contributes.commands) {
    it(`names ${command} scimPreflight.<noun>.<verb>, titles it without a prefix and puts it into the one category`, () => {
      assert.match(command, /^scimPreflight\.[a-z][a-zA-Z]*\.[a-z][a-zA-Z]*$/);
      assert.doesNotMatch(title, /SCIM Preflight|:/);
      assert.match(title, /^[A-Z]/);
      assert.equal(category, 'SCIM Preflight');
    });
  }

  it('names only declared commands in menus, keys and welcome texts', () => {
    const inMenus = Object.values(contributes.menus ?? {}).flatMap((items) => items.map(({ command }) => command));
    const onKeys = (contributes.keybindings ?? []).map(({ command }) => command);
    const inTexts = (contributes.viewsWelcome ?? []).flatMap(({ contents }) =>
      [...contents.matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id),
    );
    const used = [...inMenus, ...onKeys, ...inTexts].filter((id) => id?.startsWith('scimPreflight.') === true);
    assert.ok(used.length > 0);
    assert.deepEqual(
      used.filter((id) => !declared.includes(id ?? '')),
      [],
    );
  });

  it('lets no workspace decide where we connect or what a guard is: every setting has application scope and a description', () => {
    const configurations = [contributes.configuration ?? []].flat();
    const settings = configurations.flatMap(({ properties }) => Object.entries(properties));
    assert.ok(settings.length > 0);
    for (const [name, { scope, markdownDescription, description }] of settings) {
      assert.match(name, /^scimPreflight\./);
      assert.equal(scope, 'application', name);
      assert.ok((markdownDescription ?? description ?? '').length > 10, name);
    }
  });

  it('is not activated by everything', () => {
    assert.ok(!activationEvents.includes('*'));
  });
});

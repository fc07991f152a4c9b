import path from 'node:path';
import * as vscode from 'vscode';
import { displayName } from '../report/words';
import type { OrgAccess, ResourceReference } from './services';
import { toStableJson } from './stableJson';
import { cutText, encodePart } from './uriParts';

export const virtualScheme = 'scim-preflight';

/**
 * Read-only documents that are no files: users and groups as JSON, read anew whenever they are opened, reports that are kept for as long as the
 * window lives, and texts of snapshots, for as long as they are open. A URI holds ids and names, never a secret.
 */
export class VirtualDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly texts = new Map<string, string>();
  private published = 0;
  private readonly registration: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor(private readonly orgs: OrgAccess) {
    this.registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(virtualScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => uri.authority !== 'report' && this.texts.delete(uri.toString())),
    );
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const text = this.texts.get(uri.toString());
    if (text !== undefined) return text;
    if (uri.authority !== 'resource') return 'This report was made in an earlier window. Run the command again.\n';
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await this.resourceJson(uri, controller.signal);
    } finally {
      subscription.dispose();
    }
  }

  /** Opens a user or group as SCIM JSON; one that is open already is read again. */
  async openResource(resource: ResourceReference): Promise<void> {
    const uri = resourceUri(resource);
    // Read first, so that a failure says what happened and not that a document could not be opened.
    this.texts.set(uri.toString(), await this.resourceJson(uri));
    if (vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString())) this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /**
   * Documents of one name, for instance the sides of a diff: they differ in the query alone, so that VS Code takes them for one document and not
   * for a renamed one. Each lives until it is closed.
   */
  publish(name: string, texts: readonly string[]): readonly vscode.Uri[] {
    return texts.map((text) => {
      const query = String(++this.published);
      const uri = vscode.Uri.from({ scheme: virtualScheme, authority: 'snapshot', path: `/${fileName(name)}.txt`, query });
      this.texts.set(uri.toString(), text);
      return uri;
    });
  }

  /** A saved snapshot as a text; commands on its tab get the file by `snapshotFileOf`. */
  publishSnapshot(file: string, text: string): vscode.Uri {
    const name = `${fileName(path.basename(file))}.txt`;
    const uri = vscode.Uri.from({ scheme: virtualScheme, authority: 'snapshot', path: `/${name}`, query: `${ofFile}${encodePart(file)}` });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    return uri;
  }

  /** Shows a Markdown text as a page; the same name shows the new text in place of the old. */
  async showReport(name: string, markdown: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: virtualScheme, authority: 'report', path: `/${fileName(name)}.md` });
    this.texts.set(uri.toString(), markdown);
    this.changed.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  private async resourceJson(uri: vscode.Uri, signal?: AbortSignal): Promise<string> {
    const { kind, orgId, id } = referenceOf(uri);
    const { client, org } = await this.orgs.connect(orgId);
    const resource = kind === 'user' ? await client.getUser(id, signal) : await client.getGroup(id, signal);
    if (resource === null) throw new ResourceGoneError(kind, id, org.name);
    return `${toStableJson(resource)}\n`;
  }
}

const ofFile = 'file=';

/** The file of a snapshot that is shown as a text; undefined for any other document. */
export function snapshotFileOf({ scheme, authority, query }: vscode.Uri): string | undefined {
  const isPage = scheme === virtualScheme && authority === 'snapshot' && query.startsWith(ofFile);
  return isPage ? decodeURIComponent(query.slice(ofFile.length)) : undefined;
}

/** The user or group was deleted in Genesys. */
export class ResourceGoneError extends Error {
  constructor(
    readonly kind: 'user' | 'group',
    readonly id: string,
    orgName: string,
  ) {
    super(`${displayName(orgName)} no longer has the ${kind} ${displayName(id)}. Refresh the Orgs view.`);
    this.name = 'ResourceGoneError';
  }
}

/** `scim-preflight://resource/<org>/<kind>/<id>/<name>.json`: the name is what the tab shows. */
function resourceUri({ kind, orgId, id, name }: ResourceReference): vscode.Uri {
  const parts = [orgId, kind, id].map((part) => encodePart(part));
  return vscode.Uri.from({ scheme: virtualScheme, authority: 'resource', path: `/${parts.join('/')}/${fileName(name)}.json` });
}

function referenceOf(uri: vscode.Uri): { kind: 'user' | 'group'; orgId: string; id: string } {
  const [, orgId = '', kind = '', id = ''] = uri.path.split('/').map((part) => decodeURIComponent(part));
  if (kind !== 'user' && kind !== 'group') throw new Error(`There is no document ${uri.path}.`);
  return { kind, orgId, id };
}

/** A name as the last part of a path: nothing in it separates, hides or ends it. */
function fileName(name: string): string {
  const clean = displayName(name)
    .replace(/[/\\:*?"<>|%]/g, '_')
    .trim();
  return cutText(clean, 100) || '_';
}

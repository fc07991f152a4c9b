import type { AppBucket, ExportData } from './exportData';
import { ExportError } from './exportError';
import { AppChoiceNeeded, type OktaApp } from './source';

/** The app that feeds this org, and which records are its. */
export interface ChosenApp {
  readonly app: OktaApp | null;
  /** Whether records of this app (null: of none that they name) in the file at `path` belong to it. */
  readonly owns: (appId: string | null, path: string) => boolean;
}

/**
 * Picks the one Okta app (product.md, section 3, "One Okta app"): the one that was asked for, else the only one with assignments or push
 * mappings, else the only one that anything tells of. Throws `AppChoiceNeeded` where several could be meant, `ExportError` where what was
 * asked for is not there.
 */
export function chooseApp(data: ExportData, asked: string | null): ChosenApp {
  const known = knownApps(data);
  const paths = new AppPaths(known);
  const feeding = new Set<string>();
  for (const bucket of data.buckets) {
    const id = feeds(bucket) ? (bucket.appId ?? paths.appOf(bucket.section.file.path)) : null;
    if (id !== null) feeding.add(id);
  }
  const app = asked !== null ? askedApp(asked, known) : onlyApp(data, known, feeding);
  return { app, owns: (appId, path) => app === null || (appId ?? paths.appOf(path) ?? app.id) === app.id };
}

const feeds = (bucket: AppBucket): boolean => bucket.users.size > 0 || bucket.pushMappings.length > 0;

/** Every app that any file names, with what its JSON tells. */
function knownApps(data: ExportData): ReadonlyMap<string, OktaApp> {
  const known = new Map(data.apps);
  const add = (id: string | null, name: string | null): void => {
    if (id !== null && !known.has(id)) known.set(id, { id, label: null, name, features: null, userNameTemplate: null });
  };
  for (const { appId } of data.buckets) add(appId, null);
  for (const { source, target } of data.mappings) {
    if (source.type === 'appuser') add(source.id, source.name);
    if (target.type === 'appuser') add(target.id, target.name);
  }
  for (const { appId } of data.schemas) add(appId, null);
  const declared = data.manifest?.oktaApp ?? null;
  if (declared && declared.id !== null) {
    const app = known.get(declared.id);
    known.set(declared.id, {
      id: declared.id,
      name: app?.name ?? null,
      features: app?.features ?? null,
      userNameTemplate: app?.userNameTemplate ?? null,
      label: app?.label ?? declared.label,
      ...(app?.hosts && { hosts: app.hosts }),
    });
  }
  return known;
}

function askedApp(asked: string, known: ReadonlyMap<string, OktaApp>): OktaApp {
  const byId = known.get(asked);
  if (byId) return byId;
  const byLabel = [...known.values()].filter(({ id, label }) => same(id, asked) || (label !== null && same(label, asked)));
  if (byLabel.length > 1) throw new AppChoiceNeeded(byLabel);
  if (byLabel[0]) return byLabel[0];
  // Files that name no app belong to the chosen one, whatever it is called.
  const none = { label: null, name: null, features: null, userNameTemplate: null };
  if (known.size === 0 || asked.startsWith('0oa')) return { ...none, id: asked };
  const names = [...known.values()].map(({ id, label }) => (label === null ? id : `${label} (${id})`)).join(', ');
  throw new ExportError('unknownApp', `The export knows no Okta app "${asked}". It names ${names}.`);
}

const same = (first: string, second: string): boolean => first.toLowerCase() === second.trim().toLowerCase();

function onlyApp(data: ExportData, known: ReadonlyMap<string, OktaApp>, feeding: ReadonlySet<string>): OktaApp | null {
  const declared = data.manifest?.oktaApp ?? null;
  if (declared && declared.id !== null) return known.get(declared.id) ?? null;
  if (declared && declared.label !== null) return askedApp(declared.label, known);
  if (feeding.size > 1) throw new AppChoiceNeeded([...feeding].sort().map((id) => ({ id, label: known.get(id)?.label ?? null })));
  const [feeder] = feeding;
  if (feeder !== undefined) return known.get(feeder) ?? null;
  if (data.apps.size === 1) return [...data.apps.values()][0] ?? null;
  if (known.size === 1) return [...known.values()][0] ?? null;
  return null;
}

/** Apps that the paths of files name, by id or label. */
class AppPaths {
  private readonly byLabel = new Map<string, string>();

  constructor(private readonly known: ReadonlyMap<string, OktaApp>) {
    for (const { id, label } of known.values()) if (label !== null) this.byLabel.set(label.toLowerCase(), id);
  }

  /** Null where the path names none. */
  appOf(path: string): string | null {
    for (const part of path.split('/').reverse()) {
      const stem = part.replace(/\.[a-z]+$/i, '');
      const label = this.byLabel.get(stem.toLowerCase()) ?? this.byLabel.get(part.toLowerCase());
      if (label !== undefined) return label;
      for (const piece of stem.split(/[^0-9A-Za-z]+/)) if (this.known.has(piece) || /^0oa[0-9A-Za-z]{17}$/.test(piece)) return piece;
    }
    return null;
  }
}

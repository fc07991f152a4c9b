import type { Connection } from '../genesys/regions';
import { connectionForRegion, connectionForUrl, regions } from '../genesys/regions';
import type { OrgEntry } from './services';
import type { OrgTarget, StoredOrg } from './orgStore';

/** The connection of a target that has an address of its own. Throws ConnectionError. */
export function connectionOf(target: Exclude<OrgTarget, { kind: 'sandbox' }>): Connection {
  return target.kind === 'region' ? connectionForRegion(target.domain) : connectionForUrl(target.baseUrl, target.loginUrl ?? undefined);
}

/** Where an org is, in a word: `Dublin` for "EMEA (Dublin)", the host for a base URL, `loopback` for the sandbox. */
export function placeOf(target: OrgTarget): string {
  switch (target.kind) {
    case 'sandbox':
      return 'loopback';
    case 'url':
      return hostOf(target) ?? target.baseUrl;
    case 'region': {
      const region = regions.find((candidate) => candidate.domain === target.domain);
      return region ? shortName(region.name) : target.domain;
    }
  }
}

/** An org as the rest of the extension sees it. */
export function entryOf(org: StoredOrg): OrgEntry {
  return {
    id: org.id,
    name: org.name,
    place: placeOf(org.target),
    host: hostOf(org.target),
    readOnly: org.readOnly,
    sandbox: org.target.kind === 'sandbox',
  };
}

/** `Contoso CX · Dublin`. Not escaped. */
export function orgLabel(entry: Pick<OrgEntry, 'name' | 'place'>): string {
  return `${entry.name} · ${entry.place}`;
}

function shortName(regionName: string): string {
  return /\((.+)\)/.exec(regionName)?.[1] ?? regionName;
}

function hostOf(target: OrgTarget): string | null {
  if (target.kind === 'sandbox') return null;
  try {
    return connectionOf(target).scimDomain;
  } catch {
    return null; // a region that this version does not know: connecting says so
  }
}

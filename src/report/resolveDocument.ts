import type { Root } from 'mdast';
import type { Plan } from '../plan/plan';
import type { ManagerReport } from '../plan/resolveManagers';
import type { NameUse } from '../plan/usedNames';
import { latentSection, type LatentOverwrite } from './latentOverwrites';
import { heading, list, name, root } from './markdownNodes';
import { managerSection } from './resolveManagers';
import { nameSection, type KnownNames } from './resolveNames';
import { formatTime } from './words';

export interface ResolveSubject {
  readonly plan: Plan;
  readonly managers: ManagerReport;
  readonly names: NameUse;
  readonly known: KnownNames;
  /** The plan is of an org that is connected, not of a snapshot file. */
  readonly connected: boolean;
  readonly latent: readonly LatentOverwrite[];
}

/** *Resolve Managers and Names…*: what Okta sends by name or address and Genesys wants by id or exact name, and what it would overwrite. */
export function resolveDocument({ plan, managers, names, known, connected, latent }: ResolveSubject): Root {
  return root([
    heading(1, 'Managers and names of ', name(plan.org.name)),
    list([['Org: ', name(plan.org.name)], `Plan made: ${formatTime(plan.createdAt)}`]),
    ...managerSection(managers),
    ...nameSection(names, known, connected),
    ...latentSection(latent),
  ]);
}

import type { Cast, CastGroup } from './cast';

/** The groups that an admin would export the members of: those that are pushed. */
export function pushedGroups(cast: Cast): readonly CastGroup[] {
  return cast.groups.filter((group) => group.okta?.push);
}

/** A group's name as a file name on any system. */
export function fileNameOf(name: string): string {
  return name.replace(/[<>:"/\\|?*\p{Cc}]/gu, '_');
}

import type { JsonObject, JsonValue } from '../input/problem';

/** Somebody with a profile. */
export interface ProfileOwner {
  readonly profile: JsonObject | null;
  /** One attribute, where that is faster than the whole profile: of one that is kept as bytes. */
  attribute?(name: string): JsonValue | undefined;
}

/** An attribute of a profile; undefined where the profile does not have it, or there is none. */
export function profileAttribute(owner: ProfileOwner, name: string): JsonValue | undefined {
  if (owner.attribute) return owner.attribute(name);
  return owner.profile && Object.hasOwn(owner.profile, name) ? owner.profile[name] : undefined;
}

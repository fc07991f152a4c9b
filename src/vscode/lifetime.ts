import { countOf } from '../report/words';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something still lasts, in the largest fitting unit and rounded down: `41 days`, `23 hours`, `12 minutes`; null when it is over. */
export function timeLeft(expiresAt: string, now: number): string | null {
  const left = Date.parse(expiresAt) - now;
  if (Number.isNaN(left) || left <= 0) return null;
  if (left >= 2 * day) return countOf(Math.floor(left / day), 'day');
  if (left >= 2 * hour) return countOf(Math.floor(left / hour), 'hour');
  return countOf(Math.max(1, Math.floor(left / minute)), 'minute');
}

/** Below this, a token that Okta stores runs out before anybody plans a rotation. */
export const shortTokenDays = 30;

/** Whether a token lives so short that it is no good to store in Okta. */
export function isShortLived(issuedAt: string, expiresAt: string): boolean {
  return Date.parse(expiresAt) - Date.parse(issuedAt) < shortTokenDays * day;
}

/** When to remind of a token that Okta holds: 14 days before it runs out, but not before two thirds of its life have passed. */
export function remindAt(issuedAt: string, expiresAt: string): string {
  const issued = Date.parse(issuedAt);
  const expires = Date.parse(expiresAt);
  return new Date(Math.max(expires - 14 * day, issued + ((expires - issued) * 2) / 3)).toISOString();
}

/** `16 February 2028`; with the time of day when it is less than two days away. In the local time zone. */
export function dateWords(iso: string, now: number): string {
  const time = Date.parse(iso);
  const near = Math.abs(time - now) < 2 * day;
  return new Intl.DateTimeFormat('en-GB', near ? { dateStyle: 'long', timeStyle: 'short' } : { dateStyle: 'long' }).format(time);
}

import { InvalidArgumentError } from 'commander';
import { provisioningFeatures, type ProvisioningFeature } from '../plan/settings';

/** Parsers of option values; each refuses what it does not understand. */

export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`A whole number from ${least} is needed.`);
    return value;
  };
}

export function percentage(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value > 100) throw new InvalidArgumentError('A number from 0 to 100 is needed.');
  return value;
}

/** ISO 8601, as UTC with milliseconds. */
export function pointInTime(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new InvalidArgumentError('A time such as 2026-11-20T12:00:00Z is needed.');
  return time.toISOString();
}

export function features(text: string): readonly ProvisioningFeature[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.map((name) => {
    const feature = provisioningFeatures.find((one) => one === name);
    if (!feature) throw new InvalidArgumentError(`"${name}" is none of ${provisioningFeatures.join(', ')}.`);
    return feature;
  });
}

/** `--protect` and others that may be given several times. */
export function collected(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** `<group>=<n>`, split at the last `=`. */
export function confirmedMembers(text: string, before: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError('<group>=<number> is needed, for instance "Support Tier 1=272".');
  return { ...before, [text.slice(0, at)]: wholeNumber(0)(text.slice(at + 1)) };
}

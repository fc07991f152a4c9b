/**
 * Our own pseudo-random numbers, so that the sandbox is the same on every machine and at every start (product.md, section 12).
 * There is no state: everything is a function of a name and an index, and any record can be made without those before it.
 */

/** Unsigned 32-bit numbers by index; one stream never repeats a number. */
export type Stream = (index: number) => number;

/** The stream with this name. Its numbers differ for different indexes (the mixing is a bijection), so they can stand for identities. */
export function stream(name: string): Stream {
  const key = mix(hashOf(name));
  return (index) => mix((index ^ key) >>> 0);
}

/** Ids in the form of Genesys: a GUID of version 4, unique within its name. */
export function guids(name: string): (index: number) => string {
  const part = (number: number): Stream => stream(`guid/${name}/${number}`);
  const [first, second, third, fourth] = [part(0), part(1), part(2), part(3)];
  return (index) => {
    const b = hex(((second(index) & 0xffff0fff) | 0x4000) >>> 0);
    const c = hex(((third(index) & 0x3fffffff) | 0x80000000) >>> 0);
    return `${hex(first(index))}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${hex(fourth(index))}`;
  };
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Ids in the form of Okta: a prefix (`00u`, `00g`, `0oa` …) and 17 letters and digits, unique within the prefix and name. */
export function oktaIds(prefix: string, name: string): (index: number) => string {
  const identity = stream(`${prefix}/${name}`);
  const fill = [0, 1].map((part) => stream(`${prefix}/${name}/${part}`));
  return (index) => prefix + base62(identity(index), 6) + fill.map((part, at) => base62(part(index), at === 0 ? 5 : 6)).join('');
}

/** A text of this many letters and digits, for instance a sandbox secret. */
export function secretText(name: string, length: number): string {
  const numbers = stream(`secret/${name}`);
  return Array.from({ length }, (_nothing, at) => letters[numbers(at) % letters.length] ?? '').join('');
}

function base62(number: number, length: number): string {
  let rest = number;
  let text = '';
  for (let at = 0; at < length; at += 1) {
    text = (letters[rest % 62] ?? '') + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

const hexOfByte = Array.from({ length: 256 }, (_nothing, byte) => byte.toString(16).padStart(2, '0'));

function hex(word: number): string {
  return byteOf(word, 24) + byteOf(word, 16) + byteOf(word, 8) + byteOf(word, 0);
}

function byteOf(word: number, shift: number): string {
  return hexOfByte[(word >>> shift) & 255] ?? '';
}

/** The finalizer of MurmurHash3: a bijection of 32-bit numbers. */
function mix(number: number): number {
  let h = number | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a of a name. */
function hashOf(text: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  return h >>> 0;
}

/** Shorter ones ("wrong", "token-1") cannot be told from words that are no secret; nobody issues them. */
const shortestSecret = 12;

/** Whether a text can be told from others: long enough, and not the same few characters again and again, as in files that tests fill. */
export function isSearchable(secret: string): boolean {
  return secret.length >= shortestSecret && new Set(secret).size >= 5;
}

/** In bytes: no form of a secret that is searched for is longer. */
export const longestForm = 512;

/** The ways in which a text may stand in a file: as it is, as URLs, forms, JSON and HTML write it, coded, and as a browser stores it. */
export function formsOf(secret: string): readonly Buffer[] {
  const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
  const texts = new Set([
    secret,
    secret.toLowerCase(),
    encodeURIComponent(secret),
    encodeURI(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    inJson(secret),
    inJson(inJson(secret)),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    secret.replace(/[&<>"']/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
  ]);
  const coded = [...texts].map((text) => Buffer.from(text));
  return [...coded, Buffer.from(secret, 'utf16le')].filter(({ length }) => length <= longestForm);
}

/** Where a secret stands, in bytes. */
export interface Hit {
  readonly start: number;
  readonly end: number;
}

const step = 4;
const gram = 8;
const bits = 20;

/**
 * Finds any of thousands of secrets in one pass. A secret is known by eight bytes of it at each of four offsets, so that looking at every
 * fourth place of a text meets it; a filter of bits keeps nearly all other places from being looked up.
 */
export class SecretIndex {
  private readonly filter = new Uint8Array(1 << (bits - 3));
  private readonly grams = new Map<number, { readonly form: Buffer; readonly offset: number }[]>();
  private readonly forms = new Set<string>();

  add(secret: string): void {
    if (!isSearchable(secret)) return;
    for (const form of formsOf(secret)) {
      const key = form.toString('latin1');
      if (!this.forms.has(key)) this.addForm(form);
      this.forms.add(key);
    }
  }

  find(text: Buffer): readonly Hit[] {
    const hits: Hit[] = [];
    if (this.forms.size === 0) return hits;
    for (let at = 0; at + gram <= text.length; at += step) {
      const key = keyAt(text, at);
      const bit = key >>> (32 - bits);
      if (((this.filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) continue;
      for (const { form, offset } of this.grams.get(key) ?? []) {
        const start = at - offset;
        const end = start + form.length;
        if (start >= 0 && end <= text.length && text.compare(form, 0, form.length, start, end) === 0) hits.push({ start, end });
      }
    }
    return hits;
  }

  private addForm(form: Buffer): void {
    for (let offset = 0; offset < step; offset++) {
      const key = keyAt(form, offset);
      const bit = key >>> (32 - bits);
      this.filter[bit >>> 3] = (this.filter[bit >>> 3] ?? 0) | (1 << (bit & 7));
      const same = this.grams.get(key);
      if (same) same.push({ form, offset });
      else this.grams.set(key, [{ form, offset }]);
    }
  }
}

const around = 80;
/** Of one text: more would say no more. */
const mostExcerpts = 20;

/** Each secret in a text with what stands around it, in which every secret is replaced. */
export function excerpts(text: Buffer, index: SecretIndex): readonly { readonly start: number; readonly text: string }[] {
  return index
    .find(text)
    .slice(0, mostExcerpts)
    .map(({ start, end }) => ({
      start,
      text: withoutSecrets(text.subarray(Math.max(0, start - around), end + around), index),
    }));
}

export function withoutSecrets(text: Buffer, index: SecretIndex): string {
  const covered = new Uint8Array(text.length);
  for (const { start, end } of index.find(text)) covered.fill(1, start, end);
  let said = '';
  for (let at = 0; at < text.length; at++) {
    if (covered[at] === 0) said += String.fromCharCode(text[at] ?? 0);
    else if (covered[at - 1] !== 1) said += '[secret]';
  }
  return said.replace(/[^\x20-\x7e]+/g, ' ');
}

function keyAt(text: Buffer, at: number): number {
  return Math.imul(wordAt(text, at) ^ Math.imul(wordAt(text, at + 4), 0x85ebca6b), 0x9e3779b1) >>> 0;
}

function wordAt(text: Buffer, at: number): number {
  return (text[at] ?? 0) | ((text[at + 1] ?? 0) << 8) | ((text[at + 2] ?? 0) << 16) | ((text[at + 3] ?? 0) << 24);
}

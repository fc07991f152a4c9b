/** The text by which the Plan view is narrowed; an empty one lets everything through. Case and accents do not matter. */
export class PlanFilter {
  private readonly wanted: string;

  constructor(readonly text: string) {
    this.wanted = fold(text.trim());
  }

  get active(): boolean {
    return this.wanted !== '';
  }

  /** Whether one of the names holds the text. */
  matches(...names: readonly (string | null | undefined)[]): boolean {
    return !this.active || names.some((name) => name !== null && name !== undefined && fold(name).includes(this.wanted));
  }
}

function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase(); // most names, and much faster
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

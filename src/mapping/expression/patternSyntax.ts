/** A set of UTF-16 units. */
export type SignSet = (sign: number) => boolean;

export type PatternNode =
  | { readonly kind: 'sign'; readonly accepts: SignSet }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  /** `most` null: without end. */
  | { readonly kind: 'repeat'; readonly body: PatternNode; readonly least: number; readonly most: number | null };

const longestPattern = 1_000;
const deepestGroups = 50;
const mostCopies = 1_000;

/** Reads the part of Java's pattern syntax that needs no backtracking; null for the rest of it, and for what is no pattern. */
export function readPattern(source: string): PatternNode | null {
  if (source.length > longestPattern) return null;
  const ignoreCase = source.startsWith('(?i)');
  const reader = new PatternReader(ignoreCase ? source.slice(4) : source, ignoreCase);
  const node = reader.choice(0);
  return node !== null && reader.finished ? node : null;
}

class PatternReader {
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly ignoreCase: boolean,
  ) {}

  get finished(): boolean {
    return this.at === this.source.length;
  }

  choice(depth: number): PatternNode | null {
    if (depth > deepestGroups) return null;
    const options: PatternNode[] = [];
    do {
      const option = this.sequence(depth);
      if (option === null) return null;
      options.push(option);
    } while (this.take('|'));
    return options.length === 1 ? (options[0] ?? null) : { kind: 'choice', options };
  }

  private sequence(depth: number): PatternNode | null {
    const parts: PatternNode[] = [];
    while (!this.finished && !this.sees('|') && !this.sees(')')) {
      const atom = this.atom(depth);
      if (atom === null) return null;
      const repeated = this.repeated(atom);
      if (repeated === null) return null;
      parts.push(repeated);
    }
    return { kind: 'sequence', parts };
  }

  private atom(depth: number): PatternNode | null {
    const sign = this.source.charAt(this.at++);
    switch (sign) {
      case '(': {
        if (this.sees('?') && !this.take('?:')) return null;
        const inner = this.choice(depth + 1);
        return inner !== null && this.take(')') ? inner : null;
      }
      case '[':
        return this.bracket();
      case '.':
        return { kind: 'sign', accepts: (code) => !lineEnds.has(code) };
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '\\': {
        const accepts = this.escape();
        return accepts && { kind: 'sign', accepts };
      }
      case '*':
      case '+':
      case '?':
      case '{':
        return null;
      default:
        return { kind: 'sign', accepts: this.literal(sign.charCodeAt(0)) };
    }
  }

  private repeated(body: PatternNode): PatternNode | null {
    const [least, most] = this.quantifier();
    if (least === null) return null;
    if (least === 1 && most === 1) return body;
    // A whole text is of a pattern or not, however greedy its quantifiers are; a possessive one decides differently.
    if (this.sees('+')) return null;
    this.take('?');
    if (this.sees('*') || this.sees('+') || this.sees('?') || this.sees('{')) return null;
    return { kind: 'repeat', body, least, most };
  }

  private quantifier(): readonly [least: number | null, most: number | null] {
    if (this.take('*')) return [0, null];
    if (this.take('+')) return [1, null];
    if (this.take('?')) return [0, 1];
    if (!this.sees('{')) return [1, 1];
    const match = /^\{(\d{1,4})(,(\d{1,4})?)?\}/.exec(this.source.slice(this.at));
    if (!match) return [null, null];
    this.at += match[0].length;
    const least = Number(match[1]);
    const most = match[2] === undefined ? least : match[3] === undefined ? null : Number(match[3]);
    return least > mostCopies || (most !== null && (most > mostCopies || most < least)) ? [null, null] : [least, most];
  }

  /** `[a-z\d]`, `[^,]`. Java's unions and intersections of sets are not read. */
  private bracket(): PatternNode | null {
    const negated = this.take('^');
    const sets: SignSet[] = [];
    do {
      if (this.finished) return null;
      const set = this.bracketPart();
      if (set === null) return null;
      sets.push(set);
    } while (!this.take(']'));
    return { kind: 'sign', accepts: (code) => sets.some((set) => set(code)) !== negated };
  }

  private bracketPart(): SignSet | null {
    const sign = this.source.charAt(this.at++);
    if (sign === '[' || sign === ']' || (sign === '&' && this.sees('&'))) return null;
    if (sign === '\\') return this.sees('-') || !this.rangeFollows(1) ? this.escape() : null;
    const first = sign.charCodeAt(0);
    if (!this.rangeFollows(0)) return this.literal(first);
    const last = this.source.charAt(this.at + 1);
    if (last === '\\' || last === '[') return null;
    this.at += 2;
    const lastCode = last.charCodeAt(0);
    if (lastCode < first) return null;
    const within: SignSet = (code) => code >= first && code <= lastCode;
    return this.ignoreCase ? (code) => within(code) || within(otherCase(code)) : within;
  }

  private rangeFollows(ahead: number): boolean {
    return this.source.charAt(this.at + ahead) === '-' && this.source.charAt(this.at + ahead + 1) !== ']';
  }

  private escape(): SignSet | null {
    const sign = this.source.charAt(this.at++);
    const named = classes.get(sign);
    if (named) return named;
    const control = controls.get(sign);
    if (control !== undefined) return (code) => code === control;
    // A letter or digit after a backslash means something else in Java.
    return sign === '' || /[A-Za-z0-9]/.test(sign) ? null : (code) => code === sign.charCodeAt(0);
  }

  private literal(wanted: number): SignSet {
    const other = this.ignoreCase ? otherCase(wanted) : wanted;
    return (code) => code === wanted || code === other;
  }

  private sees(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  private take(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at += text.length;
    return true;
  }
}

const lineEnds = new Set([0x0a, 0x0d, 0x85, 0x2028, 0x2029]);
const isDigit: SignSet = (code) => code >= 48 && code <= 57;
const isWord: SignSet = (code) => isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
/** Java's `\s`: ASCII alone. */
const isSpace: SignSet = (code) => code === 32 || (code >= 9 && code <= 13);
const classes = new Map<string, SignSet>([
  ['d', isDigit],
  ['D', (code) => !isDigit(code)],
  ['w', isWord],
  ['W', (code) => !isWord(code)],
  ['s', isSpace],
  ['S', (code) => !isSpace(code)],
]);
const controls = new Map([
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['f', 12],
]);

/** `(?i)` means ASCII letters in Java. */
function otherCase(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  return code >= 97 && code <= 122 ? code - 32 : code;
}

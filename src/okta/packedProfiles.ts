import type { JsonObject, JsonValue } from '../input/problem';

const blockBytes = 1 << 20;
/** Rows begin at multiples of it, so that the address of a row stays a small integer up to 8 GB. */
const unit = 4;
const headerBytes = 10;
const noLabel = 0xffff;
/** Beyond this, profiles whose attributes nobody else has in that order are kept with their names. */
const mostShapes = 1 << 12;

/** What profiles have in common that were written alike. */
interface Shape {
  readonly index: number;
  /** Attributes in their order. */
  readonly names: readonly string[];
  /** Attributes whose value is the spare text. */
  readonly spare: readonly boolean[];
}

/**
 * The profiles of an export as bytes: a million users are some hundred megabytes outside of the heap, where they would be twice that and ten
 * million objects in it. Values stand as JSON, so that every attribute comes back as it was; names stand once for all profiles that share
 * them, and a text that the owner of the profile holds anyway (a login, mostly the e-mail as well) is left out.
 */
export class PackedProfiles {
  private readonly blocks: Buffer[] = [];
  private used = blockBytes;
  private readonly shapes: Shape[] = [];
  private readonly shapesByKey = new Map<string, Shape>();
  private lastShape: Shape | null = null;
  /** What cannot be written: too deep for `JSON.stringify`. */
  private readonly unwritten = new Map<number, JsonObject>();
  private lastAddress = -1;
  private lastProfile: JsonObject = {};

  /** Keeps a profile; returns its address. `label`: a short text that can be read without the profile. */
  add(profile: JsonObject, spare: string | null, label: string | null): number {
    const names = Object.keys(profile);
    const values = Object.values(profile);
    const shape = this.shapeOf(names, values, spare);
    const text = textOf(shape === null ? profile : withoutSpare(values, shape));
    const address = this.write(text === null ? null : shape, text ?? '{}', label);
    if (text === null) this.unwritten.set(address, profile);
    return address;
  }

  /** The profile at an address, the same values as were added; the last one asked for is at hand. */
  get(address: number, spare: string | null): JsonObject {
    if (address === this.lastAddress) return this.lastProfile;
    const [block, at] = this.place(address);
    const shape = block.readUInt32LE(at);
    const label = block.readUInt16LE(at + 8);
    const from = at + headerBytes + (label === noLabel ? 0 : label);
    const value = JSON.parse(block.toString('utf8', from, from + block.readUInt32LE(at + 4))) as JsonValue;
    const known = this.shapes[shape];
    const profile = known ? rebuilt(known, value as readonly JsonValue[], spare) : (this.unwritten.get(address) ?? (value as JsonObject));
    this.lastAddress = address;
    this.lastProfile = profile;
    return profile;
  }

  /** Whether the profile has the attribute, null and "" included. */
  has(address: number, name: string): boolean {
    const [block, at] = this.place(address);
    const shape = this.shapes[block.readUInt32LE(at)];
    return shape ? shape.names.includes(name) : Object.hasOwn(this.get(address, null), name);
  }

  label(address: number): string | null {
    const [block, at] = this.place(address);
    const length = block.readUInt16LE(at + 8);
    return length === noLabel ? null : block.toString('utf8', at + headerBytes, at + headerBytes + length);
  }

  private place(address: number): readonly [block: Buffer, at: number] {
    const block = this.blocks[Math.floor(address / (blockBytes / unit))];
    if (!block) throw new RangeError(`There is no profile at ${address}.`);
    return [block, (address % (blockBytes / unit)) * unit];
  }

  private write(shape: Shape | null, text: string, label: string | null): number {
    const most = headerBytes + 3 * (text.length + (label?.length ?? 0)) + unit;
    if (this.used + most > blockBytes) {
      // A row that is longer than a block gets one of its own.
      this.blocks.push(Buffer.allocUnsafeSlow(Math.max(most, blockBytes)));
      this.used = 0;
    }
    const index = this.blocks.length - 1;
    const [block] = this.place((index * blockBytes) / unit);
    const at = this.used;
    const labelBytes = label === null ? 0 : block.write(label, at + headerBytes);
    const textBytes = block.write(text, at + headerBytes + labelBytes);
    block.writeUInt32LE(shape?.index ?? 0xffffffff, at);
    block.writeUInt32LE(textBytes, at + 4);
    block.writeUInt16LE(label === null ? noLabel : labelBytes, at + 8);
    this.used = Math.ceil((at + headerBytes + labelBytes + textBytes) / unit) * unit;
    return (index * blockBytes + at) / unit;
  }

  private shapeOf(names: readonly string[], values: readonly JsonValue[], spare: string | null): Shape | null {
    const last = this.lastShape;
    if (last !== null && fits(last, names, values, spare)) return last;
    // Set by assignment, it would be the prototype.
    if (names.includes('__proto__')) return null;
    const isSpare = values.map((value) => spare !== null && value === spare);
    const key = JSON.stringify([names, isSpare]);
    const known = this.shapesByKey.get(key);
    if (known ?? this.shapes.length >= mostShapes) return (this.lastShape = known ?? null);
    const shape: Shape = { index: this.shapes.length, names, spare: isSpare };
    this.shapes.push(shape);
    this.shapesByKey.set(key, shape);
    return (this.lastShape = shape);
  }
}

function fits(shape: Shape, names: readonly string[], values: readonly JsonValue[], spare: string | null): boolean {
  if (shape.names.length !== names.length) return false;
  for (let index = 0; index < names.length; index += 1) {
    if (shape.names[index] !== names[index] || shape.spare[index] !== (spare !== null && values[index] === spare)) return false;
  }
  return true;
}

function withoutSpare(values: readonly JsonValue[], { spare }: Shape): readonly JsonValue[] {
  return spare.includes(true) ? values.filter((_value, index) => spare[index] !== true) : values;
}

function textOf(value: JsonObject | readonly JsonValue[]): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null; // Too deep.
  }
}

function rebuilt({ names, spare }: Shape, values: readonly JsonValue[], text: string | null): JsonObject {
  const profile: Record<string, JsonValue> = {};
  let next = 0;
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? '';
    if (spare[index] === true) profile[name] = text;
    else {
      profile[name] = values[next] ?? null;
      next += 1;
    }
  }
  return profile;
}

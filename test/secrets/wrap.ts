/** A function in another's place: it is given the first one, bound as it was called, and what it was called with. */
export type Around = (method: (...args: unknown[]) => unknown, args: unknown[], self: unknown) => unknown;

/** Puts `around` in a method's place. What else is known of the method (its name, how it becomes a promise) stays. */
export function wrap(owner: object, name: string, around: Around): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') throw new Error(`There is no ${name} that could be watched.`);
  const ours = function (this: unknown, ...args: unknown[]): unknown {
    return around((...given) => Reflect.apply(original, this, given) as unknown, args, this);
  };
  Object.defineProperties(ours, Object.getOwnPropertyDescriptors(original));
  const descriptor = Object.getOwnPropertyDescriptor(owner, name) ?? { configurable: true, writable: true, enumerable: false };
  Object.defineProperty(owner, name, { ...descriptor, value: ours });
}

/** The bytes of what a write function was given: text in its encoding, any view of a buffer; none for what is neither. */
export function bytesOf(data: unknown, encoding?: unknown): Buffer {
  if (typeof data === 'string') return Buffer.from(data, Buffer.isEncoding(String(encoding)) ? (encoding as BufferEncoding) : 'utf8');
  if (Buffer.isBuffer(data)) return data;
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.alloc(0);
}

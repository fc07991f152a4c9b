import type { JsonFault } from './jsonFault';
import type { JsonValue } from './problem';
import type { RecordMatch } from './recordMatch';

/** Who takes what a `JsonRecordReader` finds. Offsets count bytes of UTF-8 from the start of the text. */
export interface JsonRecordSink {
  /** `raw` is valid while the call lasts. */
  record(value: JsonValue, offset: number, raw: RawRecord): void;
  fault(fault: JsonFault): void;
  /** Bytes that are no UTF-8 stand at `offset`: characters of the record there are lost. Told before the record. */
  damaged?(offset: number): void;
  /** A record that fits a template of the reader's, which need not be parsed; true: it is taken. */
  templated?(match: RecordMatch, offset: number): boolean;
  /** True where these are, byte for byte, a record that was read before and need not be parsed again. */
  isKnown?(raw: RawRecord): boolean;
}

/** The bytes of a record: from `start` up to `end`. */
export interface RawRecord {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

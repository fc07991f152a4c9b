import type { TextRange } from './problem';

/** What is told of a place in a text. Every text in it can be somebody else's and is shown as it is. */
export interface HoverContent extends TextRange {
  readonly blocks: readonly HoverBlock[];
}

export interface HoverBlock {
  /** A line of its own, shown strongly. */
  readonly title: string;
  readonly lines: readonly HoverLine[];
  /** The page that it rests on. */
  readonly source: HoverSource | null;
}

export interface HoverLine {
  /** Before a colon; null for a sentence. */
  readonly label: string | null;
  readonly text: string;
  /** A value or a piece of code, whose spaces and signs count. */
  readonly isCode: boolean;
}

export interface HoverSource {
  readonly title: string;
  readonly url: string;
}

export const sentence = (text: string): HoverLine => ({ label: null, text, isCode: false });
export const labelled = (label: string, text: string): HoverLine => ({ label, text, isCode: false });
export const valued = (label: string, text: string): HoverLine => ({ label, text, isCode: true });

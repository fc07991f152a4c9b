import { displayName } from '../report/words';

/**
 * An untrusted text for a Markdown tooltip: one line, shown as it is. Every punctuation mark is escaped (CommonMark 2.4), so that it makes no
 * emphasis, link, address, code or HTML. Unlike MarkdownString.appendText it leaves spaces, so long texts wrap.
 */
export function markdownText(text: string): string {
  return displayName(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

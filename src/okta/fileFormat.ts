import { isUtf8 } from 'node:buffer';

/** What a file turns out to hold, told by its first bytes. */
export type FileFormat = 'json' | 'markup' | 'workbook' | 'binary' | 'text';

/** In words, for the trust report. */
export const formatWords: Readonly<Record<FileFormat, string>> = {
  json: 'JSON',
  markup: 'a page of HTML or XML, as a proxy or a login page would send it',
  workbook: 'an Excel workbook',
  binary: 'a binary file',
  text: 'a text of no known form',
};

const whiteSpace = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** So many bytes tell a format. */
const lookAtMost = 4096;

const zip = Buffer.from('PK\x03\x04', 'latin1');
/** OLE, the container of Excel's old `.xls`. */
const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** Names of the first files in the archives that `.xlsx` and `.ods` are. */
const workbookParts = ['[Content_Types].xml', 'xl/', 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet'];
const workbookName = /\.(?:xls[xmb]?|ods)$/i;

/** Null where there is nothing but white space so far. `first`: the beginning of the file's text. */
export function formatOf(first: Buffer, path: string): FileFormat | null {
  const start = first.findIndex((byte) => !whiteSpace.has(byte));
  if (start === -1) return null;
  if (first[start] === 0x7b || first[start] === 0x5b) return 'json';
  if (first[start] === 0x3c) return 'markup';
  const head = first.subarray(0, lookAtMost);
  if (isWorkbook(head, path)) return 'workbook';
  return isBinary(head) ? 'binary' : 'text';
}

function isWorkbook(head: Buffer, path: string): boolean {
  if (startsWith(head, zip)) return workbookName.test(path) || workbookParts.some((part) => head.includes(part));
  return startsWith(head, compound);
}

/** A text may hold NUL bytes that damaged it, but not in its first line, nor together with bytes that are no UTF-8. */
function isBinary(head: Buffer): boolean {
  if (startsWith(head, zip)) return true;
  const nul = head.indexOf(0);
  if (nul === -1) return false;
  const lineFeed = head.indexOf(0x0a);
  // The last character may be cut.
  return lineFeed === -1 || nul < lineFeed || ![0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, Math.max(0, head.length - cut))));
}

const startsWith = (bytes: Buffer, start: Buffer): boolean => bytes.subarray(0, start.length).equals(start);

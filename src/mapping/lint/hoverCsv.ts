import { phoneReader } from '../phone';
import type { CsvPlace } from './csvPlace';
import type { HoverContent } from './hoverContent';
import { phoneBlock } from './hoverPhone';

/** No phone number is longer (libphonenumber's own limit). */
const longestPhone = 250;

/** What is told of a cell of a CSV export: of a phone its parts, and what Genesys Cloud would store. Null where nothing is. */
export function hoverCell({ column, value, region, start, end }: CsvPlace): HoverContent | null {
  if (column.role !== 'phone' || value.trim() === '' || value === column.title) return null;
  return { start, end, blocks: [phoneBlock(value.slice(0, longestPhone), phoneReader(region, 0), region)] };
}

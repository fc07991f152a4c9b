/** How the cells of rows and of their header belong together. */
export interface HeaderFit {
  /** Header of each cell of a row; null where it cannot be told. */
  readonly headers: readonly (string | null)[];
  /** Titles that cannot be told apart. */
  readonly lost: readonly string[];
}

/**
 * Rockstar does not quote its header, so that an attribute title with a comma makes it longer than every row. Known headers in front and
 * behind keep their columns; what lies between is not read. Null where the header has no place for the comma.
 */
export function fitHeader(header: readonly string[], width: number, isKnown: (index: number) => boolean): HeaderFit | null {
  const surplus = header.length - width;
  // The piece behind a comma mostly begins with a space, and never is a title that is known.
  const suspects = header.flatMap((_cell, index) => (isKnown(index) ? [] : [index]));
  const [first] = suspects;
  const last = suspects.at(-1);
  if (surplus <= 0 || first === undefined || last === undefined || last - first < surplus) return null;
  const lead = header.slice(0, first);
  const tail = header.slice(last + 1);
  const between = Array.from({ length: width - lead.length - tail.length }, () => null);
  return { headers: [...lead, ...between, ...tail], lost: header.slice(first, last + 1) };
}

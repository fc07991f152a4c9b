import { load } from 'cheerio';

/** The elements of an HTML text in order, with their depth and without any text: what a name must never change. */
export function structure(html: string): readonly string[] {
  const $ = load(html);
  return $('*')
    .toArray()
    .map((element) => `${' '.repeat($(element).parents().length)}${'tagName' in element ? element.tagName : ''}`);
}

/** The same without the inline elements of identifiers, which an empty one does not have. */
export function blockStructure(html: string): readonly string[] {
  return structure(html).filter((line) => !/^ *(?:code|bdi)$/.test(line));
}

/** The cells of a table's rows as text, the table being the one that stands after the heading with these words. */
export function cellsAfter(html: string, heading: string): readonly (readonly string[])[] {
  const $ = load(html);
  const start = $('h2, h3').filter((_index, element) => $(element).text() === heading);
  const table = start.nextAll().add(start.nextAll().find('*')).filter('table').first();
  return table
    .find('tr')
    .toArray()
    .map((row) =>
      $(row)
        .find('th, td')
        .toArray()
        .map((cell) => $(cell).text()),
    );
}

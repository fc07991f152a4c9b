import type { AttributeCatalogue } from '../attributeCatalogue';
import type { AttributeSource, GenesysAttribute } from '../genesysAttributes';
import { labelled, sentence, valued, type HoverBlock, type HoverLine, type HoverSource } from './hoverContent';
import type { MappingTarget } from './mappingTargets';

/** What Genesys Cloud makes of the place that an attribute of the app goes to. */
export function targetBlock(name: string, target: MappingTarget, catalogue: AttributeCatalogue): HoverBlock {
  switch (target.kind) {
    case 'path':
      return pathBlock(target.path, catalogue);
    case 'primary':
      return plain(name, `The primary element of ${target.list}. Of which type it is, the expression of its type tells; else work.`);
    case 'type':
      return plain(name, `The type of an element of ${target.list}: ${catalogue.types(target.list).join(', ')}.`);
    case 'noVariable':
      return plain(name, 'The app has no such attribute: nothing is sent for it.');
    case 'unclear':
      return plain(name, 'Where it goes in Genesys Cloud cannot be told here: the app’s schema is needed beside the mapping.');
  }
}

/** What Genesys Cloud has for a SCIM path: the field that it fills, its type, its limits, who may write it, and where that is said. */
export function pathBlock(path: string, catalogue: AttributeCatalogue): HoverBlock {
  const found = catalogue.find(path);
  switch (found.kind) {
    case 'known':
      return attributeBlock(found.attribute, path);
    case 'unknownType':
      return plain(path, `Genesys Cloud has no type “${found.type}” of ${found.name}. There are ${found.types.join(', ')}.`);
    case 'unknown':
      return plain(path, 'Genesys Cloud has no such attribute: what Okta sends for it is lost.');
  }
}

function attributeBlock(attribute: GenesysAttribute, path: string): HoverBlock {
  const { genesysField, format, maximum, note, readOnlyBecause, verified, sources } = attribute;
  return {
    title: path,
    lines: [
      genesysField === null ? sentence('No page says which field of Genesys Cloud it fills.') : valued('Fills', genesysField),
      labelled('Type', typeOf(attribute)),
      ...(format === null ? [] : [labelled('Format', format)]),
      ...(maximum === null ? [] : [labelled('At most', `${maximum} elements`)]),
      labelled('Rights', readOnlyBecause === null ? rightsWords[attribute.mutability] : `Nobody can write it. ${readOnlyBecause}`),
      ...(note === null ? [] : [sentence(note)]),
      verifiedLine(verified, sources),
    ],
    source: sources.includes('article') ? article : null,
  };
}

function typeOf({ type, multiValued, elementType, required }: GenesysAttribute): string {
  const words = elementType === null ? (multiValued ? `list of ${type}` : type) : `${type}, one element of a list`;
  return required ? `${words}; required of a new user` : words;
}

const rightsWords: Readonly<Record<GenesysAttribute['mutability'], string>> = {
  readWrite: 'Okta can write it.',
  readOnly: 'Nobody can write it.',
  immutable: 'It can be set once and not be changed.',
  writeOnly: 'It can be written and not be read.',
};

const sourceWords: Readonly<Record<AttributeSource, string>> = {
  model: 'Genesys Cloud’s SCIM model',
  article: 'the article on field mappings',
  community: 'the community of Genesys',
  org: 'the connected org’s own schemas',
};

const article: HoverSource = {
  title: 'SCIM and Genesys Cloud field mappings',
  url: 'https://help.mypurecloud.com/articles/scim-and-genesys-cloud-field-mappings/',
};

function verifiedLine(verified: boolean, sources: readonly AttributeSource[]): HoverLine {
  const where = sources.map((source) => sourceWords[source]).join(', ');
  return verified
    ? labelled('Source', where)
    : labelled('Not verified', `${where}; no official page that could be read says what becomes of it.`);
}

const plain = (title: string, text: string): HoverBlock => ({ title, lines: [sentence(text)], source: null });

import manifest from '../../package.json';

/** The tool's name and version, as they stand in plans. */
export const tool = { name: 'scim-preflight', version: manifest.version };

import path from 'node:path';

/** The repository's root: what --extensionDevelopmentPath names. */
export const root = path.resolve(import.meta.dirname, '..', '..');

/** Where runs leave what a person may want to look at: screenshots, server logs. Not in git. */
export const results = path.join(root, 'test-results');

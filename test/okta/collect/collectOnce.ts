import { collectExport } from '../../../src/okta/collect/collectExport';

// A process of its own that collects, for tests that kill it: `collectOnce <origin> <token> <folder>`.
const [origin = '', token = '', folder = ''] = process.argv.slice(2);
void collectExport({ origin, token, folder, app: null, resume: true });

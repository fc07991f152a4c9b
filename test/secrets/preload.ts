import { watchProcess } from './watchProcess';

// Bundled by watch.ts, and required by every Node process that the suite starts.
watchProcess();

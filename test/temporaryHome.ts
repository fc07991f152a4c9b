import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Loaded before every unit test (.mocharc.json): none of them reads or writes the real ~/.scim-preflight.
const home = mkdtempSync(join(tmpdir(), 'scim-preflight-home-'));
process.env.SCIM_PREFLIGHT_HOME = home;
process.once('exit', () => rmSync(home, { recursive: true, force: true }));

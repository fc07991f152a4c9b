import { bashScript } from './exportScriptBash';
import { powerShellScript } from './exportScriptPowerShell';

export type ScriptShell = 'bash' | 'powershell';

/** What a script is filled in with. A token is not among it: the script asks for one, or takes it from its environment. */
export interface ExportScriptParts {
  /** Of the Okta org, as `oktaDomain` gives it: `https://contoso.okta.com`. */
  readonly origin: string;
  /** The org's host where the person confirmed that it is a domain of its own; else null. */
  readonly confirmedHost: string | null;
  /** Null: the script lists the apps and asks. */
  readonly appId: string | null;
  /** Of the tool that makes the script. */
  readonly version: string;
}

/** What the script is saved as unless the person says otherwise. */
export const scriptNames: Readonly<Record<ScriptShell, string>> = { bash: 'okta-export.sh', powershell: 'okta-export.ps1' };

/**
 * The collector as one script to read and to run, for admins who may not give a token to a tool (product.md, section 3, "Collecting"). It
 * makes the same folder and manifest. The text is ASCII, with the line ends that the shell wants.
 *
 * @throws RangeError for parts that are no address, host or id: they stand in the script between quotation marks.
 */
export function exportScript(shell: ScriptShell, parts: ExportScriptParts): string {
  requireShape(parts.origin, /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?$/, 'the address of an Okta org');
  if (parts.confirmedHost !== null) requireShape(parts.confirmedHost, /^[A-Za-z0-9.-]+$/, 'a host');
  if (parts.appId !== null) requireShape(parts.appId, /^[A-Za-z0-9_-]+$/, 'the id of an app');
  requireShape(parts.version, /^[\w.+-]+$/, 'a version');
  return shell === 'bash' ? bashScript(parts) : powerShellScript(parts).replaceAll('\n', '\r\n');
}

function requireShape(text: string, shape: RegExp, what: string): void {
  if (!shape.test(text)) throw new RangeError(`${JSON.stringify(text)} is not ${what}.`);
}

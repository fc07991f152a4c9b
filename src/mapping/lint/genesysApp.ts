import { genesysUserUrn } from '../scimNames';
import type { AppSchemaText, LintContext } from './lintContext';

/**
 * Whether an app of Okta's feeds Genesys Cloud. The name of the real integration in Okta's catalogue is not public (facts/okta.md, section
 * 2.3), and a mapping of another app must not be measured by Genesys: without a sign of Genesys nothing is said.
 */
export function isGenesysName(text: string | null): boolean {
  return text !== null && /genesys|pure[\s_-]?cloud/i.test(text);
}

/** An API host of one of Genesys Cloud's regions, as the app's settings hold it. */
export function isGenesysHost(text: string): boolean {
  return /(?:^|[./])(?:mypurecloud\.(?:com|ie|de|jp|com\.au)|(?:[\w-]+\.)*(?:[\w-]*pure\.cloud))(?:[/:]|$)/i.test(text);
}

export function isGenesysSchema(schema: AppSchemaText, context: LintContext): boolean {
  if (schema.appId !== null && context.genesysApps.has(schema.appId)) return true;
  if (isGenesysName(schema.appName)) return true;
  return [...schema.variables.values()].some(
    ({ externalName, externalNamespace }) =>
      externalNamespace?.toLowerCase() === genesysUserUrn.toLowerCase() || (externalName !== null && genesysOnlyTypes.test(externalName)),
  );
}

const genesysOnlyTypes = /\bphoneNumbers\b.*\b(?:work[234]|microsoftteams|zoomphone|eightbyeight|ringcentral)\b/i;

/** Variables that no other app is known to have. */
export function isGenesysVariable(variable: string): boolean {
  return /^(?:routing_?(?:skills|languages)|(?:work_?phone|phone_?work)_?[234])$/i.test(variable);
}

/** The id at the end of a link of Okta's API: `…/apps/0oa1/…`. */
export function appIdOfLink(link: string | null): string | null {
  return link === null ? null : (/\/apps\/([^/?#]+)/.exec(link)?.[1] ?? null);
}

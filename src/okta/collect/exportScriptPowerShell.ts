import type { ExportScriptParts } from './exportScript';
import { lists, manifest } from './exportScriptPowerShellFolder';
import { reading, requests, setUp } from './exportScriptPowerShellRequests';
import { mappedGroup, oktaLists, type OktaList } from './lists';
import { oktaRights } from './oktaRights';

/**
 * The export as one script for Windows PowerShell 5.1 and PowerShell 7, without modules. It holds no backtick and no `${`, so that it can be
 * read here as it is written; and nothing that only one of the two versions knows.
 */
export function powerShellScript({ origin, confirmedHost, appId, version }: ExportScriptParts): string {
  return [
    head(version),
    `# The address of the Okta org, the id of its Genesys Cloud app (empty: the script lists the apps and asks), and the host of an org that`,
    `# has a domain of its own (empty for okta.com, oktapreview.com and okta-emea.com).`,
    `$Okta = '${origin}'`,
    `$App = '${appId ?? ''}'`,
    `$OwnDomain = '${confirmedHost ?? ''}'`,
    setUp,
    reading,
    requests,
    lists,
    manifest,
    course,
    ...steps(),
    end,
  ].join('\n');
}

const head = (
  version: string,
): string => String.raw`# Saves from Okta what SCIM Preflight compares with Genesys Cloud. It changes nothing in Okta: every request is a GET.
# Made by SCIM Preflight ${version}.
#
#   powershell -ExecutionPolicy Bypass -File okta-export.ps1 [folder]        the folder is okta-export-<today> unless told
#
# Needed: Windows PowerShell 5.1 or PowerShell 7, and an API token of an administrator who may read users, groups and the app, for instance a
# Read-only Administrator. The token is asked for and not shown, or taken from the environment variable SCIM_PREFLIGHT_OKTA_TOKEN; it is in
# no file and on no command line.
#
# Was it broken off? Run it again with the same folder: lists that are finished are not read again.
#
# The folder then holds Okta's answers as they came, one file a page, and okta-export.json, which says of each file what it is, how many
# records it has, and its SHA-256. Names, e-mail addresses and phone numbers are in it: keep it out of shared folders and repositories.

param([string]$Folder = '')
`;

const course = String.raw`
# Here it begins: the folder, the token, the app.

if (Test-Path -LiteralPath $Work) { Say ('Going on in ' + $Folder + '.') }
else {
    if ((Test-Path -LiteralPath $Folder) -and @(Get-ChildItem -LiteralPath $Folder -Force).Count -gt 0) {
        Stop-Here ('the folder ' + $Folder + ' is not empty, and holds no export that this script began. Name another one.')
    }
    [void][IO.Directory]::CreateDirectory($Work)
    Write-Text (Join-Path $Work 'started') ([datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ', $Invariant))
}
$Started = [IO.File]::ReadAllText((Join-Path $Work 'started')).Trim()

$Token = [string]$env:SCIM_PREFLIGHT_OKTA_TOKEN
if ($Token -eq '') {
    $Secret = Read-Host -AsSecureString 'Okta API token (it is not shown)'
    $Token = (New-Object System.Net.NetworkCredential '', $Secret).Password
}
if ($Token -notmatch '^[A-Za-z0-9_-]+$') { Stop-Here 'this is no API token of Okta: one has letters, digits, - and _ only.' }

$Begun = @(Read-Lines 'app')
if ($App -eq '' -and $Begun.Count -gt 0) { $App = $Begun[0] }
if ($App -eq '') {
    Say ('The apps of ' + $Address.Host + ', by id, status and name:')
    $Next = $Okta + '/api/v1/apps?limit=200'
    while ($Next -ne '') {
        $Answer = Get-Answer $Next
        if ($Answer.Status -ne 200) { Resolve-Refusal 'The list of apps' $Answer 'apps' '' 'needed' }
        foreach ($Each in @(Get-Records ($Utf8.GetString($Answer.Bytes)))) { Say ('  ' + $Each.id + '  ' + $Each.status + '  ' + ($Each.label -replace '\p{Cc}', ' ')) }
        $Next = Get-NextPage $Answer.Headers
    }
    $App = ([string](Read-Host 'Id of the Genesys Cloud app')).Trim()
}
if ($App -notmatch '^[A-Za-z0-9_-]+$') { Stop-Here 'no id of an app was given. Write it into $App at the top of this script; it begins with 0oa.' }
if ($Begun.Count -gt 0 -and ($Begun[0] -cne $App -or $Begun[1] -ne $Okta)) {
    Stop-Here ('the export in ' + $Folder + ' was begun for the app ' + $Begun[0] + ' of ' + $Begun[1] + '. Name another folder.')
}
Write-Text (Join-Path $Work 'app') ($App + [Environment]::NewLine + $Okta + [Environment]::NewLine)

Say ('Reading from ' + $Address.Host + ':')
$Label = ''
Write-Manifest 'false'
`;

/** One line for each list of the table, in its order. */
function steps(): readonly string[] {
  return oktaLists.flatMap((list) => {
    if (list.name === 'app') return [step(list), `Read-Pages`, `foreach ($Record in @(Read-Records 'app')) { $Label = $Record.label }`];
    if (list.name === 'userSchema') return [step(list), ...forEachGroup('Get-MappedGroups', mappedGroup)];
    return list.name === 'members' ? forEachGroup('Get-WantedGroups', list) : [step(list)];
  });
}

function forEachGroup(which: string, list: OktaList): readonly string[] {
  return ['', `foreach ($Group in @(${which})) {`, `    ${step(list)}`, `}`, ''];
}

function step({ name, title, kind, query, find, file, optional }: OktaList): string {
  const may = !optional && name !== 'members' ? "'needed'" : oktaRights[name].level === 'note' ? "'note'" : "'optional'";
  const members = name === 'members';
  const what = members
    ? `('members of ' + $Group)`
    : name === 'mappedGroups'
      ? `('group ' + $Group + ', which a push names')`
      : quoted(title);
  const stem = file.replace(/-\{page\}|\.json/g, '');
  if (find !== null) return `Save-FoundObject ${what} '${kind}' '${stem}' ${joined(find)} '${query.replace('{mapping}', '')}' ${may}`;
  if (!file.includes('{page}'))
    return `Save-Object ${what} '${kind}' ${joined(stem)} ${joined(query)} ${may}${name === 'mappedGroups' ? ' $Group' : ''}`;
  return `Save-List ${what} '${kind}' ${joined(stem)} ${joined(query)} ${may}${members ? ' $Group' : ''}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `/apps/{app}/users` as `('/apps/' + $App + '/users')`. */
function joined(template: string): string {
  const parts = template
    .split(/(\{app\}|\{group\})/)
    .filter((part) => part !== '')
    .map((part) => (part === '{app}' ? '$App' : part === '{group}' ? '$Group' : `'${part}'`));
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' + ')})`;
}

const end = String.raw`
Compare-Counts
Write-Manifest 'true'
Say ('Done: ' + (Get-Sum 'users') + ' users, ' + (Get-Sum 'groups') + ' groups, ' + (Get-Sum 'groupMembers') + ' memberships, ' + $script:Requests + ' requests.')
$All = @(Read-Lines 'missing')
$Problems = @($All | Where-Object { $_.Split([char]9)[4] -ne 'note' }).Count
Remove-Item -LiteralPath $Work -Recurse -Force
Say ('The export is in ' + $Folder + '. In SCIM Preflight: Choose Export... and this folder.')
if ($All.Count -gt 0) { Say ('What could not be read, or does not fit: ' + $All.Count + ', see above. It stands in okta-export.json, too.') }
if ($Problems -gt 0) { exit 3 }
`;

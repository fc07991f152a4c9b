/** Parts of the script that `exportScriptPowerShell.ts` puts together, as they stand in it. They hold no `${` and no backtick. */

export const setUp = String.raw`
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue' # Windows PowerShell is many times slower while it draws the progress of each request
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12

function Say([string]$Text) { Write-Host $Text }

function Stop-Here([string]$Why) {
    Say ('Stopped: ' + $Why)
    exit 1
}

$Invariant = [Globalization.CultureInfo]::InvariantCulture
$Utf8 = New-Object System.Text.UTF8Encoding $false
if ($Folder -eq '') { $Folder = 'okta-export-' + [datetime]::Now.ToString('yyyy-MM-dd', $Invariant) }
$Folder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Folder)
$Work = Join-Path $Folder '.collecting' # what is only needed until the export is complete; it is removed at the end

# Only to Okta, only encrypted; except for a sandbox on this machine.
$Address = $null
if (-not [Uri]::TryCreate($Okta, [UriKind]::Absolute, [ref]$Address)) { Stop-Here ($Okta + ' is no address of an Okta org. It looks like https://contoso.okta.com.') }
$Known = ($Address.Scheme -eq 'https') -and ($Address.Host -match '^[a-z0-9-]+\.(okta|oktapreview|okta-emea)\.com$')
$Own = ($Address.Scheme -eq 'https') -and ($OwnDomain -ne '') -and ($Address.Host -eq $OwnDomain)
$Here = ($Address.Host -eq '127.0.0.1') -or ($Address.Host -eq 'localhost')
if (-not ($Known -or $Own -or $Here)) {
    Stop-Here ($Address.Host + ' is not a domain of Okta. Where it is your org''s own domain, write it into $OwnDomain, too, at the top of this script.')
}
`;

export const reading = String.raw`
# A text file of the work folder, and its lines.
function Write-Text([string]$Path, [string]$Text) { [IO.File]::WriteAllText($Path, $Text, $Utf8) }
function Read-Lines([string]$Name) {
    $Path = Join-Path $Work $Name
    if (-not (Test-Path -LiteralPath $Path)) { return }
    [IO.File]::ReadAllLines($Path, $Utf8) | Where-Object { $_ -ne '' }
}
function Add-Line([string]$Name, [string]$Line) { [IO.File]::AppendAllText((Join-Path $Work $Name), $Line + [Environment]::NewLine, $Utf8) }

# The records of a JSON text, one by one: those of a list, or the one object.
function Get-Records([string]$Text) {
    if ($Text.Trim() -eq '[]') { return }
    foreach ($Record in (ConvertFrom-Json $Text)) { $Record }
}
function Read-Records([string]$List) {
    foreach ($Page in $Pages) {
        if ($Page.List -eq $List) { Get-Records ([IO.File]::ReadAllText((Join-Path $Folder $Page.Path), $Utf8)) }
    }
}

# How many records a JSON text has: the objects that stand in the list, or one. Less than 0: the text is not whole. Only brackets count, and
# only outside of texts.
function Measure-Records([string]$Text) {
    $Depth = 0
    $Count = 0
    $Inside = 0
    foreach ($Sign in [regex]::Matches([regex]::Replace($Text, '"[^"\\]*(?:\\.[^"\\]*)*"', ''), '[\[\]{}]')) {
        if ($Sign.Value -eq '[' -or $Sign.Value -eq '{') {
            if ($Depth -eq 0 -and $Sign.Value -eq '[') { $Inside = 1 }
            if ($Depth -eq $Inside) { $Count++ }
            $Depth++
            if ($Depth -eq 1 -and $Inside -eq 1) { $Count = 0 }
        } else { $Depth-- }
    }
    if ($Depth -ne 0) { return -1 }
    return $Count
}

function Get-Sha256([byte[]]$Bytes) {
    $Hasher = [Security.Cryptography.SHA256]::Create()
    [BitConverter]::ToString($Hasher.ComputeHash($Bytes)).Replace('-', '').ToLowerInvariant()
}
`;

export const requests = String.raw`
$script:Requests = 0
$script:Problems = 0

function Suspend-For([int]$Seconds, [string]$Why) {
    Say ('  ' + $Why + ': waiting ' + $Seconds + ' seconds.')
    Start-Sleep -Seconds $Seconds
}

# A header of an answer; '' where it has none. Several of one name are joined by commas, as Windows PowerShell gives them.
function Get-Header($Headers, [string]$Name) {
    if ($null -eq $Headers) { return '' }
    try {
        if ($Headers -is [Net.WebHeaderCollection]) { return [string]$Headers[$Name] }
        if ($Headers -is [Collections.IDictionary]) { return [string]::Join(',', @($Headers[$Name])) }
        return [string]::Join(',', @($Headers.GetValues($Name)))
    } catch { return '' }
}

# How long until Okta counts requests anew. The clocks may differ: never more than a minute and a bit, then it is asked again.
function Get-SecondsToReset($Headers) {
    $Reset = 0
    if (-not [long]::TryParse((Get-Header $Headers 'X-Rate-Limit-Reset'), [ref]$Reset)) { return 5 }
    $Now = [long]([datetime]::UtcNow - [datetime]'1970-01-01').TotalSeconds
    $Seconds = $Reset - $Now + 1
    if ($Seconds -lt 1) { return 5 }
    return [int][Math]::Min($Seconds, 65)
}

# What Okta says of an error.
function Get-OktaError($Failure) {
    $Text = [string]$Failure.ErrorDetails.Message
    if ($Text -eq '') { $Text = [string]$Failure.Exception.Message }
    try {
        $Said = ConvertFrom-Json $Text
        if ($Said.errorCode) { $Text = $Said.errorCode + ' ' + $Said.errorSummary }
    } catch { }
    $Text = $Text -replace '[^\x20-\x7E]', ' '
    return $Text.Substring(0, [Math]::Min(300, $Text.Length))
}

# One answer of Okta: Status, Bytes, Headers, and Error where there is one. Okta's limits are kept; what may be temporary is tried again.
# Status is 200, or 400, 403, 404 where Okta refuses this one query; it stops where it makes no sense to go on.
function Get-Answer([string]$Url) {
    # The token goes to the org and nowhere else.
    if (-not $Url.StartsWith($Okta + '/', [StringComparison]::Ordinal)) { Stop-Here ('Okta named the address ' + $Url + ', which is not at ' + $Okta + '. It was not asked.') }
    $Tries = 0
    while ($true) {
        $script:Requests++
        $Query = @{
            Uri = $Url
            Method = 'Get'
            Headers = @{ Authorization = 'SSWS ' + $Token; Accept = 'application/json' }
            UserAgent = 'scim-preflight-script'
            UseBasicParsing = $true
            MaximumRedirection = 0
            TimeoutSec = 300
        }
        $Status = 0
        $Failure = $null
        $Headers = $null
        try {
            $Response = Invoke-WebRequest @Query
            $Status = [int]$Response.StatusCode
            $Headers = $Response.Headers
        } catch {
            $Failure = $_
            if ($null -ne $Failure.Exception.Response) {
                $Status = [int]$Failure.Exception.Response.StatusCode
                $Headers = $Failure.Exception.Response.Headers
            }
        }
        $Reason = ''
        if ($null -ne $Failure) { $Reason = Get-OktaError $Failure }
        if ($Status -eq 200 -and $null -eq $Failure) {
            $Remaining = 0
            # The last few requests of the minute are left to others who use the org.
            if ([int]::TryParse((Get-Header $Headers 'X-Rate-Limit-Remaining'), [ref]$Remaining) -and $Remaining -lt 5) {
                Suspend-For (Get-SecondsToReset $Headers) 'Close to the rate limit'
            }
            return @{ Status = 200; Bytes = $Response.RawContentStream.ToArray(); Headers = $Headers; Error = '' }
        }
        if ($Status -eq 429) { Suspend-For (Get-SecondsToReset $Headers) 'Okta asks to slow down (429)' }
        elseif ($Status -eq 0 -or $Status -eq 200 -or $Status -eq 408 -or $Status -ge 500) {
            $Tries++
            if ($Tries -ge 5) { Stop-Here ('No usable answer from ' + $Address.Host + ' (' + $Reason + '). Run this again to go on.') }
            Suspend-For ($Tries * $Tries) ('No usable answer (' + $Status + ')')
        }
        elseif ($Status -eq 401) { Stop-Here ('Okta does not accept the API token (401). Make one in the admin console: Security > API > Tokens. It belongs to one org: ' + $Address.Host + '.') }
        elseif ($Status -eq 400 -or $Status -eq 403 -or $Status -eq 404) { return @{ Status = $Status; Bytes = $null; Headers = $null; Error = $Reason } }
        elseif ($Status -ge 300 -and $Status -lt 400) { Stop-Here ($Address.Host + ' redirects to another address (' + $Status + '). Check the address of the org, and whether a proxy asks to sign in.') }
        else { Stop-Here ('Okta answered ' + $Status + ' (' + $Reason + ').') }
    }
}

# The address of the next page; '' where the list is at its end.
function Get-NextPage($Headers) {
    $Match = [regex]::Match((Get-Header $Headers 'Link'), '<([^>]+)>[^<]*rel="?next')
    if ($Match.Success) { return $Match.Groups[1].Value }
    return ''
}

# What to do about an answer 400, 403 or 404.
function Resolve-Refusal([string]$What, $Answer, [bool]$Optional) {
    $Reason = 'Okta answered ' + $Answer.Status + ' (' + $Answer.Error + ')'
    if ($Optional) {
        Say ('  ' + $What + ': not read. ' + $Reason + '.')
        $script:Problems++
        return
    }
    if ($Answer.Status -eq 403) { Stop-Here ($What + ' may not be read with this token: ' + $Reason + '. The administrator of the token must be able to read users, groups and the app.') }
    if ($Answer.Status -eq 404) { Stop-Here ($What + ' cannot be found: ' + $Reason + '. Check the id of the app and the address of the org.') }
    Stop-Here ($What + ' cannot be read: ' + $Reason + '.')
}
`;

export const lists = String.raw`
# What is saved is written down in pages, a line a file: list, path, kind, group, records, SHA-256. A list that is finished stands in
# finished, so that it is skipped when the script is run again.
$script:Pages = @()
function Read-Pages {
    $script:Pages = @(Read-Lines 'pages' | ForEach-Object {
        $Part = $_.Split([char]9)
        New-Object PSObject -Property @{ List = $Part[0]; Path = $Part[1]; Kind = $Part[2]; Group = $Part[3]; Records = [int]$Part[4]; Sha256 = $Part[5] }
    })
}
function Test-Finished([string]$List) { return (@(Read-Lines 'finished') -ccontains $List) }

# The answer becomes a file of the export, at once or not at all. Returns its records.
function Save-Answer($Answer, [string]$List, [string]$Path, [string]$Kind, [string]$Group) {
    $Text = $Utf8.GetString($Answer.Bytes)
    if ($Text -notmatch '^[\[{]') { Stop-Here ($Address.Host + ' answered with something that is not JSON. Check the address of the org, and whether a proxy asks to sign in.') }
    $Count = Measure-Records $Text
    if ($Count -lt 0) { Stop-Here ('The answer of Okta for ' + $Path + ' broke off in the middle. Run this again to go on.') }
    $Target = Join-Path $Folder $Path
    [void][IO.Directory]::CreateDirectory((Split-Path -Parent $Target))
    $Part = Join-Path $Work 'answer'
    [IO.File]::WriteAllBytes($Part, $Answer.Bytes)
    Add-Line 'pages' ([string]::Join([string][char]9, @($List, $Path, $Kind, $Group, $Count, (Get-Sha256 $Answer.Bytes))))
    Move-Item -LiteralPath $Part -Destination $Target -Force
    return $Count
}

# Takes away what an earlier run left of an unfinished list.
function Clear-List([string]$List) {
    Read-Pages
    foreach ($Page in $Pages) {
        $Old = Join-Path $Folder $Page.Path
        if ($Page.List -ceq $List -and (Test-Path -LiteralPath $Old)) { Remove-Item -LiteralPath $Old }
    }
    $Kept = @(Read-Lines 'pages' | Where-Object { $_.Split([char]9)[0] -cne $List })
    [IO.File]::WriteAllLines((Join-Path $Work 'pages'), [string[]]$Kept, $Utf8)
}

function Complete-List([string]$List) {
    Add-Line 'finished' $List
    Write-Manifest 'false'
}

# Every page of a list, as <file>-1.json, <file>-2.json ...
function Save-List([string]$What, [string]$Kind, [string]$File, [string]$Query, [bool]$Optional, [string]$Group = '') {
    if (Test-Finished $File) { return }
    Clear-List $File
    $Number = 1
    $Total = 0
    $Next = $Okta + $Query
    while ($Next -ne '') {
        $Answer = Get-Answer $Next
        if ($Answer.Status -ne 200) {
            Resolve-Refusal $What $Answer $Optional
            Clear-List $File
            break
        }
        $Total += Save-Answer $Answer $File ($File + '-' + $Number + '.json') $Kind $Group
        $Next = Get-NextPage $Answer.Headers
        $Number++
        Say ('  ' + $What + ': ' + $Total)
    }
    Complete-List $File
}

# One object, as <file>.json
function Save-Object([string]$What, [string]$Kind, [string]$File, [string]$Query, [bool]$Optional) {
    if (Test-Finished $File) { return }
    Clear-List $File
    $Answer = Get-Answer ($Okta + $Query)
    if ($Answer.Status -eq 200) {
        [void](Save-Answer $Answer $File ($File + '.json') $Kind '')
        Say ('  ' + $What)
    } else { Resolve-Refusal $What $Answer $Optional }
    Complete-List $File
}

# The first object that a list names: the query that finds it, and the query before its id.
function Save-FoundObject([string]$What, [string]$Kind, [string]$File, [string]$Find, [string]$Query, [bool]$Optional) {
    if (Test-Finished $File) { return }
    $Answer = Get-Answer ($Okta + $Find)
    if ($Answer.Status -ne 200) {
        Resolve-Refusal $What $Answer $Optional
        Complete-List $File
        return
    }
    $Found = @(Get-Records $Utf8.GetString($Answer.Bytes))
    if ($Found.Count -eq 0) {
        Say ('  ' + $What + ': Okta has none.')
        Complete-List $File
        return
    }
    Assert-Id $Found[0].id
    Save-Object $What $Kind $File ($Query + $Found[0].id) $Optional
}

function Assert-Id([string]$Id) {
    if ($Id -notmatch '^[A-Za-z0-9_-]+$') { Stop-Here 'Okta names an id that is none.' }
}

# Whose members are read: the groups that are pushed; all groups where Okta names no push.
function Get-WantedGroups {
    Read-Pages
    $Ids = @(Read-Records 'push-mappings' | ForEach-Object { $_.sourceGroupId })
    if ($Ids.Count -eq 0) { $Ids = @(Read-Records 'groups' | ForEach-Object { $_.id }) }
    $Seen = New-Object 'System.Collections.Generic.HashSet[string]'
    foreach ($Id in $Ids) {
        Assert-Id $Id
        if ($Seen.Add($Id)) { $Id }
    }
}
`;

export const manifest = String.raw`
# okta-export.json. While the export is under way it says "complete": false.
function Write-Manifest([string]$Complete) {
    Read-Pages
    $Files = @(foreach ($Page in $Pages) {
        $Group = ''
        if ($Page.Group -ne '') { $Group = ', "group": "' + $Page.Group + '"' }
        '    { "path": "' + $Page.Path + '", "kind": "' + $Page.Kind + '"' + $Group + ', "records": ' + $Page.Records + ', "sha256": "' + $Page.Sha256 + '" }'
    })
    $Lines = @(
        '{',
        '  "format": "scim-preflight/okta-export@1",',
        ('  "complete": ' + $Complete + ','),
        ('  "collectedAt": "' + $Started + '",'),
        ('  "oktaDomain": "' + $Address.Authority + '",'),
        ('  "oktaApp": { "id": "' + $App + '", "label": ' + (ConvertTo-Json ([string]$Label)) + ' },'),
        '  "files": [',
        [string]::Join(',' + [Environment]::NewLine, [string[]]$Files),
        '  ]',
        '}'
    )
    $Part = Join-Path $Work 'manifest'
    [IO.File]::WriteAllLines($Part, [string[]]$Lines, $Utf8)
    Move-Item -LiteralPath $Part -Destination (Join-Path $Folder 'okta-export.json') -Force
}

# Where a group's list is not as long as Okta says that the group is, something was missed, or the group was changed meanwhile.
function Compare-Counts {
    Read-Pages
    $Read = @{}
    foreach ($Page in $Pages) {
        if ($Page.Kind -eq 'groupMembers') { $Read[$Page.Group] = [int]$Read[$Page.Group] + $Page.Records }
    }
    Read-Records 'groups' | ForEach-Object {
        $Stats = $_._embedded.stats
        if ($Read.ContainsKey($_.id) -and $null -ne $Stats -and $Read[$_.id] -ne $Stats.usersCount) {
            Say ('  members of ' + ($_.profile.name -replace '\p{Cc}', ' ') + ': ' + $Read[$_.id] + ' were read, Okta counts ' + $Stats.usersCount + '. Was the group changed just now? Then export again.')
            $script:Problems++
        }
    }
}

function Get-Sum([string]$Kind) {
    $Sum = 0
    foreach ($Page in $Pages) { if ($Page.Kind -eq $Kind) { $Sum += $Page.Records } }
    return $Sum
}
`;

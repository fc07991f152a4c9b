/** How the script that `exportScriptPowerShell.ts` puts together sets up, reads JSON, and asks Okta. The text holds no `${` and no backtick. */

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
    $Reset = [long]0
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
# Status is 200, or that of a refusal (403, 404 and their like) where Okta refuses this one query; it stops where it makes no sense to go on.
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
        elseif (@(400, 403, 404, 405, 410, 501) -contains $Status) { return @{ Status = $Status; Bytes = $null; Headers = $null; Error = $Reason } }
        elseif ($Status -eq 0 -or $Status -eq 200 -or $Status -eq 408 -or $Status -ge 500) {
            $Tries++
            if ($Tries -ge 5) { Stop-Here ('No usable answer from ' + $Address.Host + ' (' + $Reason + '). Run this again to go on.') }
            Suspend-For ($Tries * $Tries) ('No usable answer (' + $Status + ')')
        }
        elseif ($Status -eq 401) { Stop-Here ('Okta does not accept the API token (401). Make one in the admin console: Security > API > Tokens. It belongs to one org: ' + $Address.Host + '.') }
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

# What could not be read stands in the manifest. Without what is only a note no preview is worse.
function Add-Missing([string]$Message, [string]$Kind, [string]$Group, [string]$Status, [string]$Level) {
    Say ('  ' + $Message)
    $Plain = $Message -replace '["\\]', '' -replace '[^\x20-\x7E]', ' '
    Add-Line 'missing' ([string]::Join([string][char]9, @($Kind, $Group, $Status, $Plain, $Level)))
}

# What to do where Okta refuses a query; Level is needed, optional or note.
function Resolve-Refusal([string]$What, $Answer, [string]$Kind, [string]$Group, [string]$Level) {
    $Reason = 'Okta answered ' + $Answer.Status + ' (' + $Answer.Error + ')'
    if ($Level -ne 'needed') {
        Add-Missing ($What + ': not read. ' + $Reason + '.') $Kind $Group ([string]$Answer.Status) $Level
        return
    }
    if ($Answer.Status -eq 403) { Stop-Here ($What + ' may not be read with this token: ' + $Reason + '. The administrator of the token must be able to read users, groups and the app.') }
    if ($Answer.Status -eq 404) { Stop-Here ($What + ' cannot be found: ' + $Reason + '. Check the id of the app and the address of the org.') }
    Stop-Here ($What + ' cannot be read: ' + $Reason + '.')
}
`;

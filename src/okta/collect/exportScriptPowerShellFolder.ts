/** How the script that `exportScriptPowerShell.ts` puts together fills the folder and its manifest. The text holds no `${` and no backtick. */

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
function Save-List([string]$What, [string]$Kind, [string]$File, [string]$Query, [string]$Level, [string]$Group = '') {
    if (Test-Finished $File) { return }
    Clear-List $File
    $Number = 1
    $Total = 0
    $Next = $Okta + $Query
    while ($Next -ne '') {
        $Answer = Get-Answer $Next
        if ($Answer.Status -ne 200) {
            Resolve-Refusal $What $Answer $Kind $Group $Level
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
function Save-Object([string]$What, [string]$Kind, [string]$File, [string]$Query, [string]$Level, [string]$Group = '') {
    if (Test-Finished $File) { return }
    Clear-List $File
    $Answer = Get-Answer ($Okta + $Query)
    if ($Answer.Status -eq 200) {
        [void](Save-Answer $Answer $File ($File + '.json') $Kind '')
        Say ('  ' + $What)
    } else { Resolve-Refusal $What $Answer $Kind $Group $Level }
    Complete-List $File
}

# An object that a list names: the query that finds it, and the query before its id. An org with user types of its own has several; that of
# the type "user" is for nearly everybody, and it is the one that is saved.
function Save-FoundObject([string]$What, [string]$Kind, [string]$File, [string]$Find, [string]$Query, [string]$Level) {
    if (Test-Finished $File) { return }
    $Answer = Get-Answer ($Okta + $Find)
    if ($Answer.Status -ne 200) {
        Resolve-Refusal $What $Answer $Kind '' $Level
        Complete-List $File
        return
    }
    $Found = @(Get-Records ($Utf8.GetString($Answer.Bytes)))
    if ($Found.Count -eq 0) {
        Add-Missing ($What + ': Okta has none for the app.') $Kind '' '' $Level
        Complete-List $File
        return
    }
    $Usual = $Found | Where-Object { ($_.source.type -eq 'user' -and $_.source.name -eq 'user') -or ($_.target.type -eq 'user' -and $_.target.name -eq 'user') }
    $Chosen = @(@($Usual) + $Found | Where-Object { $null -ne $_ })[0]
    if ($Found.Count -gt 1) { Add-Missing ($What + ': Okta has ' + $Found.Count + ', one for each user type. That of the type user was saved.') $Kind '' '' 'note' }
    Assert-Id $Chosen.id
    Save-Object $What $Kind $File ($Query + $Chosen.id) $Level
}

function Assert-Id([string]$Id) {
    if ($Id -notmatch '^[A-Za-z0-9_-]+$') { Stop-Here 'Okta names an id that is none.' }
}

# Ids as a sorted list, each once.
function Get-Sorted($Ids) {
    $Seen = New-Object 'System.Collections.Generic.SortedSet[string]' ([StringComparer]::Ordinal)
    foreach ($Id in @($Ids)) {
        if ($null -eq $Id) { continue }
        Assert-Id $Id
        [void]$Seen.Add($Id)
    }
    foreach ($Id in $Seen) { $Id }
}

# The groups that push mappings name and that the list of groups does not hold: Okta hides a group of the app once a push is linked to it.
function Get-MappedGroups {
    Read-Pages
    $Listed = New-Object 'System.Collections.Generic.HashSet[string]'
    Read-Records 'groups' | ForEach-Object { [void]$Listed.Add([string]$_.id) }
    $Named = @(Read-Records 'push-mappings' | ForEach-Object { $_.sourceGroupId; $_.targetGroupId })
    Get-Sorted @($Named | Where-Object { $null -ne $_ -and -not $Listed.Contains([string]$_) })
}

# Whose members are read: the groups that are pushed; where Okta names no push, all groups but those that were imported from the app itself.
function Get-WantedGroups {
    Read-Pages
    $Ids = @(Read-Records 'push-mappings' | ForEach-Object { $_.sourceGroupId })
    if ($Ids.Count -eq 0) {
        $Ids = @(Read-Records 'groups' | ForEach-Object {
            $Imported = $_.type -eq 'APP_GROUP' -and ($_.source.id -eq $App -or ([string]$_._links.source.href).EndsWith('/apps/' + $App))
            if (-not $Imported) { $_.id }
        })
    }
    Get-Sorted $Ids
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
        [string]::Join(',' + [Environment]::NewLine, [string[]]$Files)
    )
    $Missing = @(Read-Lines 'missing' | ForEach-Object {
        $Field = $_.Split([char]9)
        $About = ''
        if ($Field[1] -ne '') { $About += ', "group": "' + $Field[1] + '"' }
        if ($Field[2] -ne '') { $About += ', "status": ' + $Field[2] }
        '    { "kind": "' + $Field[0] + '"' + $About + ', "message": "' + $Field[3] + '" }'
    })
    if ($Missing.Count -gt 0) { $Lines += @('  ],', '  "missing": [', [string]::Join(',' + [Environment]::NewLine, [string[]]$Missing)) }
    $Lines += @('  ]', '}')
    $Part = Join-Path $Work 'manifest'
    [IO.File]::WriteAllLines($Part, [string[]]$Lines, $Utf8)
    Move-Item -LiteralPath $Part -Destination (Join-Path $Folder 'okta-export.json') -Force
}

# Where a group's list is shorter than Okta says that the group is, something was missed, or the group was changed meanwhile.
function Compare-Counts {
    Read-Pages
    $Read = New-Object System.Collections.Hashtable # which tells capital letters from small ones
    foreach ($Page in $Pages) {
        if ($Page.Kind -eq 'groupMembers') { $Read[$Page.Group] = [int]$Read[$Page.Group] + $Page.Records }
    }
    foreach ($Record in @(Read-Records 'groups')) {
        $Stats = $Record._embedded.stats
        if ($Read.ContainsKey($Record.id) -and $null -ne $Stats -and $Read[$Record.id] -lt $Stats.usersCount) {
            $Difference = [string]$Read[$Record.id] + ' were read, Okta counts ' + $Stats.usersCount
            Add-Missing ('members of ' + $Record.profile.name + ': ' + $Difference + '. Was the group changed just now? Then export again.') 'groupMembers' $Record.id '' 'optional'
        }
    }
}

function Get-Sum([string]$Kind) {
    $Sum = 0
    foreach ($Page in $Pages) { if ($Page.Kind -eq $Kind) { $Sum += $Page.Records } }
    return $Sum
}
`;

<#
.SYNOPSIS
Installs the executable of mcp-shield for this Windows, for you alone.

.DESCRIPTION
    .\install.ps1                    the newest release, into %LOCALAPPDATA%\Programs\mcp-shield
    .\install.ps1 -Version 0.1.0     that one
    .\install.ps1 -Uninstall         takes it away again

SHIELD_INSTALL_DIR is another directory, SHIELD_INSTALL_URL another place to download from: an
address, or a directory with the files of a release. What is downloaded is compared with SHA256SUMS
of the same place, tried, and only then put in the place of what was there. For Windows PowerShell
5.1 and later.
#>
param(
    [string] $Version = '',
    [switch] $Uninstall
)

# Filled in by the release.
$Releases = '@RELEASES@'

function Install-McpShield {
    param([string] $Version, [string] $Directory)
    $target = Get-Target
    $base = Get-Base $Version
    $program = Join-Path $Directory 'mcp-shield.exe'
    # Beside its place: what is moved within one volume is there whole or not at all.
    $new = Join-Path $Directory ('.new-' + [Guid]::NewGuid().ToString('N'))
    New-Item -ItemType Directory -Force -Path $new | Out-Null
    try {
        Get-ReleaseFile $base 'SHA256SUMS' $new
        $sums = Read-Sums (Join-Path $new 'SHA256SUMS')
        $sum = $sums["mcp-shield-$target.exe"]
        if ($sum -and (Test-Path -LiteralPath $program) -and (Get-Sum $program) -eq $sum) {
            $found = Get-CheckedVersion $program $Version
            Write-Host "$program is mcp-shield $found already."
            return
        }
        $archive = $sums.Keys | Where-Object { $_ -like "mcp-shield-*-$target.zip" } | Select-Object -First 1
        if (-not $archive) { throw "$base has no executable for ${target}: use the package, npm install -g mcp-shield." }
        Get-ReleaseFile $base $archive $new
        $zip = Join-Path $new $archive
        if ((Get-Sum $zip) -ne $sums[$archive]) {
            throw "$archive is not what SHA256SUMS says: it was damaged or exchanged on its way; nothing was changed."
        }
        Expand-Archive -LiteralPath $zip -DestinationPath $new
        $name = [IO.Path]::GetFileNameWithoutExtension($archive)
        $unpacked = Join-Path (Join-Path $new $name) 'mcp-shield.exe'
        $found = Get-CheckedVersion $unpacked $Version
        Move-Into $unpacked $program
        Write-Host "$program is mcp-shield $found."
    } finally {
        Remove-Item -LiteralPath $new -Recurse -Force -ErrorAction SilentlyContinue
    }
}

function Uninstall-McpShield {
    param([string] $Directory)
    $program = Join-Path $Directory 'mcp-shield.exe'
    Remove-Old $Directory
    if (-not (Test-Path -LiteralPath $program)) {
        Write-Host "$program is not there: nothing to do."
        return
    }
    try {
        Remove-Item -LiteralPath $program -Force
    } catch {
        throw "$program runs: quit the clients that use it, then try again."
    }
    if (-not (Get-ChildItem -LiteralPath $Directory -Force)) { Remove-Item -LiteralPath $Directory }
    Write-Host "$program is gone. A client that was wrapped still starts it by this path: install it again and run mcp-shield unwrap --all, if you did not do that first."
}

# As the names of the executables have it. PROCESSOR_ARCHITEW6432 is set in a 32-bit shell only.
function Get-Target {
    $machine = $env:PROCESSOR_ARCHITEW6432
    if (-not $machine) { $machine = $env:PROCESSOR_ARCHITECTURE }
    switch ($machine) {
        'AMD64' { return 'win-x64' }
        'ARM64' { return 'win-arm64' }
    }
    throw "there is no executable for Windows on ${machine}: use the package, npm install -g mcp-shield."
}

function Get-Base {
    param([string] $Version)
    $base = $env:SHIELD_INSTALL_URL
    if (-not $base) {
        if ($Releases -notlike 'http*') { throw 'this script is not from a release and knows no address: set SHIELD_INSTALL_URL.' }
        $base = if ($Version) { "$Releases/download/v$Version" } else { "$Releases/latest/download" }
    }
    if ($base -match '://' -and $base -notmatch '^(https://|http://(127\.0\.0\.1|localhost)[:/])') {
        throw "$base is not safe to install from: give an address with https."
    }
    return $base.TrimEnd('/')
}

function Get-ReleaseFile {
    param([string] $Base, [string] $Name, [string] $Into)
    $file = Join-Path $Into $Name
    try {
        if ($Base -match '^https?://') {
            Invoke-WebRequest -UseBasicParsing -Uri "$Base/$Name" -OutFile $file
        } else {
            Copy-Item -LiteralPath (Join-Path $Base $Name) -Destination $file
        }
    } catch {
        throw "$Base/$Name cannot be had ($($_.Exception.Message)); nothing was changed."
    }
}

# Lines are `<sum>  <name>`.
function Read-Sums {
    param([string] $File)
    $sums = @{}
    foreach ($line in Get-Content -LiteralPath $File) {
        $sum, $name = $line -split '  ', 2
        if ($name) { $sums[$name] = $sum }
    }
    return $sums
}

function Get-Sum {
    param([string] $File)
    return (Get-FileHash -LiteralPath $File -Algorithm SHA256).Hash.ToLowerInvariant()
}

# Of a file that is what its sum says: whether it runs here is another question.
function Get-CheckedVersion {
    param([string] $File, [string] $Wanted)
    $found = ''
    try { $found = & $File --version } catch { }
    if (-not $found) { throw 'the executable does not run here; nothing was changed. Use the package: npm install -g mcp-shield.' }
    if ($Wanted -and $found -ne $Wanted) { throw "this is version $found, not $Wanted; nothing was changed." }
    return $found
}

# A program that runs cannot be replaced on Windows, but renamed.
function Move-Into {
    param([string] $File, [string] $Program)
    Remove-Old (Split-Path -Parent $Program)
    $old = "$Program.old-" + [Guid]::NewGuid().ToString('N')
    $isReplaced = Test-Path -LiteralPath $Program
    if ($isReplaced) { Move-Item -LiteralPath $Program -Destination $old }
    try {
        Move-Item -LiteralPath $File -Destination $Program
    } catch {
        if ($isReplaced) { Move-Item -LiteralPath $old -Destination $Program }
        throw
    }
    Remove-Old (Split-Path -Parent $Program)
}

# Those that still run stay until the next time.
function Remove-Old {
    param([string] $Directory)
    Get-ChildItem -Path (Join-Path $Directory 'mcp-shield.exe.old-*') -ErrorAction SilentlyContinue |
        Remove-Item -Force -ErrorAction SilentlyContinue
}

function Show-Path {
    param([string] $Directory)
    if (($env:PATH -split ';') -contains $Directory) { return }
    Write-Host "$Directory is not on PATH. To put it there, for terminals that you open from now on:"
    Write-Host "  [Environment]::SetEnvironmentVariable('Path', [Environment]::GetEnvironmentVariable('Path', 'User') + ';$Directory', 'User')"
}

function Invoke-Main {
    param([string] $Version, [bool] $Uninstall)
    $ErrorActionPreference = 'Stop'
    # Windows PowerShell 5.1 writes each piece of its progress bar, which takes longer than the download.
    $ProgressPreference = 'SilentlyContinue'
    [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
    $directory = $env:SHIELD_INSTALL_DIR
    if (-not $directory) { $directory = Join-Path $env:LOCALAPPDATA 'Programs\mcp-shield' }
    try {
        if ($Uninstall) {
            Uninstall-McpShield $directory
        } else {
            Install-McpShield ($Version -replace '^v', '') $directory
            Show-Path $directory
        }
        return 0
    } catch {
        [Console]::Error.WriteLine("mcp-shield: $($_.Exception.Message)")
        return 1
    }
}

# Last, so that a script that was cut short on its way does nothing. `exit` only where a file runs:
# behind `irm ... | iex` it would close the terminal.
$code = Invoke-Main $Version $Uninstall.IsPresent
if ($PSCommandPath) { exit $code }

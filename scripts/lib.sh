# Shared by the scripts of this folder: where the repository is, and what must be there before anything else.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 HARDHAT_DISABLE_TELEMETRY_PROMPT=true npm_config_loglevel=error

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$1"
    exit "${2:-1}"
}

# The number before a word of the last summary that Hardhat wrote into a file.
counted() { sed -n "s/^ *\([0-9][0-9]*\) $2.*/\1/p" "$1" | tail -n 1; }

# Prints the comment at the head of the calling script, which is its help.
show_help() {
    sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"
    exit 0
}

require_tools() {
    command -v git >/dev/null || die "git is missing: install git 2.30 or later and run this again."
    command -v dotnet >/dev/null || die "The .NET SDK is missing: install the .NET 10 SDK (https://dotnet.microsoft.com/download) and run this again."
    (cd "$root" && dotnet --version >/dev/null 2>&1) ||
        die "The .NET 10 SDK is missing (global.json asks for 10.0.100 or later of 10.0): found only $(cd / && dotnet --version 2>/dev/null || echo 'no SDK')."
    command -v node >/dev/null || die "Node.js is missing: install any version from 20 (https://nodejs.org) and run this again."
    local major
    major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
    [ "$major" -ge 20 ] || die "Node.js $(node --version) is too old: any version from 20 will do."
    command -v npm >/dev/null || die "npm is missing: it comes with Node.js; install it and run this again."
}

# A program that only tests need and that Debian has as a package.
#
# usage: require_package PACKAGE NAME WHAT
require_package() {
    local package=$1 missing="$2 is missing, which $3: install it (on Debian the package $1) and run this again."
    command -v apt-get >/dev/null || die "$missing"
    local root_do=()
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || die "$missing"
        root_do=(sudo -n)
    fi
    say "Installing $2 …"
    { "${root_do[@]+"${root_do[@]}"}" apt-get update -qq &&
        "${root_do[@]+"${root_do[@]}"}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package"; } >&2 ||
        die "$missing"
}

# PostgreSQL's server; Debian keeps its programs off the path.
require_postgres() {
    if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then return; fi
    require_package postgresql "PostgreSQL's server" "the node's storage is tested on"
}

require_chromium() {
    if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then return; fi
    require_package chromium Chromium "the dashboard is tested with"
}

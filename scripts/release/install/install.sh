#!/bin/sh
# Installs the executable of mcp-shield for this system, without root:
#
#   sh install.sh                     the newest release, into ~/.local/bin
#   sh install.sh --version 0.1.0     that one
#   sh install.sh --uninstall         takes it away again
#
# SHIELD_INSTALL_DIR is another directory, SHIELD_INSTALL_URL another place to download from: an
# address, or a directory with the files of a release. What is downloaded is compared with
# SHA256SUMS of the same place, tried, and only then put in the place of what was there. The names
# are not MCP_SHIELD_*, which are options of mcp-shield. For dash as for bash; needs curl or wget.
set -eu

# Filled in by the release.
releases='@RELEASES@'

main() {
  wanted=
  action=install
  while [ $# -gt 0 ]; do
    case $1 in
      --uninstall) action=uninstall ;;
      --version) [ $# -gt 1 ] || fail '--version needs a number, such as 0.1.0.'; wanted=${2#v}; shift ;;
      *) fail "$1 is not known here: there are --version <number> and --uninstall." ;;
    esac
    shift
  done
  directory=${SHIELD_INSTALL_DIR:-${HOME:?is not set, which says where to install}/.local/bin}
  # As PATH has it, which is compared with it below: whole, and without a slash at its end.
  case $directory in
    /*) ;;
    *) directory=$PWD/${directory#./} ;;
  esac
  directory=${directory%/}
  program=$directory/mcp-shield
  if [ -L "$program" ]; then
    fail "$program is a link that something else made, perhaps npm: remove it with that" \
      '(npm uninstall -g mcp-shield), or set SHIELD_INSTALL_DIR to another directory.'
  fi
  [ ! -d "$program" ] || fail "$program is a directory: set SHIELD_INSTALL_DIR to another one."
  $action
}

install() {
  target=$(target_here)
  base=$(base_url)
  mkdir -p "$directory" || fail "$directory cannot be made: set SHIELD_INSTALL_DIR to another one."
  # Beside its place: what is moved within one file system is there whole or not at all.
  new=$(mktemp -d "$directory/.mcp-shield.XXXXXX") ||
    fail "nothing can be written to $directory: set SHIELD_INSTALL_DIR to another directory."
  trap 'rm -rf "$new"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP

  get SHA256SUMS
  sum=$(sum_of "mcp-shield-$target")
  here=
  if [ -f "$program" ]; then here=$(sha256 "$program"); fi
  if [ -n "$sum" ] && [ "$here" = "$sum" ]; then
    check_version "$program"
    say "$program is mcp-shield $version already."
    say_how_to_reach_it
    return
  fi
  archive=$(name_of_archive)
  if [ -n "$archive" ] && unpacks_xz; then
    get_checked "$archive"
    tar -xf "$new/$archive" -C "$new" || fail "$archive cannot be unpacked; nothing was changed."
    mv "$new/${archive%.tar.xz}/mcp-shield" "$new/mcp-shield"
  elif [ -n "$sum" ]; then
    get_checked "mcp-shield-$target"
    mv "$new/mcp-shield-$target" "$new/mcp-shield"
  else
    fail "$base has no executable for $target: use the package, npm install -g mcp-shield."
  fi
  chmod 755 "$new/mcp-shield"
  check_version "$new/mcp-shield"
  mv -f "$new/mcp-shield" "$program"
  say "$program is mcp-shield $version."
  say_how_to_reach_it
}

# Of a file that is what its sum says: whether it runs here is another question.
check_version() {
  version=$("$1" --version </dev/null 2>"$new/why") || fail 'the executable does not run here' \
    "($(head -n 1 "$new/why")); nothing was changed. Use the package: npm install -g mcp-shield."
  [ "$version" = "${wanted:-$version}" ] ||
    fail "$base has version $version, not $wanted; nothing was changed."
}

uninstall() {
  if [ ! -f "$program" ]; then
    say "$program is not there: nothing to do."
    return
  fi
  rm -f "$program"
  say "$program is gone. A client that was wrapped still starts it by this path: install it again" \
    'and run mcp-shield unwrap --all, if you did not do that first.'
}

# As the names of the executables have it: linux-x64. There are no others.
target_here() {
  system=$(uname -s)
  machine=$(uname -m)
  case $system in
    Linux) system=linux ;;
    Darwin) system=darwin ;;
    MINGW* | MSYS* | CYGWIN*) fail 'on Windows it is install.ps1 that installs: run it in PowerShell.' ;;
    *) fail "there is no executable for $system: use the package, npm install -g mcp-shield." ;;
  esac
  # A shell that is translated on an Apple chip says x86_64.
  if [ $system = darwin ] && [ "$(sysctl -n sysctl.proc_translated 2>/dev/null)" = 1 ]; then
    machine=arm64
  fi
  case $machine in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "there is no executable for $machine: use the package, npm install -g mcp-shield." ;;
  esac
  if [ $system = linux ]; then
    # A 64-bit kernel may carry 32-bit programs.
    [ "$(getconf LONG_BIT 2>/dev/null || echo 64)" = 64 ] ||
      fail 'there is no executable for 32 bits: use the package, npm install -g mcp-shield.'
    ! has_only_musl || fail 'the executables need glibc, and this system has musl (Alpine and its' \
      'like): use the package, npm install -g mcp-shield.'
  fi
  echo "$system-$machine"
}

has_only_musl() {
  case $(ldd --version 2>&1 || true) in
    *musl*) return 0 ;;
    *) return 1 ;;
  esac
}

base_url() {
  base=${SHIELD_INSTALL_URL:-}
  if [ -z "$base" ]; then
    case $releases in
      http*) ;;
      *) fail 'this script is not from a release and knows no address: set SHIELD_INSTALL_URL.' ;;
    esac
    if [ -n "$wanted" ]; then base=$releases/download/v$wanted; else base=$releases/latest/download; fi
  fi
  case $base in
    https://* | http://127.0.0.1[:/]* | http://localhost[:/]*) ;;
    file://*) base=${base#file://} ;;
    *://*) fail "$base is not safe to install from: give an address with https." ;;
  esac
  echo "${base%/}"
}

# Into the new directory.
get() {
  case $base in
    http*)
      if command -v curl >/dev/null 2>&1; then
        curl -fsSL --proto-redir =https --retry 2 -o "$new/$1" "$base/$1" 2>"$new/why" || not_gotten "$1"
      elif command -v wget >/dev/null 2>&1; then
        wget -q -O "$new/$1" "$base/$1" 2>"$new/why" || not_gotten "$1"
      else
        fail 'neither curl nor wget is here: install one of them first.'
      fi
      ;;
    *) cp "$base/$1" "$new/$1" 2>"$new/why" || not_gotten "$1" ;;
  esac
}

not_gotten() {
  why=$(head -n 1 "$new/why")
  fail "$base/$1 cannot be had${why:+ ($why)}; nothing was changed."
}

get_checked() {
  get "$1"
  expected=$(sum_of "$1")
  found=$(sha256 "$new/$1")
  [ "$found" = "$expected" ] ||
    fail "$1 is not what SHA256SUMS says: it was damaged or exchanged on its way; nothing was changed."
}

# Lines are `<sum>  <name>`.
sum_of() {
  awk -v name="$1" '$2 == name { print $1; exit }' "$new/SHA256SUMS"
}

name_of_archive() {
  awk -v start='mcp-shield-' -v end="-$target.tar.xz" 'index($2, start) == 1 &&
    substr($2, length($2) - length(end) + 1) == end { print $2; exit }' "$new/SHA256SUMS"
}

# macOS has it in its tar.
unpacks_xz() {
  command -v tar >/dev/null 2>&1 && { [ "$(uname -s)" = Darwin ] || command -v xz >/dev/null 2>&1; }
}

sha256() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum <"$1" | cut -d ' ' -f 1
  elif command -v shasum >/dev/null 2>&1; then shasum -a 256 <"$1" | cut -d ' ' -f 1
  elif command -v openssl >/dev/null 2>&1; then openssl dgst -sha256 -r <"$1" | cut -d ' ' -f 1
  else fail 'there is no sha256sum, shasum or openssl here to check the download with.'
  fi
}

say_how_to_reach_it() {
  case ":${PATH:-}:" in
    *":$directory:"*) return ;;
  esac
  say "$directory is not on PATH. To put it there, for terminals that you open from now on:"
  case ${SHELL:-} in
    */fish) say "  fish_add_path '$directory'" ;;
    */zsh) say "  echo 'export PATH=\"$directory:\$PATH\"' >> ~/.zshrc" ;;
    */bash) say "  echo 'export PATH=\"$directory:\$PATH\"' >> ~/.bashrc" ;;
    *) say "  echo 'export PATH=\"$directory:\$PATH\"' >> ~/.profile" ;;
  esac
}

say() {
  printf '%s\n' "$*"
}

fail() {
  printf 'mcp-shield: %s\n' "$*" >&2
  exit 1
}

# Last, so that a script that was cut short on its way does nothing.
main "$@"

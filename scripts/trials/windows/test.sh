#!/usr/bin/env bash
# Runs the Windows suite inside Wine, with Windows' own node.exe: npm run test:windows
# Needs a build, and scripts/trials/windows/setup-wine.sh to have run with the same WINE_HOME and
# NODE_WIN_VERSIONS. Takes one to two minutes for each version of Node.js.
set -euo pipefail

WINE_HOME=${WINE_HOME:-/opt/wine10}
NODE_WIN_VERSIONS=${NODE_WIN_VERSIONS:-24.21.0}
SUITE_LIMIT_S=${SUITE_LIMIT_S:-600}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ -f "$WINE_HOME/env.sh" ] || { echo 'test: run scripts/trials/windows/setup-wine.sh first' >&2; exit 1; }
# shellcheck source=/dev/null
. "$WINE_HOME/env.sh"

# A Windows path for a file of this machine.
on_z() { printf 'Z:%s' "${1//\//\\}"; }

# Wine gives a program no usable pipe, so it writes into a file that is shown afterwards.
run_suite() {
  local node="C:\\node$1\\node.exe" log status=0 file files=()
  for file in "$here"/../../../test/windows/*.suite.ts; do files+=("$(on_z "$(realpath "$file")")"); done
  log=$(mktemp)
  WINEPATH="C:\\node$1" timeout -k 5 "$SUITE_LIMIT_S" wine64 "$node" --test --test-reporter=spec \
    "${files[@]}" </dev/null >"$log" 2>&1 || status=$?
  cat "$log"
  rm -f "$log"
  return "$status"
}

wine-keepalive start
trap 'wine-keepalive stop' EXIT
for version in $NODE_WIN_VERSIONS; do
  echo "== Windows suite, node $version under $(wine64 --version)"
  run_suite "${version%%.*}"
done

#!/usr/bin/env bash
# Installs three npm and two uv below .cache/direct, for npm run test:direct. Idempotent.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$here/../../../.cache/direct
mkdir -p "$home"
home=$(cd "$home" && pwd)
for major in 9 10 11; do
  [ -e "$home/npm-$major/node_modules/npm/bin/npx-cli.js" ] ||
    npm install --silent --no-audit --no-fund --prefix "$home/npm-$major" "npm@$major"
done
for version in 0.8.24 0.13.9; do
  [ -x "$home/uv-$version/bin/uvx" ] && continue
  python3 -m venv "$home/uv-$version"
  "$home/uv-$version/bin/pip" install --quiet --disable-pip-version-check "uv==$version"
done

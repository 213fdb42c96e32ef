#!/usr/bin/env bash
# Installs real MCP servers written in Python below .cache/, for npm run test:python. Idempotent:
# some 30 s the first time, nothing after that.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$here/../../../.cache/python
mkdir -p "$home"
home=$(cd "$home" && pwd)
cmp -s "$here/requirements.txt" "$home/installed" && exit

rm -rf "$home/venv" "$home/uv-cache"
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
# The tests run uvx without a network.
UV_CACHE_DIR=$home/uv-cache UV_PYTHON=$home/venv/bin/python \
  "$home/venv/bin/uvx" --quiet mcp-server-time --help >"$home/log" 2>&1 ||
  { cat "$home/log" >&2; exit 1; }
cp "$here/requirements.txt" "$home/installed"

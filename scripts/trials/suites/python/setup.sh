#!/usr/bin/env bash
# Installs the Python SDK with what its tests need below .cache/, and unpacks its source
# distribution beside it, for npm run test:suites. Idempotent: some 40 s the first time, nothing
# after that.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$here/../../../../.cache/suites/python
mkdir -p "$home"
home=$(cd "$home" && pwd)
cmp -s "$here/requirements.txt" "$home/installed" && exit

rm -rf "$home/venv" "$home/sdk" "$home/archive"
python3 -m venv "$home/venv"
pip=("$home/venv/bin/pip" --quiet --disable-pip-version-check)
"${pip[@]}" install -r "$here/requirements.txt"
version=$(sed -n 's/^mcp.*==//p' "$here/requirements.txt")
"${pip[@]}" download --no-deps --no-binary mcp --dest "$home/archive" "mcp==$version"
mkdir "$home/sdk"
tar xzf "$home"/archive/mcp-*.tar.gz -C "$home/sdk" --strip-components 1
cp "$here/requirements.txt" "$home/installed"

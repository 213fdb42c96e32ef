#!/usr/bin/env bash
# Builds the comparison's client in Go below .cache/, if Go is there. Go itself knows whether there
# is anything to do.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
if ! command -v go >/dev/null; then
  echo 'Go is not installed: the comparison is made without mcp-go' >&2
  exit
fi
mkdir -p .cache/go
go build -C test/compared/fixtures/go -o "$PWD/.cache/go/compared-client" .

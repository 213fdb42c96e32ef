#!/usr/bin/env bash
# Prepares npm run test:containers: podman and runc from the system's packages, and an image with
# nothing but one static program. Writes "ready" or why not to .cache/containers/state. Idempotent.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
home=$root/.cache/containers
mkdir -p "$home"
state=$home/state

give_up() { echo "$1" >"$state"; echo "test:containers will be skipped: $1"; exit 0; }

if ! command -v podman >/dev/null || ! command -v runc >/dev/null; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || give_up 'podman and runc are not installed'
  { apt-get update && apt-get install --yes --no-install-recommends podman runc; } \
    >"$home/install.log" 2>&1 || give_up 'podman and runc cannot be installed'
fi
command -v cc >/dev/null || give_up 'there is no C compiler'

cc -static -Os -o "$home/server" "$root/test/containers/server.c"
tar --create --directory "$home" --file "$home/image.tar" server
podman import --quiet "$home/image.tar" mcp-shield-test >/dev/null 2>"$home/log" ||
  give_up "podman cannot import an image: $(tail -n 1 "$home/log")"

timeout 60 podman run --rm --runtime runc --cgroup-manager cgroupfs --network none \
  --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 --entrypoint /server -d \
  --cidfile "$home/try.cid" mcp-shield-test >/dev/null 2>"$home/log" ||
  give_up "podman cannot run here: $(tail -n 1 "$home/log")"
podman kill "$(cat "$home/try.cid")" >/dev/null
rm -f "$home/try.cid"
echo ready >"$state"

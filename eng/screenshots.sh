#!/usr/bin/env bash
# Takes the pictures of docs/images with Chromium: the web sample over a new database, in both languages and themes.
# eng/screenshots.sh FOLDER takes every page at every width into a folder instead, to look at them after a change of the
# layout. A minute, or five.
set -euo pipefail
cd "$(dirname "$0")/.."
tests=tests/GigaChat.Usage.AspNetCore.Tests
sample=samples/GigaChat.Usage.WebSample
pictures=Name\!~every_page
[ $# -eq 0 ] || { pictures=Name~every_page; mkdir -p "$1"; }
SCREENSHOT_FOLDER=$(cd "${1:-docs/images}" && pwd)
dotnet build -c Release "$sample"
dotnet build -c Release "$tests"
work=$(mktemp -d)
dotnet artifacts/bin/GigaChat.Usage.WebSample/release/GigaChat.Usage.WebSample.dll --database "$work/usage.db" --port 0 \
    > "$work/log" 2>&1 &
server=$!
trap 'kill $server 2> /dev/null; wait $server 2> /dev/null; rm -rf "$work"' EXIT
for _ in $(seq 120); do
    address=$(sed -n 's/^The dashboard: //p' "$work/log")
    [ -z "$address" ] || break
    kill -0 "$server" 2> /dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 1
done
# Budgets, alerts and the provider's balance come within seconds.
sleep 10
SCREENSHOT_ADDRESS=$address/ SCREENSHOT_FOLDER=$SCREENSHOT_FOLDER dotnet test "$tests" -c Release --no-build \
    --filter "FullyQualifiedName~Screenshots&$pictures"

#!/usr/bin/env bash
# Changes the scanner, accounting, pricing and queries in a thousand small ways, and fails when the tests notice too few of them.
# The parts and the floor are in tests/GigaChat.Usage.Tests/stryker-config.json. Takes an hour and more on two cores (`--mutate "Pricing/**/*.cs"` narrows it to a part); the report is left in artifacts/mutation.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/artifacts/mutation
[ -x "$out/tools/dotnet-stryker" ] || dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$out/tools"
cd tests/GigaChat.Usage.Tests
"$out/tools/dotnet-stryker" --output "$out" "$@"

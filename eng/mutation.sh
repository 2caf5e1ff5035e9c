#!/usr/bin/env bash
# Changes a part of the code in hundreds of small ways, and fails when the tests notice too few of them:
# eng/mutation.sh [scanner|accounting|pricing|queries]..., all four when none is named. The floor, and which files and tests a part is, stand in
# tests/GigaChat.Usage.Tests/mutation. On two cores pricing and queries take three minutes each, the scanner and accounting thirteen; reports are left in artifacts/mutation.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/artifacts/mutation
[ -x "$out/tools/dotnet-stryker" ] || dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$out/tools"
cd tests/GigaChat.Usage.Tests
[ $# -gt 0 ] || set -- scanner accounting pricing queries
status=0
for part in "$@"; do
    CsCheck_Iter=20 "$out/tools/dotnet-stryker" --config-file "mutation/$part.json" --output "$out/$part" || status=1
done
exit "$status"

#!/usr/bin/env bash
# Changes a part of the code in hundreds of small ways, and fails when the tests notice too few of them:
# eng/mutation.sh [part]..., where a part is a file of tests/*/mutation without its ending; all parts when none is
# named. The file holds the floor, and which files and tests the part consists of. On two cores pricing and queries take
# three minutes each, the scanner and accounting thirteen; reports are left in artifacts/mutation.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/artifacts/mutation
[ -x "$out/tools/dotnet-stryker" ] || dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$out/tools"
[ $# -gt 0 ] || set -- $(basename -s .json -a tests/*/mutation/*.json)
status=0
for part in "$@"; do
    file=$(compgen -G "$PWD/tests/*/mutation/$part.json") || { echo "There is no part named $part." >&2; exit 2; }
    (cd "$(dirname "$file")/.." && CsCheck_Iter=20 GIGACHAT_USAGE_TEST_PATIENCE=10 "$out/tools/dotnet-stryker" --config-file "$file" --output "$out/$part") || status=1
done
exit "$status"

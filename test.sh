#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET SDK and nothing else. Arguments go to "dotnet test".
# The last line counts the tests: "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")"

# One project at a time: the sample and the memory tests want the machine to themselves.
output=$(mktemp)
trap 'rm -f "$output"' EXIT

dotnet test GigaChat.Usage.sln --configuration Release --nologo -m:1 "$@" 2>&1 | tee "$output"
status=${PIPESTATUS[0]}

# VSTest prints one line a project, "Passed!  - Failed: 0, Passed: 57, Skipped: 0, Total: 57, ...", and no sum of them.
count() { grep -oE "$1: +[0-9]+, " "$output" | grep -oE '[0-9]+' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count Passed) failed=$(count Failed) skipped=$(count Skipped)

if [ "$status" -eq 0 ] && [ "$passed" -eq 0 ]; then
    echo "No test ran." >&2
    status=1
fi
if [ "$status" -eq 0 ] && [ "$skipped" -gt 0 ] && [ "${CI:-}" = true ]; then
    echo "On CI nothing may be skipped." >&2
    status=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"

#!/usr/bin/env bash
# Writes the public members of each package to its PublicAPI.Unshipped.txt, from what the analyzer misses. Read the diff: it is the contract.
set -euo pipefail
cd "$(dirname "$0")/.."
unset DraftApi
for project in src/*/; do
    list="$project/PublicAPI.Unshipped.txt"
    printf '#nullable enable\n' > "$list"
    # Warnings here, and this project's alone: those it needs may not list their own members yet.
    missing=$(dotnet build "$project" --no-incremental -p:TreatWarningsAsErrors=false 2>&1 | grep "/$(basename "$project").csproj\]" \
        | sed -nE "s/.*warning RS0016: Symbol '(.*)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u)
    if [ -n "$missing" ]; then printf '%s\n' "$missing" >> "$list"; fi
done
git --no-pager diff --stat -- 'src/*/PublicAPI.Unshipped.txt'
